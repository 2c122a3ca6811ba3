/** Medium's export: its page, and the traps in it. */
import { describe, expect, it } from "vitest";
import { printed } from "../document/notation.ts";
import { type ImportedStory, parseStoryHtml, storyKindOf } from "./parse-story.ts";

interface Post {
  title?: string;
  summary?: string;
  body: string;
  footer?: string;
}

const PUBLISHED =
  '<p class="p-tags">Tagged in <a class="p-tag" href="#">Long Walks</a>, <a class="p-tag" href="#">Feet</a></p>' +
  '<p>By <a class="p-author h-card">A</a> on <a href="#"><time class="dt-published" datetime="2018-08-11T11:23:34.123Z">August 11</time></a></p>' +
  '<p><a href="https://medium.com/@a/b-efefef" class="p-canonical">Canonical link</a></p>';
const DIVIDER = '<div class="section-divider"><hr class="section-divider"></div>';

function page({ title = "T", summary = "", body, footer = PUBLISHED }: Post): string {
  const subtitle =
    summary && `<section data-field="subtitle" class="p-summary">\n${summary}\n</section>`;
  return `<!DOCTYPE html><html><head><title>${title}</title></head><body><article class="h-entry">
    <header><h1 class="p-name">${title}</h1></header>${subtitle}
    <section data-field="body" class="e-content"><section class="section">${DIVIDER}
    <div class="section-content"><div class="section-inner">${body}</div></div></section></section>
    <footer>${footer}<p>Exported from <a href="https://medium.com">Medium</a>.</p></footer></article></body></html>`;
}

function imported(post: Post): ImportedStory {
  const source = page(post);
  expect(storyKindOf("posts/a.html", source)).toBe("medium");
  const ruling = parseStoryHtml(source, "medium");
  if (!ruling.ok) throw new Error(`refused: ${ruling.refusal}`);
  expect(ruling.value.report).toMatchObject({ intact: true, dropped: {} });
  return ruling.value;
}

const fields = ({ kicker, title, subtitle, document }: ImportedStory) => [
  kicker,
  title,
  subtitle,
  printed(document),
];

describe("the title and subtitle of a Medium story", () => {
  it.each<[string, Post, string[]]>([
    [
      "are not repeated in the text",
      {
        summary: "S",
        body: '<h3 class="graf graf--title">T</h3><h4 class="graf graf--subtitle">S</h4><p class="graf">a</p>',
      },
      ["", "T", "S", "p(a)"],
    ],
    [
      "are repeated where only the words are the same",
      {
        summary: "S",
        body: '<h3 class="graf graf--title">T</h3><h3 class="graf">T</h3><p class="graf"><em>S</em></p>',
      },
      ["", "T", "S", "h2(T) p(em(S))"],
    ],
    [
      "stay in the text where they say something else",
      {
        summary: "S",
        body: '<h3 class="graf graf--title">Other</h3><h4 class="graf graf--subtitle">S2</h4>',
      },
      ["", "T", "S", "h2(Other) h3(S2)"],
    ],
    [
      "are whole where the header cuts them",
      {
        title: "A long…",
        summary: "And so…",
        body: '<h3 class="graf graf--title">A long title</h3><h4 class="graf graf--subtitle">And so on</h4>',
      },
      ["", "A long title", "And so on", "p()"],
    ],
    [
      "are the same with other white space",
      { body: '<h3 class="graf graf--title">\n  T </h3><p class="graf">a</p>' },
      ["", "T", "", "p(a)"],
    ],
    [
      "have a kicker before them",
      {
        body: '<h4 class="graf graf--kicker">K</h4><h3 class="graf graf--title">T</h3><p class="graf">a</p>',
      },
      ["K", "T", "", "p(a)"],
    ],
    [
      "are no subtitle where that is the beginning of the text",
      {
        summary: "It was a dark…",
        body: '<h3 class="graf graf--title">T</h3><p class="graf">It was a dark night.</p>',
      },
      ["", "T", "", "p(It was a dark night.)"],
    ],
    [
      "are the header's where the text has none",
      { summary: "S", body: '<p class="graf">a</p>' },
      ["", "T", "S", "p(a)"],
    ],
  ])("%s", (_, post, expected) => {
    // The beginning of the text is the first paragraph that is not the title.
    expect(fields(imported(post))).toEqual(expected);
  });

  it("are the whole story where nothing follows", () => {
    expect(fields(imported({ body: '<h3 class="graf graf--title">T</h3>' }))).toEqual([
      "",
      "T",
      "",
      "p()",
    ]);
  });
});

describe("the text of a Medium story", () => {
  it.each<[string, string, string]>([
    [
      "has its larger and smaller headings as ours",
      '<h3 class="graf">a</h3><h4 class="graf">b</h4>',
      "h2(a) h3(b)",
    ],
    [
      "has a smaller heading where there is no larger",
      '<p class="graf">a</p><h4 class="graf">b</h4>',
      "p(a) h3(b)",
    ],
    [
      "is divided where sections meet and not before the first",
      `<p class="graf">a</p>${DIVIDER}<p class="graf">b</p>`,
      "p(a) hr p(b)",
    ],
    [
      "has its two kinds of quotes",
      '<blockquote class="graf graf--blockquote">a</blockquote><blockquote class="graf graf--pullquote">b</blockquote>',
      "quote(p(a)) pull(b)",
    ],
    [
      "has its code with the line ends it had",
      '<pre class="graf graf--pre"><code>a<br>  b<br><br>c</code></pre>',
      "code(a\n  b\n\nc)",
    ],
    [
      "has its code in its language",
      '<pre data-code-block-lang="Python" class="graf graf--pre">a</pre>',
      "code[python](a)",
    ],
    [
      "keeps the indent of code that begins with one",
      '<pre class="graf graf--pre">  a<br>b</pre>',
      "code(  a\nb)",
    ],
    [
      "has its drop caps in their words",
      '<p class="graf graf--hasDropCap"><span class="graf-dropCap">O</span>nce</p>',
      "p(Once)",
    ],
    [
      "has highlights as text",
      '<p class="graf">a <span class="markup--highlight">b</span> c</p>',
      "p(a b c)",
    ],
    [
      "has embedded things as links, captions below",
      '<figure class="graf graf--iframe"><iframe src="https://medium.com/media/1"></iframe><figcaption>c</figcaption></figure>',
      "p(a[https://medium.com/media/1](https://medium.com/media/1)) p(c)",
    ],
    [
      "has link cards as links",
      '<div class="graf graf--mixtapeEmbed"><a href="https://e.com" class="markup--mixtapeEmbed-anchor"><strong>A</strong><br><em>b</em>e.com</a><a href="https://e.com" class="js-mixtapeImage"></a></div>',
      "p(a[https://e.com](strong(A))⏎a[https://e.com](em(b))a[https://e.com](e.com))",
    ],
    [
      "has links go where they lead",
      '<p class="graf"><a href="https://medium.com/r/?url=https%3A%2F%2Fe.com%2Fa%3Fb%3Dc">a</a></p>',
      "p(a[https://e.com/a?b=c](a))",
    ],
    [
      "has mentions as links",
      '<p class="graf"><a href="https://medium.com/u/1" data-user-id="1" data-anchor-type="2">A B</a></p>',
      "p(a[https://medium.com/u/1](A B))",
    ],
    ["has no title or text of the footer", '<p class="graf">a</p>', "p(a)"],
  ])("%s", (_, body, document) => {
    const text = `<h3 class="graf graf--title">T</h3>${body}`;
    expect(printed(imported({ body: text }).document)).toBe(document);
  });

  it("has pictures as wide as they were, one after another where they stood in a row", () => {
    const figure = (name: string, layout: string) =>
      `<figure class="graf graf--figure ${layout}"><div class="aspectRatioPlaceholder"><img class="graf-image" data-width="3000" data-height="2000" src="https://cdn/${name}.jpeg"></div></figure>`;
    const { document, images } = imported({
      body:
        figure("a", "graf--layoutFillWidth") +
        figure("b", "graf--layoutOutsetRow") +
        figure("c", "graf--layoutOutsetRowContinue") +
        figure("d", "graf--layoutOutsetCenter") +
        figure("e", ""),
    });
    const figures = document.content.content.map(({ attrs }) => [
      attrs.src,
      attrs.layout,
      attrs.width,
      attrs.height,
    ]);
    expect(figures).toEqual([
      ["https://cdn/a.jpeg", "full", 3000, 2000],
      ["https://cdn/b.jpeg", "outset", 3000, 2000],
      ["https://cdn/c.jpeg", "outset", 3000, 2000],
      ["https://cdn/d.jpeg", "outset", 3000, 2000],
      ["https://cdn/e.jpeg", "inset", 3000, 2000],
    ]);
    expect(images).toHaveLength(5);
  });

  it("has no picture of the size NaN", () => {
    const { images } = imported({
      body: '<img src="https://cdn-images-1.medium.com/fit/t/NaN/NaN/1*a.jpeg">',
    });
    expect(images[0]?.src).toBe("https://cdn-images-1.medium.com/1*a.jpeg");
  });
});

describe("the state of a Medium story", () => {
  const TEXT = '<p class="graf">This is what I think of it. And more.</p>';
  it.each<[string, Post]>([
    ["published", { body: TEXT }],
    [
      "published",
      {
        summary: "S",
        body: TEXT,
        footer: '<p><a href="https://medium.com/p/1" class="p-canonical">C</a></p>',
      },
    ],
    [
      "draft",
      {
        summary: "S",
        body: TEXT,
        footer: '<p><a href="https://medium.com/p/1">View original.</a></p>',
      },
    ],
    [
      "response",
      {
        title: "This is what I think of it.",
        body: TEXT,
        footer: PUBLISHED.replace(/<p class="p-tags">.*?<\/p>/, ""),
      },
    ],
    ["response", { title: "This is what…", body: TEXT, footer: "" }],
    ["published", { title: "This is what I think of it.", body: TEXT }],
    [
      "published",
      {
        title: "This is what",
        body: `<h3 class="graf graf--title">This is what</h3>${TEXT}`,
        footer: PUBLISHED.replace(/<p class="p-tags">.*?<\/p>/, ""),
      },
    ],
  ])("is %s", (state, post) => {
    expect(imported(post).state).toBe(state);
  });

  it("comes with its tags, its address and its time", () => {
    expect(imported({ body: TEXT })).toMatchObject({
      tags: ["long-walks", "feet"],
      canonicalUrl: "https://medium.com/@a/b-efefef",
      publishedAt: new Date("2018-08-11T11:23:34.123Z"),
    });
  });

  it("has no time where it says none, or nonsense", () => {
    const footer =
      '<time class="dt-published" datetime="soon">s</time><a class="p-canonical" href="javascript:1">C</a>';
    expect(imported({ body: TEXT, footer })).toMatchObject({
      publishedAt: null,
      canonicalUrl: null,
    });
  });
});

describe("a page that is not Medium's", () => {
  it("is read as any page, whatever it is called", () => {
    const ruling = parseStoryHtml("<h1>T</h1><p>a</p>", "medium");
    expect(ruling.ok && fields(ruling.value)).toEqual(["", "T", "", "p(a)"]);
    expect(storyKindOf("posts/a.html", "<h1>T</h1>")).toBe("html");
    expect(storyKindOf("a.xhtml", "<html>")).toBe("xhtml");
    expect(storyKindOf("a.html", '<?xml version="1.0"?><html>')).toBe("xhtml");
  });
});
