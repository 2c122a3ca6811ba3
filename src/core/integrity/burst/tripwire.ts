/**
 * A tripwire for bursts of follows: it says where to look again, and nothing about anybody
 * (docs/policy/integrity.md). A class that meets, a story that spreads and a ring all trip it.
 *
 * What was seen of an account in the last hours is held against what its last month leads one to expect.
 */
import { countOne, type DecayedCounts, decayedCounts } from "./decayed-counts.ts";

const FAST_HALF_LIFE_DAYS = 0.25;
const SLOW_HALF_LIFE_DAYS = 30;
/** Fewer than this at once is nobody's burst. */
const FEW = 8;
/** So many times what was to be expected. */
const TIMES = 4;
/** One follow in two days is expected of anybody. */
const EXPECTED_PER_DAY = 0.5;

export interface Tripwire {
  readonly fast: DecayedCounts;
  readonly slow: DecayedCounts;
}

/** `width`: about the accounts that act within a month, a power of two; 2^16 takes 8 MB. */
export function tripwire(width = 1 << 16): Tripwire {
  return {
    fast: decayedCounts(FAST_HALF_LIFE_DAYS, width),
    slow: decayedCounts(SLOW_HALF_LIFE_DAYS, width),
  };
}

/** Notes one event of `key` at `at` days and gives how far beyond the expected it is: from 1 the wire trips. */
export function surgeWith({ fast, slow }: Tripwire, key: number, at: number): number {
  const now = countOne(fast, key, at);
  const month = countOne(slow, key, at);
  const perDay = Math.max(0, month - now) / meanLifeDays(SLOW_HALF_LIFE_DAYS);
  const expected = Math.max(EXPECTED_PER_DAY, perDay) * meanLifeDays(FAST_HALF_LIFE_DAYS);
  return Math.min(now / FEW, now / (TIMES * expected));
}

/** A count that halves holds as much as a steady rate brings in this time. */
const meanLifeDays = (halfLifeDays: number) => halfLifeDays / Math.LN2;
