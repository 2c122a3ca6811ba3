import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearDuplicates } from "./near-duplicates.ts";

const LONG =
  "i followed you because your story about the old kiln was the best that i have read this year";

describe("texts nearly the same", () => {
  it("are of one kind, and counted", () => {
    const texts = [LONG, "the tide tables were wrong", `${LONG} dear`, LONG, `oh ${LONG}`];
    const { first, copies } = nearDuplicates(texts);
    expect([...first]).toEqual([0, 1, 0, 0, 0]);
    expect([...copies]).toEqual([4, 1, 4, 4, 4]);
  });

  it("are not those that only share some words", () => {
    const { first } = nearDuplicates([LONG, "i followed the river to the old kiln last year"]);
    expect([...first]).toEqual([0, 1]);
  });

  it("are found among many others", () => {
    const others = Array.from(
      { length: 3000 },
      (_, n) => `${n} ${n * 7} story ${n % 13} of ${n * 3}`,
    );
    const { first, copies } = nearDuplicates([LONG, ...others, `${LONG} friend`]);
    expect(first[3001]).toBe(0);
    expect(copies[0]).toBe(2);
  });

  it("may be empty", () => {
    expect([...nearDuplicates(["", "", "a"]).copies]).toEqual([2, 2, 1]);
    expect(nearDuplicates([]).first.length).toBe(0);
  });
});

describe("kinds", () => {
  it("are as many whatever the order, for texts that are the same or wholly different", () => {
    const text = fc.constantFrom(LONG, "the tide tables were wrong again", "my aunt had bees");
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), (texts) => {
        const { first, copies } = nearDuplicates(texts);
        expect(new Set(first).size).toBe(new Set(texts).size);
        for (const [place, one] of texts.entries()) {
          expect(texts[first[place]!]).toBe(one);
          expect(copies[place]).toBe(texts.filter((other) => other === one).length);
        }
      }),
    );
  });
});
