/** How long somebody stays with a story: log-normal around their own pace, unless they leave early. */
import type { Chance } from "./chance.ts";

export interface Dwell {
  seconds: number;
  coverage: number;
}

/** `interest` is 0 to 1: who is interested leaves less often. */
export function dwellOf(chance: Chance, fullSeconds: number, interest: number): Dwell {
  if (chance.is(0.42 - 0.34 * interest)) {
    const part = Math.min(0.9, 0.02 + chance.exponential(0.2));
    const seconds = 1 + fullSeconds * part * chance.logNormal(1, 0.25);
    return { seconds, coverage: part * chance.between(0.8, 1.4) };
  }
  const seconds = fullSeconds * chance.logNormal(1, 0.32);
  return { seconds, coverage: Math.min(1, 0.95 + 0.07 * chance.normal()) };
}

/** A stay just long enough to be counted as a read: 31 to 66 seconds, scrolled through. */
export function tokenDwell(chance: Chance): Dwell {
  return { seconds: chance.whole(31, 66), coverage: chance.between(0.5, 1) };
}
