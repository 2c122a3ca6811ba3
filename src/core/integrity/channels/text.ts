/** Text: how often an account offered to trade, under whatever story. */
import type { Events } from "../events.ts";

/** From here on a text offers a trade. */
const OFFERS_FROM = 0.5;
/** One honest response in some hundreds is taken for an offer. */
const OFFER = 5;
const NEXT_OFFER = 3;

export function offering({ accounts, responses }: Events): Float64Array {
  const result = new Float64Array(accounts.ids.length);
  for (let row = 0; row < responses.solicits.length; row += 1) {
    if (responses.solicits[row]! < OFFERS_FROM) continue;
    const account = responses.reader[row]!;
    result[account]! += result[account] === 0 ? OFFER : NEXT_OFFER;
  }
  return result;
}
