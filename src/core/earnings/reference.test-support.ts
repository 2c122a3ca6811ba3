/**
 * The rules of `earnest-1` a second time, naively and straight from the formulas: every number a
 * `bigint`, every set looked for again, no code or constant shared with what it checks.
 */
import {
  DAY_MS,
  OCTOBER_MS,
  type PlainLine,
  type PlainMonth,
  type PlainReading,
  type PlainSplit,
  type PlainStory,
} from "./plain-month.test-support.ts";

const OCTOBER_END_MS = OCTOBER_MS + 31 * DAY_MS;

export function referenceSplit(
  stories: readonly PlainStory[],
  months: readonly PlainMonth[],
): PlainSplit {
  const split: PlainSplit = { lines: [], unclaimed: [] };
  const sorted = [...stories].sort((a, b) => a.author - b.author || a.story - b.story);
  for (const month of months) {
    if (month.poolMicros === 0n) continue;
    const lines = referenceLines(sorted, month);
    if (lines) split.lines.push(...lines);
    else split.unclaimed.push({ member: month.member, micros: month.poolMicros });
  }
  return split;
}

/** `stories` in ascending order of author and story; null if the pool stays unclaimed. */
function referenceLines(stories: readonly PlainStory[], month: PlainMonth): PlainLine[] | null {
  const read = stories.filter(
    (story) => story.author !== month.member && readDays(month, [story]).length > 0,
  );
  const authors = [...new Set(read.map(({ author }) => author))];
  if (authors.length === 0) return null;
  const shares = hamilton(
    month.poolMicros,
    authors.map((author) => authorWeight(stories, month, author)),
  );
  return authors.flatMap((author, index) => {
    const own = read.filter((story) => story.author === author);
    const parts = hamilton(
      shares[index]!,
      own.map((story) => counted(month, story) * secondWeight(month, story)),
    );
    const held = BigInt(month.holds.find((hold) => hold.author === author)?.bps ?? 0);
    const escrows = hamilton((shares[index]! * held) / 10000n, parts);
    return own.map(({ story }, at) => ({
      member: month.member,
      author,
      story,
      micros: parts[at]!,
      escrowMicros: escrows[at]!,
    }));
  });
}

function readDays(month: PlainMonth, stories: readonly PlainStory[]): PlainReading[] {
  return month.readings.filter(
    ({ story, seconds }) => seconds >= 30 && stories.some((one) => one.story === story),
  );
}

/** counted(i,s) */
function counted(month: PlainMonth, story: PlainStory): bigint {
  const total = added(readDays(month, [story]).map(({ seconds }) => BigInt(seconds)));
  return least(total, most(30n, (3n * BigInt(story.expectedSeconds)) / 2n));
}

/** q(i,s) */
function secondWeight(month: PlainMonth, story: PlainStory): bigint {
  const views = BigInt(month.views.filter((view) => view.story === story.story).length);
  if (views === 0n) return 10000n;
  const reads = BigInt(readDays(month, [story]).length);
  return 7000n + (3000n * least(reads, views)) / views;
}

/** W(i,a) */
function authorWeight(stories: readonly PlainStory[], month: PlainMonth, author: number): bigint {
  const theirs = stories.filter((story) => story.author === author);
  const q = added(theirs.map((story) => counted(month, story) * secondWeight(month, story)));
  const bonus =
    engagement(theirs, month, author) +
    follower(theirs, month, author) +
    repeat(theirs, month) +
    boost(theirs, month);
  return q * (10000n + least(15000n, bonus));
}

/** e(i,a) */
function engagement(
  theirs: readonly PlainStory[],
  { claps, highlights, responses, follows }: PlainMonth,
  author: number,
): bigint {
  const isTheirs = (id: number) => theirs.some(({ story }) => story === id);
  const clapped = added(
    claps.filter(({ story }) => isTheirs(story)).map(({ count }) => BigInt(count)),
  );
  const followed = follows.some(
    (follow) =>
      follow.author === author &&
      follow.firstEver &&
      follow.class !== "traded" &&
      OCTOBER_MS <= follow.at &&
      follow.at < OCTOBER_END_MS,
  );
  return (
    (3000n * least(clapped, 10n)) / 10n +
    (highlights.some(isTheirs) ? 2000n : 0n) +
    (responses.some(isTheirs) ? 2000n : 0n) +
    (followed ? 2000n : 0n)
  );
}

/** f(i,a) */
function follower(theirs: readonly PlainStory[], month: PlainMonth, author: number): bigint {
  const first = Math.min(...readDays(month, theirs).map(({ firstAt }) => firstAt));
  const older = month.follows.some(
    (follow) => follow.author === author && follow.class === "earned" && follow.at < first,
  );
  return older ? 2500n : 0n;
}

/** r(i,a) */
function repeat(theirs: readonly PlainStory[], month: PlainMonth): bigint {
  return new Set(readDays(month, theirs).map(({ day }) => day)).size >= 3 ? 1500n : 0n;
}

/** b(i,a) */
function boost(theirs: readonly PlainStory[], month: PlainMonth): bigint {
  const s = added(theirs.map((story) => counted(month, story)));
  const boosted = added(
    readDays(month, theirs).map(({ boostedSeconds }) => BigInt(boostedSeconds)),
  );
  return (5000n * least(s, boosted)) / s;
}

/** Largest remainder, one unit at a time; the first of equal remainders goes first. */
export function hamilton(total: bigint, weights: readonly bigint[]): bigint[] {
  const all = added(weights);
  if (total === 0n) return weights.map(() => 0n);
  const parts = weights.map((weight) => (total * weight) / all);
  const rests = weights.map((weight) => (total * weight) % all);
  for (let left = total - added(parts); left > 0n; left--) {
    const best = rests.reduce((at, rest, index) => (rest > rests[at]! ? index : at), 0);
    parts[best] = parts[best]! + 1n;
    rests[best] = -1n;
  }
  return parts;
}

function added(amounts: readonly bigint[]): bigint {
  return amounts.reduce((a, b) => a + b, 0n);
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function most(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
