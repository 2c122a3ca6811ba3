import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pairsOf } from "./differences.ts";

/** "a b c" against "a x c" is printed "a=a b|x c=c"; "-" is nothing. */
function compared(left: string, right: string): string {
  const texts = (words: string) => words.split(" ").filter(Boolean);
  return pairsOf(texts(left), texts(right))
    .map((pair) => `${pair.left ?? "-"}${pair.isSame ? "=" : "|"}${pair.right ?? "-"}`)
    .join(" ");
}

describe("two versions side by side", () => {
  it.each([
    ["a b c", "a b c", "a=a b=b c=c"],
    ["a b c", "a x c", "a=a b|x c=c"],
    ["a c", "a b c", "a=a -|b c=c"],
    ["a b c", "a c", "a=a b|- c=c"],
    ["a b c d", "b c d e", "a|- b=b c=c d=d -|e"],
    ["a b", "x y z", "a|x b|y -|z"],
    ["", "a", "-|a"],
    ["", "", ""],
    ["a a", "a", "a=a a|-"],
  ])("%j and %j: %j", (left, right, expected) => {
    expect(compared(left, right)).toBe(expected);
  });

  const anyTexts = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 12 });

  it("hold every paragraph of both sides once, in its order", () => {
    fc.assert(
      fc.property(anyTexts, anyTexts, (left, right) => {
        const pairs = pairsOf(left, right);
        expect(pairs.flatMap((pair) => pair.left ?? [])).toEqual(left);
        expect(pairs.flatMap((pair) => pair.right ?? [])).toEqual(right);
        for (const { left, right, isSame } of pairs) expect(left === right).toBe(isSame);
      }),
    );
  });

  it("of two long and wholly different texts come at once", () => {
    const many = (sign: string) => Array.from({ length: 5000 }, (_, index) => `${sign}${index}`);
    expect(pairsOf(many("a"), many("b"))).toHaveLength(5000);
  });
});
