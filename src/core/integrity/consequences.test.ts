import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Attention, heldBps, rankingWeight, type Side, standingOut } from "./consequences.ts";
import { EARNED, TRADED, UNPROVEN } from "./ties.ts";

/** "12", or "12 cleared 10": a surprise, and a verdict with the surprise it was given at. */
function side(text: string): Side {
  const [surprise, kind, at] = text.split(" ");
  const verdict = kind
    ? { kind: kind as NonNullable<Side["verdict"]>["kind"], surprise: Number(at ?? 0) }
    : null;
  return { surprise: Number(surprise), verdict };
}

function held(member: string, author: string, more: Partial<Attention> = {}): number {
  const attention = { discount: 0.8, verdict: null, waits: false, ...more };
  return heldBps({ member: side(member), author: side(author), ...attention });
}

describe("what waits of a member’s dues for an author", () => {
  it.each([
    ["nothing below one in 160,000", "11.9", "0", 0],
    ["what is not counted, where the member stands out", "12", "0", 8000],
    ["what is not counted, where the author does", "0", "12", 8000],
    ["nothing where a person cleared the author of as much", "0", "13 cleared 12", 0],
    [
      "what is not counted, where it is much worse than what was cleared",
      "0",
      "15 cleared 12",
      8000,
    ],
    [
      "what is not counted, where a person said so, whatever the figures",
      "0",
      "0 discounted",
      8000,
    ],
    ["what is not counted of a member who left", "0 left", "0", 8000],
    ["everything of an author whose shares a person set aside", "0", "0 escrowed", 10_000],
    ["everything of an author who left", "0", "0 left", 10_000],
    ["nothing more where an author was told", "0", "5 nudged", 0],
  ])("is %s", (_, member, author, bps) => {
    expect(held(member, author)).toBe(bps);
  });

  it("goes by a word about exactly these two before all others", () => {
    const cleared = { kind: "cleared", surprise: 0 } as const;
    const discounted = { kind: "discounted", surprise: 0 } as const;
    expect(held("20", "20 escrowed", { verdict: cleared })).toBe(0);
    expect(held("0", "0", { verdict: discounted, discount: 0 })).toBe(10_000);
  });

  it("is let go later than it is held, so that nothing swings", () => {
    expect(held("0", "10", { waits: true })).toBe(8000);
    expect(held("0", "10", { waits: false })).toBe(0);
    expect(held("0", "8.9", { waits: true })).toBe(0);
  });

  it("is a part of the whole, and never less for more surprise", () => {
    const surprise = fc.double({ min: 0, max: 100, noNaN: true });
    const discount = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(surprise, surprise, discount, fc.boolean(), (one, more, discount, waits) => {
        const of = (value: number) => held("0", String(value), { discount, waits });
        const [less, greater] = [of(one), of(one + more)];
        expect(less).toBeGreaterThanOrEqual(0);
        expect(greater).toBeLessThanOrEqual(10_000);
        expect(greater).toBeGreaterThanOrEqual(less);
      }),
    );
  });
});

describe("an account that was cleared", () => {
  it("stands out again when it is worse by more than the margin", () => {
    expect(standingOut(side("11.9 cleared 9"))).toBe(0);
    expect(standingOut(side("12 cleared 9"))).toBe(12);
  });
});

describe("the weight of a follow where stories are ranked", () => {
  it("is nothing when it was traded, and less than whole while nothing is shown", () => {
    expect(rankingWeight(TRADED, 0.95)).toBe(0);
    expect(rankingWeight(EARNED, 0.1)).toBe(1);
    expect(rankingWeight(UNPROVEN, 0.2)).toBeCloseTo(0.4);
  });
});
