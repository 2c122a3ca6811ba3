/**
 * Real texts, imported: 75 essays as XHTML and an export of Medium's. No paragraph, link, picture,
 * block of code or character is lost. What a page has is found here by looking at its source, without
 * our parser, converter or counters.
 */
import { existsSync, globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { plainText } from "../document/plain-text.ts";
import { renderHtml } from "../document/render-html.ts";
import { type ImportedStory, parseStoryHtml, storyKindOf } from "./parse-story.ts";

const DATA = "../shared/data";
const exists = existsSync(`${DATA}/essays`) && existsSync(`${DATA}/medium-export`);
if (!exists) console.log(`Skipped: the texts to import are not there (${DATA}).`);

function imported(path: string): { source: string; story: ImportedStory } {
  const source = readFileSync(path, "utf8");
  const ruling = parseStoryHtml(source, storyKindOf(path, source));
  if (!ruling.ok) throw new Error(`${path} was refused: ${ruling.refusal}`);
  return { source, story: ruling.value };
}

const spaced = (text: string) => text.replace(/[ \t\n]+/g, " ").trim();
const entities: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
};

/** The text of a source: block tags part words, other tags do not. */
function textOf(source: string): string {
  const text = source
    // A note's number is no part of a title, which has no room for a link; it comes after it.
    .replace(/(<h2[^>]*>[^<]*)(?=<a )/g, "$1 ")
    .replace(/<q>/g, "“")
    .replace(/<\/q>/g, "”")
    .replace(
      /<\/?(p|h\d|li|td|tr|br|hr|cite|div|blockquote|figure|figcaption|section|pre|ul)\b[^>]*>/g,
      " ",
    )
    .replace(/<[^>]*>/g, "")
    .replace(/&(\w+);/g, (_, name: string) => entities[name] ?? `?${name}?`);
  return spaced(text);
}

const count = (source: string, pattern: RegExp) => source.match(pattern)?.length ?? 0;

/** What the story holds, by its rendered HTML, which no importer has seen. */
function htmlOf({ document }: ImportedStory): string {
  return renderHtml(document, () => null);
}

function storyText({ kicker, title, subtitle, document }: ImportedStory): string {
  return spaced([kicker, title, subtitle, plainText(document)].join(" "));
}

describe.skipIf(!exists)("the essays", () => {
  const paths = globSync(`${DATA}/essays/*/*.xhtml`).toSorted();

  it("are 75", () => {
    expect(paths).toHaveLength(75);
  });

  it.each(paths)("%s is kept to the letter", (path) => {
    const { source, story } = imported(path);
    const body = source.slice(source.indexOf("<body"));
    expect(storyText(story)).toBe(textOf(body));
    expect(story.report).toMatchObject({ intact: true, dropped: {}, aroundCharacters: 0 });
  });

  it.each(paths)("%s keeps its paragraphs, links, pictures, quotes, verses and tables", (path) => {
    const { source, story } = imported(path);
    const html = htmlOf(story);
    const { kicker, title, subtitle, images } = story;
    const fields = [kicker, title, subtitle].filter((field) => field !== "").length;

    // Each line of the header that is a field is neither a heading nor a paragraph any more; a note's
    // number in a title is a paragraph, as are a speaker's name and a source under a quote.
    const notes = story.report.changed["note-in-title"] ?? 0;
    const bare =
      count(source, /<td[^>]*>\s*[^\s<]/g) +
      count(source, /<cite>[^<]*(?:<[^>]*>[^<]*)*?<\/cite>\s*<\/blockquote>/g);
    const lines = count(source, /<(p|h\d)[ >]/g) - fields + notes + bare;
    expect(count(html, /<(p|h\d)[ >]/g)).toBe(lines);

    const links = [...source.matchAll(/<a href="([^"]*)"/g)].map(([, href]) => href);
    expect([...html.matchAll(/<a href="([^"]*)"/g)].map(([, href]) => href)).toEqual(links);
    const pictures = [...source.matchAll(/<img alt="([^"]*)" src="([^"]*)"/g)];
    expect(images.map(({ alt, src }) => [alt, src])).toEqual(
      pictures.map(([, alt, src]) => [alt, src]),
    );

    for (const tag of ["blockquote", "table", "tr", "td", "li", "hr"]) {
      const pattern = new RegExp(`<${tag}[ >/]`, "g");
      expect([tag, count(html, pattern)]).toEqual([tag, count(source, pattern)]);
    }
    expect(count(html, /<br>/g)).toBe(count(source, /<br\/>/g));
    expect(count(html, /<strong>/g)).toBe(count(source, /<(strong|b)[ >]/g));
  });

  it("keep their titles: a name, with the number of the chapter before it", () => {
    const fieldsOf = (path: string) => {
      const { kicker, title, subtitle } = imported(`${DATA}/essays/${path}.xhtml`).story;
      return [kicker, title, subtitle];
    };
    expect(fieldsOf("g-k-chesterton/chapter-4")).toEqual(["IV", "Mr.\u00a0Bernard Shaw", ""]);
    expect(fieldsOf("henry-david-thoreau/autumnal-tints")).toEqual(["", "Autumnal Tints", ""]);
    expect(fieldsOf("mary-wollstonecraft/chapter-11")).toEqual(["XI", "Duty to parents.", ""]);
    expect(fieldsOf("w-e-b-du-bois/of-the-black-belt")).toEqual(["VII", "Of the Black Belt", ""]);
    expect(fieldsOf("ralph-waldo-emerson/new-england-reformers")).toEqual([
      "",
      "New England Reformers",
      "A Lecture Read Before the Society in Amory Hall, on Sunday, March 3, 1844.",
    ]);
  });
});

describe.skipIf(!exists)("the export of Medium's", () => {
  const paths = globSync(`${DATA}/medium-export/posts/*.html`).toSorted();

  it.each(paths)("%s is kept to the letter", (path) => {
    const { source, story } = imported(path);
    const start = source.indexOf("<header>");
    const whole = source.slice(start, source.lastIndexOf("<footer>"));
    // The body repeats title and subtitle; each is shown once.
    const once = whole.replace(/<h[34][^>]*graf--(title|subtitle)"[^>]*>.*?<\/h[34]>/gs, "");
    expect(storyText(story)).toBe(textOf(once));
    expect(story.report).toMatchObject({ intact: true, dropped: {} });
  });

  it.each(paths)("%s keeps its links, pictures, code, headings, items and quotes", (path) => {
    const { source, story } = imported(path);
    const html = htmlOf(story);
    const start = source.indexOf('class="e-content"');
    const body = source
      .slice(start, source.lastIndexOf("<footer>"))
      .replace(/<h[34][^>]*graf--(title|subtitle)"[^>]*>.*?<\/h[34]>/gs, "");
    const hrefs = [...body.matchAll(/<a href="([^"]*)"/g)].map(([, href]) => href);
    expect([...html.matchAll(/<a href="([^"]*)"/g)].map(([, href]) => href)).toEqual(hrefs);
    const sources = [...body.matchAll(/<img [^>]*src="([^"]*)"/g)].map(([, src]) => src);
    expect(story.images.map(({ src }) => src)).toEqual(sources);
    for (const tag of ["pre", "li", "ul", "blockquote", "figcaption", "em"]) {
      const pattern = new RegExp(`<${tag}[ >\n]`, "g");
      expect([tag, count(html, pattern)]).toEqual([tag, count(body, pattern)]);
    }
    expect(count(html, /<h[23] /g)).toBe(count(body, /<h[34] /g));
    expect(count(html, /<hr>/g)).toBe(count(body, /<hr/g) - 1);
  });

  it("has four published stories, a draft and a response", () => {
    const states = paths.map((path) => [path.split("/").at(-1), imported(path).story.state]);
    expect(Object.fromEntries(states)).toEqual({
      "advanced-post.html": "published",
      "basic-post.html": "published",
      "code-post.html": "published",
      "comment.html": "response",
      "draft-post.html": "draft",
      "quote-post.html": "published",
    });
  });

  it("has code as it was typed", () => {
    const { document } = imported(`${DATA}/medium-export/posts/code-post.html`).story;
    expect(document.child(1).textContent).toMatch(
      /^sudo apt-get update\nsudo apt-get install \\\n {4}apt/,
    );
    expect(document.child(3).textContent).toMatch(/^echo "deb https:.*\|\\ \nsudo tee/);
  });
});
