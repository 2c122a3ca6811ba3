/** What we render can be read again: an export of ours loses no text, and no more than looks. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DocumentNode } from "../../../core/stories/grammar.ts";
import { json, printed } from "../document/notation.ts";
import { type Document, parseDocument } from "../document/parse-document.ts";
import { withPictures } from "../document/pictures.ts";
import { plainText } from "../document/plain-text.ts";
import { renderHtml } from "../document/render-html.ts";
import { parseStoryHtml } from "./parse-story.ts";

const KEY = "0123456789abcdef";
const PICTURE = `/pictures/${KEY}.webp`;
const FETCHED = new Map([[PICTURE, { key: KEY, width: 8, height: 6 }]]);

const text = fc.oneof(
  fc
    .array(fc.oneof(fc.nat(0x7f), fc.nat(0x2fff), fc.nat(0x10ffff)), { minLength: 1, maxLength: 8 })
    .map((points) => String.fromCodePoint(...points)),
  fc.string({
    unit: fc.constantFrom(..." \n\t\u00a0\u2060<>&\"'a.é読"),
    minLength: 1,
    maxLength: 8,
  }),
  fc.constantFrom("&nbsp;", "</p>", "<br>", "]]>", "&#0;", "1", "  ", "\r\n"),
);
const mark = fc.constantFrom(
  ...[{ type: "em" }, { type: "strong" }, { type: "code" }],
  ...[
    { type: "link", attrs: { href: "/a" } },
    { type: "link", attrs: { href: "https://e.com/?a=b&c" } },
  ],
);
const ORDER = ["link", "em", "strong", "code"];
const marks = fc
  .uniqueArray(mark, { maxLength: 3, selector: ({ type }) => type })
  .map((list) =>
    list.toSorted((one, other) => ORDER.indexOf(one.type) - ORDER.indexOf(other.type)),
  );
const inline: fc.Arbitrary<DocumentNode[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ type: fc.constant("text"), text, marks }) },
    { weight: 1, arbitrary: fc.constant({ type: "hard_break" }) },
  ),
  { maxLength: 5 },
);
const figureAttrs = fc.record({
  key: fc.option(fc.constant(KEY)),
  layout: fc.constantFrom("inset", "outset", "full"),
  alt: text,
});

/** Any block the grammar allows. */
const { block } = fc.letrec<{ block: DocumentNode; item: DocumentNode; cell: DocumentNode }>(
  (tie) => ({
    block: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      fc.record({ type: fc.constant("paragraph"), content: inline }),
      fc.record({
        type: fc.constant("heading"),
        attrs: fc.record({ level: fc.constantFrom(2, 3) }),
        content: inline,
      }),
      fc.record({ type: fc.constant("pullquote"), content: inline }),
      fc.record({ type: fc.constant("figure"), attrs: figureAttrs, content: inline }),
      text.map((code) => ({ type: "code_block", content: [{ type: "text", text: code }] })),
      fc.constant({ type: "separator" }),
      fc.record({ type: fc.constant("blockquote"), content: some(tie("block")) }),
      fc.record({ type: fc.constant("bullet_list"), content: some(tie("item")) }),
      fc.record({ type: fc.constant("ordered_list"), content: some(tie("item")) }),
      some(tie("cell")).map((content) => ({
        type: "table",
        content: [{ type: "table_row", content }],
      })),
    ),
    item: fc.tuple(inline, fc.array(tie("block"), { maxLength: 2 })).map(([first, rest]) => ({
      type: "list_item",
      content: [{ type: "paragraph", content: first }, ...rest],
    })),
    cell: fc.record({
      type: fc.constantFrom("table_cell", "table_header"),
      content: some(tie("block")),
    }),
  }),
);

function some(blocks: fc.Arbitrary<DocumentNode>): fc.Arbitrary<DocumentNode[]> {
  return fc.array(blocks, { minLength: 1, maxLength: 3 });
}

function readAgain(document: Document): Document {
  const html = renderHtml(document, () => ({ src: PICTURE }));
  const ruling = parseStoryHtml(`<article><h1>The title</h1>${html}</article>`, "html");
  if (!ruling.ok) throw new Error(`refused: ${ruling.refusal}`);
  expect(ruling.value.title).toBe("The title");
  expect(ruling.value.report).toMatchObject({ intact: true, dropped: {} });
  return ruling.value.document;
}

const seenTypes = new Set<string>();

describe("any document of the grammar", () => {
  it("reads the same when it was rendered and read again", () => {
    fc.assert(
      fc.property(some(block), (blocks) => {
        const ruling = parseDocument(json(...blocks));
        if (!ruling.ok) throw new Error(ruling.refusal);
        ruling.value.descendants(({ type }) => void seenTypes.add(type.name));
        const again = readAgain(ruling.value);
        expect(plainText(again)).toBe(plainText(ruling.value));
        // The second time nothing is left to tidy.
        const tidy = withPictures(again, FETCHED);
        expect(printed(withPictures(readAgain(tidy), FETCHED))).toBe(printed(tidy));
      }),
      { numRuns: 1000 },
    );
    expect(seenTypes.size).toBe(16);
  });
});
