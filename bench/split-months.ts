/** Synthetic months for the benchmark of the split: the same for every run, filled in ranges of members. */
import { Catalogue } from "../src/core/earnings/catalogue.ts";
import { Evidence, FOLLOW_CLASS, type Rows } from "../src/core/earnings/evidence.ts";
import type { PlainMonth, PlainStory } from "../src/core/earnings/plain-month.test-support.ts";
import type { Month } from "../src/core/time.ts";

export const STORIES_READ = 20;
export const AUTHORS = 20_000;
const STORIES = 100_000;
const RANGE = 5_000;
const MONTH = "2026-10" as Month;
const START = Date.UTC(2026, 9, 1);
const DAY_MS = 86_400_000;

/** Each author has five stories of two to ten minutes. */
export function syntheticCatalogue(): Catalogue {
  const ids = Array.from({ length: STORIES }, (_, index) => index + 1);
  return new Catalogue(ids, ids.map(authorOf), ids.map(expectedSecondsOf));
}

function authorOf(story: number): number {
  return Math.ceil(story / 5);
}

function expectedSecondsOf(story: number): number {
  return 120 + ((story * 7919) % 480);
}

/** The months of `members` members from `first` on, in ranges of 5,000. */
export function syntheticRanges(catalogue: Catalogue, first: number, members: number): Evidence[] {
  const ranges: Evidence[] = [];
  for (let done = 0; done < members; done += RANGE) {
    const evidence = new Evidence(MONTH);
    fillRange(evidence, catalogue, first + done, Math.min(RANGE, members - done));
    ranges.push(evidence);
  }
  return ranges;
}

export function fillRange(
  evidence: Evidence,
  catalogue: Catalogue,
  first: number,
  members: number,
): void {
  evidence.clear();
  for (let member = first; member < first + members; member++) {
    evidence.pools.add(AUTHORS + member, 2_733_000n);
    fillMonth(evidence, catalogue, AUTHORS + member);
  }
}

/**
 * Twenty stories in no order, some read on several days, viewed on those days and sometimes on one
 * more; claps, highlights, responses, follows and holds for some of them.
 */
function fillMonth(evidence: Evidence, catalogue: Catalogue, member: number): void {
  const chance = generator(member);
  const stories = new Set<number>();
  while (stories.size < STORIES_READ) stories.add(1 + Math.floor(STORIES * chance() ** 3));
  for (const story of stories) fillStory(evidence, member, catalogue.storyPlace(story), chance);
  for (const author of new Set([...stories].map(authorOf))) {
    fillTie(evidence, member, catalogue.authorPlace(author), chance);
  }
}

function fillStory(evidence: Evidence, member: number, place: number, chance: () => number): void {
  const { readings, views, claps, highlights, responses } = evidence;
  const first = 1 + Math.floor(28 * chance());
  const end = first + (chance() < 0.7 ? 1 : 3);
  for (let day = first; day < end; day++) {
    const seconds = 20 + Math.floor(400 * chance());
    const boosted = chance() < 0.1 ? seconds : 0;
    readings.add(member, place);
    readings.put(day, seconds, boosted, START + (day - 1 + chance()) * DAY_MS);
    views.add(member, place);
    views.put(day);
  }
  if (chance() < 0.4) {
    views.add(member, place);
    views.put(end);
  }
  if (chance() < 0.2) {
    claps.add(member, place);
    claps.put(1 + Math.floor(50 * chance()));
  }
  if (chance() < 0.05) highlights.add(member, place);
  if (chance() < 0.03) responses.add(member, place);
}

function fillTie(evidence: Evidence, member: number, place: number, chance: () => number): void {
  const { follows, holds } = evidence;
  if (chance() < 0.2) {
    follows.add(member, place);
    follows.put(START + (chance() - 0.5) * 60 * DAY_MS, chance() < 0.8 ? "earned" : "traded", true);
  }
  if (chance() < 0.01) {
    holds.add(member, place);
    holds.put(5000);
  }
}

/** The same months as plain rows, each with the stories it needs, for the peer. */
export function plainMonths(
  catalogue: Catalogue,
  evidence: Evidence,
): { stories: PlainStory[]; month: PlainMonth }[] {
  evidence.rewind();
  return Array.from({ length: evidence.pools.count }, (_, row) => {
    evidence.turnTo(evidence.pools.member[row]!);
    return plainMonth(catalogue, evidence, row);
  });
}

function plainMonth(catalogue: Catalogue, evidence: Evidence, row: number) {
  const { pools, readings, views, claps, highlights, responses, follows, holds } = evidence;
  const story = (rows: Rows, at: number) => catalogue.storyIds[rows.place[at]!]!;
  const author = (rows: Rows, at: number) => catalogue.authorIds[rows.place[at]!]!;
  const month: PlainMonth = {
    member: pools.member[row]!,
    poolMicros: pools.micros[row]!,
    readings: each(readings, (at) => ({
      story: story(readings, at),
      day: readings.day[at]!,
      seconds: readings.seconds[at]!,
      boostedSeconds: readings.boostedSeconds[at]!,
      firstAt: readings.firstAt[at]!,
    })),
    views: each(views, (at) => ({ story: story(views, at), day: views.day[at]! })),
    claps: each(claps, (at) => ({ story: story(claps, at), count: claps.claps[at]! })),
    highlights: each(highlights, (at) => story(highlights, at)),
    responses: each(responses, (at) => story(responses, at)),
    follows: each(follows, (at) => ({
      author: author(follows, at),
      at: follows.at[at]!,
      class: follows.class[at] === FOLLOW_CLASS.earned ? "earned" : "traded",
      firstEver: follows.firstEver[at] === 1,
    })),
    holds: each(holds, (at) => ({ author: author(holds, at), bps: holds.bps[at]! })),
  };
  const read = [...new Set(month.readings.map((reading) => reading.story))];
  const stories = read.map((id) => ({
    story: id,
    author: authorOf(id),
    expectedSeconds: expectedSecondsOf(id),
  }));
  return { stories, month };
}

function each<Value>(rows: Rows, value: (at: number) => Value): Value[] {
  return Array.from({ length: rows.turn.to - rows.turn.from }, (_, index) =>
    value(rows.turn.from + index),
  );
}

/** Numbers from 0 to 1 that a seed repeats: a counter mixed by two multiplications. */
function generator(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
