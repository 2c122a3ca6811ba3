/**
 * Ties: of each follow, whether it was earned by reading, traded, or neither is shown
 * (docs/policy/integrity.md §3–5).
 */
import { attentionCredits } from "./attention-credit.ts";
import type { Events } from "./events.ts";
import { opportunities } from "./opportunity.ts";
import { findPair, type PairIndex, pairIndex } from "./pair-index.ts";
import { solicitations } from "./solicited.ts";
import { type Evidence, logOdds, probability } from "./tie-weights.ts";

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
const TOGETHER_DAYS = 0.5;
/** A whole credit stands for this many opportunities taken. */
const OPPORTUNITIES_A_CREDIT = 6;

/** In columns, one row for each follow, in their order. */
export interface Ties {
  readonly returnLag: Float64Array;
  readonly creditBefore: Float64Array;
  readonly creditAfter: Float64Array;
  readonly opportunities: Uint8Array;
  readonly together: Int32Array;
  readonly creditBack: Float64Array;
  readonly solicitation: Uint8Array;
  readonly takenBack: Uint8Array;
  /** The probability that it was traded. */
  readonly q: Float64Array;
  readonly class: Uint8Array;
}

export function tiesOf(events: Events): Ties {
  const { accounts, stories, follows, reads } = events;
  const count = accounts.ids.length;
  const credits = attentionCredits(events);
  const readIndex = pairIndex(
    count,
    reads.reader,
    reads.story.map((story) => stories.author[story]!),
  );
  const followIndex = pairIndex(count, follows.follower, follows.followee);
  const attention = attentionAround(events, readIndex, credits);
  const returnLag = returnLags(events, followIndex);
  const columns = {
    returnLag,
    ...attention,
    opportunities: opportunities(events),
    together: followsTogether(events, followIndex),
    solicitation: solicitations(events),
    takenBack: follows.unfollowedAt.map((at, follow) =>
      at <= events.until && returnLag[follow] === Number.POSITIVE_INFINITY ? 1 : 0,
    ),
  };
  const ties = { ...columns, takenBack: Uint8Array.from(columns.takenBack) };
  return { ...ties, ...judged(events, ties) };
}

type Seen = Omit<Ties, "q" | "class">;

/** What is known of one tie, as the weights take it. */
export function evidenceOf(ties: Seen, follow: number): Evidence {
  const after = ties.creditAfter[follow]!;
  return {
    returnLag: ties.returnLag[follow]!,
    readBefore: ties.creditBefore[follow]!,
    readAfter: after,
    letPass: ties.opportunities[follow]! - OPPORTUNITIES_A_CREDIT * after,
    together: ties.together[follow]!,
    attentionBack: ties.creditBack[follow]!,
    solicitation: ties.solicitation[follow]!,
    takenBack: ties.takenBack[follow]!,
  };
}

/** Judged twice: first as if all were fresh, then by the time since the follow, or the follower's latest trade. */
function judged({ accounts, follows, until }: Events, seen: Seen): Pick<Ties, "q" | "class"> {
  const lastTrade = new Float64Array(accounts.ids.length).fill(Number.NEGATIVE_INFINITY);
  const q = follows.at.map((at, follow) => {
    const odds = probability(logOdds(evidenceOf(seen, follow)));
    const follower = follows.follower[follow]!;
    if (odds >= TRADED_FROM && at > lastTrade[follower]!) lastTrade[follower] = at;
    return odds;
  });
  for (let follow = 0; follow < q.length; follow += 1) {
    const last = Math.max(follows.at[follow]!, lastTrade[follows.follower[follow]!]!);
    const fading = Math.max(0, until - last - FRESH_DAYS);
    const freshness = 2 ** (-fading / HALF_LIFE_DAYS);
    q[follow] = probability(logOdds(evidenceOf(seen, follow), freshness));
  }
  return { q, class: Uint8Array.from(q, (odds, follow) => classOf(odds, seen, follow)) };
}

function classOf(q: number, seen: Seen, follow: number): TieClass {
  if (q >= TRADED_FROM) return TRADED;
  const credit = seen.creditBefore[follow]! + seen.creditAfter[follow]!;
  return q < EARNED_BELOW && credit > 0 ? EARNED : UNPROVEN;
}

/** Credits of the follower on the author before and after the follow, and of the author on the follower. */
function attentionAround(
  { follows, reads, until }: Events,
  index: PairIndex,
  credits: Float64Array,
): Pick<Ties, "creditBefore" | "creditAfter" | "creditBack"> {
  const count = follows.at.length;
  const columns = {
    creditBefore: new Float64Array(count),
    creditAfter: new Float64Array(count),
    creditBack: new Float64Array(count),
  };
  for (let follow = 0; follow < count; follow += 1) {
    const [u, v, at] = [follows.follower[follow]!, follows.followee[follow]!, follows.at[follow]!];
    forEachOf(index, findPair(index, u, v), (read) => {
      if (reads.at[read]! > until) return;
      const side = reads.at[read]! <= at ? columns.creditBefore : columns.creditAfter;
      side[follow]! += credits[read]!;
    });
    forEachOf(index, findPair(index, v, u), (read) => {
      if (reads.at[read]! <= until) columns.creditBack[follow]! += credits[read]!;
    });
  }
  return columns;
}

function forEachOf(
  { starts, order }: PairIndex,
  pair: number,
  visit: (event: number) => void,
): void {
  if (pair < 0) return;
  for (let at = starts[pair]!; at < starts[pair + 1]!; at += 1) visit(order[at]!);
}

/** The shortest time to a follow the other way, in days. */
function returnLags({ follows }: Events, index: PairIndex): Float64Array {
  return follows.at.map((at, follow) => {
    let lag = Number.POSITIVE_INFINITY;
    const back = findPair(index, follows.followee[follow]!, follows.follower[follow]!);
    forEachOf(index, back, (other) => {
      lag = Math.min(lag, Math.abs(follows.at[other]! - at));
    });
    return lag;
  });
}

/** Follows of the same account within twelve hours before or after. */
function followsTogether({ accounts, follows }: Events, index: PairIndex): Int32Array {
  const together = new Int32Array(follows.at.length);
  for (let account = 0; account < accounts.ids.length; account += 1) {
    const from = index.starts[index.rows[account]!]!;
    const to = index.starts[index.rows[account + 1]!]!;
    const own = index.order.slice(from, to).sort((a, b) => follows.at[a]! - follows.at[b]!);
    let first = 0;
    let last = 0;
    own.forEach((follow, place) => {
      const at = follows.at[follow]!;
      while (follows.at[own[first]!]! < at - TOGETHER_DAYS) first += 1;
      while (last + 1 < own.length && follows.at[own[last + 1]!]! <= at + TOGETHER_DAYS) last += 1;
      last = Math.max(last, place);
      together[follow] = last - first;
    });
  }
  return together;
}
