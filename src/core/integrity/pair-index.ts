/**
 * Events by ordered pair of accounts: all that one did with another's stories, or follows, together.
 *
 * Two stable counting sorts, so the time is linear in events and accounts; no table of all pairs is
 * ever made. Within a pair, events keep the order in which they were given.
 */

export interface PairIndex {
  /** The number of different pairs. */
  readonly size: number;
  /** Of each pair, in the order of `from` and then `to`. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** The pairs of account `a` are `rows[a]` up to `rows[a + 1]`. */
  readonly rows: Int32Array;
  /** The events of pair `p` are `order[starts[p]]` up to `order[starts[p + 1]]`. */
  readonly starts: Int32Array;
  readonly order: Int32Array;
}

/** `accounts` is how many there are; `from` and `to` are places among them. */
export function pairIndex(accounts: number, from: Int32Array, to: Int32Array): PairIndex {
  const order = sortedBy(from, accounts, sortedBy(to, accounts));
  const count = order.length;
  const starts = new Int32Array(count + 1);
  let size = 0;
  for (let at = 0; at < count; at += 1) {
    const event = order[at]!;
    const before = order[at - 1];
    const same = before !== undefined && from[before] === from[event] && to[before] === to[event];
    if (!same) starts[size++] = at;
  }
  starts[size] = count;
  const pairs = { from: new Int32Array(size), to: new Int32Array(size) };
  const rows = new Int32Array(accounts + 1);
  for (let pair = 0; pair < size; pair += 1) {
    const event = order[starts[pair]!]!;
    pairs.from[pair] = from[event]!;
    pairs.to[pair] = to[event]!;
    rows[from[event]! + 1]! += 1;
  }
  for (let account = 0; account < accounts; account += 1) rows[account + 1]! += rows[account]!;
  return { size, ...pairs, rows, starts: starts.slice(0, size + 1), order };
}

/** The pair's place, or -1 when nothing happened between the two in this direction. */
export function findPair({ rows, to }: PairIndex, from: number, other: number): number {
  let low = rows[from]!;
  let high = rows[from + 1]!;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (to[middle]! < other) low = middle + 1;
    else high = middle;
  }
  return low < rows[from + 1]! && to[low] === other ? low : -1;
}

/** The places of `keys` by key, those of one key in the order of `order`. Keys are below `limit`. */
export function sortedBy(keys: Int32Array, limit: number, order?: Int32Array): Int32Array {
  const places = new Int32Array(limit + 1);
  for (let at = 0; at < keys.length; at += 1) places[keys[at]! + 1]! += 1;
  for (let key = 0; key < limit; key += 1) places[key + 1]! += places[key]!;
  const sorted = new Int32Array(keys.length);
  for (let at = 0; at < keys.length; at += 1) {
    const event = order ? order[at]! : at;
    sorted[places[keys[event]!]!++] = event;
  }
  return sorted;
}
