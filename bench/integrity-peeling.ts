/**
 * How fast a graph is peeled, and in how much memory: graphs of up to 12 million edges made like social
 * ones, beside one that peeling finds hardest and beside the cheapest that can be done with so many edges.
 * The blocks of two published graphs are found on the way, where the graphs are there.
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Graph } from "../src/core/integrity/graph/graph.ts";
import { peel } from "../src/core/integrity/graph/peel.ts";
import {
  hasRealGraph,
  readRealGraph,
} from "../src/core/integrity/graph/real-graphs.test-support.ts";
import { type Measured, type Row, rounded } from "./measured.ts";

const EDGES = 12_000_000;
const SLOPE_EDGES = [375_000, 750_000, 1_500_000, 3_000_000, 6_000_000, EDGES];
const EDGES_PER_ACCOUNT = 12;
const ROUNDS = 5;

type Made = "social" | "weighted" | "hardest";

interface Timed {
  seconds: number;
  /** The same edges once through, adding to both of their ends. */
  onceThroughSeconds: number;
  /** The whole process at its largest, the graph itself in it. */
  megabytes: number;
}

export async function run(): Promise<Measured> {
  const social = SLOPE_EDGES.map((edges) => timedApart("social", edges));
  const most = social.at(-1)!;
  const seconds = social.map((timed) => timed.seconds);
  return {
    name: "integrity-peeling",
    rows: [
      ...publishedRows(),
      { what: "12 M edges peeled", value: most.seconds, unit: "s", bar: "≤ 8" },
      {
        what: "12 M edges, rate",
        value: EDGES / most.seconds,
        unit: "edges/s",
        bar: "≥ 3,000,000",
      },
      { what: "12 M edges, memory at most", value: most.megabytes, unit: "MB", bar: "≤ 700" },
      { what: "12 M edges, once through", value: most.onceThroughSeconds, unit: "s" },
      {
        what: "peeling beside once through",
        value: most.seconds / most.onceThroughSeconds,
        unit: "×",
      },
      ...SLOPE_EDGES.map((edges, at) => ({
        what: `${edges.toLocaleString("en")} edges`,
        value: seconds[at]! * 1000,
        unit: "ms",
      })),
      {
        what: "log time over log edges, slope",
        value: slope(SLOPE_EDGES, seconds),
        unit: "",
        bar: "≤ 1.15",
      },
      {
        what: "  the same of once through",
        value: slope(
          SLOPE_EDGES,
          social.map((timed) => timed.onceThroughSeconds),
        ),
        unit: "",
      },
      ...otherRows("weighted", "12 M weighted edges"),
      ...otherRows("hardest", "12 M edges, none of them thin"),
    ].map((row) => ({ ...row, value: Number(row.value.toPrecision(6)) })),
  };
}

function otherRows(made: Made, what: string): Row[] {
  const { seconds, megabytes } = timedApart(made, EDGES);
  return [
    { what: `${what}, peeled`, value: seconds, unit: "s", bar: "≤ 8" },
    { what: `${what}, memory at most`, value: megabytes, unit: "MB", bar: "≤ 700" },
  ];
}

/** Rows, columns and density as the program of FRAUDAR's authors gives them: 597 × 958, 7.4530; 1,063 × 980, 8.1826. */
function publishedRows(): Row[] {
  return (["wiki-vote", "epinions"] as const).filter(hasRealGraph).flatMap((name) => {
    const { people, from, to } = readRealGraph(name);
    const graph = { rows: people, columns: people, from, to };
    const times = Array.from({ length: 7 }, () => secondsOf(() => peel(graph)));
    const { rows, columns, density } = peel(graph);
    return [
      { what: `${name}, block`, value: rows.length, unit: `× ${columns.length}` },
      { what: `${name}, density`, value: density, unit: "" },
      {
        what: `${name}, rate`,
        value: rounded(from.length / Math.min(...times)),
        unit: "edges/s",
        bar: "≥ 3,000,000",
      },
    ];
  });
}

/** The slope of the line through the logarithms, by least squares. */
function slope(sizes: readonly number[], seconds: readonly number[]): number {
  const [x, y] = [sizes.map(Math.log), seconds.map(Math.log)];
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const [middleX, middleY] = [mean(x), mean(y)];
  const together = x.reduce((sum, one, at) => sum + (one - middleX) * (y[at]! - middleY), 0);
  return together / x.reduce((sum, one) => sum + (one - middleX) ** 2, 0);
}

/** In a process of its own, so that its memory is its own. */
function timedApart(made: Made, edges: number): Timed {
  const file = fileURLToPath(import.meta.url);
  return JSON.parse(
    execFileSync(process.execPath, [file, made, String(edges)], { encoding: "utf8" }),
  );
}

/** The best of some rounds, after one on a small graph in which the program is compiled. */
function timed(made: Made, edges: number): Timed {
  const warm = graphOf(made, 100_000);
  for (let round = 0; round < 5; round += 1) peel(warm);
  const graph = graphOf(made, edges);
  const peeling = Array.from({ length: ROUNDS }, () => secondsOf(() => peel(graph)));
  const through = Array.from({ length: ROUNDS }, () => secondsOf(() => onceThrough(graph)));
  return {
    seconds: Math.min(...peeling),
    onceThroughSeconds: Math.min(...through),
    megabytes: process.resourceUsage().maxRSS / 1024,
  };
}

function secondsOf(work: () => unknown): number {
  const began = performance.now();
  work();
  return (performance.now() - began) / 1000;
}

function onceThrough({ rows, columns, from, to }: Graph): Float64Array {
  const sums = new Float64Array(rows + columns);
  for (let edge = 0; edge < from.length; edge += 1) {
    sums[from[edge]!]! += 1;
    sums[rows + to[edge]!]! += 1;
  }
  return sums;
}

function graphOf(made: Made, edges: number): Graph {
  const chance = chanceFrom(20_160_813);
  const graph = made === "hardest" ? evenGraph(edges, chance) : socialGraph(edges, chance);
  return made === "weighted"
    ? { ...graph, weight: Float64Array.from(graph.from, () => chance() ** 4) }
    : graph;
}

/**
 * Edges fall into a quarter of the table of all pairs, a quarter of that, and so on, with the chances .57,
 * .19, .19 and .05, as in the Graph 500 benchmark (D. Chakrabarti, Y. Zhan and C. Faloutsos, "R-MAT: A recursive
 * model for graph mining", SDM 2004, https://doi.org/10.1137/1.9781611972740.43).
 */
function socialGraph(edges: number, chance: () => number): Graph {
  const levels = Math.round(Math.log2(edges / EDGES_PER_ACCOUNT));
  const [from, to] = [new Int32Array(edges), new Int32Array(edges)];
  for (let edge = 0; edge < edges; edge += 1) {
    let [row, column] = [0, 0];
    for (let level = 0; level < levels; level += 1) {
      const part = chance();
      row = 2 * row + (part >= 0.76 ? 1 : 0);
      column = 2 * column + ((part >= 0.57 && part < 0.76) || part >= 0.95 ? 1 : 0);
    }
    from[edge] = row;
    to[edge] = column;
  }
  return { rows: 2 ** levels, columns: 2 ** levels, from, to };
}

/** So even that hardly anybody can be left out before all are put in order. */
function evenGraph(edges: number, chance: () => number): Graph {
  const accounts = Math.round(edges / EDGES_PER_ACCOUNT);
  const [from, to] = [new Int32Array(edges), new Int32Array(edges)];
  for (let edge = 0; edge < edges; edge += 1) {
    from[edge] = Math.floor(accounts * chance() ** 1.5);
    to[edge] = Math.floor(accounts * chance() ** 2.5);
  }
  return { rows: accounts, columns: accounts, from, to };
}

/** Numbers from 0 to below 1 by a xorshift generator: the same in every run. */
function chanceFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

if (import.meta.main) {
  const [, , made, edges] = process.argv;
  console.log(JSON.stringify(timed(made as Made, Number(edges))));
}
