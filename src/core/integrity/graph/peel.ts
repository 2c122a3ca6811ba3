/**
 * The most suspicious block of a graph, by peeling: the node that adds least leaves, again and again,
 * and the set that was densest on the way is the block.
 *
 * After B. Hooi, H. A. Song, A. Beutel, N. Shah, K. Shin and C. Faloutsos, "FRAUDAR: Bounding Graph Fraud
 * in the Face of Camouflage", KDD 2016, https://doi.org/10.1145/2939672.2939747, sections 4.2 to 4.4: an
 * edge into a column weighs 1 / ln(in-degree + 5), density is the weight inside (of edges and of nodes by
 * themselves) over the number of rows and columns together, and what peeling finds has at least half of
 * the density of the densest block there is (theorem 2).
 *
 * A dense block is no proof of anything: an honest graph has one too. The time is linear in edges, times
 * the logarithm of the nodes.
 */
import { assert } from "../../assert.ts";
import { AllBelow } from "./all-below.ts";
import { addedBy, columnWeights, type Ends, endsBy, type Graph } from "./graph.ts";
import { LeastFirst } from "./least-first.ts";

export interface Block {
  /** In ascending order. */
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  /** Weight inside over rows and columns together; 0 when there is no block. */
  readonly density: number;
}

/** So that no rounding takes a node that adds just as much as the density. */
const FLOOR_PART = 1 - 1e-9;
/** While more than this part of the nodes goes, it is worth asking what goes next. */
const WORTH_A_LOOK = 0.02;

export function peel(graph: Graph): Block {
  const { rows, columns, from, to, weight = null } = graph;
  assert(from.length === to.length, "every edge has two ends");
  const columnWeight = columnWeights(graph);
  const sides: Sides = {
    rows,
    columnWeight,
    byRow: endsBy(from, rows, to, weight),
    byColumn: endsBy(to, columns, from, weight),
  };
  const added = addedBy(graph, columnWeight);
  const left: Left = { inside: insideOf(graph, added), size: 0, keys: added };
  for (let node = 0; node < added.length; node += 1) {
    if (added[node]! > 0) left.size += 1;
    else added[node] = Number.POSITIVE_INFINITY;
  }
  takeThin(left, sides);
  return blockOf(graph, sides, densest(left, sides));
}

interface Sides {
  rows: number;
  byRow: Ends;
  byColumn: Ends;
  columnWeight: Float64Array;
}

/** What is left while peeling. */
interface Left {
  /** The weight of all edges and priors. */
  inside: number;
  size: number;
  /** What each node adds, rows first; infinity for those that are gone. */
  keys: Float64Array;
}

function insideOf({ rows, columnPrior }: Graph, added: Float64Array): number {
  let inside = 0;
  for (let row = 0; row < rows; row += 1) inside += added[row]!;
  for (const prior of columnPrior ?? []) inside += prior;
  return inside;
}

/**
 * Takes away, in no order, what need not be put in order.
 *
 * In the densest of the sets that peeling passes through every node adds at least that density, or the set
 * without it would be denser still. And whatever the floor, peeling passes through the largest set in
 * which every node adds at least that much, because it takes none of them while another is left. So what
 * adds less than the density of any set it passes through can go at once, and what is left is such a set.
 */
function takeThin(left: Left, sides: Sides): void {
  for (;;) {
    const before = left.size;
    const below = new AllBelow(left.keys, (FLOOR_PART * left.inside) / before);
    for (let node = below.take(); node >= 0; node = below.take()) {
      left.inside -= below.takenKey;
      left.size -= 1;
      lowerOthers(below, node, sides);
    }
    if (before - left.size <= WORTH_A_LOOK * before) return;
  }
}

/** The largest of equally dense sets on the way, as nodes in ascending order. */
function densest(left: Left, sides: Sides): Int32Array {
  const waiting = new LeastFirst(left.keys);
  const gone = new Int32Array(waiting.size);
  let { inside } = left;
  let best = 0;
  let goneAtBest = gone.length;
  for (let count = 0; count < gone.length; count += 1) {
    if (inside / waiting.size > best) {
      best = inside / waiting.size;
      goneAtBest = count;
    }
    const node = waiting.takeLeast();
    gone[count] = node;
    inside -= waiting.takenKey;
    lowerOthers(waiting, node, sides);
  }
  return gone.subarray(goneAtBest).sort();
}

/** What `node` added with its neighbours, they add no more. */
function lowerOthers(waiting: LeastFirst | AllBelow, node: number, sides: Sides): void {
  if (node < sides.rows) lowerColumns(waiting, node, sides);
  else lowerRows(waiting, node - sides.rows, sides);
}

function lowerColumns(waiting: LeastFirst | AllBelow, row: number, sides: Sides): void {
  const { rows, columnWeight } = sides;
  const { starts, ends, weight } = sides.byRow;
  for (let at = starts[row]!; at < starts[row + 1]!; at += 1) {
    const column = ends[at]!;
    if (!waiting.has(rows + column)) continue;
    const amount = columnWeight[column]!;
    waiting.lower(rows + column, weight ? weight[at]! * amount : amount);
  }
}

function lowerRows(waiting: LeastFirst | AllBelow, column: number, sides: Sides): void {
  const amount = sides.columnWeight[column]!;
  const { starts, ends, weight } = sides.byColumn;
  for (let at = starts[column]!; at < starts[column + 1]!; at += 1) {
    waiting.lower(ends[at]!, weight ? weight[at]! * amount : amount);
  }
}

/** Its density is reckoned anew: the sum that was taken from again and again has lost digits. */
function blockOf(graph: Graph, { rows, byRow, columnWeight }: Sides, nodes: Int32Array): Block {
  const firstColumn = nodes.findIndex((node) => node >= rows);
  const count = firstColumn < 0 ? nodes.length : firstColumn;
  const block = {
    rows: nodes.slice(0, count),
    columns: nodes.slice(count).map((node) => node - rows),
  };
  const inColumns = new Uint8Array(graph.columns);
  let inside = 0;
  for (const column of block.columns) {
    inColumns[column] = 1;
    inside += graph.columnPrior?.[column] ?? 0;
  }
  for (const row of block.rows) {
    inside += graph.rowPrior?.[row] ?? 0;
    for (let at = byRow.starts[row]!; at < byRow.starts[row + 1]!; at += 1) {
      const column = byRow.ends[at]!;
      if (inColumns[column] === 0) continue;
      inside += (byRow.weight ? byRow.weight[at]! : 1) * columnWeight[column]!;
    }
  }
  return { ...block, density: nodes.length > 0 ? inside / nodes.length : 0 };
}
