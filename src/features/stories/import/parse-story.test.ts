/** What becomes of the elements of a page. */
import { describe, expect, it } from "vitest";
import { printed } from "../document/notation.ts";
import { type ImportedStory, importSentences, parseStoryHtml } from "./parse-story.ts";

function imported(source: string): ImportedStory {
  const ruling = parseStoryHtml(source, "html");
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
    [
      "headings, one of a number that leads elsewhere",
      '<h3><br><a href="https://e.com">1</a></h3><h4>b</h4>',
      "h2(a[https://e.com](1)) h3(b)",
    ],
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
