import { describe, expect, it } from "vitest";
import { communityOf } from "../any-month.test-support.ts";
import { Lines } from "../lines.ts";
import {
  catalogueOf,
  evidenceOf,
  OCTOBER,
  type PlainMonth,
  type PlainStory,
  plainSplit,
} from "../plain-month.test-support.ts";
import { outcomeOf } from "./divide.ts";
import { APPLAUSE_2017, READING_2019 } from "./era-rules.ts";
import { MeasureSplitter } from "./measure-split.ts";
import type { RecordedDay, RecordedMonth } from "./recorded-month.ts";

/** The same month in plain rows; claps on the first day, where they count as on any other. */
function recorded(stories: readonly PlainStory[], months: readonly PlainMonth[]): RecordedMonth {
  const row = (member: number, part: Partial<RecordedDay>): RecordedDay => ({
    ...{ member, story: 0, day: 1, seconds: 0, boostedSeconds: 0, firstAtMs: 0, opened: true },
    ...{ claps: 0, highlights: 0, responses: 0, entry: "inside", daysBeforeJoining: 0 },
    ...part,
  });
  return {
    month: OCTOBER,
    members: months.map(({ member, poolMicros }) => ({ member, poolMicros })),
    stories: stories.map((story) => ({ ...story, editor: null })),
    days: months.flatMap(({ member, readings, claps }) => [
      ...readings.map(({ story, day, seconds }) => row(member, { story, day, seconds })),
      ...claps.map(({ story, count }) => row(member, { story, claps: count })),
    ]),
    ...{ follows: [], crowds: [], conversions: [], referrals: [], holds: [] },
  };
}

describe.each([APPLAUSE_2017, READING_2019])("a month under $name", (rule) => {
  it("is divided in columns as in plain rows", () => {
    let shared = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const { stories, months } = communityOf(seed, 8, 6);
      const catalogue = catalogueOf(stories);
      const lines = new Lines();
      new MeasureSplitter(rule, catalogue).split(evidenceOf(catalogue, ...months), lines);
      const plain = outcomeOf(rule, recorded(stories, months));
      const pools = new Map(months.map(({ member, poolMicros }) => [member, poolMicros]));
      const split = plainSplit(lines);
      const expected = plain.shares
        .filter(({ member }) => pools.get(member) !== 0n)
        .sort((a, b) => a.member - b.member || a.author - b.author || a.story - b.story)
        .map(({ heldMicros, ...share }) => ({ ...share, escrowMicros: heldMicros }));
      expect(split.lines).toEqual(expected);
      const unclaimed = split.unclaimed.reduce((sum, { micros }) => sum + micros, 0n);
      expect(unclaimed).toBe(plain.unclaimedMicros);
      shared += split.lines.length;
    }
    expect(shared).toBeGreaterThan(100);
  });
});
