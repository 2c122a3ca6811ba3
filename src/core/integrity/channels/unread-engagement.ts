/**
 * Unread engagement: claps and responses to stories that were not read, most of all when they are given back.
 */
import type { Engagement } from "../engagement.ts";
import type { Relations } from "../relations.ts";

/** What is not given back says this part of what is. */
const ONE_WAY = 0.15;
/** Reading the other, and answering what one read, says against it. */
const READ_AGAINST = 0.8;

export function unreadEngagement(
  accounts: number,
  { size, from, to, reverse }: Relations,
  engagement: Engagement,
): Float64Array {
  const { blind, blindPart } = engagement;
  const result = new Float64Array(accounts);
  for (let pair = 0; pair < size; pair += 1) {
    const back = reverse[pair]!;
    const weight = unread(engagement, pair);
    if (weight <= 0 || from[pair] === to[pair]) continue;
    const returned = back >= 0 && unread(engagement, back) > 0;
    if (blind[from[pair]!]) result[from[pair]!]! += returned ? blindPart * weight : 0;
    else result[from[pair]!]! += returned ? weight : ONE_WAY * weight;
  }
  return result;
}

const unread = ({ hollow, answered, credit }: Engagement, pair: number) =>
  Math.log1p(hollow[pair]!) - READ_AGAINST * Math.log1p(answered[pair]! + credit[pair]!);
