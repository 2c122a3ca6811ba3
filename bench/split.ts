/**
 * How many lines a second the split gives: 100,000 members who read 20 stories each, from evidence in
 * memory to lines in memory, in one thread and in two, beside the same rules in naive `bigint`.
 */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Catalogue } from "../src/core/earnings/catalogue.ts";
import type { Evidence } from "../src/core/earnings/evidence.ts";
import { Lines } from "../src/core/earnings/lines.ts";
import { EARNEST_1 } from "../src/core/earnings/policy.ts";
import { referenceSplit } from "../src/core/earnings/reference.test-support.ts";
import { Splitter } from "../src/core/earnings/split.ts";
import type { Measured } from "./measured.ts";
import { plainMonths, syntheticCatalogue, syntheticRanges } from "./split-months.ts";

const MEMBERS = 100_000;
const PEER_MEMBERS = 1_000;
const ROUNDS = 5;

export async function run(): Promise<Measured> {
  const catalogue = syntheticCatalogue();
  const peer = peerLinesPerSecond(catalogue);
  const [one, two] = [await linesPerSecond(1), await linesPerSecond(2)];
  return {
    name: "split",
    rows: [
      { what: "split, 2 threads", value: two, unit: "lines/s", bar: "≥ 5,000,000" },
      { what: "split, 1 thread", value: one, unit: "lines/s", bar: "≥ 3,000,000" },
      { what: "naive bigint, 1 thread", value: peer, unit: "lines/s" },
      { what: "1 thread beside the naive one", value: Math.round(one / peer), unit: "×" },
    ],
  };
}

/** Splits every range and returns the number of lines; the columns of lines are used again. */
export function splitAll(catalogue: Catalogue, ranges: readonly Evidence[]): number {
  const splitter = new Splitter(EARNEST_1, catalogue);
  const lines = new Lines();
  let count = 0;
  for (const evidence of ranges) {
    lines.clear();
    splitter.split(evidence, lines);
    count += lines.count;
  }
  return count;
}

/** The best of some rounds, each begun when every thread is ready for it. */
async function linesPerSecond(threads: number): Promise<number> {
  const members = MEMBERS / threads;
  const workers = Array.from({ length: threads }, (_, index) => {
    const workerData = { first: index * members + 1, members };
    return new Worker(new URL("./split-worker.ts", import.meta.url), { workerData });
  });
  await Promise.all(workers.map((worker) => once(worker, "message")));
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) best = Math.max(best, await roundOf(workers));
  await Promise.all(workers.map((worker) => worker.terminate()));
  return Math.round(best);
}

async function roundOf(workers: readonly Worker[]): Promise<number> {
  const began = performance.now();
  const answers = workers.map(async (worker): Promise<number> => {
    worker.postMessage("split");
    const [count] = await once(worker, "message");
    return count;
  });
  const counts = await Promise.all(answers);
  const seconds = (performance.now() - began) / 1000;
  return counts.reduce((lines, count) => lines + count, 0) / seconds;
}

function peerLinesPerSecond(catalogue: Catalogue): number {
  const months = syntheticRanges(catalogue, 1, PEER_MEMBERS).flatMap((evidence) =>
    plainMonths(catalogue, evidence),
  );
  const began = performance.now();
  let count = 0;
  for (const { stories, month } of months) count += referenceSplit(stories, [month]).lines.length;
  return Math.round(count / ((performance.now() - began) / 1000));
}

if (import.meta.main) {
  for (const { what, value, unit, bar = "" } of (await run()).rows) {
    console.log(what.padEnd(32), value.toLocaleString("en").padStart(14), unit.padEnd(8), bar);
  }
}
