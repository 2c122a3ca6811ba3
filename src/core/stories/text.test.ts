/** The text of documents: white space, breaks and cutting. */
import { describe, expect, it } from "vitest";
import type { DocumentNode } from "./grammar.ts";
import { codeText, collapsed, cutText, inkOf, passagesOf, plainTextOf } from "./text.ts";

const text = (value: string): DocumentNode => ({ type: "text", text: value });
const br: DocumentNode = { type: "hard_break" };
const p = (...content: DocumentNode[]): DocumentNode => ({ type: "paragraph", content });

describe("the text of a document", () => {
  it.each<[string, DocumentNode, string[]]>([
    ["joins what stands in one block", p(text("a "), text("b")), ["a b"]],
    ["collapses white space as a browser does", p(text("  a\n\t b  "), text(" c ")), ["a b c"]],
    ["keeps no-break spaces and word joiners", p(text("\u00a0a\u2060b")), ["\u00a0a\u2060b"]],
    ["ends lines at breaks", p(br, text("a "), br, text(" b"), br), ["a\nb"]],
    [
      "leaves out blocks without text",
      { type: "doc", content: [p(), p(text(" ")), p(text("a"))] },
      ["a"],
    ],
    [
      "keeps the white space of code",
      { type: "code_block", content: [text("\n \n  a\n   b\n ")] },
      ["  a\n   b"],
    ],
    [
      "takes captions and not alternative texts",
      { type: "figure", attrs: { alt: "x" }, content: [text("c")] },
      ["c"],
    ],
    [
      "reads blocks in blocks in order",
      {
        type: "doc",
        content: [
          {
            type: "bullet_list",
            content: [{ type: "list_item", content: [p(text("a")), p(text("b"))] }],
          },
          { type: "blockquote", content: [p(text("c"))] },
        ],
      },
      ["a", "b", "c"],
    ],
  ])("%s", (_, node, passages) => {
    expect(passagesOf(node)).toEqual(passages);
  });

  it("has an empty line between blocks", () => {
    const document = { type: "doc", content: [p(text("a")), p(text("b"))] };
    expect(plainTextOf(document)).toBe("a\n\nb");
  });

  it("is read in a time that grows with its length, whatever it is made of", () => {
    const many = Array.from({ length: 50_000 }, () => br);
    expect(passagesOf(p(text("a"), ...many, text("b")))[0]).toHaveLength(50_002);
    expect(codeText(`a${" \n".repeat(200_000)}b`)).toHaveLength(400_002);
  });
});

describe("a line of text", () => {
  it("counts what is not white space", () => {
    expect(inkOf(" Café au\u00a0lait\n")).toBe(11);
  });

  it("has no white space at its ends when collapsed", () => {
    expect(collapsed("\n a \t b ")).toBe("a b");
  });

  it.each([
    ["short enough", 20, "short enough"],
    ["cut between words here", 12, "cut between…"],
    ["onelongwordwithoutanyspace", 10, "onelongwo…"],
    ["eight😀😀", 7, "eight…"],
  ])("%s at %i is cut to %s", (whole, charsMax, cut) => {
    expect(cutText(whole, charsMax)).toBe(cut);
    expect(cutText(whole, charsMax).isWellFormed()).toBe(true);
  });
});
