/** What becomes of the elements of a page. */
import { describe, expect, it } from "vitest";
import { printed } from "../document/notation.ts";
import {
  type ImportedStory,
  importSentences,
  parseStoryHtml,
  type StoryKind,
} from "./parse-story.ts";

function imported(source: string, kind: StoryKind = "html"): ImportedStory {
  const ruling = parseStoryHtml(source, kind);
  if (!ruling.ok) throw new Error(`refused: ${ruling.refusal}`);
  return ruling.value;
}

/** The document of a body, and that nothing of it was lost. */
function converted(body: string): string {
  const story = imported(`<h1>Title</h1>${body}`);
  expect(story.report).toMatchObject({ intact: true });
  return printed(story.document);
}

describe("a page", () => {
  it.each<[string, string, string]>([
    ["a paragraph", "<p>a</p>", "p(a)"],
    ["white space as a browser does", "<p>\n  a\n <b>  b </b>\tc\n</p>", "p(a strong(b )c)"],
    [
      "no-break spaces and word joiners",
      "<p>&nbsp;a&#8288;—b&nbsp;</p>",
      "p(\u00a0a\u2060—b\u00a0)",
    ],
    ["no empty paragraph", "<p></p><p> </p><p><br></p>a", "p(a)"],
    ["text without a paragraph", "a<p>b</p>c<div>d</div>e", "p(a) p(b) p(c) p(d) p(e)"],
    [
      "paragraphs left open",
      "<p>a<p>b<ul><li>c<li>d</ul>e",
      "p(a) p(b) ul(li(p(c)) li(p(d))) p(e)",
    ],
    ["breaks", "<p>a<br>b <br/> c<br></p>", "p(a⏎b⏎c)"],
    [
      "verse",
      "<blockquote><p><span>a</span><br/>\n<span>b</span></p></blockquote>",
      "quote(p(a⏎b))",
    ],
    [
      "marks",
      "<p><i>a</i><em>b</em><b>c</b><strong>d</strong><code>e</code><kbd>f</kbd></p>",
      "p(em(ab)strong(cd)mono(ef))",
    ],
    [
      "other marks by their look",
      "<p><cite>a</cite><b>b</b><dfn>c</dfn><samp>d</samp></p>",
      "p(em(a)strong(b)em(c)mono(d))",
    ],
    ["marks in marks", "<p><b>a<i>b</i></b></p>", "p(strong(a)em(strong(b)))"],
    ["marks over blocks", "<i><p>a</p><p>b</p></i>", "p(em(a)) p(em(b))"],
    ["marks crossed", "<p><b>a<i>b</b>c</i></p>", "p(strong(a)em(strong(b))c)"],
    [
      "plain elements as their text",
      '<p><span>a</span><abbr>b</abbr><font color="red">c</font></p>',
      "p(abc)",
    ],
    ["quotation marks", "<p>a <q>b <q>c</q></q></p>", "p(a “b “c””)"],
    [
      "links",
      '<p><a href="https://example.com/a b">a</a> <a href="/b">b</a></p>',
      "p(a[https://example.com/a%20b](a) a[/b](b))",
    ],
    [
      "links without a scheme",
      '<p><a href="//example.com">a</a></p>',
      "p(a[https://example.com](a))",
    ],
    [
      "links with line ends in them",
      '<p><a href=" https://e.com/a\n\tb ">a</a></p>',
      "p(a[https://e.com/ab](a))",
    ],
    ["anchors that are no links", '<p><a name="x">a</a><a href="">b</a></p>', "p(ab)"],
    ["links over blocks", '<a href="/a"><p>a</p><p>b</p></a>', "p(a[/a](a)) p(a[/a](b))"],
    ["headings, the highest as the larger", "<h2>a</h2><h3>b</h3><h6>c</h6>", "h2(a) h3(b) h3(c)"],
    ["headings, whatever the highest is", "<h4>a</h4><h5>b</h5>", "h2(a) h3(b)"],
    ["quotes", "<blockquote>a<p>b</p></blockquote>", "quote(p(a) p(b))"],
    [
      "quotes in quotes",
      "<blockquote><blockquote>a</blockquote></blockquote>",
      "quote(quote(p(a)))",
    ],
    ["pulled quotes", '<blockquote class="pullquote"><p>a</p></blockquote>', "pull(a)"],
    ["lists", "<ul><li>a</li><li><p>b</p><p>c</p></li></ul>", "ul(li(p(a)) li(p(b) p(c)))"],
    [
      "lists in lists",
      "<ol start=3><li>a<ul><li>b</li></ul></li></ol>",
      "ol[3](li(p(a) ul(li(p(b)))))",
    ],
    [
      "lists in lists without an item",
      "<ul><li>a</li><ul><li>b</li></ul></ul>",
      "ul(li(p(a) ul(li(p(b)))))",
    ],
    ["text between items", "<ul>a<li>b</li></ul>", "ul(li(p(a)) li(p(b)))"],
    ["items without a list", "<li>a</li><p>b</p>", "ul(li(p(a))) p(b)"],
    [
      "items that begin with another block",
      "<ul><li><pre>a</pre></li></ul>",
      "ul(li(p() code(a)))",
    ],
    ["code, to the space", "<pre><code>a\n  b\n\n\tc</code></pre>", "code(a\n  b\n\n\tc)"],
    ["code with breaks", "<pre>a<br>  b</pre>", "code(a\n  b)"],
    ["the language of code", '<pre><code class="hljs language-c++">a</code></pre>', "code[c++](a)"],
    ["coloured code", '<pre><span class="k">if</span> <span>x</span></pre>', "code(if x)"],
    ["separators", "a<hr>b", "p(a) hr p(b)"],
    [
      "figures",
      '<figure><img src="a.png" alt="A"><figcaption>b <i>c</i></figcaption></figure>',
      "fig[a.png inset](b em(c))",
    ],
    [
      "captions before pictures",
      '<figure><figcaption>b</figcaption><img src="a.png"></figure>',
      "fig[a.png inset](b)",
    ],
    [
      "captions of two paragraphs",
      '<figure><img src="a.png"><figcaption><p>b</p><p>c</p></figcaption></figure>',
      "fig[a.png inset](b⏎c)",
    ],
    [
      "captions of two pictures",
      '<figure><img src="a.png"><img src="b.png"><figcaption>c</figcaption></figure>',
      "fig[a.png inset]() fig[b.png inset](c)",
    ],
    [
      "captions before what is no picture",
      "<figure><figcaption>b</figcaption><pre>a</pre></figure>",
      "code(a) p(b)",
    ],
    [
      "captions of what is no picture",
      "<figure><pre>a</pre><figcaption>b</figcaption></figure>",
      "code(a) p(b)",
    ],
    ["pictures in text", '<p>a <img src="a.png"> b</p>', "p(a) fig[a.png inset]() p(b)"],
    [
      "pictures that load later",
      '<img src="data:image/gif;base64,R0" data-src="https://e.com/a.png">',
      "fig[https://e.com/a.png inset]()",
    ],
    ["pictures in several sizes", '<img srcset="a.png 1x, b.png 2x">', "fig[a.png inset]()"],
    [
      "tables",
      "<table><caption>a</caption><tr><th>b</th><td>c</td></tr></table>",
      "p(a) table(tr(th(p(b)) td(p(c))))",
    ],
    [
      "tables with parts",
      "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td><p>b</p><p>c</p></td></tr></tbody></table>",
      "table(tr(th(p(a))) tr(td(p(b) p(c))))",
    ],
    ["empty cells", "<table><tr><td></td><td>a</td></tr></table>", "table(tr(td(p()) td(p(a))))"],
    ["text between rows", "<table>a<tr>b<td>c</td></tr></table>", "p(a) p(b) table(tr(td(p(c))))"],
    ["cells without a table", "<td>a</td><tr><td>b</td></tr>", "p(a) p(b)"],
    ["lists of terms", "<dl><dt>a</dt><dd>b</dd></dl>", "p(a) p(b)"],
    [
      "what a page hides, left out",
      '<p hidden>x</p><p style="display: none">y</p><template>z</template>a',
      "p(a)",
    ],
    [
      "embedded things as links",
      '<iframe src="https://video.example/1"></iframe>',
      "p(a[https://video.example/1](https://video.example/1))",
    ],
    [
      "videos as links",
      '<video><source src="https://e.com/v.mp4">no video</video>',
      "p(a[https://e.com/v.mp4](https://e.com/v.mp4))",
    ],
    [
      "gists as links",
      '<script src="https://gist.github.com/a/1.js"></script>',
      "p(a[https://gist.github.com/a/1](https://gist.github.com/a/1))",
    ],
  ])("gives %s", (_, body, document) => {
    expect(converted(body)).toBe(document);
  });

  it("keeps a picture's size, and that it is a link", () => {
    const { document, images } = imported(
      '<h1>T</h1><a href="/b"><img src="a.png" alt="A" width="640" height="480px"></a><img src="c.png" width="100%">',
    );
    expect(document.child(0).attrs).toMatchObject({
      width: 640,
      height: 480,
      href: "/b",
      alt: "A",
    });
    expect(document.child(1).attrs).toMatchObject({ width: null, height: null, href: null });
    expect(images).toEqual([
      { src: "a.png", alt: "A", caption: "" },
      { src: "c.png", alt: "", caption: "" },
    ]);
  });
});

describe("the title of a page", () => {
  const fields = (source: string, kind: StoryKind = "html") => {
    const { title, subtitle, kicker, document, report } = imported(source, kind);
    expect(report.intact).toBe(true);
    return [kicker, title, subtitle, printed(document)];
  };

  it.each<[string, string, string[]]>([
    ["is the first heading", "<h1>A <i>b</i></h1><p>c</p>", ["", "A b", "", "p(c)"]],
    [
      "is not a heading after text",
      "<title>T</title><p>a</p><h2>b</h2>",
      ["", "T", "", "p(a) h2(b)"],
    ],
    [
      "has a subtitle that says so",
      '<h1>A</h1><p class="subtitle">b</p><p>c</p>',
      ["", "A", "b", "p(c)"],
    ],
    [
      "has the lines of its group",
      "<hgroup><h1>A</h1><p>b</p></hgroup><p>c</p>",
      ["", "A", "b", "p(c)"],
    ],
    [
      "has a kicker that says so",
      '<header><p class="kicker">k</p><h1>A</h1></header>b',
      ["k", "A", "", "p(b)"],
    ],
    [
      "leaves the rest of its header",
      "<header><h1>A</h1><p>by B</p></header>c",
      ["", "A", "", "p(by B) p(c)"],
    ],
    [
      "is not also the page's",
      "<head><title>A | Site</title></head><h1>A</h1>b",
      ["", "A", "", "p(b)"],
    ],
    [
      "may stand before the article",
      "<body><h1>A</h1><article><p>bbbbb</p></article></body>",
      ["", "A", "", "p(bbbbb)"],
    ],
    [
      "keeps its note before the text",
      '<h1>A<a href="#n1">1</a></h1><p>b</p>',
      ["", "A", "", "p(a[#n1](1)) p(b)"],
    ],
    ["keeps its picture", '<h1><img src="a.png">A</h1>b', ["", "A", "", "fig[a.png inset]() p(b)"]],
    [
      "leaves what it hides",
      '<h1>A<span hidden><img src="a.png"><a href="#n">1</a></span></h1>b',
      ["", "A", "", "p(b)"],
    ],
    [
      "is the page's where there is no heading",
      "<title> T\n t </title><p>a</p>",
      ["", "T t", "", "p(a)"],
    ],
    ["is none where there is nothing", "<p>a</p>", ["", "", "", "p(a)"]],
  ])("%s", (_, source, expected) => {
    expect(fields(source)).toEqual(expected);
  });

  it("too long for a title stays a heading, and its beginning is the title", () => {
    const long = "word ".repeat(60).trim();
    const [, title, , document] = fields(`<h1>${long}</h1><p>a</p>`);
    expect(title).toMatch(/^word .*word…$/);
    expect(document).toBe(`h2(${long}) p(a)`);
  });

  it("of a chapter is its name, and its number is the kicker", () => {
    const chapter =
      '<hgroup><h2 epub:type="ordinal z3998:roman">IV</h2><p epub:type="title">A</p></hgroup><p>b</p>';
    const line =
      '<header><h2 epub:type="z3998:ordinal">I</h2><p epub:type="se:bridgehead">A.</p></header><p>b</p>';
    expect(fields(chapter, "xhtml")).toEqual(["IV", "A", "", "p(b)"]);
    expect(fields(line, "xhtml")).toEqual(["I", "A.", "", "p(b)"]);
  });

  it("that is a link of its own page loses it, and the report says so", () => {
    const { title, report } = imported('<h1><a href="https://e.com/a">A title</a></h1><p>b</p>');
    expect(title).toBe("A title");
    expect(report).toMatchObject({ intact: true, dropped: { "link-in-title": 1 } });
  });
});

describe("the story in a page", () => {
  it("is its only article, and what is around is counted", () => {
    const { document, report } = imported(
      "<body><nav>Menu</nav><article><h1>A</h1><p>A long enough text.</p></article><footer>Foot</footer></body>",
    );
    expect(printed(document)).toBe("p(A long enough text.)");
    expect(report.aroundCharacters).toBe(8);
  });

  it("is the whole body when the article is a small part of it", () => {
    const { document } = imported(
      "<body><h1>A</h1><p>Most of the text is here.</p><article>b</article></body>",
    );
    expect(printed(document)).toBe("p(Most of the text is here.) p(b)");
  });

  it("has what the page's head says of it", () => {
    const head =
      '<link rel="canonical" href="https://e.com/a"><meta property="article:published_time" content="2020-02-03T04:05:06Z">' +
      '<meta property="article:tag" content="Walking"><meta name="keywords" content="On Foot, walking, c, d, e, f">';
    expect(imported(`<head>${head}</head><h1>A</h1><p>b</p>`)).toMatchObject({
      canonicalUrl: "https://e.com/a",
      publishedAt: new Date("2020-02-03T04:05:06Z"),
      state: "published",
      tags: ["walking", "on-foot", "c", "d", "e"],
    });
    expect(imported("<p>b</p>")).toMatchObject({
      canonicalUrl: null,
      publishedAt: null,
      state: "draft",
    });
  });

  it("is read as XML where that is what it is, with HTML's names for characters too", () => {
    const xml =
      '<?xml version="1.0"?><html><body><h1>A</h1><p/><p>a<br/>b &amp; c</p><div/><p>d</p></body></html>';
    expect(printed(imported(xml, "xhtml").document)).toBe("p(a⏎b & c) p(d)");
    expect(printed(imported(xml.replace("a<", "&mdash;<"), "xhtml").document)).toBe(
      "p(—⏎b & c) p(d)",
    );
    const breaks = "<html><body><h1>A</h1><p>a<br></br>b</p></body></html>";
    expect(printed(imported(breaks, "xhtml").document)).toBe("p(a⏎b)");
    expect(printed(imported(breaks, "html").document)).toBe("p(a⏎⏎b)");
  });
});

describe("a page is refused", () => {
  it.each<[string, string, string]>([
    ["page-too-deep", "nests 6,000 elements", `${"<div>".repeat(6000)}x`],
    [
      "page-too-deep",
      "nests 6,000 spans that are closed",
      `${"<span>".repeat(6000)}x${"</span>".repeat(6000)}`,
    ],
    ["page-too-deep", "nests a million marks", "<b><i>".repeat(500_000)],
    ["page-too-large", "has 5 MB", "x".repeat(5_000_001)],
    ["page-too-large", "has too many elements", "<br>".repeat(100_001)],
    [
      "page-too-large",
      "has an element of 501 attributes",
      `<p ${Array.from({ length: 501 }, (_, at) => `a${at}`).join(" ")}>a`,
    ],
    ["document-too-long", "has 1 MB of text", `<p>${"x ".repeat(500_000)}</p>`],
    ["document-too-long", "has 1 MB of text in one word", `<p>${"x".repeat(1_000_000)}</p>`],
    ["too-many-blocks", "has 5,001 paragraphs", "<p>a</p>".repeat(5001)],
    ["empty-page", "has no text", "<html><body><div> </div><script>x</script></body></html>"],
    ["empty-page", "is empty", ""],
  ])("as %s when it %s", (refusal, _, source) => {
    expect(parseStoryHtml(source, "html")).toEqual({ ok: false, refusal });
    expect(parseStoryHtml(source, "medium")).toEqual({ ok: false, refusal });
  });

  it("with a sentence", () => {
    for (const sentence of Object.values(importSentences)) expect(sentence).toMatch(/^[A-Z].+\.$/);
  });
});

describe("a page that nests deep", () => {
  it("loses the nesting and no text", () => {
    const lists = "<ul><li>a".repeat(40);
    const { document, report } = imported(`<h1>T</h1>${lists}`);
    expect(document.textContent).toBe("a".repeat(40));
    expect(report.changed.flattened).toBeGreaterThan(0);
    expect(report.lost.characters).toBe(0);
    expect(report.lost.paragraphs).toBe(0);
  });

  it("in quotes loses the nesting and no text", () => {
    const { document } = imported(`<h1>T</h1>${"<blockquote>a".repeat(300)}`);
    expect(document.textContent).toBe("a".repeat(300));
  });
});
