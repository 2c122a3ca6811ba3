/**
 * Opportunity: how often a follower could have read the author after following (docs/policy/integrity.md §3).
 *
 * Where it was recorded what was shown, that is counted. Elsewhere a story published while the follow
 * lasted counts when the follower was there within a fortnight, and of what was there before a few do.
 * Nobody needs many: it is counted up to `OPPORTUNITIES_MAX`.
 */
import { type Activity, activityOf, daysOf, wasActive } from "./activity.ts";
import type { Events } from "./events.ts";
import { sortedBy } from "./pair-index.ts";
import type { Relations } from "./relations.ts";

export const OPPORTUNITIES_MAX = 20;
const BACKLOG_MAX = 3;
const FRESH_DAYS = 14;

/** Of each follow: how many stories of the author were out when it was made. */
export function backlogs({ accounts, stories, follows }: Events): Int32Array {
  const shelves = shelvesOf(accounts.ids.length, stories);
  return Int32Array.from(follows.at, (at, follow) =>
    firstAfter(storiesOf(shelves, follows.followee[follow]!), stories.published, at),
  );
}

/** Of each follow, in their order. What was there to be read when it was made counts once. */
export function opportunities(
  events: Events,
  relations: Relations,
  backlog: Int32Array,
): Uint8Array {
  const after = events.shown ? shownAfter(events, relations) : publishedAfter(events, backlog);
  return after.map((count, follow) =>
    Math.min(OPPORTUNITIES_MAX, count + (backlog[follow]! > 0 ? 1 : 0)),
  );
}

/** In a community where this part of the occasions is taken, each that is let pass says all it can. */
const TAKEN_PART = 0.38;
/** Beforehand it is taken to be so, as from so many occasions. */
const TAKEN_PRIOR = 300;

/** What an occasion that is let pass says here, 0 to 1: the less is read by anybody, the less. */
export function occasionWorth(
  opportunities: Uint8Array,
  { creditBefore, creditAfter }: { creditBefore: Float64Array; creditAfter: Float64Array },
): number {
  let all = TAKEN_PRIOR;
  let taken = TAKEN_PART * TAKEN_PRIOR;
  for (const [follow, count] of opportunities.entries()) {
    all += count;
    taken += Math.min(count, creditBefore[follow]! + creditAfter[follow]!);
  }
  return Math.min(1, taken / all / TAKEN_PART);
}

/** What was shown, or what was opened if that is more. */
function shownAfter(
  { follows, reads, shown, until }: Events,
  { ofFollow, starts, order, reads: opened, claps, shown: seen }: Relations,
): Uint8Array {
  return Uint8Array.from(follows.at, (at, follow) => {
    const end = Math.min(until, follows.unfollowedAt[follow]!);
    const pair = ofFollow[follow]!;
    const counts = [0, 0];
    for (let place = opened[pair]!; place < claps[pair]!; place += 1)
      if (reads.at[order[place]!]! > at && reads.at[order[place]!]! <= end) counts[0]! += 1;
    for (let place = seen[pair]!; place < starts[pair + 1]!; place += 1)
      if (shown!.at[order[place]!]! > at && shown!.at[order[place]!]! <= end) counts[1]! += 1;
    return Math.min(OPPORTUNITIES_MAX, Math.max(counts[0]!, counts[1]!));
  });
}

/** So many of an author's stories are looked at for one follow. */
const LOOKS_MAX = 60;
/** Of what is published this part is seen by a follower who is there, and so many stories on a day at most. */
const SEEN_PART = 0.5;
const SEEN_A_DAY = 6;

function publishedAfter(events: Events, backlog: Int32Array): Uint8Array {
  const { accounts, follows } = events;
  const activity = activityOf(events);
  const met = metAfter(events, activity, backlog);
  const all = new Float64Array(accounts.ids.length);
  for (const [follow, follower] of follows.follower.entries()) all[follower]! += met[follow]!;
  const part = all.map((count, account) =>
    Math.min(SEEN_PART, (SEEN_A_DAY * daysOf(activity, account)) / Math.max(1, count)),
  );
  return met.map((count, follow) =>
    Math.min(OPPORTUNITIES_MAX, Math.floor(part[follows.follower[follow]!]! * count)),
  );
}

/** Of each follow: stories that came out while the follower was there, and a few of those before. */
function metAfter(events: Events, activity: Activity, backlog: Int32Array): Uint8Array {
  const { accounts, stories, follows, until } = events;
  const shelves = shelvesOf(accounts.ids.length, stories);
  return Uint8Array.from(follows.at, (at, follow) => {
    const end = Math.min(until, follows.unfollowedAt[follow]!);
    const own = storiesOf(shelves, follows.followee[follow]!);
    const first = backlog[follow]!;
    let fresh = 0;
    for (let place = first; place < Math.min(own.length, first + LOOKS_MAX); place += 1) {
      const since = stories.published[own[place]!]!;
      if (since > end) break;
      const to = Math.min(end, since + FRESH_DAYS);
      if (wasActive(activity, follows.follower[follow]!, since, to)) fresh += 1;
    }
    const returned = first > 0 && wasActive(activity, follows.follower[follow]!, at + 1, end);
    return fresh + (returned ? Math.min(BACKLOG_MAX, first) : 0);
  });
}

/** Stories by author, oldest first. */
interface Shelves {
  rows: Int32Array;
  order: Int32Array;
}

function shelvesOf(accounts: number, { author, published }: Events["stories"]): Shelves {
  const oldest = Int32Array.from(published.keys()).sort((a, b) => published[a]! - published[b]!);
  const rows = new Int32Array(accounts + 1);
  for (const one of author) rows[one + 1]! += 1;
  for (let account = 0; account < accounts; account += 1) rows[account + 1]! += rows[account]!;
  return { rows, order: sortedBy(author, accounts, oldest) };
}

const storiesOf = ({ rows, order }: Shelves, author: number) =>
  order.subarray(rows[author], rows[author + 1]);

/** How many of `own`, oldest first, were out at that instant. */
function firstAfter(own: Int32Array, published: Float64Array, at: number): number {
  let low = 0;
  let high = own.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (published[own[middle]!]! <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
