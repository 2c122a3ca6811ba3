/**
 * How often each key was seen lately, in memory that does not grow with the keys: a count-min sketch (Cormode,
 * Muthukrishnan, Journal of Algorithms 55, 2005) whose cells halve every `halfLifeDays`. A count is never below
 * the true one, and above it only by what other keys in the same cells had.
 *
 * Instants are days. Events come about in the order of time; an older one counts as what is left of it.
 */

const DEPTH = 4;

export interface DecayedCounts {
  readonly halfLifeDays: number;
  /** Cells in a row, a power of two. */
  readonly width: number;
  readonly counts: Float64Array;
  /** The instant for which a cell's count stands. */
  readonly at: Float64Array;
}

export function decayedCounts(halfLifeDays: number, width: number): DecayedCounts {
  return {
    halfLifeDays,
    width,
    counts: new Float64Array(width * DEPTH),
    at: new Float64Array(width * DEPTH),
  };
}

/** What is left at `at` of all that was counted for `key`. */
export function countOf(sketch: DecayedCounts, key: number, at: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let row = 0; row < DEPTH; row += 1)
    least = Math.min(least, leftIn(sketch, cellOf(sketch, key, row), at));
  return least;
}

/** Counts one more of `key`, and says how many are left with it. Only the cells that hold least grow. */
export function countOne(sketch: DecayedCounts, key: number, at: number): number {
  const count = countOf(sketch, key, at) + 1;
  for (let row = 0; row < DEPTH; row += 1) {
    const cell = cellOf(sketch, key, row);
    const now = Math.max(at, sketch.at[cell]!);
    const least = count * halved(sketch, now - at);
    sketch.counts[cell] = Math.max(least, leftIn(sketch, cell, now));
    sketch.at[cell] = now;
  }
  return count;
}

/** For an instant before the cell's own, what the cell holds now is taken for what it held then. */
function leftIn({ counts, at: stands, halfLifeDays }: DecayedCounts, cell: number, at: number) {
  const since = Math.max(0, at - stands[cell]!);
  return since === 0 ? counts[cell]! : counts[cell]! * 2 ** (-since / halfLifeDays);
}

const halved = ({ halfLifeDays }: DecayedCounts, days: number) =>
  days === 0 ? 1 : 2 ** (-days / halfLifeDays);

/** Murmur3's mixing, with an odd number of its own for every row. */
function cellOf({ width }: DecayedCounts, key: number, row: number): number {
  let mix = Math.imul(key ^ (0x9e3779b9 * (row + 1)), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return row * width + ((mix ^ (mix >>> 16)) & (width - 1));
}
