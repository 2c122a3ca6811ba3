import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalised } from "./normalise.ts";

describe("a disguised word", () => {
  it.each([
    ["FOLLOW me", "follow me"],
    ["fоllоw mе", "follow me"], // Cyrillic о and е
    ["ｆｏｌｌｏｗ", "follow"],
    ["𝓯𝓸𝓵𝓵𝓸𝔀", "follow"],
    ["f\u200bo\u200dl\u2060l\u00adow", "follow"],
    ["f o l l o w  me", "follow me"],
    ["f.o.l.l.o.w", "follow"],
    ["fóllòw", "follow"],
    ["f0ll0w", "follow"],
    ["followwww", "follow"],
    ["follow 4 follow", "follow for follow"],
    ["sub4sub", "sub for sub"],
  ])("%s is %s", (text, plain) => {
    expect(normalised(text)).toBe(plain);
  });
});

describe("what names nobody in particular", () => {
  it.each([
    ["see https://example.org/a?b=1 now", "see <url> now"],
    ["see www.example.org", "see <url>"],
    ["see example.org/kiln", "see <url>"],
    ["thanks @wil_h.", "thanks <name> ."],
    ["1,000 followers in 2024", "<n> followers in <n>"],
  ])("is masked: %s", (text, plain) => {
    expect(normalised(text)).toBe(plain);
  });
});

describe("an honest word", () => {
  it.each([
    ["Он читает", "он читает"],
    ["Ελλάδα", "ελλαδα"],
    ["हिन्दी में", "हिन्दी में"],
    ["맞팔", "맞팔"],
    ["ガラス", "ガラス"],
    ["i ran. then", "i ran. then"],
  ])("stays what it is: %s", (text, plain) => {
    expect(normalised(text)).toBe(plain);
  });
});

describe("normalising", () => {
  it("a second time changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-composite" }), (text) => {
        const once = normalised(text);
        expect(normalised(once).replaceAll(/[<>]/g, "")).toBe(once.replaceAll(/[<>]/g, ""));
      }),
      { numRuns: 200 },
    );
  });

  it("does not depend on the capitals", () => {
    const words = fc.array(fc.constantFrom("follow", "me", "kiln", "4", "@wil", "été"));
    fc.assert(
      fc.property(words, (some) => {
        const text = some.join(" ");
        expect(normalised(text.toUpperCase())).toBe(normalised(text));
      }),
    );
  });
});
