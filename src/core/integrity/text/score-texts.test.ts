import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scoreTexts } from "./score-texts.ts";

const generic = (text: string) => scoreTexts([text]).genericness[0]!;

describe("a response that would stand under any story", () => {
  it.each([
    "Great post!",
    "So true",
    "Thanks for sharing 👏",
    "Loved this, well written",
    "Sehr schöner Artikel, danke",
    "Muy bueno, gracias",
    "写得真好",
  ])("is general: %s", (text) => {
    expect(generic(text)).toBe(1);
  });

  it("is no longer when it says something of the story", () => {
    expect(generic("The kiln in the third picture was built by my grandfather.")).toBeLessThan(0.2);
    expect(generic("Great post! The kiln is older than you say.")).toBeLessThan(0.7);
  });

  it("is what an offer is too", () => {
    expect(generic("Follow me and I follow you back, f4f")).toBe(1);
  });

  it("is not made particular by names, addresses and numbers", () => {
    expect(generic("Great post @wil https://example.org/kiln 2024")).toBe(1);
  });
});

describe("scores", () => {
  it("of what is pasted again and again are those of its other copies", () => {
    const offers = ["a", "b", "c", "d", "e"].map(
      (who) => `Dear ${who}, follow me and I follow you back today, sub for sub my friends`,
    );
    const hidden = "Dear f, fol.l0w me and I f0l.low you back today, sub for sub my friends";
    const alone = scoreTexts([hidden]).solicits[0]!;
    const among = scoreTexts([...offers, hidden]).solicits[5]!;
    expect(among).toBeGreaterThanOrEqual(Math.max(alone, 0.8));
    const talk = "I never follow people who ask me to, it empties the word reader of all sense";
    expect(scoreTexts([...offers, talk]).solicits[5]).toBe(scoreTexts([talk]).solicits[0]);
  });

  it("are the same whatever stands beside a text that is no copy", () => {
    const texts = fc.uniqueArray(fc.oneof(fc.string({ unit: "grapheme" }), fc.constant("f4f?")), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(texts, (some) => {
        const together = scoreTexts(some);
        for (const [place, text] of some.entries()) {
          const alone = scoreTexts([text]);
          expect(together.solicits[place]).toBe(alone.solicits[0]);
          expect(together.genericness[place]).toBe(alone.genericness[0]);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("lie between 0 and 1, for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const { genericness, solicits } = scoreTexts([text]);
        for (const score of [genericness[0]!, solicits[0]!]) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 300 },
    );
  });
});
