import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AuthorId } from "../ids.ts";
import { sum } from "../money.ts";
import type { Month } from "../time.ts";
import { type Holder, lessenedBy, recordedShares, type Stake, takenBack } from "./take-back.ts";

const OCTOBER = "2026-10" as Month;

/** "author 3: 1000, platform: 500" */
function stakes(text: string): Stake[] {
  return text.split(", ").map((part) => {
    const [, holder, author, micros] = /^([a-z]+)(?: (\d+))?: (\d+)$/.exec(part)!;
    const authorId = author === undefined ? null : (Number(author) as AuthorId);
    return { holder: holder as Holder, month: OCTOBER, authorId, micros: BigInt(micros!) };
  });
}

function told(taken: readonly Stake[]): string {
  const name = ({ holder, authorId }: Stake) => [holder, authorId].filter((x) => x !== null);
  return taken.map((stake) => `${name(stake).join(" ")}: ${stake.micros}`).join(", ");
}

describe("taking back", () => {
  it.each([
    [
      "author 1: 600, author 2: 300, platform: 100",
      500n,
      "author 1: 300, author 2: 150, platform: 50",
    ],
    ["author 1: 1, author 2: 1, author 3: 1", 2n, "author 1: 1, author 2: 1"],
    ["author 1: 5, platform: 0", 5n, "author 1: 5"],
    ["author 1: 5, platform: 5", 12n, "author 1: 5, platform: 5, beyond: 2"],
    ["platform: 0", 3n, "beyond: 3"],
  ])("of %s %d takes %s", (text, micros, expected) => {
    expect(told(takenBack(micros, stakes(text)))).toBe(expected);
  });

  it("in two equal parts takes each its part, and no more than the whole", () => {
    const all = stakes("author 1: 3, author 2: 1");
    const first = takenBack(2n, all);
    const left = less(all, first);
    expect(told(first)).toBe("author 1: 2");
    expect(told(takenBack(2n, left))).toBe("author 1: 1, author 2: 1");
  });
});

function less(all: readonly Stake[], taken: readonly Stake[]): Stake[] {
  return all.map((stake) => {
    const same = taken.filter((t) => t.holder === stake.holder && t.authorId === stake.authorId);
    return { ...stake, micros: stake.micros - sum(same.map(({ micros }) => micros)) };
  });
}

const amount = fc.bigInt({ min: 0n, max: 5_000_000n });
const anyStakes = fc.array(amount, { minLength: 1, maxLength: 12 }).map((amounts) =>
  amounts.map(
    (micros, index): Stake => ({
      ...{ holder: "author", month: OCTOBER, micros },
      authorId: (index + 1) as AuthorId,
    }),
  ),
);

describe("whatever was paid, to whomever it went", () => {
  it("any sequence of refunds takes from nobody more than they have and ends at exactly zero", () => {
    fc.assert(
      fc.property(anyStakes, fc.array(fc.integer({ min: 1, max: 100 })), (all, cuts) => {
        let left = all;
        const total = sum(all.map(({ micros }) => micros));
        let given = 0n;
        for (const percent of cuts) {
          const micros = ((total - given) * BigInt(percent)) / 100n;
          const taken = takenBack(micros, left);
          expect(sum(taken.map((one) => one.micros))).toBe(micros);
          expect(taken.some(({ holder }) => holder === "beyond")).toBe(false);
          left = less(left, taken);
          expect(left.every((stake) => stake.micros >= 0n)).toBe(true);
          given += micros;
        }
        left = less(left, takenBack(total - given, left));
        expect(left.every((stake) => stake.micros === 0n)).toBe(true);
      }),
      { numRuns: 10_000 },
    );
  });

  it("every part is within one of its quota", () => {
    fc.assert(
      fc.property(anyStakes, fc.integer({ min: 0, max: 100 }), (all, percent) => {
        const total = sum(all.map(({ micros }) => micros));
        fc.pre(total > 0n);
        const micros = (total * BigInt(percent)) / 100n;
        const left = less(all, takenBack(micros, all));
        for (const [index, stake] of all.entries()) {
          const taken = stake.micros - left[index]!.micros;
          const off = taken * total - stake.micros * micros;
          expect(off < total && off > -total).toBe(true);
        }
      }),
    );
  });

  it("the charges that made a pool share its lines without taking one twice", () => {
    const lines = fc.array(amount, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(lines, fc.array(fc.nat(100)), (amounts, cuts) => {
        let left = amounts.map((micros) => ({ micros }));
        let pool = sum(amounts);
        for (const percent of [...cuts, 100]) {
          const contributed = (pool * BigInt(percent)) / 100n;
          const shares = recordedShares(contributed, left);
          expect(sum(shares.map(({ micros }) => micros))).toBe(contributed);
          left = left.map(({ micros }, index) => ({ micros: micros - shares[index]!.micros }));
          expect(left.every(({ micros }) => micros >= 0n)).toBe(true);
          pool -= contributed;
        }
        expect(left.every(({ micros }) => micros === 0n)).toBe(true);
      }),
    );
  });

  it("what was given beyond is taken off the first stakes that have it", () => {
    expect(told(lessenedBy(7n, stakes("platform: 5, deferred: 9, author 1: 3")))).toBe(
      "platform: 0, deferred: 7, author 1: 3",
    );
  });
});
