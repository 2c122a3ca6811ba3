/** The report notices whatever is missing, whoever lost it. */
import { describe, expect, it } from "vitest";
import type { DocumentNode } from "../../../core/stories/grammar.ts";
import { a, code, doc, fig, h2, li, p, quote, table, td, tr, ul } from "../document/notation.ts";
import { fidelityOf } from "./fidelity.ts";
import type { DroppedKind, Fidelity, Tally } from "./report.ts";
import { parseSource } from "./source-tree.ts";

const PAGE =
  "<h2>One</h2><p>a <a href='/b'>b</a></p><blockquote><p>c</p></blockquote><ul><li>d</li></ul>" +
  "<pre>e</pre><table><tr><td>f</td></tr></table><figure><img src='g.png'><figcaption>h</figcaption></figure>";

const BLOCKS: DocumentNode[] = [
  ...[h2("One"), p("a ", a("/b", "b")), quote(p("c")), ul(li(p("d"))), code("e")],
  ...[table(tr(td(p("f")))), fig({ src: "g.png" }, "h")],
];

/** The report on that page if these blocks had been made of it. */
function reported(blocks: DocumentNode[], dropped: Tally<DroppedKind> = {}): Fidelity {
  const page = parseSource(PAGE, "html");
  if (!page.ok) throw new Error(page.refusal);
  const root = page.value;
  return fidelityOf({ page: root, root, taken: [] }, { dropped, changed: {} }, doc(...blocks));
}

function lost(blocks: DocumentNode[], dropped?: Tally<DroppedKind>): Partial<Fidelity["lost"]> {
  const entries = Object.entries(reported(blocks, dropped).lost);
  return Object.fromEntries(entries.filter(([, count]) => count > 0));
}

const without = (index: number, ...instead: DocumentNode[]) =>
  BLOCKS.toSpliced(index, 1, ...instead);

describe("the report", () => {
  it("is that all is kept where it is", () => {
    const { intact, source, kept } = reported(BLOCKS);
    expect(intact).toBe(true);
    expect(kept).toEqual(source);
    expect(source).toEqual({
      ...{ characters: 10, paragraphs: 4, headings: 1, listItems: 1, quotes: 1, codeBlocks: 1 },
      ...{ tables: 1, links: 1, images: 1 },
    });
  });

  it.each<[string, DocumentNode[], Partial<Fidelity["lost"]>]>([
    ["a heading", without(0), { characters: 3, headings: 1 }],
    ["a heading that became a paragraph", without(0, p("One")), { headings: 1 }],
    ["a paragraph and its link", without(1), { characters: 2, paragraphs: 1, links: 1 }],
    ["a link whose text was kept", without(1, p("a b")), { links: 1 }],
    ["a quote", without(2), { characters: 1, paragraphs: 1, quotes: 1 }],
    ["an item that became a paragraph", without(3, p("d")), { listItems: 1 }],
    ["code that became a paragraph", without(4, p("e")), { codeBlocks: 1 }],
    ["a table whose text was kept", without(5, p("f")), { tables: 1 }],
    ["a picture whose caption was kept", without(6, p("h")), { images: 1 }],
    ["a caption", without(6, fig({ src: "g.png" })), { characters: 1 }],
    [
      "a paragraph run into the next",
      [h2("One"), p("a ", a("/b", "b"), "c"), ...BLOCKS.slice(3)],
      { paragraphs: 1, quotes: 1 },
    ],
  ])("notices the loss of %s", (_, blocks, missing) => {
    expect(lost(blocks)).toEqual(missing);
    expect(reported(blocks).intact).toBe(false);
  });

  it("notices a letter that became another", () => {
    const changed = reported(without(4, code("E")));
    expect(Object.values(changed.lost).every((count) => count === 0)).toBe(true);
    expect(changed.intact).toBe(false);
  });

  it("does not call lost what was left out on purpose", () => {
    expect(lost(without(6, p("h")), { "picture-without-address": 1 })).toEqual({});
    expect(lost(without(1, p("a b")), { "unsafe-link": 1 })).toEqual({});
    expect(lost(without(1, p("a b")), { tracker: 1 })).toEqual({ links: 1 });
  });

  it("lets passages stand elsewhere than in the page", () => {
    expect(reported(BLOCKS.toReversed()).intact).toBe(true);
  });
});
