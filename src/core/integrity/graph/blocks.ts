/**
 * Several suspicious blocks of a graph, one after the other: what was found is taken out, and the rest is
 * peeled again (Hooi et al., KDD 2016, as in `peel.ts`).
 */
import { type Graph, inDegreesOf, withEdges } from "./graph.ts";
import { type Block, peel } from "./peel.ts";

export const BLOCKS_MAX = 16;

/**
 * Up to `count` blocks, as they are found, until there is none of `densityMin` any more.
 *
 * A block takes its edges and the priors of its nodes with it, so no edge is in two blocks; a node may be.
 * How much a column is chosen stays as it was at first: an account does not get more suspicious because
 * its other followers were found out.
 */
export function blocks(graph: Graph, count = BLOCKS_MAX, densityMin = 0): Block[] {
  const { weight } = graph;
  const inDegree = inDegreesOf(graph);
  let rest: Graph = { ...graph, inDegree };
  if (weight)
    rest = withEdges(
      rest,
      Uint8Array.from(weight, (one) => (one > 0 ? 1 : 0)),
    );
  const found: Block[] = [];
  while (found.length < count) {
    const block = peel(rest);
    if (block.density <= 0 || block.density < densityMin) break;
    found.push(block);
    rest = withoutBlock(rest, block);
  }
  return found;
}

/** `graph` without the edges inside `block` and the priors of its nodes. */
export function withoutBlock(graph: Graph, { rows, columns }: Block): Graph {
  const { rowPrior, columnPrior } = graph;
  const inRows = marked(graph.rows, rows);
  const inColumns = marked(graph.columns, columns);
  const outside = new Uint8Array(graph.from.length);
  for (let edge = 0; edge < outside.length; edge += 1) {
    outside[edge] = 1 - (inRows[graph.from[edge]!]! & inColumns[graph.to[edge]!]!);
  }
  return {
    ...withEdges(graph, outside),
    ...(rowPrior && { rowPrior: rowPrior.map((prior, row) => (inRows[row] ? 0 : prior)) }),
    ...(columnPrior && {
      columnPrior: columnPrior.map((prior, column) => (inColumns[column] ? 0 : prior)),
    }),
  };
}

/** 1 at each of `places`, 0 elsewhere, `count` in all. */
export function marked(count: number, places: Int32Array): Uint8Array {
  const marks = new Uint8Array(count);
  for (const place of places) marks[place] = 1;
  return marks;
}
