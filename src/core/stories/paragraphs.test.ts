import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DocumentNode } from "./grammar.ts";
import { documentOfParagraphs, paragraphsOf } from "./paragraphs.ts";

const paragraph = (...content: DocumentNode[]): DocumentNode => ({ type: "paragraph", content });
const text = (words: string): DocumentNode => ({ type: "text", text: words });
const doc = (...content: DocumentNode[]): DocumentNode => ({ type: "doc", content });
const br: DocumentNode = { type: "hard_break" };

describe("a story as plain paragraphs", () => {
  it("has an empty line between two, and a line end for a break", () => {
    const document = doc(paragraph(text("One"), br, text("two.")), paragraph(text("Three.")));
    expect(paragraphsOf(document)).toBe("One\ntwo.\n\nThree.");
    expect(documentOfParagraphs("One\ntwo.\n\nThree.")).toEqual(document);
  });

  it("is the same however many empty lines were typed, with whatever line ends", () => {
    const document = doc(paragraph(text("One.")), paragraph(text("Two.")));
    expect(documentOfParagraphs("\r\n\r\nOne.\r\n \t\r\n\r\n\r\nTwo.\r\n")).toEqual(document);
  });

  it("is one empty paragraph when nothing was typed", () => {
    expect(documentOfParagraphs(" \n\n ")).toEqual(doc({ type: "paragraph" }));
    expect(paragraphsOf(doc({ type: "paragraph" }))).toBe("");
  });

  it.each([
    ["a heading", { type: "heading", content: [text("One")] }],
    ["a picture", { type: "figure" }],
    ["a list", { type: "bullet_list" }],
    ["a mark", paragraph({ ...text("One"), marks: [{ type: "em" }] })],
    ["a break at its end", paragraph(text("One"), br)],
    ["two breaks together", paragraph(text("One"), br, br, text("two"))],
    ["a line end that is no break", paragraph(text("One\ntwo"))],
  ])("is not offered for a story with %s", (_, block) => {
    expect(paragraphsOf(doc(paragraph(text("Before.")), block))).toBe(null);
  });

  it("comes back as it went, whatever the words", () => {
    const line = fc.string({ unit: "grapheme" }).filter((words) => /^[^\s](.*[^\s])?$/.test(words));
    const lines = fc.array(line, { minLength: 1, maxLength: 3 });
    const paragraphs = fc.array(lines, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(paragraphs, (texts) => {
        const blocks = texts.map((each) =>
          paragraph(
            ...each.flatMap((words, index) => (index > 0 ? [br, text(words)] : [text(words)])),
          ),
        );
        const typed = paragraphsOf(doc(...blocks));
        expect(documentOfParagraphs(typed ?? "")).toEqual(doc(...blocks));
      }),
    );
  });
});
