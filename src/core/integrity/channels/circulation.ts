/**
 * Circulation: follows that are neither read nor returned, and yet come round: as much goes out to accounts
 * with the same ends as comes in from such.
 */
import type { Relations } from "../relations.ts";

/** Among more relations than this some come round by chance: each says less. */
const RELATIONS_MANY = 60;

/** `closure` is that of `closure.ts`. */
export function circulation(
  accounts: number,
  { size, from, to, rows, reverse }: Relations,
  closure: Float64Array,
): Float64Array {
  const out = new Float64Array(accounts);
  const back = new Float64Array(accounts);
  for (let pair = 0; pair < size; pair += 1) {
    const facing = reverse[pair]!;
    if (closure[pair] === 0 || (facing >= 0 && closure[facing]! > 0)) continue;
    out[from[pair]!]! += closure[pair]!;
    back[to[pair]!]! += closure[pair]!;
  }
  return out.map((given, account) => {
    const relations = rows[account + 1]! - rows[account]!;
    return Math.min(given, back[account]!) * Math.min(1, RELATIONS_MANY / Math.max(1, relations));
  });
}
