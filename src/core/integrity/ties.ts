/**
 * Ties: of each follow, whether it was earned by reading, traded, or neither is shown
 * (docs/policy/integrity.md §3–5).
 */
import { companyOf } from "./company.ts";
import { type Engagement, engagementOf } from "./engagement.ts";
import type { Events } from "./events.ts";
import { backlogs, occasionWorth, opportunities } from "./opportunity.ts";
import { type Relations, relationsOf } from "./relations.ts";
import { solicitations } from "./solicited.ts";
import { PARTNERS_UNKNOWN, PRIOR, probability, type Seen, weightOf } from "./tie-weights.ts";
import { followsTogether, returnLags } from "./timing.ts";

export { evidenceOf } from "./tie-weights.ts";

export const EARNED = 0;
export const UNPROVEN = 1;
export const TRADED = 2;
export type TieClass = typeof EARNED | typeof UNPROVEN | typeof TRADED;

export const EARNED_BELOW = 0.2;
export const TRADED_FROM = 0.9;
/** What speaks for a trade keeps its worth for so long after it, or after the follower's latest trade … */
export const FRESH_DAYS = 30;
/** … and then loses half of it in this time, again and again. */
export const HALF_LIFE_DAYS = 90;

/** In columns, one row for each follow, in their order. */
export interface Ties extends Seen {
  /** What speaks for a trade is worth this part of itself: 1 while it is fresh. */
  readonly freshness: Float64Array;
  /** Logarithm of the odds that it was traded. */
  readonly odds: Float64Array;
  /** The probability that it was traded. */
  readonly q: Float64Array;
  readonly class: Uint8Array;
}

export function tiesOf(
  events: Events,
  relations: Relations = relationsOf(events),
  engagement: Engagement = engagementOf(events, relations),
): Ties {
  const seen = seenOf(events, relations, engagement);
  return judged(events, seen, freshnessOf(events, seen));
}

/**
 * The same ties once more, when it is known of each how likely both ends trade by their other ties. One that has
 * ended is history, and judged as it was then.
 */
export function judgedAgain(events: Events, ties: Ties, partners: Float64Array): Ties {
  const { unfollowedAt } = events.follows;
  const freshness = ties.freshness.map((one, follow) =>
    unfollowedAt[follow]! <= events.until ? 1 : one,
  );
  return judged(events, { ...ties, partners }, freshness);
}

/** The same ties where nothing is known of attention: each as it was before anything was known. */
export function unproven(ties: Ties): Ties {
  const q = ties.q.map(() => probability(PRIOR));
  const odds = ties.odds.map(() => PRIOR);
  return { ...ties, odds, q, class: new Uint8Array(q.length).fill(UNPROVEN) };
}

function judged(events: Events, seen: Seen, freshness: Float64Array): Ties {
  const odds = freshness.map((part, follow) =>
    weightOf(seen, follow, events.follows.follower[follow]!, part),
  );
  const q = odds.map(probability);
  return {
    ...seen,
    freshness,
    odds,
    q,
    class: Uint8Array.from(q, (one, follow) => classOf(one, seen, follow)),
  };
}

function seenOf(events: Events, relations: Relations, engagement: Engagement): Seen {
  const { follows, until } = events;
  const returnLag = returnLags(events, relations);
  const around = attentionAround(events, relations, engagement);
  const backlog = backlogs(events);
  const passed = opportunities(events, relations, backlog);
  const { blind, blindPart, mechanical } = engagement;
  const takenBack = Uint8Array.from(follows.unfollowedAt, (at, follow) => {
    if (at > until) return 0;
    if (returnLag[follow] === Number.POSITIVE_INFINITY) return 1;
    return around.creditBefore[follow]! + around.creditAfter[follow]! === 0 ? 2 : 0;
  });
  return {
    returnLag,
    ...around,
    opportunities: passed,
    together: followsTogether(events),
    solicitation: solicitations(events),
    takenBack,
    company: companyOf(events, around, passed),
    backlog,
    occasionWorth: occasionWorth(passed, around),
    mechanical: Float64Array.from(relations.ofFollow, (pair) => mechanical[pair]!),
    partners: new Float64Array(follows.at.length).fill(PARTNERS_UNKNOWN),
    ...{ blind, blindPart },
  };
}

/** Credits of the follower on the author before and after the follow, and of the author on the follower. */
function attentionAround(
  { follows, reads, until }: Events,
  { ofFollow, reads: first, claps: end, order, reverse }: Relations,
  { credit, credits }: Engagement,
): Pick<Ties, "creditBefore" | "creditAfter" | "creditBack"> {
  const count = follows.at.length;
  const columns = {
    creditBefore: new Float64Array(count),
    creditAfter: new Float64Array(count),
    creditBack: new Float64Array(count),
  };
  for (let follow = 0; follow < count; follow += 1) {
    const pair = ofFollow[follow]!;
    const at = follows.at[follow]!;
    for (let place = first[pair]!; place < end[pair]!; place += 1) {
      const read = order[place]!;
      if (reads.at[read]! > until) continue;
      if (reads.at[read]! <= at) columns.creditBefore[follow]! += credits[read]!;
      else columns.creditAfter[follow]! += credits[read]!;
    }
    const back = reverse[pair]!;
    if (back >= 0) columns.creditBack[follow] = credit[back]!;
  }
  return columns;
}

/** By the time since the follow, or since the follower's latest trade, judged as if all were fresh. */
function freshnessOf({ accounts, follows, until }: Events, seen: Seen): Float64Array {
  const lastTrade = new Float64Array(accounts.ids.length).fill(Number.NEGATIVE_INFINITY);
  for (let follow = 0; follow < follows.at.length; follow += 1) {
    const follower = follows.follower[follow]!;
    if (probability(weightOf(seen, follow, follower, 1)) < TRADED_FROM) continue;
    lastTrade[follower] = Math.max(lastTrade[follower]!, follows.at[follow]!);
  }
  return follows.at.map((at, follow) => {
    const last = Math.max(at, lastTrade[follows.follower[follow]!]!);
    return 2 ** (-Math.max(0, until - last - FRESH_DAYS) / HALF_LIFE_DAYS);
  });
}

export function classOf(q: number, seen: Seen, follow: number): TieClass {
  if (q >= TRADED_FROM) return TRADED;
  const credit = seen.creditBefore[follow]! + seen.creditAfter[follow]!;
  return q < EARNED_BELOW && credit > 0 ? EARNED : UNPROVEN;
}
