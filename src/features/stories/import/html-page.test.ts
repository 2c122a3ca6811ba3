/** Ordinary pages: where the story is in them, and what of it is title, subtitle and kicker. */
import { describe, expect, it } from "vitest";
import { printed } from "../document/notation.ts";
import { type ImportedStory, parseStoryHtml, type StoryKind } from "./parse-story.ts";

function imported(source: string, kind: StoryKind = "html"): ImportedStory {
  const ruling = parseStoryHtml(source, kind);
  if (!ruling.ok) throw new Error(`refused: ${ruling.refusal}`);
  return ruling.value;
}

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
