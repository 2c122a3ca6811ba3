/** Burst: most follows within twelve hours. Honest classes come so fast too: by itself it only calls for a look. */
import type { Events } from "../events.ts";
import type { Ties } from "../ties.ts";

/** So many more double the surprise. */
const SCALE = 6;

export function bursts({ accounts, follows }: Events, { together }: Ties): Float64Array {
  const result = new Float64Array(accounts.ids.length);
  for (let follow = 0; follow < together.length; follow += 1) {
    const follower = follows.follower[follow]!;
    result[follower] = Math.max(result[follower]!, together[follow]! / SCALE);
  }
  return result;
}
