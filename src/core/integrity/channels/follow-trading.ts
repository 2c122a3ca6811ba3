/**
 * Follow trading: what an account's own follows say for trading, each by itself, added up. A follow that
 * was read says nothing here, so that reading others does not hide a trade.
 */
import type { Relations } from "../relations.ts";

/** Of a trader's follows this part is traded at least. */
const TRADED_PART = 0.1;
/** Who follows more than so many has forgotten some of them: what they say is shared out. */
const FOLLOWS_MANY = 50;

export function followTrading(
  accounts: number,
  { from, ofFollow }: Relations,
  bonds: Float64Array,
): Float64Array {
  const result = new Float64Array(accounts);
  const follows = new Int32Array(accounts);
  for (const pair of ofFollow) {
    follows[from[pair]!]! += 1;
    const weight = Math.log(1 + TRADED_PART * Math.expm1(bonds[pair]!));
    if (weight > 0) result[from[pair]!]! += weight;
  }
  return result.map(
    (sum, account) => sum * Math.min(1, FOLLOWS_MANY / Math.max(1, follows[account]!)),
  );
}
