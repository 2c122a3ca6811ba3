/** A month of one member as plain rows, for tests and for comparison; and the same in columns. */
import { assert } from "../assert.ts";
import type { Month } from "../time.ts";
import { Catalogue } from "./catalogue.ts";
import { Evidence, FOLLOW_CLASS, type Rows } from "./evidence.ts";
import { Lines } from "./lines.ts";
import { EARNEST_1, type Policy } from "./policy.ts";
import { Splitter } from "./split.ts";

export const OCTOBER = "2026-10" as Month;
export const OCTOBER_MS = Date.UTC(2026, 9, 1);
export const DAY_MS = 86_400_000;

export interface PlainStory {
  story: number;
  author: number;
  expectedSeconds: number;
}

export interface PlainReading {
  story: number;
  day: number;
  seconds: number;
  boostedSeconds: number;
  firstAt: number;
}

export interface PlainFollow {
  author: number;
  at: number;
  class: keyof typeof FOLLOW_CLASS;
  firstEver: boolean;
}

export interface PlainMonth {
  member: number;
  poolMicros: bigint;
  readings: PlainReading[];
  views: { story: number; day: number }[];
  claps: { story: number; count: number }[];
  highlights: number[];
  responses: number[];
  follows: PlainFollow[];
  holds: { author: number; bps: number }[];
}

export interface PlainLine {
  member: number;
  author: number;
  story: number;
  micros: bigint;
  escrowMicros: bigint;
}

/** The lines of all months and the pools left unclaimed, in order. */
export interface PlainSplit {
  lines: PlainLine[];
  unclaimed: { member: number; micros: bigint }[];
}

export function emptyMonth(member: number, poolMicros: bigint): PlainMonth {
  const rows = { readings: [], views: [], claps: [], highlights: [], responses: [] };
  return { member, poolMicros, ...rows, follows: [], holds: [] };
}

export function catalogueOf(stories: readonly PlainStory[]): Catalogue {
  return new Catalogue(
    stories.map(({ story }) => story),
    stories.map(({ author }) => author),
    stories.map(({ expectedSeconds }) => expectedSeconds),
  );
}

/** The months in columns; they must come in ascending order of member. */
export function evidenceOf(catalogue: Catalogue, months: readonly PlainMonth[]): Evidence {
  const evidence = new Evidence(OCTOBER);
  for (const month of months) addMonth(evidence, catalogue, month);
  return evidence;
}

export function addMonth(evidence: Evidence, catalogue: Catalogue, month: PlainMonth): void {
  const { member } = month;
  const { pools, readings, views, claps, follows, holds } = evidence;
  const row = pools.next();
  pools.member[row] = member;
  pools.micros[row] = month.poolMicros;
  const add = (rows: Rows, place: number) => {
    const at = rows.next();
    rows.member[at] = member;
    rows.place[at] = place;
    return at;
  };
  for (const reading of month.readings) {
    const at = add(readings, catalogue.storyPlace(reading.story));
    readings.day[at] = reading.day;
    readings.seconds[at] = reading.seconds;
    readings.boostedSeconds[at] = reading.boostedSeconds;
    readings.firstAt[at] = reading.firstAt;
  }
  for (const { story, day } of month.views) {
    views.day[add(views, catalogue.storyPlace(story))] = day;
  }
  for (const { story, count } of month.claps) {
    claps.claps[add(claps, catalogue.storyPlace(story))] = count;
  }
  for (const story of month.highlights) add(evidence.highlights, catalogue.storyPlace(story));
  for (const story of month.responses) add(evidence.responses, catalogue.storyPlace(story));
  for (const follow of month.follows) {
    const at = add(follows, catalogue.authorPlace(follow.author));
    follows.at[at] = follow.at;
    follows.class[at] = FOLLOW_CLASS[follow.class];
    follows.firstEver[at] = follow.firstEver ? 1 : 0;
  }
  for (const { author, bps } of month.holds) {
    holds.bps[add(holds, catalogue.authorPlace(author))] = bps;
  }
}

export function plainSplit(lines: Lines): PlainSplit {
  return {
    lines: Array.from({ length: lines.count }, (_, line) => ({
      member: lines.member[line]!,
      author: lines.author[line]!,
      story: lines.story[line]!,
      micros: lines.micros[line]!,
      escrowMicros: lines.escrowMicros[line]!,
    })),
    unclaimed: Array.from({ length: lines.unclaimed.count }, (_, row) => ({
      member: lines.unclaimed.member[row]!,
      micros: lines.unclaimed.micros[row]!,
    })),
  };
}

/** The months split under a policy, with columns made for this one time. */
export function splitOf(
  stories: readonly PlainStory[],
  months: readonly PlainMonth[],
  policy: Policy = EARNEST_1,
  exactBelow?: number,
): PlainSplit {
  assert(months.length > 0, "there is a month to split");
  const catalogue = catalogueOf(stories);
  const lines = new Lines();
  new Splitter(policy, catalogue, exactBelow).split(evidenceOf(catalogue, months), lines);
  return plainSplit(lines);
}
