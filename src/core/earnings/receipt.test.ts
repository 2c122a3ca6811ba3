import { describe, expect, it } from "vitest";
import { sum } from "../money.ts";
import { communityOf } from "./any-month.test-support.ts";
import { monthOf } from "./notation.test-support.ts";
import {
  catalogueOf,
  evidenceOf,
  type PlainMonth,
  type PlainStory,
  splitOf,
} from "./plain-month.test-support.ts";
import { EARNEST_1 } from "./policy.ts";
import { type Receipt, receiptOf } from "./receipt.ts";

function receiptFor(stories: readonly PlainStory[], month: PlainMonth): Receipt {
  const catalogue = catalogueOf(stories);
  return receiptOf(EARNEST_1, catalogue, evidenceOf(catalogue, month));
}

function receipt(text: string): Receipt {
  const { stories, month } = monthOf(text);
  return receiptFor(stories, month);
}

describe("a receipt", () => {
  const october = receipt(`pool 1000000
    kettle by wil 100s · harbour by wil 600s · moss by ada 600s · mine by me 600s
    3 kettle 120 boosted 60 · 4 kettle 90 · 5 kettle 20 · 6 harbour 60 · 8 moss 75 · 2 mine 40
    view 3 kettle · view 4 kettle · view 5 kettle
    clap kettle 4 · clap harbour 3 · response harbour
    follow wil earned 1.5 new · hold wil 2500`);

  it("has every number between the evidence and the weight", () => {
    // kettle: 210 s, of which ⌊3·100/2⌋ = 150 count, read on 2 of 3 days: 9000 a second.
    // harbour: 60 s of 10 000. Q = 150·9000 + 60·10 000 = 1 950 000.
    // Boost: ⌊5000·60/210⌋ = 1428. All: 2100 + 2000 + 2000 + 2500 + 1500 + 1428 = 11 528.
    const [wil] = october.authors;
    expect(wil).toMatchObject({
      authorId: 2,
      countedSeconds: 210,
      boostedSeconds: 60,
      firstReadAt: new Date("2026-10-03T12:00:00Z"),
      readDays: [3, 4, 6],
      reading: 1_950_000n,
      claps: 7,
      bonuses: {
        claps: 2100,
        highlight: 0,
        response: 2000,
        firstFollow: 2000,
        follower: 2500,
        repeat: 1500,
        boost: 1428,
      },
      bonusBps: 11_528,
      weight: 1_950_000n * 21_528n,
      heldBps: 2500,
    });
    expect(wil!.stories[0]).toMatchObject({
      storyId: 101,
      seconds: 210,
      capSeconds: 150,
      countedSeconds: 150,
      readDays: [3, 4],
      viewDays: [3, 4, 5],
      secondBps: 9000,
      weight: 1_350_000n,
    });
    expect(wil!.stories[1]).toMatchObject({ secondBps: 10_000, weight: 600_000n, viewDays: [] });
    expect(october.ownStories).toEqual([{ storyId: 104, seconds: 40 }]);
  });

  it("shows the quota, its remainder and where the last micro went", () => {
    // wil 41 979 600 000 and ada 75·10 000·10 000 = 7 500 000 000 of 49 479 600 000.
    // 10^6 · 75 / 494.796 = 151 577.54, so wil has 848 422.46: the micro goes to ada.
    const [wil, ada] = october.authors;
    expect(october.weightSum).toBe(49_479_600_000n);
    expect(wil!.share).toMatchObject({
      micros: 848_422n,
      floorMicros: 848_422n,
      roundingMicros: 0n,
    });
    expect(ada!.share).toMatchObject({
      micros: 151_578n,
      floorMicros: 151_577n,
      roundingMicros: 1n,
    });
    expect(ada!.share.remainder).toBe((7_500_000_000n * 1_000_000n) % 49_479_600_000n);
    // 848 422 over 1 350 000 : 600 000 is 587 369.08 and 261 052.92; a quarter of it is held.
    const [kettle, harbour] = wil!.stories;
    expect(kettle!.share).toMatchObject({ micros: 587_369n, roundingMicros: 0n });
    expect(harbour!.share).toMatchObject({ micros: 261_053n, roundingMicros: 1n });
    expect(wil!.escrowMicros).toBe(212_105n);
    expect(kettle!.escrowMicros + harbour!.escrowMicros).toBe(212_105n);
  });

  it("of a month without a read says that the pool is unclaimed", () => {
    const quiet = receipt(
      "pool 100 · kettle by wil 60s · mine by me 60s · 3 kettle 20 · 3 mine 90",
    );
    expect(quiet).toEqual({
      memberId: 1,
      poolMicros: 100n,
      unclaimedMicros: 100n,
      weightSum: 0n,
      authors: [],
      ownStories: [{ storyId: 102, seconds: 90 }],
    });
    expect(receipt("pool 0 · kettle by wil 60s · 3 kettle 60")).toMatchObject({ authors: [] });
  });

  it("is for one member", () => {
    const { stories, months } = communityOf(1, 5, 2);
    const catalogue = catalogueOf(stories);
    expect(() => receiptOf(EARNEST_1, catalogue, evidenceOf(catalogue, ...months))).toThrow(
      "one member",
    );
  });

  it("always adds up to the lines of the split", () => {
    for (let seed = 0; seed < 2000; seed++) {
      const { stories, months } = communityOf(seed, 10, 1);
      const { lines } = splitOf(stories, months);
      const { authors, ...whole } = receiptFor(stories, months[0]!);
      const shown = authors.flatMap(({ authorId, stories: theirs }) =>
        theirs.map(({ storyId, share, escrowMicros }) => [
          authorId,
          storyId,
          share.micros,
          escrowMicros,
        ]),
      );
      expect(shown).toEqual(
        lines.map(({ author, story, micros, escrowMicros }) => [
          author,
          story,
          micros,
          escrowMicros,
        ]),
      );
      const shares = [...authors, ...authors.flatMap((author) => author.stories)].map(
        (part) => part.share,
      );
      expect(shares.every(({ roundingMicros: one }) => one === 0n || one === 1n)).toBe(true);
      expect(sum(authors.map(({ share }) => share.micros)) + whole.unclaimedMicros).toBe(
        whole.poolMicros,
      );
      expect(sum(authors.map(({ weight }) => weight))).toBe(whole.weightSum);
    }
  });
});
