/** A month of one member as plain rows, for tests and for comparison; and the same in columns. */
import type { Month } from "../time.ts";
import { Catalogue } from "./catalogue.ts";
import { Evidence, type FollowClass, type Rows } from "./evidence.ts";
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
  class: FollowClass;
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

const evidence = new Evidence(OCTOBER);
const lines = new Lines();

/** The months in columns, always the same ones, as a close uses them again and again. */
export function evidenceOf(catalogue: Catalogue, ...months: readonly PlainMonth[]): Evidence {
  evidence.clear();
  for (const month of months) addMonth(evidence, catalogue, month);
  return evidence;
}

/** Members come in ascending order of id. */
export function addMonth(evidence: Evidence, catalogue: Catalogue, month: PlainMonth): void {
  const { member } = month;
  const { pools, readings, views, claps, highlights, responses, follows, holds } = evidence;
  const story = (rows: Rows, id: number) => rows.add(member, catalogue.storyPlace(id));
  const author = (rows: Rows, id: number) => rows.add(member, catalogue.authorPlace(id));
  pools.add(member, month.poolMicros);
  for (const { story: id, day, seconds, boostedSeconds, firstAt } of month.readings) {
    story(readings, id);
    readings.put(day, seconds, boostedSeconds, firstAt);
  }
  for (const { story: id, day } of month.views) {
    story(views, id);
    views.put(day);
  }
  for (const { story: id, count } of month.claps) {
    story(claps, id);
    claps.put(count);
  }
  for (const id of month.highlights) story(highlights, id);
  for (const id of month.responses) story(responses, id);
  for (const follow of month.follows) {
    author(follows, follow.author);
    follows.put(follow.at, follow.class, follow.firstEver);
  }
  for (const { author: id, bps } of month.holds) {
    author(holds, id);
    holds.put(bps);
  }
}

export function plainSplit(lines: Lines): PlainSplit {
  return {
    lines: Array.from({ length: lines.count }, (_, line) => ({
      member: lines.member[line]!,
      author: lines.author[line]!,
      story: lines.story[line]!,
      micros: lines.amounts.micros[line]!,
      escrowMicros: lines.escrows.micros[line]!,
    })),
    unclaimed: Array.from({ length: lines.unclaimed.count }, (_, row) => ({
      member: lines.unclaimed.member[row]!,
      micros: lines.unclaimed.micros[row]!,
    })),
  };
}

/** The months split under a policy. */
export function splitOf(
  stories: readonly PlainStory[],
  months: readonly PlainMonth[],
  policy: Policy = EARNEST_1,
  exactBelow?: number,
): PlainSplit {
  const catalogue = catalogueOf(stories);
  lines.clear();
  new Splitter(policy, catalogue, exactBelow).split(evidenceOf(catalogue, ...months), lines);
  return plainSplit(lines);
}
