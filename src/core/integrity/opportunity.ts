/**
 * Opportunity: how often a follower could have read the author after following (docs/policy/integrity.md §3).
 *
 * Where it was recorded what was shown, that is counted. Elsewhere a story published while the follow
 * lasted counts when the follower was there within a fortnight, and of what was there before a few do.
 * Nobody needs many: it is counted up to `OPPORTUNITIES_MAX`.
 */
import { type Activity, activityOf, wasActive } from "./activity.ts";
import type { Events } from "./events.ts";
import { findPair, pairIndex, sortedBy } from "./pair-index.ts";

export const OPPORTUNITIES_MAX = 20;
const BACKLOG_MAX = 3;
const FRESH_DAYS = 14;

/** Of each follow, in their order. */
export function opportunities(events: Events): Uint8Array {
  return events.shown ? shownAfter(events) : publishedAfter(events);
}

function shownAfter({ accounts, stories, follows, reads, shown, until }: Events): Uint8Array {
  const both = [shown!, reads] as const;
  const indexes = both.map(({ reader, story }) =>
    pairIndex(
      accounts.ids.length,
      reader,
      story.map((place) => stories.author[place]!),
    ),
  );
  return Uint8Array.from(follows.at, (at, follow) => {
    const end = Math.min(until, follows.unfollowedAt[follow]!);
    const counts = indexes.map((index, which) => {
      const pair = findPair(index, follows.follower[follow]!, follows.followee[follow]!);
      if (pair < 0) return 0;
      const events = index.order.subarray(index.starts[pair], index.starts[pair + 1]);
      return countWithin(events, both[which]!.at, at, end);
    });
    return Math.min(OPPORTUNITIES_MAX, Math.max(...counts));
  });
}

function countWithin(places: Int32Array, at: Float64Array, from: number, to: number): number {
  let count = 0;
  for (const place of places) if (at[place]! > from && at[place]! <= to) count += 1;
  return count;
}

function publishedAfter(events: Events): Uint8Array {
  const { accounts, stories, follows, until } = events;
  const activity = activityOf(events);
  const order = sortedBy(stories.author, accounts.ids.length);
  const rows = new Int32Array(accounts.ids.length + 1);
  for (const author of stories.author) rows[author + 1]! += 1;
  for (let account = 0; account < accounts.ids.length; account += 1)
    rows[account + 1]! += rows[account]!;
  return Uint8Array.from(follows.at, (at, follow) => {
    const author = follows.followee[follow]!;
    const published = order.subarray(rows[author], rows[author + 1]).map((story) => story);
    const end = Math.min(until, follows.unfollowedAt[follow]!);
    const times = { at, end, published: (story: number) => stories.published[story]! };
    return reckoned(published, times, activity, follows.follower[follow]!);
  });
}

interface Times {
  at: number;
  end: number;
  published: (story: number) => number;
}

function reckoned(
  own: Int32Array,
  { at, end, published }: Times,
  activity: Activity,
  follower: number,
): number {
  let backlog = 0;
  let fresh = 0;
  for (const story of own) {
    const since = published(story);
    if (since <= at) backlog += 1;
    else if (
      since <= end &&
      wasActive(activity, follower, since, Math.min(end, since + FRESH_DAYS))
    )
      fresh += 1;
    if (fresh >= OPPORTUNITIES_MAX) break;
  }
  const returned = backlog > 0 && wasActive(activity, follower, at + 1, end);
  return Math.min(OPPORTUNITIES_MAX, fresh + (returned ? Math.min(BACKLOG_MAX, backlog) : 0));
}
