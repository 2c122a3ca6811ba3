/** Reading time: words in any script, and seconds. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectedSeconds, readingMinutes, wordsOf } from "./reading-time.ts";

describe("the words of a text", () => {
  it.each([
    ["", 0],
    ["— … 🎉", 0],
    ["One, two three.", 3],
    ["the law\u2060—\u2060all these", 4],
    ["well-known 3.5 %", 2],
    ["não é só isso", 4],
    ["吾輩は猫である。名前はまだ無い。", 8],
    ["我们读 three words 吧", 5],
    ["안녕하세요 세계", 4],
    ["𠀀𠀁 ㄅ ᄀ", 3],
    ["“quoted” (in brackets) – 🎉 …", 3],
    ["ខ្មែរ ລາວ မြန်မာ བོད", 3],
    ["ภาษาไทย", 2],
    // Vowels above and below the line are no letters of their own.
    ["เป็นที่รู้จัก", 2],
  ])("%j are %i", (text, words) => {
    expect(wordsOf(text)).toBe(words);
  });

  it("are read at Medium's 500 characters a minute in Chinese", () => {
    const seconds = expectedSeconds({ words: wordsOf("读".repeat(500)), images: 0 });
    expect(seconds).toBe(60);
  });

  it("of two texts are the words of both", () => {
    fc.assert(
      fc.property(fc.lorem(), fc.lorem(), (one, other) => {
        expect(wordsOf(`${one} ${other}`)).toBe(wordsOf(one) + wordsOf(other));
      }),
    );
  });

  it("are counted in a time that grows with the text, whatever it is made of", () => {
    expect(wordsOf(".".repeat(500_000))).toBe(0);
    expect(wordsOf("\u2014 ".repeat(250_000))).toBe(0);
  });
});

describe("the reading time", () => {
  it.each([
    // 265 words are a minute.
    [0, 0, 0],
    [265, 0, 60],
    [1, 0, 1],
    [2650, 0, 600],
    // Pictures: 12, 11, 10 … 3, 3, 3 seconds.
    [0, 1, 12],
    [0, 2, 23],
    [0, 3, 33],
    [0, 9, 72],
    [0, 10, 75],
    [0, 11, 78],
    [0, 20, 105],
    [265, 1, 72],
  ])("of %i words and %i pictures is %i s", (words, images, seconds) => {
    expect(expectedSeconds({ words, images })).toBe(seconds);
  });

  it("only grows with words and pictures", () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(200), (words, images) => {
        const seconds = expectedSeconds({ words, images });
        expect(Number.isInteger(seconds)).toBe(true);
        expect(expectedSeconds({ words: words + 265, images })).toBe(seconds + 60);
        const more = expectedSeconds({ words, images: images + 1 }) - seconds;
        expect(more).toBe(Math.max(3, 12 - images));
      }),
    );
  });

  it.each([
    [0, 1],
    [1, 1],
    [60, 1],
    [61, 2],
    [600, 10],
  ])("of %i s is shown as %i min", (seconds, minutes) => {
    expect(readingMinutes(seconds)).toBe(minutes);
  });
});
