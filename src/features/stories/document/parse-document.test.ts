/** Documents from outside: what is taken, what is refused and with which word. */
import { describe, expect, it } from "vitest";
import type { DocumentNode } from "../../../core/stories/grammar.ts";
import {
  a,
  br,
  code,
  doc,
  fig,
  h2,
  json,
  li,
  ol,
  p,
  printed,
  quote,
  table,
  td,
  tr,
  ul,
} from "./notation.ts";
import {
  documentJson,
  documentSentences,
  parseDocument,
  storedDocument,
} from "./parse-document.ts";

const text = (value: string): DocumentNode => ({ type: "text", text: value });

function refusalOf(document: unknown): string | null {
  const ruling = parseDocument(document);
  return ruling.ok ? null : ruling.refusal;
}

/** A quote in a quote in a quote … around a paragraph. */
function nested(depth: number): DocumentNode {
  let node = p("deep");
  for (let level = 0; level < depth; level += 1) node = quote(node);
  return node;
}

describe("a document", () => {
  it("is taken with all the grammar has", () => {
    const document = doc(
      h2("One"),
      p("a", br, a("https://example.com", "b")),
      ul(li(p("c"), ol(3, li(p("d"))))),
      quote(p("e")),
      code("f\n  g", "js"),
      fig({ key: "0123456789abcdef", layout: "full", alt: "h" }, "i"),
      table(tr(td(p("j")))),
    );
    expect(printed(document)).toBe(
      "h2(One) p(a⏎a[https://example.com](b)) ul(li(p(c) ol[3](li(p(d))))) quote(p(e)) " +
        "code[js](f\n  g) fig[0123456789abcdef full](i) table(tr(td(p(j))))",
    );
    expect(printed(storedDocument(documentJson(document)))).toBe(printed(document));
  });

  it("loses attributes the grammar does not know", () => {
    const ruling = parseDocument(json({ ...p("a"), attrs: { onclick: "x", style: "y" } }));
    expect(ruling.ok && documentJson(ruling.value)).toEqual(json(p("a")));
  });

  it("loses control characters and half characters, which no database keeps", () => {
    const dirty = json(
      p("a\u0000b\u0007\ud800c\r\nd\u007f"),
      p("\u0000"),
      fig({ src: "a.png", alt: "\u0000x" }),
    );
    const ruling = parseDocument(dirty);
    const clean = json(p("ab\ufffdc\nd"), { type: "paragraph" });
    expect(ruling.ok && documentJson(ruling.value).content?.slice(0, 2)).toEqual(clean.content);
    expect(ruling.ok && ruling.value.child(2).attrs.alt).toBe("x");
  });

  it.each<[string, unknown]>([
    ["nothing", null],
    ["a text", "doc"],
    ["a number", 1],
    ["a list", []],
    ["an empty object", {}],
    ["another root", p("a")],
    ["a root without blocks", { type: "doc" }],
    ["a root with an empty list of blocks", { type: "doc", content: [] }],
    ["content that is no list", { type: "doc", content: "abc" }],
    ["content that holds nothing", { type: "doc", content: [null] }],
    ["text without a paragraph", json(text("a"))],
    ["an unknown block", json({ type: "script", content: [text("alert(1)")] })],
    ["a block named like a property of objects", json({ type: "__proto__" })],
    ["a block named constructor", json({ type: "constructor" })],
    ["a mark the grammar does not have", json(p({ ...text("a"), marks: [{ type: "blink" }] }))],
    [
      "a mark named like a property of objects",
      json(p({ ...text("a"), marks: [{ type: "__proto__" }] })),
    ],
    ["marks that are no list", json(p({ type: "text", text: "a", marks: "em" as never }))],
    ["a mark twice", json(p({ ...text("a"), marks: [{ type: "em" }, { type: "em" }] }))],
    ["a hundred marks", json(p({ ...text("a"), marks: Array(100).fill({ type: "em" }) }))],
    ["marks on a block", json({ ...p("a"), marks: [{ type: "em" }] })],
    ["marks on the root", { ...json(p("a")), marks: [{ type: "em" }] }],
    ["an empty text", json(p(text("")))],
    ["a text that is a number", json(p({ type: "text", text: 1 as never }))],
    ["a link that is a program", json(p(a("javascript:alert(1)", "a")))],
    ["a link without an address", json(p({ ...text("a"), marks: [{ type: "link" }] }))],
    [
      "a link whose address is a list",
      json(
        p({ ...text("a"), marks: [{ type: "link", attrs: { href: ["https://example.com"] } }] }),
      ),
    ],
    ["a heading of level 1", json({ type: "heading", attrs: { level: 1 }, content: [text("a")] })],
    ["a heading whose level is markup", json({ type: "heading", attrs: { level: "2><script>" } })],
    [
      "bold code",
      json({ type: "code_block", content: [{ ...text("a"), marks: [{ type: "strong" }] }] }),
    ],
    ["a list without items", json({ type: "bullet_list" })],
    ["an item without a paragraph", json(ul(li(h2("a"))))],
    ["a row without cells", json(table({ type: "table_row" }))],
    [
      "a picture from a data address",
      json(fig({ src: "data:image/svg+xml,<svg onload=alert(1)>" })),
    ],
    ["a picture whose key is a path", json(fig({ key: "../../../etc/pass" }))],
    ["an attribute that is an object", json(fig({ alt: { toString: "x" } }))],
  ])("that is %s is refused", (_, document) => {
    expect(refusalOf(document)).toBe("malformed-document");
  });

  it("6,000 deep is refused, and nothing runs out of stack", () => {
    expect(refusalOf(json(nested(6000)))).toBe("document-too-deep");
    expect(refusalOf(json(nested(100_000)))).toBe("document-too-deep");
  });

  it("deep where the library does not look is refused too", () => {
    let deep: unknown = "x";
    for (let level = 0; level < 6000; level += 1) deep = level % 2 === 0 ? [deep] : { deep };
    expect(refusalOf({ ...json(p("a")), attrs: { deep } })).toBe("document-too-deep");
    expect(refusalOf({ ...json(p("a")), extra: deep })).toBe("document-too-deep");
  });

  it("is taken up to its depth and refused beyond", () => {
    expect(refusalOf(json(nested(30)))).toBeNull();
    expect(refusalOf(json(nested(45)))).toBe("document-too-deep");
  });

  it("of 1 MB of text is refused, in one block or in many", () => {
    expect(refusalOf(json(p("x".repeat(1_000_000))))).toBe("document-too-long");
    const many = Array.from({ length: 1000 }, () => p("x".repeat(1000)));
    expect(refusalOf(json(...many))).toBe("document-too-long");
    expect(refusalOf(json(...many.slice(0, 500)))).toBeNull();
    expect(refusalOf(json(...many.slice(0, 501)))).toBe("document-too-long");
  });

  it("with megabytes in attributes is refused", () => {
    const long = Array.from({ length: 5000 }, () => fig({ src: "a.png", alt: "x".repeat(1000) }));
    expect(refusalOf(json(...long))).toBe("document-too-long");
  });

  it("of more than 5,000 blocks is refused, however they are nested", () => {
    const blocks = Array.from({ length: 5000 }, () => p("x"));
    expect(refusalOf(json(...blocks))).toBeNull();
    expect(refusalOf(json(...blocks, p("x")))).toBe("too-many-blocks");
    expect(refusalOf(json(ul(...blocks.map((block) => li(block))), p("x")))).toBe(
      "too-many-blocks",
    );
    const breaks = Array.from({ length: 70_000 }, () => br);
    expect(refusalOf(json(p(...breaks)))).toBe("too-many-blocks");
  });

  it("is refused with a sentence", () => {
    for (const sentence of Object.values(documentSentences))
      expect(sentence).toMatch(/^[A-Z].+\.$/);
  });
});
