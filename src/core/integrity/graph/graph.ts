/**
 * A weighted graph of rows and columns in typed arrays, and its edges by either end. Of accounts that
 * follow accounts, a row is an account as the one who follows and a column the same as the one followed.
 */
export interface Graph {
  /** How many there are of each; ends of edges are places below it. */
  readonly rows: number;
  readonly columns: number;
  /** Of each edge its row and its column. Each pair is given once. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Of each edge, not negative; 1 where left out. */
  readonly weight?: Float64Array;
  /**
   * Of each column how many chose it, in this graph or outside it; where this is left out, its edges are
   * counted, also those of weight 0. What everybody chooses weighs less.
   */
  readonly inDegree?: ArrayLike<number>;
  /** Of each row and column what speaks against it by itself, not negative; 0 where left out. */
  readonly rowPrior?: Float64Array;
  readonly columnPrior?: Float64Array;
}

/** The edges of each node together: those of node `n` are `ends[starts[n]]` up to `ends[starts[n + 1]]`. */
export interface Ends {
  readonly starts: Int32Array;
  /** The other end of each. */
  readonly ends: Int32Array;
  /** The weight of each, or null when all weigh 1. */
  readonly weight: Float64Array | null;
}

/** The edges by `keys`, which is one of their ends; `others` is the other. */
export function endsBy(
  keys: Int32Array,
  count: number,
  others: Int32Array,
  weight: Float64Array | null,
): Ends {
  const starts = new Int32Array(count + 1);
  for (let edge = 0; edge < keys.length; edge += 1) starts[keys[edge]! + 1]! += 1;
  for (let node = 0; node < count; node += 1) starts[node + 1]! += starts[node]!;
  const next = starts.slice(0, count);
  const ends = new Int32Array(keys.length);
  const weights = weight ? new Float64Array(keys.length) : null;
  for (let edge = 0; edge < keys.length; edge += 1) {
    const place = next[keys[edge]!]!++;
    ends[place] = others[edge]!;
    if (weights && weight) weights[place] = weight[edge]!;
  }
  return { starts, ends, weight: weights };
}

/** `graph` with those of its edges whose mark is 1, and everything else as it was. */
export function withEdges(graph: Graph, marks: Uint8Array): Graph {
  let count = 0;
  for (let edge = 0; edge < marks.length; edge += 1) count += marks[edge]!;
  const from = new Int32Array(count);
  const to = new Int32Array(count);
  const weight = graph.weight ? new Float64Array(count) : null;
  let place = 0;
  for (let edge = 0; edge < marks.length; edge += 1) {
    if (marks[edge] === 0) continue;
    from[place] = graph.from[edge]!;
    to[place] = graph.to[edge]!;
    if (weight && graph.weight) weight[place] = graph.weight[edge]!;
    place += 1;
  }
  return { ...graph, from, to, ...(weight && { weight }) };
}

/** Of each column how many chose it. */
export function inDegreesOf({ columns, to, inDegree }: Graph): ArrayLike<number> {
  if (inDegree) return inDegree;
  const degrees = new Int32Array(columns);
  for (let edge = 0; edge < to.length; edge += 1) degrees[to[edge]!]! += 1;
  return degrees;
}

/** So that a column that one row chose does not weigh much more than one that three did (Hooi et al. §4.3). */
const IN_DEGREE_PRIOR = 5;

/** Of each column what an edge into it of weight 1 counts. */
export function columnWeights(graph: Graph): Float64Array {
  return Float64Array.from(inDegreesOf(graph), (degree) => 1 / Math.log(degree + IN_DEGREE_PRIOR));
}

/** What each node adds to the whole, rows first: its edges and its prior. */
export function addedBy(graph: Graph, columnWeight: Float64Array): Float64Array {
  const { rows, columns, from, to, weight, rowPrior, columnPrior } = graph;
  const added = new Float64Array(rows + columns);
  if (rowPrior) added.set(rowPrior);
  if (columnPrior) added.set(columnPrior, rows);
  for (let edge = 0; edge < from.length; edge += 1) {
    const column = to[edge]!;
    const amount = (weight ? weight[edge]! : 1) * columnWeight[column]!;
    added[from[edge]!]! += amount;
    added[rows + column]! += amount;
  }
  return added;
}
