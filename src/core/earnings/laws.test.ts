/** The laws of docs/policy/earnings.md §13, each over 10,000 random months or communities. */
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { sum } from "../money.ts";
import { type Community, communityOf, type Without } from "./any-month.test-support.ts";
import { monthOf } from "./notation.test-support.ts";
import {
  catalogueOf,
  evidenceOf,
  type PlainMonth,
  type PlainSplit,
  type PlainStory,
  splitOf,
} from "./plain-month.test-support.ts";
import { EARNEST_1 } from "./policy.ts";
import { type Receipt, receiptOf } from "./receipt.ts";
import { referenceSplit } from "./reference.test-support.ts";

// Ten thousand cases a law take seconds, and many times that on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

/** Checks a law in 10,000 communities of so many members; a smaller size is tried when it fails. */
function always(members: number, without: Without, law: (community: Community) => void): void {
  const anySeed = fc.tuple(fc.nat(10), fc.nat());
  fc.assert(
    fc.property(anySeed, ([size, seed]) => law(communityOf(seed, size, members, without))),
    { numRuns: 10_000 },
  );
}

/** One line a text, so that many are compared fast and a difference is read at a glance. */
function textOf({ lines, unclaimed }: PlainSplit): string {
  const parts = lines.map(
    ({ member, author, story, micros, escrowMicros }) =>
      `${member} ${author} ${story} ${micros} ${escrowMicros}`,
  );
  return [...parts, ...unclaimed.map(({ member, micros }) => `${member} ${micros}`)].join("\n");
}

function receiptFor(stories: readonly PlainStory[], month: PlainMonth): Receipt {
  const catalogue = catalogueOf(stories);
  return receiptOf(EARNEST_1, catalogue, evidenceOf(catalogue, month));
}

/** What the authors of a set get, from one member or from all. */
function amountOf({ lines }: PlainSplit, authors: ReadonlySet<number>, member?: number): bigint {
  const theirs = lines.filter((line) => authors.has(line.author));
  return sum(
    theirs
      .filter((line) => member === undefined || line.member === member)
      .map((line) => line.micros),
  );
}

function someAuthors({ stories, chance }: Community): Set<number> {
  return new Set(stories.map(({ author }) => author).filter(() => chance.is(0.5)));
}

describe("the fast split", () => {
  it("is the naive one, line by line, in floats and in bigint", () => {
    always(2, {}, ({ stories, months }) => {
      const wanted = textOf(referenceSplit(stories, months));
      expect(textOf(splitOf(stories, months))).toBe(wanted);
      expect(textOf(splitOf(stories, months, EARNEST_1, 0))).toBe(wanted);
    });
  });
});

describe("every split", () => {
  it("conserves: each pool is divided or unclaimed, to the micro", () => {
    always(3, {}, ({ stories, months }) => {
      const { lines, unclaimed } = splitOf(stories, months);
      for (const { member, poolMicros } of months) {
        const shared = sum(
          lines.filter((line) => line.member === member).map((line) => line.micros),
        );
        const left = sum(unclaimed.filter((one) => one.member === member).map((one) => one.micros));
        expect(shared + left).toBe(poolMicros);
        expect(shared === 0n || left === 0n).toBe(true);
      }
    });
  });

  it("holds in escrow exactly the part that is held, and of no line more than it is worth", () => {
    always(1, {}, ({ stories, months: [month] }) => {
      const { lines } = splitOf(stories, [month!]);
      for (const author of new Set(lines.map((line) => line.author))) {
        const theirs = lines.filter((line) => line.author === author);
        const bps = month!.holds.find((hold) => hold.author === author)?.bps ?? 0;
        const amount = sum(theirs.map(({ micros }) => micros));
        const escrow = sum(theirs.map(({ escrowMicros }) => escrowMicros));
        expect(escrow).toBe((amount * BigInt(bps)) / 10_000n);
        const fits = theirs.every(
          (line) => 0n <= line.escrowMicros && line.escrowMicros <= line.micros,
        );
        expect(fits).toBe(true);
      }
    });
  });

  it("keeps every share within one micro of its quota", () => {
    always(1, {}, ({ stories, months: [month] }) => {
      const { authors, weightSum, poolMicros } = receiptFor(stories, month!);
      const near = (micros: bigint, total: bigint, weight: bigint, all: bigint) => {
        const miss = micros * all - total * weight;
        return -all < miss && miss < all;
      };
      for (const { share, weight, reading, stories: theirs } of authors) {
        expect(near(share.micros, poolMicros, weight, weightSum)).toBe(true);
        const all = theirs.map((story) =>
          near(story.share.micros, share.micros, story.weight, reading),
        );
        expect(all).not.toContain(false);
      }
    });
  });

  it("gives nothing to whom the member did not read", () => {
    always(1, {}, ({ stories, months: [month] }) => {
      const read = month!.readings.filter(({ seconds }) => seconds >= 30).map(({ story }) => story);
      const paid = new Set(splitOf(stories, [month!]).lines.map(({ story }) => story));
      const others = stories.filter(({ story, author }) => {
        return read.includes(story) && author !== month!.member;
      });
      const wanted = month!.poolMicros > 0n ? new Set(others.map(({ story }) => story)) : new Set();
      expect(paid).toEqual(wanted);
    });
  });

  it("is the same in whatever order the evidence comes", () => {
    always(2, {}, ({ stories, months, chance }) => {
      const shuffled = months.map((month) => ({
        ...month,
        readings: chance.shuffled(month.readings),
        views: chance.shuffled(month.views),
        claps: chance.shuffled(month.claps),
        highlights: chance.shuffled(month.highlights),
        responses: chance.shuffled(month.responses),
        follows: chance.shuffled(month.follows),
        holds: chance.shuffled(month.holds),
      }));
      expect(textOf(splitOf(chance.shuffled(stories), shuffled))).toBe(
        textOf(splitOf(stories, months)),
      );
    });
  });

  it("changes no line of another member when one member's month changes", () => {
    always(4, {}, ({ stories, months, chance }) => {
      const changed = chance.below(months.length);
      const other = communityOf(chance.below(2 ** 30), 10, 1).months[0]!;
      const known = new Set(stories.map(({ story }) => story));
      const readings = other.readings.filter(({ story }) => known.has(story));
      const after = months.map((month, index) =>
        index === changed ? { ...month, readings, views: [], poolMicros: other.poolMicros } : month,
      );
      const { member } = months[changed]!;
      const rest = ({ lines, unclaimed }: PlainSplit) => ({
        lines: lines.filter((line) => line.member !== member),
        unclaimed: unclaimed.filter((one) => one.member !== member),
      });
      expect(textOf(rest(splitOf(stories, after)))).toBe(textOf(rest(splitOf(stories, months))));
    });
  });
});

/** More seconds on a day there is already, as many as make it a read and often many more. */
function readMore({ months: [month], chance }: Community): PlainMonth | null {
  if (month!.readings.length === 0) return null;
  const more = chance.below(month!.readings.length);
  const seconds = chance.of([1, 2, 30, 1 + chance.below(3000)]);
  const readings = month!.readings.map((reading, index) =>
    index === more ? { ...reading, seconds: reading.seconds + seconds } : reading,
  );
  return { ...month!, readings };
}

function authorRead(stories: readonly PlainStory[], before: PlainMonth, after: PlainMonth): number {
  const row = after.readings.findIndex(
    (_, index) => after.readings[index] !== before.readings[index],
  );
  return stories.find(({ story }) => story === after.readings[row]!.story)!.author;
}

describe("more counted seconds", () => {
  it("never lower the author's share from that member", () => {
    always(1, { boost: true, lateFollows: true, hugeNumbers: true }, (community) => {
      const { stories, months } = community;
      const after = readMore(community);
      if (!after) return;
      const author = new Set([authorRead(stories, months[0]!, after)]);
      const was = amountOf(splitOf(stories, months), author);
      expect(amountOf(splitOf(stories, [after]), author)).toBeGreaterThanOrEqual(was);
    });
  });

  it("under Boost may lower it by a basis point, since its bonus is a whole number of them", () => {
    // 20 000 · (10 000 + 2500) is more than 20 001 · (10 000 + 2499): 5000·10 000/20 001 is 2499.9.
    const weight = (seconds: number) => {
      const { stories, month } = monthOf(
        `pool 1 · kettle by wil 40000s · 3 kettle ${seconds} boosted 10000`,
      );
      return receiptFor(stories, month).authors[0]!.weight;
    };
    expect(weight(20_000)).toBe(20_000n * 10_000n * 12_500n);
    expect(weight(20_001)).toBe(20_001n * 10_000n * 12_499n);
    expect(weight(20_001)).toBeLessThan(weight(20_000));

    always(1, { lateFollows: true, hugeNumbers: true }, (community) => {
      const { stories, months } = community;
      const after = readMore(community);
      if (!after) return;
      const author = new Set([authorRead(stories, months[0]!, after)]);
      const was = amountOf(splitOf(stories, months), author);
      const is = amountOf(splitOf(stories, [after]), author);
      expect((is + 1n) * 10_000n).toBeGreaterThanOrEqual(was * 9999n);
    });
  });
});

describe("whoever is behind a member", () => {
  it("moves no more than that member's pool by joining (fraud-proof)", () => {
    always(5, {}, (community) => {
      const { stories, months, chance } = community;
      const fakes = new Set(chance.shuffled(months).slice(0, 1 + chance.below(3)));
      const honest = months.filter((month) => !fakes.has(month));
      const authors = someAuthors(community);
      const gain =
        amountOf(splitOf(stories, months), authors) - amountOf(splitOf(stories, honest), authors);
      const paid = sum([...fakes].map(({ poolMicros }) => poolMicros));
      expect(0n <= gain && gain <= paid).toBe(true);
    });
  });

  it("moves no more than that member's pool by doing anything else (bribery-proof)", () => {
    always(5, {}, (community) => {
      const { stories, months, chance } = community;
      const bribed = new Set(months.slice(0, 1 + chance.below(3)));
      const idols = someAuthors(community);
      const after = months.map((month) =>
        bribed.has(month) ? devoted(stories, month, idols) : month,
      );
      const gain =
        amountOf(splitOf(stories, after), idols) - amountOf(splitOf(stories, months), idols);
      expect(gain).toBeLessThanOrEqual(sum([...bribed].map(({ poolMicros }) => poolMicros)));
    });
  });
});

/** A month with the same pool, spent on these authors' stories alone. */
function devoted(
  stories: readonly PlainStory[],
  month: PlainMonth,
  idols: ReadonlySet<number>,
): PlainMonth {
  const theirs = stories.filter(({ author }) => idols.has(author)).map(({ story }) => story);
  const readings = theirs.map((story) => ({
    story,
    day: 1,
    seconds: 3600,
    boostedSeconds: 0,
    firstAt: Date.UTC(2026, 9, 1),
  }));
  const claps = theirs.map((story) => ({ story, count: 50 }));
  return { ...month, readings, views: [], claps, highlights: theirs, responses: theirs };
}
