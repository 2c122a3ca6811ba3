import { describe, expect, it } from "vitest";
import type { Month } from "../../time.ts";
import { compare } from "./comparison.ts";
import { APPLAUSE_2017, POINTS_2023, READING_2019 } from "./era-rules.ts";
import type { RecordedDay, RecordedMonth } from "./recorded-month.ts";

/** Author 11 is read by a frugal member, 12 by one who reads a great deal and claps for 11. */
const rows: Partial<RecordedDay>[] = [
  { member: 1, story: 21, seconds: 60, claps: 1 },
  { member: 2, story: 22, seconds: 5940 },
  { member: 2, story: 21, seconds: 0, claps: 10, opened: false },
];

const month: RecordedMonth = {
  month: "2026-04" as Month,
  members: [1, 2].map((member) => ({ member, poolMicros: 3_000_000n })),
  stories: [11, 12].map((author) => ({
    ...{ story: author + 10, author, expectedSeconds: 600, editor: null },
  })),
  days: rows.map(
    (row): RecordedDay => ({
      ...{ member: 1, story: 21, day: 30, seconds: 60, boostedSeconds: 0, firstAtMs: 0 },
      ...{ opened: true, claps: 0, highlights: 0, responses: 0 },
      ...{ entry: "inside", daysBeforeJoining: 0 },
      ...row,
    }),
  ),
  ...{ follows: [], crowds: [], conversions: [], referrals: [], holds: [] },
};

describe("two rules on one month", () => {
  it("show what each author would have, the largest move first", () => {
    const { authors } = compare(month, READING_2019, APPLAUSE_2017);
    expect(
      authors.map(({ author, leftMicros, rightMicros }) => [author, leftMicros, rightMicros]),
    ).toEqual([
      [11, 3_000_000n, 6_000_000n],
      [12, 3_000_000n, 0n],
    ]);
  });

  it("say what of the evidence moved an author, in the direction of the move", () => {
    const { authors } = compare(month, READING_2019, APPLAUSE_2017);
    expect(authors.map(({ reason }) => reason)).toEqual([
      { signal: "own-claps", partBps: 10_000, beforeBps: 5000 },
      { signal: "own-claps", partBps: 0, beforeBps: 5000 },
    ]);
    const points = compare(month, READING_2019, POINTS_2023);
    expect(points.authors.map(({ author, reason }) => [author, reason?.signal])).toEqual([
      [11, "all-seconds"],
      [12, "all-seconds"],
    ]);
  });

  it("say so when less of the pools reaches anybody, and nothing where nothing moved", () => {
    const quiet = { ...month, days: month.days.slice(0, 2) };
    const { authors, right } = compare(quiet, READING_2019, APPLAUSE_2017);
    expect(right.unclaimedMicros).toBe(3_000_000n);
    expect(authors.find(({ author }) => author === 11)?.reason).toBeNull();
    const alone = { ...quiet, days: quiet.days.slice(0, 1).map((row) => ({ ...row, claps: 0 })) };
    const none = compare(alone, READING_2019, POINTS_2023);
    expect(none.authors[0]?.reason).toEqual({
      signal: "claimed",
      partBps: 10_000,
      beforeBps: 5000,
    });
  });

  it("tell less money for all from a smaller part of it", () => {
    const early = { ...month, days: month.days.map((row) => ({ ...row, day: 6 })) };
    const { authors } = compare(early, READING_2019, POINTS_2023);
    // 12 has nearly all points, but of six days only; 11 lost by its part as well.
    expect(authors.map(({ author, reason }) => [author, reason?.signal, reason?.partBps])).toEqual([
      [11, "claimed", 2000],
      [12, "claimed", 2000],
    ]);
  });

  it("say how unequal each is", () => {
    const { left, right } = compare(month, READING_2019, APPLAUSE_2017);
    expect([left.giniBps, right.giniBps]).toEqual([0, 5000]);
    expect([left.topTenBps, right.topTenBps]).toEqual([10_000, 10_000]);
  });
});
