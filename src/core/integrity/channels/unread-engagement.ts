/**
 * Unread engagement: claps and responses to stories that were not read, most of all when they are given back.
 */
import type { Engagement } from "../engagement.ts";
import type { Relations } from "../relations.ts";

/** What is not given back says this part of what is. */
const ONE_WAY = 0.15;
/** Who claps for more than so many does so unread for some of them: each then says less. */
const ENGAGED_MANY = 15;
/** Reading the other, and answering what one read, says against it. */
const READ_AGAINST = 0.8;

export function unreadEngagement(
  accounts: number,
  { size, from, to, reverse }: Relations,
  engagement: Engagement,
): Float64Array {
  const { blind, blindPart } = engagement;
  const returned = new Float64Array(accounts);
  const oneWay = new Float64Array(accounts);
  const engaged = new Int32Array(accounts);
  for (let pair = 0; pair < size; pair += 1) {
    const one = from[pair]!;
    if (one === to[pair]) continue;
    if (engagement.hollow[pair]! + engagement.answered[pair]! > 0) engaged[one]! += 1;
    const weight = unread(engagement, pair);
    if (weight <= 0) continue;
    const back = reverse[pair]!;
    if (back >= 0 && unread(engagement, back) > 0)
      returned[one]! += blind[one] ? blindPart * weight : weight;
    else if (!blind[one]) oneWay[one]! += ONE_WAY * weight;
  }
  return returned.map(
    (weight, account) =>
      weight + oneWay[account]! * Math.min(1, ENGAGED_MANY / Math.max(1, engaged[account]!)),
  );
}

const unread = ({ hollow, answered, credit }: Engagement, pair: number) =>
  Math.log1p(hollow[pair]!) - READ_AGAINST * Math.log1p(answered[pair]! + credit[pair]!);
