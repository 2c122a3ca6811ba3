import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sum } from "../money.ts";
import { communityOf } from "./any-month.test-support.ts";
import { Lines } from "./lines.ts";
import { PARTS, PartSums, partsOf } from "./parts.ts";
import { catalogueOf, evidenceOf } from "./plain-month.test-support.ts";
import { EARNEST_1 } from "./policy.ts";
import { type Bonus, receiptOf } from "./receipt.ts";
import { Splitter } from "./split.ts";

const NONE: Record<Bonus, number> = {
  ...{ claps: 0, highlight: 0, response: 0, firstFollow: 0, follower: 0, repeat: 0, boost: 0 },
};

/** "reading 80, follower 20", parts of nothing left out. */
function parts(micros: bigint, bonuses: Partial<Record<Bonus, number>>, bonusBps: number): string {
  const all = partsOf(micros, { ...NONE, ...bonuses }, bonusBps);
  return PARTS.flatMap((part, index) => (all[index] ? [`${part} ${all[index]}`] : [])).join(", ");
}

describe("the parts of a share", () => {
  it.each<[string, bigint, Partial<Record<Bonus, number>>, number, string]>([
    ["without a bonus are reading", 100n, {}, 0, "reading 100"],
    ["go by the weights", 125n, { follower: 2500 }, 2500, "reading 100, follower 25"],
    [
      "lose no micro",
      100n,
      { claps: 3000, response: 2000 },
      5000,
      "reading 67, claps 20, response 13",
    ],
    // 22 500 of bonuses, of which 15 000 count: each is two thirds of itself.
    [
      "are cut in proportion where more than is allowed came together",
      2_500n,
      { boost: 5000, claps: 17_500 },
      15_000,
      "reading 1000, claps 1167, boost 333",
    ],
    ["of nothing are nothing", 0n, { boost: 5000 }, 5000, ""],
    ["of one micro go to the largest", 1n, { boost: 5000 }, 5000, "reading 1"],
  ])("%s", (_, micros, bonuses, bonusBps, said) => {
    expect(parts(micros, bonuses, bonusBps)).toBe(said);
  });

  it("add up to it, and reading is never less than its weight makes it", () => {
    const anyBonuses = fc.array(fc.nat(5_000), { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), anyBonuses, (micros, bps) => {
        const bonuses = Object.fromEntries(
          PARTS.slice(1).map((part, index) => [part, bps[index]!]),
        );
        const bonusBps = Math.min(
          15_000,
          bps.reduce((a, b) => a + b, 0),
        );
        const all = partsOf(micros, bonuses as Record<Bonus, number>, bonusBps);
        expect(sum(all)).toBe(micros);
        expect(all[0]! >= (micros * 10_000n) / BigInt(10_000 + bonusBps)).toBe(true);
      }),
    );
  });
});

describe("the parts of every story in a month", () => {
  it("are those of all its members’ receipts together, and add up to its lines", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { stories, months } = communityOf(seed, 6, 5, { hugeNumbers: true });
        const catalogue = catalogueOf(stories);
        const splitter = new Splitter(EARNEST_1, catalogue);
        const lines = new Lines();
        const sums = new PartSums(EARNEST_1, catalogue);
        splitter.split(evidenceOf(catalogue, ...months), lines, (first) =>
          sums.add(splitter, lines, first),
        );
        const expected = new Map<number, bigint[]>();
        for (const month of months) {
          if (month.poolMicros === 0n) continue;
          for (const author of receiptOf(EARNEST_1, catalogue, evidenceOf(catalogue, month))
            .authors) {
            for (const { storyId, share } of author.stories) {
              const own = partsOf(share.micros, author.bonuses, author.bonusBps);
              const before = expected.get(storyId) ?? PARTS.map(() => 0n);
              expected.set(
                storyId,
                before.map((micros, index) => micros + own[index]!),
              );
            }
          }
        }
        for (const [storyId, all] of expected) {
          expect(sums.ofStory(catalogue.storyPlace(storyId))).toEqual(all);
        }
        const total = sum([...sums.micros].map(BigInt));
        expect(total).toBe(sum([...lines.amounts.micros.subarray(0, lines.count)]));
      }),
      { numRuns: 60 },
    );
  });
});
