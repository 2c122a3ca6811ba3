/**
 * How a member's pool is shared out, from the words of the policy alone and in the plainest way: everything
 * is looked for again, nothing is shared with the engine.
 */
import type { Evidence, Follow, Reading } from "../evidence.ts";
import type { TieFact } from "../facts.ts";
import { dayOfTime, firstDay, monthOfDay, nextMonth, startOf } from "./calendar.ts";

export interface Share {
  member: number;
  author: number;
  story: number;
  micros: bigint;
}

export interface EarningStory {
  id: number;
  author: number;
  expectedSeconds: number;
  /** The first day of the month on which its author is a partner. */
  earnsFrom: number;
}

export interface Month {
  month: string;
  stories: EarningStory[];
  evidence: Evidence;
  /** What a follow is worth is integrity's to say, and no question of money. */
  ties: readonly TieFact[];
}

/** Null when nothing that the member read earns. */
export function shareOut(
  micros: bigint,
  member: number,
  { month, stories, evidence, ties }: Month,
): Share[] | null {
  const readings = evidence.readings.filter(
    (one) => one.reader === member && monthOfDay(one.day) === month,
  );
  const read = stories
    .filter((story) => story.author !== member && readsOf(story, readings).length > 0)
    .sort((a, b) => a.id - b.id);
  const authors = [...new Set(read.map(({ author }) => author))].sort((a, b) => a - b);
  if (authors.length === 0) return null;
  const of = (author: number) => read.filter((story) => story.author === author);
  const worth = (story: EarningStory) => {
    const reads = readsOf(story, readings);
    const opened = evidence.views.filter(
      (view) =>
        view.reader === member &&
        view.story === story.id &&
        monthOfDay(view.day) === month &&
        view.day >= story.earnsFrom,
    ).length;
    return counted(story, reads) * ratio(reads.length, opened);
  };
  const weights = authors.map((author) => {
    const all = stories.filter((story) => story.author === author);
    const bonus = bonusOf(member, author, { month, stories: all, evidence, ties, readings });
    return added(of(author).map(worth)) * (10_000n + bonus);
  });
  return divided(micros, weights).flatMap((amount, index) => {
    const own = of(authors[index]!);
    return divided(amount, own.map(worth)).map((part, at) => ({
      ...{ member, author: authors[index]!, story: own[at]!.id, micros: part },
    }));
  });
}

/** The days that count: half a minute or more, of time that earns. */
function readsOf(story: EarningStory, readings: Reading[]): Reading[] {
  return readings.filter(
    (one) => one.story === story.id && one.day >= story.earnsFrom && one.earning >= 30,
  );
}

function counted({ expectedSeconds }: EarningStory, reads: Reading[]): bigint {
  const seconds = reads.reduce((sum, one) => sum + one.earning, 0);
  return BigInt(Math.min(seconds, Math.max(30, Math.floor((expectedSeconds * 3) / 2))));
}

function ratio(reads: number, opened: number): bigint {
  if (opened === 0 || reads >= opened) return 10_000n;
  return 7000n + (3000n * BigInt(reads)) / BigInt(opened);
}

interface Known extends Month {
  readings: Reading[];
}

function bonusOf(member: number, author: number, known: Known): bigint {
  const { month, stories, evidence, ties, readings } = known;
  const ids = stories.map(({ id }) => id);
  const [start, end] = [startOf(month), startOf(nextMonth(month))];
  const claps = evidence.claps
    .filter((one) => one.reader === member && one.month === month && ids.includes(one.story))
    .reduce((sum, one) => sum + one.count, 0);
  const responded = evidence.responses.some(
    (one) => one.reader === member && ids.includes(one.story) && one.at >= start && one.at < end,
  );
  let bonus = Math.floor((3000 * Math.min(claps, 10)) / 10) + (responded ? 2000 : 0);
  const follow = standing(evidence.follows, member, author, end);
  const reads = stories.flatMap((story) => readsOf(story, readings));
  if (follow) {
    const isThis = (tie: TieFact) => tie.follower === member && tie.followee === author;
    const kind = ties.find((tie) => tie.month === month && isThis(tie))?.class;
    if (isFirstEver(follow, evidence.follows) && kind !== "traded" && follow.at >= start)
      bonus += 2000;
    if (kind === "earned" && follow.at < Math.min(...reads.map(({ at }) => at))) bonus += 2500;
  }
  if (new Set(reads.map(({ day }) => day)).size >= 3) bonus += 1500;
  return BigInt(Math.min(15_000, bonus));
}

/** The follow that stood when the month ended. */
function standing(follows: Follow[], member: number, author: number, end: number): Follow | null {
  return (
    follows.find(
      (one) =>
        one.follower === member &&
        one.followee === author &&
        one.at < end &&
        (one.endedAt === null || one.endedAt >= end),
    ) ?? null
  );
}

function isFirstEver(follow: Follow, follows: Follow[]): boolean {
  const before = follows.slice(0, follows.indexOf(follow));
  return !before.some(
    (one) => one.follower === follow.follower && one.followee === follow.followee,
  );
}

/** Largest remainder, one micro at a time; the first of equal remainders goes first. */
export function divided(total: bigint, weights: bigint[]): bigint[] {
  const all = added(weights);
  const parts = weights.map((weight) => (total * weight) / all);
  const rests = weights.map((weight) => (total * weight) % all);
  for (let left = total - added(parts); left > 0n; left--) {
    let best = 0;
    for (const [index, rest] of rests.entries()) if (rest > rests[best]!) best = index;
    parts[best]! += 1n;
    rests[best] = -1n;
  }
  return parts;
}

export function added(amounts: Iterable<bigint>): bigint {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return sum;
}

/** The stories that may earn in a month: of partners at the time of its close, and read by anybody. */
export function earningStories(
  month: string,
  evidence: Evidence,
  isActive: (author: number) => boolean,
): EarningStory[] {
  const end = startOf(nextMonth(month));
  return evidence.stories.flatMap((story) => {
    const since = evidence.partnersSince.get(story.author);
    if (since === undefined || since >= end || !isActive(story.author)) return [];
    const wasRead = evidence.readings.some(
      (one) => one.story === story.id && monthOfDay(one.day) === month,
    );
    const earnsFrom = Math.max(dayOfTime(since), firstDay(month));
    return wasRead ? [{ ...story, earnsFrom }] : [];
  });
}
