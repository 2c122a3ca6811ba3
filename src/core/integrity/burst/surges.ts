/** How far each account's follows, made and gained, once went beyond what its own past leads one to expect. */
import type { Follows } from "../events.ts";
import { surgeWith, tripwire } from "./tripwire.ts";

/** Of each account the greatest surge until now; from 1 the tripwire would have tripped. */
export function surgesOf(accounts: number, { follower, followee, at }: Follows): Float64Array {
  const surges = new Float64Array(accounts);
  const width = Math.max(1 << 10, 2 ** Math.ceil(Math.log2(accounts * 2 + 1)));
  const [made, gained] = [tripwire(width), tripwire(width)];
  const order = Int32Array.from(at.keys()).sort((a, b) => at[a]! - at[b]! || a - b);
  for (const follow of order) {
    const [from, to, now] = [follower[follow]!, followee[follow]!, at[follow]!];
    surges[from] = Math.max(surges[from]!, surgeWith(made, from, now));
    surges[to] = Math.max(surges[to]!, surgeWith(gained, to, now));
  }
  return surges;
}
