import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sum } from "../../money.ts";
import { DAY_MS, type Month } from "../../time.ts";
import { EARNEST_1 } from "../policy.ts";
import { capped } from "./capped.ts";
import { type AnyRule, outcomeOf } from "./divide.ts";
import {
  APPLAUSE_2017,
  ERA_RULES,
  GROWTH_2026,
  POINTS_2023,
  POINTS_2023_CAPPED,
  type PointsRule,
  READING_2019,
} from "./era-rules.ts";
import { authorMicros, type Outcome } from "./outcome.ts";
import type { RecordedDay, RecordedMonth } from "./recorded-month.ts";

const APRIL = "2026-04" as Month;
const [WIL, ADA, LIN] = [101, 102, 103];

/** Story 201 is Wil's, 202 Ada's, 203 Lin's; members 1 to 3 with a pool of 3.00 each. */
function monthOf(days: Partial<RecordedDay>[], more: Partial<RecordedMonth> = {}): RecordedMonth {
  return {
    month: APRIL,
    members: [1, 2, 3].map((member) => ({ member, poolMicros: 3_000_000n })),
    stories: [WIL, ADA, LIN].map((author) => ({
      ...{ story: author + 100, author, expectedSeconds: 600, editor: null },
    })),
    days: days.map(
      (day): RecordedDay => ({
        ...{ member: 1, story: 201, day: 1, seconds: 600, boostedSeconds: 0 },
        firstAtMs: Date.UTC(2026, 3, day.day ?? 1, 12),
        ...{ opened: true, claps: 0, highlights: 0, responses: 0 },
        ...{ entry: "inside", daysBeforeJoining: 0 },
        ...day,
      }),
    ),
    ...{ follows: [], crowds: [], conversions: [], referrals: [], holds: [] },
    ...more,
  };
}

/** "wil 1.50 ada 0.30": whole cents here, so that a month is read at a glance. */
function said(outcome: Outcome): string {
  const names = new Map([
    [WIL, "wil"],
    [ADA, "ada"],
    [LIN, "lin"],
  ]);
  return [...authorMicros(outcome)]
    .sort(([a], [b]) => a - b)
    .map(([author, micros]) => `${names.get(author)} ${Number(micros) / 1e6}`)
    .join(", ");
}

const under = (rule: AnyRule, days: Partial<RecordedDay>[], more?: Partial<RecordedMonth>) =>
  said(outcomeOf(rule, monthOf(days, more)));

describe("applause of 2017", () => {
  it("divides each member's own pool by that member's claps, however few", () => {
    // One clap of a frugal member moves as much as fifty of a generous one.
    expect(
      under(APPLAUSE_2017, [
        { member: 1, story: 201, claps: 1 },
        { member: 2, story: 202, claps: 50 },
        { member: 3, story: 202, claps: 10 },
        { member: 3, story: 203, claps: 5, seconds: 10 },
      ]),
    ).toBe("wil 3, ada 5, lin 1");
  });

  it("leaves the pool of a member who clapped for nothing", () => {
    const outcome = outcomeOf(APPLAUSE_2017, monthOf([{ member: 1, seconds: 6000 }]));
    expect(outcome).toMatchObject({ shares: [], unclaimedMicros: 9_000_000n });
  });
});

describe("reading of 2019", () => {
  it("gives a tenth of a member's share for a tenth of that member's reading", () => {
    expect(
      under(READING_2019, [
        { member: 1, story: 201, seconds: 60, claps: 50 },
        { member: 1, story: 202, seconds: 540 },
      ]),
    ).toBe("wil 0.3, ada 2.7");
  });

  it("counts reading of the 30 days before joining, and none from longer ago", () => {
    expect(
      under(READING_2019, [
        { member: 1, story: 201, daysBeforeJoining: 30 },
        { member: 1, story: 202, daysBeforeJoining: 31 },
      ]),
    ).toBe("wil 3");
  });

  it("pays half of the net dues of a member to whoever brought them, beside the pools", () => {
    // 5.00 less 2.9 % and 0.30 is 4.55: the published 2.27 a month.
    const outcome = outcomeOf(
      READING_2019,
      monthOf([], { referrals: [{ author: WIL, netMicros: 4_555_000n }] }),
    );
    expect(outcome.onTop).toEqual([{ author: WIL, what: "referral", micros: 2_277_500n }]);
    expect(outcome.unclaimedMicros).toBe(9_000_000n);
  });
});

describe("points of 2023", () => {
  const pointsOf = (rule: PointsRule, first: Partial<RecordedDay>, more?: Partial<RecordedMonth>) =>
    // Ada's plain read of a minute has 3 points: the measure of Wil's.
    outcomeOf(
      rule,
      monthOf(
        [
          { member: 2, story: 202, seconds: 60 },
          { member: 1, story: 201, seconds: 60, ...first },
        ],
        more,
      ),
    );
  const times = (rule: PointsRule, first: Partial<RecordedDay>, more?: Partial<RecordedMonth>) => {
    const micros = authorMicros(pointsOf(rule, first, more));
    return Number(((micros.get(WIL) ?? 0n) * 1000n) / (micros.get(ADA) ?? 1n)) / 1000;
  };
  const crowd = (opened: number, stayed: number) => ({
    crowds: [
      { story: 201, day: 1, opened, stayed },
      { story: 202, day: 1, opened: 10, stayed: 7 },
    ],
  });

  it("counts no read under 30 seconds, however it was applauded", () => {
    expect(authorMicros(pointsOf(POINTS_2023, { seconds: 29, claps: 50 })).has(WIL)).toBe(false);
    expect(times(POINTS_2023, { seconds: 30 })).toBeCloseTo(2.5 / 3, 2);
  });

  it("adds claps, highlights and responses to the points of a read", () => {
    const signals = { claps: 10, highlights: 2, responses: 1 };
    expect(times(POINTS_2023, signals)).toBeCloseTo((3 + 0.5 + 2 + 2) / 3, 2);
  });

  it("adds for a new follow, and for a read by a follower", () => {
    const follow = (atMs: number, firstEver: boolean) => ({
      follows: [{ member: 1, author: WIL, atMs, class: "earned" as const, firstEver }],
    });
    const noon = Date.UTC(2026, 3, 1, 12);
    expect(times(POINTS_2023, {}, follow(noon + 1000, true))).toBeCloseTo(2, 2);
    expect(times(POINTS_2023, {}, follow(noon - 40 * DAY_MS, true))).toBeCloseTo(1.5, 2);
  });

  it("doubles the points of a read under Boost", () => {
    expect(times(POINTS_2023, { boostedSeconds: 60 })).toBeCloseTo(2, 2);
    expect(times(GROWTH_2026, { boostedSeconds: 60 })).toBeCloseTo(1.375, 2);
  });

  it("scales a story's points by its ratio of that day, whoever opened and left", () => {
    expect(times(POINTS_2023, {}, crowd(10, 7))).toBe(1);
    expect(times(POINTS_2023, {}, crowd(100, 50))).toBeCloseTo(5 / 7, 2);
    // Strangers who open and leave lower what a member's read is worth: a reason against this rule.
    expect(times(POINTS_2023, {}, crowd(1000, 50))).toBe(0.5);
  });

  it("has one pool a day: a read on a quiet day is worth the whole day", () => {
    const days = [1, 2, 3].map((member) => ({ member, story: 201, day: 1 }));
    const outcome = outcomeOf(POINTS_2023, monthOf([...days, { member: 1, story: 202, day: 2 }]));
    // A day's pool is a thirtieth of 9.00; the days after the 2nd are nobody's.
    expect(said(outcome)).toBe("wil 0.3, ada 0.3");
    expect(outcome.unclaimedMicros).toBe(8_400_000n);
  });

  it("moves nothing for one's own stories", () => {
    const mine = monthOf([], {
      stories: [{ story: 201, author: 1, expectedSeconds: 60, editor: null }],
    });
    const outcome = outcomeOf(POINTS_2023, { ...mine, days: monthOf([{ day: 30 }]).days });
    expect(outcome.shares).toEqual([]);
  });
});

describe("the cap of October 2023", () => {
  it("leaves a member at most the capped part of their own pool to move", () => {
    const greedy = [1, 2, 3, 4].map((day) => ({ member: 1, story: 201, day, seconds: 60_000 }));
    const others = [30].flatMap((day) => [{ member: 2, story: 202, day, seconds: 60 }]);
    const micros = authorMicros(
      outcomeOf({ ...POINTS_2023_CAPPED, memberCapBps: 1000 }, monthOf([...greedy, ...others])),
    );
    expect(micros.get(WIL)).toBe(300_000n);
    expect(micros.get(ADA)).toBe(300_000n);
  });

  it("gives what one may not have to the others, and what nobody may have to nobody", () => {
    const one = (id: number, weight: bigint, most: bigint | null) => ({ id, weight, most });
    expect(capped(100n, [one(1, 90n, 30n), one(2, 5n, null), one(3, 5n, null)])).toEqual([
      30n,
      35n,
      35n,
    ]);
    expect(capped(100n, [one(1, 90n, 30n), one(2, 5n, 40n), one(3, 5n, 20n)])).toEqual([
      30n,
      40n,
      20n,
    ]);
    expect(capped(10n, [one(1, 0n, null)])).toEqual([0n]);
  });
});

describe("growth of 2026", () => {
  it("gives a fifth of each day's pool to reads from outside, most of it to those by search", () => {
    const reads = [
      { member: 1, story: 201 },
      { member: 2, story: 202, entry: "outside" as const },
      { member: 3, story: 203, entry: "search" as const },
    ].map((read) => ({ ...read, day: 30 }));
    // 80 % in three, 5 % in two, 15 % whole, of 9.00 that waited for the 30th; nobody is capped.
    expect(under({ ...GROWTH_2026, memberCapBps: null }, reads)).toBe(
      "wil 2.4, ada 2.625, lin 3.975",
    );
  });

  it("divides what no read from outside claims with the rest", () => {
    expect(under({ ...GROWTH_2026, memberCapBps: null }, [{ day: 30 }])).toBe("wil 9");
  });

  it("pays a conversion once, out of the pool, and an editor's quarter beside it", () => {
    const base = monthOf([{ day: 30, story: 202 }], { conversions: [{ story: 201 }] });
    const stories = base.stories.map((story) => ({
      ...story,
      editor: story.story === 202 ? LIN : null,
    }));
    const outcome = outcomeOf({ ...GROWTH_2026, memberCapBps: null }, { ...base, stories });
    expect(said(outcome)).toBe("wil 1, ada 8, lin 2");
    expect(outcome.onTop).toEqual([{ author: LIN, what: "editor", micros: 2_000_000n }]);
  });
});

describe("every rule", () => {
  const anyDay = fc.record({
    member: fc.integer({ min: 1, max: 3 }),
    story: fc.integer({ min: 201, max: 203 }),
    day: fc.integer({ min: 1, max: 30 }),
    seconds: fc.integer({ min: 0, max: 4000 }),
    claps: fc.integer({ min: 0, max: 50 }),
    responses: fc.integer({ min: 0, max: 2 }),
    entry: fc.constantFrom("inside", "outside", "search"),
  });
  const anyDays = fc.uniqueArray(anyDay, {
    selector: ({ member, story, day }) => `${member} ${story} ${day}`,
    maxLength: 30,
  });
  const pools = fc.tuple(...[1, 2, 3].map(() => fc.bigInt(0n, 5_000_000n)));

  it("divides the pools and loses nothing", () => {
    fc.assert(
      fc.property(
        anyDays,
        pools,
        fc.constantFrom<AnyRule>(EARNEST_1, ...ERA_RULES),
        (days, micros, rule) => {
          const members = micros.map((poolMicros, index) => ({ member: index + 1, poolMicros }));
          const { shares, unclaimedMicros } = outcomeOf(rule, monthOf(days, { members }));
          expect(sum(shares.map((share) => share.micros)) + unclaimedMicros).toBe(sum(micros));
          expect(shares.every((share) => share.micros >= 0n)).toBe(true);
        },
      ),
    );
  });

  it("gives the same in whatever order the rows come", () => {
    fc.assert(
      fc.property(anyDays, fc.constantFrom<AnyRule>(EARNEST_1, ...ERA_RULES), (days, rule) => {
        expect(under(rule, [...days].reverse())).toBe(under(rule, days));
      }),
    );
  });

  it("moves one member's pool only, where each member has one; and not where points meet", () => {
    fc.assert(
      fc.property(anyDays, anyDays, (days, changed) => {
        const others = days.filter(({ member }) => member !== 1);
        const mine = changed.filter(({ member }) => member === 1);
        for (const rule of [APPLAUSE_2017, READING_2019, EARNEST_1]) {
          const of = (rows: Partial<RecordedDay>[]) =>
            outcomeOf(rule, monthOf(rows)).shares.filter(({ member }) => member !== 1);
          expect(of([...others, ...mine])).toEqual(of(days));
        }
      }),
    );
    const quiet = [{ member: 2, story: 202 }];
    const loud = [...quiet, { member: 1, story: 201, seconds: 3000 }];
    const adas = (days: Partial<RecordedDay>[]) =>
      authorMicros(outcomeOf(POINTS_2023, monthOf(days))).get(ADA) ?? 0n;
    expect(adas(loud)).toBeLessThan(adas(quiet));
  });
});
