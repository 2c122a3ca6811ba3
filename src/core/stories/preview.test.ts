/** Where the preview of a members-only story ends. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DocumentNode } from "./grammar.ts";
import { previewBlocks } from "./preview.ts";
import { passagesOf } from "./text.ts";

/** `story("p10 h4 fig p3")`: blocks of so many characters. */
function story(blocks: string): DocumentNode {
  const types: Record<string, string> = {
    p: "paragraph",
    h: "heading",
    fig: "figure",
    hr: "separator",
  };
  const content = blocks.split(" ").map((block) => {
    const [, name = "", chars = "0"] = /^([a-z]+)(\d*)$/.exec(block) ?? [];
    const type = types[name] ?? "";
    return chars === "" || chars === "0"
      ? { type }
      : { type, content: [{ type: "text", text: "x".repeat(Number(chars)) }] };
  });
  return { type: "doc", content };
}

describe("the preview", () => {
  it.each<[string, string, number | null, number]>([
    ["is three blocks where they are a fifth or more", "p10 p10 p10 p10 p10 p10 p10 p10", null, 3],
    ["is a fifth of many short blocks", Array(50).fill("p10").join(" "), null, 10],
    ["is no more than half of the text", "p10 p10 p10 p10", null, 2],
    ["has the first block, however long", "p90 p10", null, 1],
    ["is empty for a story of one block", "p10", null, 0],
    ["is empty for a story whose only text is after a picture", "fig p10", null, 0],
    ["is empty for a story without text", "fig fig", null, 0],
    ["shows what stands before the first text", "fig hr p10 p90", null, 3],
    ["does not end with a heading", "p10 p10 h4 p90 p90", null, 2],
    ["does not end with a separator and a heading", "p10 hr h4 p50", 3, 1],
    ["ends where the author says", "p10 p10 p10 p10", 3, 3],
    ["leaves the last text even if the author says all", "p10 p10 p10", 99, 2],
    ["leaves the last text even if pictures follow it", "p10 p10 p10 fig fig", 4, 2],
    ["has a block even if the author says none", "p10 p10 p10", 0, 1],
    ["has a block even if the author says less than none", "p10 p10 p10", -5, 1],
    ["takes whole blocks", "p10 p10 p10", 1.9, 1],
  ])("%s", (_, blocks, chosen, shown) => {
    expect(previewBlocks(story(blocks), chosen)).toBe(shown);
  });

  it("never shows all text, and shows some when two blocks have text", () => {
    const block = fc.oneof(
      fc
        .tuple(fc.constantFrom("p", "h", "fig"), fc.nat(40))
        .map(([name, chars]) => `${name}${chars}`),
      fc.constant("hr"),
    );
    const chosen = fc.option(fc.integer({ min: -2, max: 20 }));
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 15 }), chosen, (blocks, choice) => {
        const document = story(blocks.join(" "));
        const count = previewBlocks(document, choice);
        const shown = { ...document, content: document.content?.slice(0, count) ?? [] };
        const all = passagesOf(document).length;
        const some = passagesOf(shown).length;
        if (all > 0) expect(some).toBeLessThan(all);
        if (all > 1) expect(some).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });
});
