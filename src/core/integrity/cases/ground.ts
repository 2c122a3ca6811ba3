/** The ground that cases are drawn from: events by pair of accounts, indexed once for all cases of a run. */
import { attentionCredits } from "../attention-credit.ts";
import type { Events } from "../events.ts";
import { findPair, type PairIndex, pairIndex, sortedBy } from "../pair-index.ts";
import type { Scores } from "../score.ts";

/** Attention up to this is hardly any: the least step of `KINDS.readAfter`. */
export const HARDLY = 0.3;

/** Rows of a column, by account. */
export interface Rows {
  readonly starts: Int32Array;
  readonly order: Int32Array;
}

export interface Ground {
  readonly events: Events;
  readonly scores: Scores;
  /** Of each read. */
  readonly credits: Float64Array;
  /** From who follows, reads, claps or responds to whom. */
  readonly follows: PairIndex;
  readonly reads: PairIndex;
  readonly claps: PairIndex;
  readonly responses: PairIndex;
  readonly discounts: PairIndex;
  /** Follows by whom they go to, reads by whose story it is, stories by author. */
  readonly followers: Rows;
  readonly readers: Rows;
  readonly stories: Rows;
}

export function groundOf(events: Events, scores: Scores): Ground {
  const { accounts, stories, follows, reads, claps, responses } = events;
  const count = accounts.ids.length;
  const authorsOf = (column: Int32Array) => column.map((story) => stories.author[story]!);
  const authors = authorsOf(reads.story);
  return {
    ...{ events, scores, credits: attentionCredits(events) },
    follows: pairIndex(count, follows.follower, follows.followee),
    reads: pairIndex(count, reads.reader, authors),
    claps: pairIndex(count, claps.reader, authorsOf(claps.story)),
    responses: pairIndex(count, responses.reader, authorsOf(responses.story)),
    discounts: pairIndex(count, scores.pairs.from, scores.pairs.to),
    followers: rowsBy(follows.followee, count),
    readers: rowsBy(authors, count),
    stories: rowsBy(stories.author, count),
  };
}

function rowsBy(keys: Int32Array, count: number): Rows {
  const starts = new Int32Array(count + 1);
  for (const key of keys) starts[key + 1]! += 1;
  for (let key = 0; key < count; key += 1) starts[key + 1]! += starts[key]!;
  return { starts, order: sortedBy(keys, count) };
}

/** Places of the account's rows. */
export function rowsOf({ starts, order }: Rows, account: number): Int32Array {
  return order.subarray(starts[account], starts[account + 1]);
}

/** Places of what `from` did towards `to`. */
export function between(index: PairIndex, from: number, to: number): Int32Array {
  const pair = findPair(index, from, to);
  return pair < 0 ? NOTHING : index.order.subarray(index.starts[pair], index.starts[pair + 1]);
}

const NOTHING = new Int32Array();

/** Places of all that `from` did, and towards whom. */
export function* actsOf(index: PairIndex, from: number): Generator<[to: number, event: number]> {
  for (let pair = index.rows[from]!; pair < index.rows[from + 1]!; pair += 1)
    for (let at = index.starts[pair]!; at < index.starts[pair + 1]!; at += 1)
      yield [index.to[pair]!, index.order[at]!];
}

/** Whether the follow's author was read by the follower, before or after. */
export function isRead({ scores: { ties } }: Ground, follow: number): boolean {
  return ties.creditBefore[follow]! + ties.creditAfter[follow]! > HARDLY;
}

/** To four decimals: what is kept is what is shown and added up again. */
export const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;

export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const middle = (sorted.length - 1) / 2;
  return rounded((sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2);
}
