/**
 * What cutting a story into parts, and splitting an author into accounts, can gain: the laws of
 * docs/policy/earnings.md §13, each over 10,000 random months, and the gains that the rules allow.
 */
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { sum } from "../money.ts";
import { Chance, communityOf } from "./any-month.test-support.ts";
import { Lines } from "./lines.ts";
import { monthOf } from "./notation.test-support.ts";
import {
  catalogueOf,
  emptyMonth,
  evidenceOf,
  OCTOBER_MS,
  type PlainMonth,
  type PlainReading,
  type PlainStory,
  splitOf,
} from "./plain-month.test-support.ts";
import { EARNEST_1 } from "./policy.ts";
import { exactWeights, Splitter } from "./split.ts";

// Ten thousand cases a law take seconds, and many times that on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

const MEMBER = 1;
const AUTHOR = 7;
const RIVAL = 8;
const WHOLE = 100;
const POOL = 2_733_000n;
const lines = new Lines();

function always(law: (chance: Chance) => void): void {
  fc.assert(
    fc.property(fc.nat(), (seed) => law(new Chance(seed))),
    { numRuns: 10_000 },
  );
}

/** W of an author, to the last unit. */
function weightOf(stories: readonly PlainStory[], month: PlainMonth, author: number): bigint {
  const catalogue = catalogueOf(stories);
  const splitter = new Splitter(EARNEST_1, catalogue);
  splitter.split(evidenceOf(catalogue, month), lines);
  lines.clear();
  const row = splitter.weighing.place.indexOf(catalogue.authorPlace(author));
  return exactWeights(splitter.attention, splitter.weighing).authors[row] ?? 0n;
}

function shareOf(stories: readonly PlainStory[], month: PlainMonth, authors: number[]): bigint {
  const { lines: given } = splitOf(stories, [month]);
  return sum(given.filter(({ author }) => authors.includes(author)).map(({ micros }) => micros));
}

/** A story before and after it was cut: the same seconds on the same days, first of one, then of parts. */
interface Cut {
  wholeStories: PlainStory[];
  wholeMonth: PlainMonth;
  partStories: PlainStory[];
  partMonth: PlainMonth;
}

/** `secondsOf` gives what was read of a part on a day, `isView` whether the part was opened. */
function someCut(
  chance: Chance,
  secondsOf: () => number,
  isView: (seconds: number) => boolean,
): Cut {
  const parts = Array.from({ length: 2 + chance.below(3) }, (_, index) => ({
    story: WHOLE + 1 + index,
    author: AUTHOR,
    expectedSeconds: chance.of([20, 21, 40, 20 + chance.below(400)]),
  }));
  const expectedSeconds = parts.reduce((total, part) => total + part.expectedSeconds, 0);
  const rival = { story: 200, author: RIVAL, expectedSeconds: 600 };
  const others = someOtherMonth(chance);
  const partMonth = { ...others, readings: [...others.readings], views: [...others.views] };
  const wholeMonth = { ...others, readings: [...others.readings], views: [...others.views] };
  const days = chance.is(0.1) ? 31 : 1 + chance.below(6);
  for (let day = 1; day <= days; day++) {
    const read = parts.map(({ story }) => readingOf(story, day, secondsOf()));
    const opened = read.filter(({ seconds }) => isView(seconds));
    partMonth.readings.push(...opened);
    partMonth.views.push(...opened.map(({ story }) => ({ story, day })));
    if (opened.length === 0) continue;
    const seconds = opened.reduce((total, reading) => total + reading.seconds, 0);
    wholeMonth.readings.push(readingOf(WHOLE, day, seconds));
    wholeMonth.views.push({ story: WHOLE, day });
  }
  const whole = { story: WHOLE, author: AUTHOR, expectedSeconds };
  return { wholeStories: [whole, rival], wholeMonth, partStories: [...parts, rival], partMonth };
}

/** What stands beside the story: a rival that is read, and a tie to the author from before the month. */
function someOtherMonth(chance: Chance): PlainMonth {
  return {
    ...emptyMonth(MEMBER, POOL),
    readings: [readingOf(200, 9, 30 + chance.below(900))],
    follows: chance.is(0.5) ? [followAt(AUTHOR, OCTOBER_MS - 1)] : [],
  };
}

function readingOf(story: number, day: number, seconds: number): PlainReading {
  const firstAt = OCTOBER_MS + (day - 1) * 86_400_000;
  return { story, day, seconds, boostedSeconds: 0, firstAt };
}

function followAt(author: number, at: number) {
  return { author, at, class: "earned" as const, firstEver: false };
}

describe("cutting a story", () => {
  it("into parts of 20 s and more gains nothing when what is opened is read", () => {
    always((chance) => {
      const seconds = () => (chance.is(0.4) ? 0 : chance.of([30, 31, 30 + chance.below(600)]));
      const cut = someCut(chance, seconds, (read) => read > 0);
      const whole = shareOf(cut.wholeStories, cut.wholeMonth, [AUTHOR]);
      expect(shareOf(cut.partStories, cut.partMonth, [AUTHOR])).toBeLessThanOrEqual(whole);
    });
  });

  it("gains at most 10/7 however it is opened and read", () => {
    always((chance) => {
      const often = chance.of([0.02, 0.1, 0.5]);
      const seconds = () =>
        chance.is(often) ? 30 + chance.below(600) : chance.of([0, 5, 29, 30, chance.below(60)]);
      const opened = chance.below(10) / 10;
      const cut = someCut(chance, seconds, (read) => read > 0 || chance.is(opened));
      const whole = weightOf(cut.wholeStories, cut.wholeMonth, AUTHOR);
      const parts = weightOf(cut.partStories, cut.partMonth, AUTHOR);
      expect(parts * 7n).toBeLessThanOrEqual(whole * 10n);
    });
  });

  it("comes near 10/7 when one part takes all the openings that were not read", () => {
    // Opened on 30 days and read on one: 7000 + 3000/30 = 7100. Cut, the read part has 10 000.
    const days = Array.from({ length: 29 }, (_, index) => index + 2);
    const views = (story: string) => days.map((day) => `view ${day} ${story}`).join("·");
    const whole = monthOf(`whole by wil 620s · 1 whole 900 · view 1 whole · ${views("whole")}`);
    const parts = monthOf(`head by wil 20s · body by wil 600s
      1 body 900 · view 1 body · ${views("head")}`);
    expect(weightOf(whole.stories, { ...whole.month, poolMicros: 1n }, 2)).toBe(
      900n * 7100n * 10_000n,
    );
    expect(weightOf(parts.stories, { ...parts.month, poolMicros: 1n }, 2)).toBe(
      900n * 10_000n * 10_000n,
    );
  });
});

/** The months where an author writes under one name, and under several; each is followed as the one. */
function someAccounts(chance: Chance) {
  const without = { boost: true, lateFollows: true };
  const { stories, months } = communityOf(chance.below(2 ** 30), 10, 1, without);
  const author = chance.of(stories).author;
  const accounts = [
    author,
    ...Array.from({ length: 1 + chance.below(3) }, (_, index) => 11 + index),
  ];
  const split = stories.map((story) =>
    story.author === author ? { ...story, author: chance.of(accounts) } : story,
  );
  const follows = months[0]!.follows.flatMap((follow) =>
    follow.author === author
      ? accounts.map((account) => ({ ...follow, author: account }))
      : [follow],
  );
  const month = { ...months[0]!, member: MEMBER };
  return { author, accounts, stories, split, month, followed: { ...month, follows } };
}

describe("splitting an author into accounts", () => {
  it("gains at most a micro for each, with follows from before the month and without Boost", () => {
    always((chance) => {
      const { author, accounts, stories, split, month, followed } = someAccounts(chance);
      const gain = shareOf(split, followed, accounts) - shareOf(stories, month, [author]);
      expect(gain).toBeLessThanOrEqual(BigInt(accounts.length));
    });
  });

  it("can gain the follower bonus for the account that was read after the follow", () => {
    const one = monthOf(`pool 1 · a by wil 600s · b by wil 600s
      3 a 90 · follow wil earned 5 · 7 b 90`);
    const two = monthOf(`pool 1 · a by wil 600s · b by will 600s
      3 a 90 · follow wil earned 5 · follow will earned 5 · 7 b 90`);
    expect(weightOf(one.stories, one.month, 2)).toBe(180n * 10_000n * 10_000n);
    expect(weightOf(two.stories, two.month, 2)).toBe(90n * 10_000n * 10_000n);
    expect(weightOf(two.stories, two.month, 3)).toBe(90n * 10_000n * 12_500n);
  });

  it("can gain by Boost where the boosted story is also the one with the better ratio", () => {
    const read = "3 a 90 boosted 90 · 3 b 90 · view 3 b · view 4 b · view 5 b";
    const one = monthOf(`pool 1 · a by wil 600s · b by wil 600s · ${read}`);
    const two = monthOf(`pool 1 · a by wil 600s · b by will 600s · ${read}`);
    // Together 90·(10 000 + 8000)·12 500; apart 90·10 000·15 000 and 90·8000·10 000, 2 % more.
    expect(weightOf(one.stories, one.month, 2)).toBe(90n * 18_000n * 12_500n);
    expect(weightOf(two.stories, two.month, 2)).toBe(90n * 10_000n * 15_000n);
    expect(weightOf(two.stories, two.month, 3)).toBe(90n * 8_000n * 10_000n);
  });
});
