/** Chance that comes out the same each time: mulberry32 by Tommy Ettinger, of 32 bits of state. */

export interface Chance {
  /** At least 0 and below 1. */
  next(): number;
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number;
  /** True so often. */
  is(probability: number): boolean;
  /** One of `things`, by their weights. */
  pick<Thing>(things: readonly Thing[], weightOf: (thing: Thing) => number): Thing | null;
}

export function chanceFrom(seed: number): Chance {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    whole: (from, to) => from + Math.floor(next() * (to - from + 1)),
    is: (probability) => next() < probability,
    pick: (things, weightOf) => {
      const weights = things.map(weightOf);
      let left = next() * weights.reduce((sum, weight) => sum + weight, 0);
      for (const [index, thing] of things.entries()) {
        left -= weights[index]!;
        if (left < 0) return thing;
      }
      return things.at(-1) ?? null;
    },
  };
}
