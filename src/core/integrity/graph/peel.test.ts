import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blocks } from "./blocks.ts";
import { addedBy, columnWeights, type Graph } from "./graph.ts";
import { type Block, peel } from "./peel.ts";
import { hasRealGraph, readRealGraph } from "./real-graphs.test-support.ts";

/** "0>3 1>3 2>4*0.5" is three edges, the last of weight a half. */
function graph(text: string, size = 12): Graph {
  const edges = text
    .split(/\s+/)
    .filter(Boolean)
    .map((edge) => /^(\d+)>(\d+)(?:\*([\d.]+))?$/.exec(edge)!);
  return {
    ...{ rows: size, columns: size },
    from: Int32Array.from(edges, ([, from]) => Number(from)),
    to: Int32Array.from(edges, ([, , to]) => Number(to)),
    weight: Float64Array.from(edges, ([, , , weight = 1]) => Number(weight)),
  };
}

/** "0,1 > 3,4". */
const shown = ({ rows, columns }: Block) => `${rows.join()} > ${columns.join()}`;

/** Everyone of `rows` chooses everyone of `columns`. */
const all = (rows: number[], columns: number[], weight = 1) =>
  rows.flatMap((row) => columns.map((column) => `${row}>${column}*${weight}`)).join(" ");

describe("the most suspicious block", () => {
  it("is the one where everyone chose everyone", () => {
    expect(shown(peel(graph(`${all([0, 1, 2], [3, 4, 5])} 6>3 7>8 0>9`)))).toBe("0,1,2 > 3,4,5");
  });

  it("is the weight inside by the logarithm of the choices, over the nodes", () => {
    const block = peel(graph(all([0, 1], [2, 3, 4])));
    expect(block.density).toBeCloseTo(6 / Math.log(2 + 5) / 5, 12);
  });

  it("is not where everybody's favourites are", () => {
    const ring = all([0, 1, 2], [3, 4, 5]);
    const favourites = all([6, 7, 8], [9, 10, 11]);
    const chosen = Int32Array.of(0, 0, 0, 3, 3, 3, 0, 0, 0, 5000, 5000, 5000);
    expect(shown(peel({ ...graph(`${ring} ${favourites}`), inDegree: chosen }))).toBe(
      "0,1,2 > 3,4,5",
    );
  });

  it("follows the weights", () => {
    const edges = `${all([0, 1, 2], [3, 4, 5], 0.2)} ${all([6, 7], [8, 9])}`;
    expect(shown(peel(graph(edges)))).toBe("6,7 > 8,9");
  });

  it("follows what speaks against accounts by themselves", () => {
    const edges = graph(`${all([0, 1], [2, 3])} ${all([6, 7], [8, 9])}`);
    const columnPrior = new Float64Array(12);
    columnPrior.fill(0.1, 8, 10);
    const block = peel({ ...edges, columnPrior });
    expect(shown(block)).toBe("6,7 > 8,9");
    expect(block.density).toBeCloseTo((4 / Math.log(7) + 0.2) / 4, 12);
  });

  it("is empty where nothing speaks against anybody", () => {
    for (const edges of ["", "0>1*0 1>0*0"])
      expect(peel(graph(edges))).toEqual({
        ...{ rows: new Int32Array(), columns: new Int32Array() },
        density: 0,
      });
  });
});

const SIZE = 5;
/** Without favourites, so that no two sums are nearly the same and the order is no matter of rounding. */
const part = fc.noBias(fc.integer({ min: 1, max: 2 ** 30 })).map((parts) => parts / 2 ** 30);
const end = fc.nat(SIZE - 1);
const anyGraph = fc
  .record({
    edges: fc.uniqueArray(fc.record({ from: end, to: end, weight: part }), {
      selector: ({ from, to }) => from * SIZE + to,
      maxLength: SIZE * SIZE,
    }),
    priors: fc.array(part, { minLength: 2 * SIZE, maxLength: 2 * SIZE }),
  })
  .map(
    ({ edges, priors }): Graph => ({
      ...{ rows: SIZE, columns: SIZE },
      from: Int32Array.from(edges, ({ from }) => from),
      to: Int32Array.from(edges, ({ to }) => to),
      weight: Float64Array.from(edges, ({ weight }) => weight),
      rowPrior: Float64Array.from(priors.slice(0, SIZE), (prior) => prior / 4),
      columnPrior: Float64Array.from(priors.slice(SIZE), (prior) => prior / 4),
    }),
  );

/** Weight inside a set of nodes, rows first, over their number, straight from the definition. */
function densityOf(graph: Graph, has: (node: number) => boolean): number {
  const weights = columnWeights(graph);
  let [inside, size] = [0, 0];
  for (let node = 0; node < 2 * SIZE; node += 1) {
    if (!has(node)) continue;
    size += 1;
    inside += node < SIZE ? graph.rowPrior![node]! : graph.columnPrior![node - SIZE]!;
  }
  graph.from.forEach((from, edge) => {
    const to = graph.to[edge]!;
    if (has(from) && has(SIZE + to)) inside += graph.weight![edge]! * weights[to]!;
  });
  return size > 0 ? inside / size : 0;
}

/** The density that peeling finds, done as it is told in the paper. */
function plainlyPeeled(graph: Graph): number {
  const left = new Set(Array.from({ length: 2 * SIZE }, (_, node) => node));
  let best = 0;
  while (left.size > 0) {
    const has = (node: number) => left.has(node);
    best = Math.max(best, densityOf(graph, has));
    const whole = densityOf(graph, has) * left.size;
    const adds = (node: number) =>
      whole - densityOf(graph, (other) => other !== node && has(other)) * (left.size - 1);
    const least = [...left].reduce((one, other) => (adds(other) < adds(one) - 1e-12 ? other : one));
    left.delete(least);
  }
  return best;
}

describe("whatever the graph, the block", () => {
  it("is as dense as it says and as peeling one by one finds", () => {
    fc.assert(
      fc.property(anyGraph, (any) => {
        const block = peel(any);
        const nodes = new Set([...block.rows, ...block.columns.map((column) => SIZE + column)]);
        expect(block.density).toBeCloseTo(
          densityOf(any, (node) => nodes.has(node)),
          10,
        );
        expect(block.density).toBeCloseTo(plainlyPeeled(any), 10);
      }),
    );
  });

  it("is at least half as dense as the densest there is", () => {
    fc.assert(
      fc.property(anyGraph, (any) => {
        let densest = 0;
        for (let set = 1; set < 4 ** SIZE; set += 1) {
          densest = Math.max(
            densest,
            densityOf(any, (node) => ((set >> node) & 1) === 1),
          );
        }
        expect(peel(any).density).toBeGreaterThanOrEqual(densest / 2 - 1e-12);
      }),
      { numRuns: 20 },
    );
  });

  it("has no node that adds less than its density", () => {
    fc.assert(
      fc.property(anyGraph, (any) => {
        const block = peel(any);
        const inside = (edge: number) =>
          block.rows.includes(any.from[edge]!) && block.columns.includes(any.to[edge]!);
        const weight = any.weight!.map((one, edge) => (inside(edge) ? one : 0));
        const added = addedBy({ ...any, weight }, columnWeights(any));
        for (const row of block.rows) expect(added[row]!).toBeGreaterThan(block.density - 1e-9);
        for (const column of block.columns)
          expect(added[SIZE + column]!).toBeGreaterThan(block.density - 1e-9);
      }),
    );
  });
});

describe("several blocks", () => {
  const three = graph(
    `${all([0, 1, 2], [3, 4, 5])} ${all([0, 6], [7, 8], 0.5)} ${all([9, 10], [11], 0.2)} 1>9*0.1`,
  );

  it("come one after the other, an account in several and a tie in one", () => {
    const found = blocks(three);
    expect(found.slice(0, 2).map(shown)).toEqual(["0,1,2 > 3,4,5", "0,6 > 7,8"]);
    const edges = found.flatMap(({ rows, columns }) =>
      Array.from(three.from.keys()).filter(
        (edge) => rows.includes(three.from[edge]!) && columns.includes(three.to[edge]!),
      ),
    );
    expect(edges.length).toBe(three.from.length);
    expect(new Set(edges).size).toBe(edges.length);
  });

  it("are no more than asked for, and none is thinner than asked for", () => {
    const densities = blocks(three).map(({ density }) => density);
    expect(blocks(three, 1)).toHaveLength(1);
    expect(blocks(three, 16, densities[1]! - 1e-9)).toHaveLength(2);
  });

  it("weigh a column by all who chose it, also by those who were found before", () => {
    const found = blocks(graph(`${all([0, 1, 2], [3, 4, 5])} ${all([6, 7], [3, 4], 0.3)}`));
    expect(found.map(shown)).toEqual(["0,1,2 > 3,4,5", "6,7 > 3,4"]);
    expect(found[1]!.density).toBeCloseTo(0.3 / Math.log(5 + 5), 12);
  });

  it("count what speaks against an account once", () => {
    const rowPrior = Float64Array.of(0, 0, 9);
    const found = blocks({ ...graph("0>1 2>1", 3), rowPrior });
    expect(found.map(shown)).toEqual(["2 > ", "0,2 > 1"]);
  });
});

describe("on published graphs", () => {
  /** Rows, columns and density as the authors' own program gives them on the same file. */
  const published = [
    { name: "wiki-vote", rows: 597, columns: 958, density: 7.453 },
    { name: "epinions", rows: 1063, columns: 980, density: 8.1826 },
  ] as const;
  for (const { name, rows, columns, density } of published) {
    it.skipIf(!hasRealGraph(name))(`finds the block of ${name} that its authors found`, () => {
      const { people, from, to } = readRealGraph(name);
      const block = peel({ rows: people, columns: people, from, to });
      expect([block.rows.length, block.columns.length]).toEqual([rows, columns]);
      expect(block.density).toBeCloseTo(density, 4);
    });
  }
});
