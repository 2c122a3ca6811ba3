/** The HTML of stories: what each block becomes, and that nothing of a writer's is taken for markup. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DocumentNode } from "../../../core/stories/grammar.ts";
import { parseSource, type SourceElement, within } from "../import/source-tree.ts";
import {
  a,
  br,
  code,
  doc,
  em,
  fig,
  h2,
  h3,
  hr,
  li,
  mono,
  ol,
  p,
  pull,
  quote,
  strong,
  table,
  td,
  th,
  tr,
  ul,
} from "./notation.ts";
import { parseDocument } from "./parse-document.ts";
import { type PictureLookup, renderHtml, renderPreviewHtml } from "./render-html.ts";

const KEY = "0123456789abcdef";
const pictures: PictureLookup = (key) => ({
  src: `/pictures/${key}.webp`,
  srcset: `/pictures/${key}-small.webp 800w`,
});
const rendered = (...blocks: DocumentNode[]) => renderHtml(doc(...blocks), pictures);

describe("a block", () => {
  it.each<[string, DocumentNode, string]>([
    ["paragraph", p("a ", em("b"), br, strong("c")), "<p>a <em>b</em><br><strong>c</strong></p>"],
    ["paragraph without text", p(), ""],
    ["heading", h2("On Walking"), '<h2 id="s-on-walking">On Walking</h2>'],
    ["smaller heading", h3("日本"), '<h3 id="s-日本">日本</h3>'],
    ["quote", quote(p("a"), p("b")), "<blockquote><p>a</p><p>b</p></blockquote>"],
    ["pulled quote", pull("a"), '<blockquote class="pullquote"><p>a</p></blockquote>'],
    ["list", ul(li(p("a")), li(p("b"))), "<ul><li><p>a</p></li><li><p>b</p></li></ul>"],
    ["numbered list", ol(1, li(p("a"))), "<ol><li><p>a</p></li></ol>"],
    ["list that goes on", ol(4, li(p("a"))), '<ol start="4"><li><p>a</p></li></ol>'],
    [
      "code",
      code("if (a < b) {\n\t&", "js"),
      '<pre tabindex="0">\n<code class="language-js">if (a &lt; b) {\n\t&amp;</code></pre>',
    ],
    ["code in no language", code("a"), '<pre tabindex="0">\n<code>a</code></pre>'],
    ["separator", hr, "<hr>"],
    [
      "table",
      table(tr(th(p("a")), { ...td(p("b")), attrs: { colspan: 2 } })),
      '<div class="table" tabindex="0"><table><tbody><tr><th><p>a</p></th><td colspan="2"><p>b</p></td></tr></tbody></table></div>',
    ],
    [
      "picture",
      fig({ key: KEY, layout: "outset", alt: 'A "B"', width: 800, height: 600 }, "c ", em("d")),
      `<figure class="figure-outset"><img src="/pictures/${KEY}.webp" srcset="/pictures/${KEY}-small.webp 800w" alt="A &quot;B&quot;" width="800" height="600" loading="lazy" decoding="async"><figcaption>c <em>d</em></figcaption></figure>`,
    ],
    [
      "picture that is a link",
      fig({ key: KEY, href: "https://example.com" }),
      `<figure class="figure-inset"><a href="https://example.com" rel="nofollow ugc noopener"><img src="/pictures/${KEY}.webp" srcset="/pictures/${KEY}-small.webp 800w" alt="" loading="lazy" decoding="async"></a></figure>`,
    ],
    [
      "picture that waits elsewhere, which nobody is sent to",
      fig({ src: "https://example.com/a.png", alt: "A <b>" }, "c"),
      '<figure class="figure-inset"><span class="picture-missing" role="img" aria-label="A &lt;b&gt;"></span><figcaption>c</figcaption></figure>',
    ],
  ])("that is a %s", (_, block, html) => {
    expect(rendered(block)).toBe(html);
  });

  it("that is a picture of ours that is gone shows its alternative text", () => {
    const html = renderHtml(doc(fig({ key: KEY })), () => null);
    expect(html).toContain('aria-label="A picture that is not here"');
    expect(html).not.toContain("<img");
  });
});

describe("marks", () => {
  it.each<[string, DocumentNode, string]>([
    [
      "nest, the link outermost",
      p(strong(em(a("/a", "b")))),
      '<p><a href="/a"><em><strong>b</strong></em></a></p>',
    ],
    [
      "stay open over neighbours",
      p(a("/a", "b", em("c"), mono("d"))),
      '<p><a href="/a">b<em>c</em><code>d</code></a></p>',
    ],
    [
      "close when another link begins",
      p(a("/a", "b"), a("/c", "d")),
      '<p><a href="/a">b</a><a href="/c">d</a></p>',
    ],
    [
      "close around what does not have them",
      p(em("a", strong("b")), strong("c")),
      "<p><em>a<strong>b</strong></em><strong>c</strong></p>",
    ],
    [
      "out of the site say so to search engines",
      p(a("mailto:a@b.c?x&y", "m")),
      '<p><a href="mailto:a@b.c?x&amp;y" rel="nofollow ugc noopener">m</a></p>',
    ],
  ])("%s", (_, block, html) => {
    expect(rendered(block)).toBe(html);
  });
});

describe("headings", () => {
  it("have an id each, and one that no page has for itself", () => {
    const html = rendered(h2("A"), h3("A"), h2("A 2"), h2("🎉"), h2("🎉"));
    const ids = [...html.matchAll(/id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids).toEqual(["s-a", "s-a--2", "s-a-2", "s-story", "s-story--2"]);
  });
});

describe("a preview", () => {
  it("is the beginning of the whole, to the letter", () => {
    const document = doc(h2("A"), p("b"), h2("A"), p("c"));
    const whole = renderHtml(document, pictures);
    expect(renderPreviewHtml(document, 3, pictures)).toBe(whole.replace("<p>c</p>", ""));
    expect(renderPreviewHtml(document, 0, pictures)).toBe("");
    expect(renderPreviewHtml(document, 99, pictures)).toBe(whole);
  });
});

const ALLOWED = new Set(
  "p h2 h3 em strong code a br blockquote ul ol li pre hr figure figcaption img span div table tbody tr td th".split(
    " ",
  ),
);
const ATTRIBUTES = new Set(
  "id href rel class start src srcset alt width height loading decoding colspan rowspan role aria-label tabindex".split(
    " ",
  ),
);

describe("what a writer writes", () => {
  const nasty = fc
    .array(
      fc.constantFrom(
        ...[
          "<",
          ">",
          '"',
          "'",
          "&",
          "</p>",
          "<script>alert(1)</script>",
          "<img src=x onerror=alert(1)>",
        ],
        ...[
          "-->",
          "]]>",
          "&lt;script&gt;",
          "javascript:alert(1)",
          "`",
          "\u2028",
          "a",
          " ",
          "&#60;",
          "</code></pre>",
        ],
      ),
      { minLength: 1, maxLength: 6 },
    )
    .map((parts) => parts.join(""));

  it("is never markup, wherever it stands", () => {
    fc.assert(
      fc.property(nasty, nasty, (one, other) => {
        const href = `/${encodeURI(one)}"><script>`.replaceAll(/\s/g, "");
        const blocks = [
          ...[p(one, em(other), a(href, one)), h2(one), pull(one), code(one), quote(p(other))],
          ...[ul(li(p(one))), fig({ key: KEY, alt: one }, other), fig({ src: "a.png", alt: one })],
        ];
        const html = renderHtml(doc(...blocks), () => ({ src: one, srcset: other }));
        const page = parseSource(html, "html");
        expect(page.ok).toBe(true);
        if (page.ok) for (const element of elementsOf(page.value)) expectHarmless(element);
      }),
      { numRuns: 300 },
    );
  });

  it("cannot be a document that holds an address with a program", () => {
    for (const href of ["javascript:1", "JAVASCRIPT:1", "data:text/html,x", "//x.example"]) {
      expect(parseDocument({ type: "doc", content: [p(a(href, "x"))] }).ok).toBe(false);
      expect(parseDocument({ type: "doc", content: [fig({ href })] }).ok).toBe(false);
    }
  });
});

function elementsOf(page: SourceElement): SourceElement[] {
  return [...within(page)].filter((node): node is SourceElement => typeof node !== "string");
}

function expectHarmless({ name, attributes }: SourceElement): void {
  expect(ALLOWED).toContain(name);
  for (const attribute of Object.keys(attributes)) expect(ATTRIBUTES).toContain(attribute);
  if (attributes.href !== undefined) expect(attributes.href).toMatch(/^\//);
}
