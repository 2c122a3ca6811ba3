/**
 * Bonds: what speaks for it, of each ordered pair, that the first gives the second what it gives for gain and not
 * for interest. Natural logarithms of likelihood ratios, from the follow, the attention and the answers.
 */
import type { Engagement } from "./engagement.ts";
import type { Events } from "./events.ts";
import type { Relations } from "./relations.ts";
import { OCCASION_FROM, PRIOR } from "./tie-weights.ts";
import { HALF_LIFE_DAYS, type Ties } from "./ties.ts";

/** No single bond says more than this either way. */
export const BOND_MOST = 3;
export const BOND_LEAST = -4;
/**
 * A trade is an exchange. What is not given back, does not come round and is not paid for is hardly one,
 * however little is read; nor does reading somebody who gives nothing speak for anybody.
 */
const ONE_WAY_MOST = 0.25;
const ONE_WAY_LEAST = -0.2;
/** From here on the first works for the second. */
export const WORKS_FROM = 4;
/** One clap or response to a story that was not read makes a trade three times as likely, the next ones less. */
const HOLLOW = 1.6;
const ANSWERED = 1.1;
/** Attention without a follow. */
const READ = 1.8;

/** Of each follow, 1 when it ended longer ago than what was done to trade keeps half of its worth: it binds nobody. */
export function longOver({ follows, until }: Events): Uint8Array {
  return Uint8Array.from(follows.unfollowedAt, (at) => (at < until - HALF_LIFE_DAYS ? 1 : 0));
}

/** Of each pair; `closure` is that of `closure.ts`, `bound` that of `hollowOf`. */
export function bondsOf(
  relations: Relations,
  engagement: Engagement,
  ties: Pick<Ties, "odds">,
  { closure, bound, over }: { closure: Float64Array; bound: Uint8Array; over: Uint8Array },
): Float64Array {
  const { size, from, to, reverse } = relations;
  const bonds = ofFollows(relations, ties, over);
  for (let pair = 0; pair < size; pair += 1) {
    if (from[pair] === to[pair]) continue;
    const back = reverse[pair]!;
    const isExchange =
      (back >= 0 && bound[back]) ||
      closure[pair]! > 0 ||
      engagement.mechanical[pair]! >= WORKS_FROM;
    const [least, most] = isExchange ? [BOND_LEAST, BOND_MOST] : [ONE_WAY_LEAST, ONE_WAY_MOST];
    // What comes round need not be given back, so that it is not says nothing.
    const round = closure[pair]! + Math.min(1, closure[pair]!);
    const weight = Number.isNaN(bonds[pair]!)
      ? withoutFollow(engagement, pair)
      : bonds[pair]! + round;
    const seen = engagement.blind[from[pair]!] ? engagement.blindPart : 1;
    const answers =
      seen * HOLLOW * Math.log1p(engagement.hollow[pair]!) -
      ANSWERED * Math.log1p(engagement.answered[pair]!);
    const paid = engagement.mechanical[pair]! >= WORKS_FROM ? paidFor(engagement, pair) : least;
    bonds[pair] = Math.min(most, Math.max(least, weight + answers, paid));
  }
  return bonds;
}

/** Who opens story after story to be counted gives some credit as well, which speaks for nothing. */
const paidFor = ({ mechanical }: Engagement, pair: number) => mechanical[pair]! / 2 - 1;

/** Of each pair the weight of its follow, the greatest when there are several, or NaN. */
function ofFollows(
  { size, ofFollow }: Relations,
  { odds }: Pick<Ties, "odds">,
  over: Uint8Array,
): Float64Array {
  const bonds = new Float64Array(size).fill(Number.NaN);
  for (let follow = 0; follow < ofFollow.length; follow += 1) {
    if (over[follow]) continue;
    const pair = ofFollow[follow]!;
    const weight = odds[follow]! - PRIOR;
    if (!(bonds[pair]! >= weight)) bonds[pair] = weight;
  }
  return bonds;
}

const withoutFollow = ({ mechanical, credit }: Engagement, pair: number) =>
  mechanical[pair]! - READ * Math.log1p(credit[pair]!);

/** Levels of bonds without reading: there was hardly occasion to read, or there was. */
export const UNREAD_BOND = 1;
export const HOLLOW_BOND = 2;
/** Attention up to this is hardly any. */
const HARDLY = 0.3;

/**
 * Of each pair: whether the first is bound to the second at all, by a follow or by claps and responses, and at
 * which level it is although it hardly read.
 */
export function hollowOf(
  { size, from, to, ofFollow }: Relations,
  { credit, hollow: unread, answered }: Engagement,
  ties: Pick<Ties, "opportunities" | "occasionWorth">,
  over: Uint8Array,
): { bound: Uint8Array; hollow: Uint8Array } {
  const bound = new Uint8Array(size);
  const hollow = new Uint8Array(size);
  for (let follow = 0; follow < ofFollow.length; follow += 1) {
    if (over[follow]) continue;
    const pair = ofFollow[follow]!;
    bound[pair] = 1;
    const occasions = ties.opportunities[follow]! * ties.occasionWorth;
    if (credit[pair]! > HARDLY) continue;
    const level = occasions >= OCCASION_FROM ? HOLLOW_BOND : UNREAD_BOND;
    hollow[pair] = Math.max(hollow[pair]!, level);
  }
  for (let pair = 0; pair < size; pair += 1) {
    if (unread[pair]! + answered[pair]! > 0) bound[pair] = 1;
    if (unread[pair]! > 0 && credit[pair]! <= HARDLY) hollow[pair] = HOLLOW_BOND;
    if (from[pair] === to[pair]) bound[pair] = hollow[pair] = 0;
  }
  return { bound, hollow };
}
