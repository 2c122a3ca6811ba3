/** The pictures, the text and the measure of a story. */
import { describe, expect, it } from "vitest";
import { doc, em, fig, h2, li, p, printed, quote, ul } from "./notation.ts";
import { firstImage, picturesOf, withPictures } from "./pictures.ts";
import { excerptOf, measureOf, plainText } from "./plain-text.ts";

const KEY = "0123456789abcdef";

describe("the pictures of a story", () => {
  const document = doc(
    p("a"),
    fig({ src: "https://example.com/a.png", alt: "A" }, "one"),
    quote(p("b"), fig({ key: KEY, width: 8, height: 6 }, "two")),
    ul(li(p("c"), fig({ src: "b.png" }))),
    fig({}),
  );

  it("are found in reading order, with the block each stands in", () => {
    expect(picturesOf(document)).toEqual([
      { key: null, src: "https://example.com/a.png", alt: "A", caption: "one", block: 1 },
      { key: KEY, src: null, alt: "", caption: "two", block: 2 },
      { key: null, src: "b.png", alt: "", caption: "", block: 3 },
    ]);
  });

  it("have a first that is ours", () => {
    expect(firstImage(document)?.key).toBe(KEY);
    expect(firstImage(doc(p("a")))).toBeNull();
  });

  it("take their places when they were fetched, and the others wait on", () => {
    const fetched = new Map([["b.png", { key: "f".repeat(16), width: 10, height: 20 }]]);
    const changed = withPictures(document, fetched);
    expect(picturesOf(changed)[2]).toMatchObject({ key: "f".repeat(16), src: null });
    expect(picturesOf(changed)[0]).toMatchObject({ src: "https://example.com/a.png" });
    expect(printed(document)).toContain("fig[b.png inset]");
  });
});

describe("the text of a story", () => {
  const document = doc(h2("Ways"), p("To ", em("walk"), "."), fig({ key: KEY }, "Me"), p("End."));

  it("is its blocks with empty lines between", () => {
    expect(plainText(document)).toBe("Ways\n\nTo walk.\n\nMe\n\nEnd.");
  });

  it("has an excerpt of no more than the preview's blocks", () => {
    expect(excerptOf(document, 100, 2)).toBe("Ways To walk.");
    expect(excerptOf(document, 8, 4)).toBe("Ways To…");
    expect(excerptOf(document, 100, 0)).toBe("");
  });

  it("is measured with its pictures", () => {
    expect(measureOf(document)).toEqual({ words: 5, images: 1, expectedSeconds: 2 + 12 });
  });
});
