/** The demo's community, read as files: enough of it, well formed, and nobody answering what they cannot have read. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const HERE = import.meta.dirname;
const FIRST_DAY = "2026-08-03";
const LAST_DAY = "2026-11-15";
/** The demo stops its clock in November; nothing in it is later. */
const TODAY = "2026-11-20";
const COLOURS = ["#0E6B4F", "#1B1A17", "#9A3B1F", "#FBFAF7"];

const handle = z.string().regex(/^[a-z0-9_]{2,30}$/);
const day = z.iso.date();
const tags = z
  .array(z.string().regex(/^[a-z]+$/))
  .min(1)
  .max(5);
const person = {
  handle,
  name: z.string().min(2),
  country: z.string().regex(/^[A-Z]{2}$/),
  joined: day,
};
const peopleSchema = z.strictObject({
  authors: z.array(z.strictObject({ ...person, bio: z.string().min(10), portrait: z.string() })),
  members: z.array(
    z.strictObject({
      ...person,
      bio: z.string().max(80),
      plan: z.enum(["monthly", "yearly"]),
      tier: z.enum(["member", "friend"]),
      habit: z.enum(["heavy", "steady", "occasional", "lapsed"]),
      tags,
      trader: z.literal(true).optional(),
    }),
  ),
});
const responsesSchema = z.array(
  z.strictObject({
    handle,
    story: z.string(),
    daysAfter: z.int().min(0),
    text: z.string().min(4).max(500),
  }),
);
const frontSchema = z.strictObject({
  title: z.string().min(5).max(100),
  subtitle: z.string().min(5).max(140).optional(),
  kicker: z.string().max(30).optional(),
  tags: z.string().transform((text) => tags.parse(text.slice(1, -1).split(", "))),
  audience: z.enum(["members", "everyone"]),
  published: z.iso.datetime(),
  picture: z.string().optional(),
  caption: z.string().optional(),
  alt: z.string().optional(),
});

const { authors, members } = peopleSchema.parse(json("people.json"));
const responses = responsesSchema.parse(json("responses.json"));
const traders = new Set(members.filter(({ trader }) => trader).map((member) => member.handle));
const stories = readdirSync(join(HERE, "stories"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".md"))
  .sort()
  .map(readStory);
const earnest = stories.filter(({ author }) => !traders.has(author));

describe("the demo's stories", () => {
  it("are at least twenty-four, by all twelve authors, and a few by two traders", () => {
    expect(earnest.length).toBeGreaterThanOrEqual(24);
    expect(new Set(earnest.map(({ author }) => author))).toEqual(handlesOf(authors));
    expect(authors).toHaveLength(12);
    const hollow = stories.filter(({ author }) => traders.has(author));
    expect(new Set(hollow.map(({ author }) => author)).size).toBe(2);
  });

  it("have 400 to 1,500 words each", () => {
    const wrong = stories.filter(({ words }) => words < 400 || words > 1500);
    expect(wrong.map(({ slug, words }) => [slug, words])).toEqual([]);
  });

  it("have names of their own that can stand in an address", () => {
    expect(new Set(stories.map(({ slug }) => slug)).size).toBe(stories.length);
    expect(stories.filter(({ slug }) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug))).toEqual([]);
  });

  it("appear between August and November, after their author joined", () => {
    const joined = joinedByHandle();
    for (const { slug, author, published } of stories) {
      expect(published >= FIRST_DAY && published.slice(0, 10) <= LAST_DAY, slug).toBe(true);
      expect(published > (joined.get(author) ?? "9999"), slug).toBe(true);
    }
  });

  it("are for members in about two cases of three", () => {
    const share = earnest.filter(({ audience }) => audience === "members").length / earnest.length;
    expect(share).toBeGreaterThan(0.55);
    expect(share).toBeLessThan(0.75);
  });

  it("share every topic with another author", () => {
    const writers = Map.groupBy(
      stories.flatMap((story) => story.tags.map((tag) => ({ tag, author: story.author }))),
      ({ tag }) => tag,
    );
    const lonely = [...writers].filter(
      ([, uses]) => new Set(uses.map((use) => use.author)).size < 2,
    );
    expect(lonely.map(([tag]) => tag)).toEqual([]);
  });

  it("repeat no paragraph of each other's", () => {
    const seen = new Map<string, string>();
    const repeated: string[][] = [];
    for (const { slug, body } of stories) {
      const paragraphs = body.split(/\n{2,}/).map((text) => text.trim());
      for (const paragraph of paragraphs.filter((text) => text.length > 40)) {
        const first = seen.get(paragraph);
        if (first) repeated.push([first, slug, paragraph]);
        seen.set(paragraph, slug);
      }
    }
    expect(repeated).toEqual([]);
  });

  it("use the small Markdown, real quotes and no foreign links", () => {
    for (const { slug, body } of stories) {
      const prose = body.replace(/```[\s\S]*?```|`[^`\n]+`/g, "");
      expect(prose, slug).not.toMatch(/["']|\.\.\.|<\/?[a-z]|!\[|^#(?!##? \S)|^\|/m);
      const links = [...prose.matchAll(/\]\(([^)]*)\)/g)].map((match) => match[1] ?? "");
      expect(
        links.filter((link) => !/^https:\/\/([a-z0-9]+\.)?example\.org\//.test(`${link}/`)),
      ).toEqual([]);
      expect((body.match(/^```/gm) ?? []).length % 2, slug).toBe(0);
      const lists = body.split(/\n{2,}/).filter((block) => /^\d+\. /.test(block));
      const numbers = lists.map((list) =>
        list.split("\n").map((line) => Number.parseInt(line, 10)),
      );
      expect(numbers, slug).toEqual(numbers.map((list) => list.map((_, index) => index + 1)));
    }
  });
});

describe("the demo's pictures", () => {
  const pictures = readdirSync(join(HERE, "pictures"));
  const portraits = readdirSync(join(HERE, "portraits"));

  it("are each in one story, with a caption and a description", () => {
    const pictured = stories.filter(({ picture }) => picture);
    expect(pictured.map(({ picture }) => picture).sort()).toEqual([...pictures].sort());
    expect(pictured.filter(({ caption, alt }) => !caption || !alt)).toEqual([]);
    expect(pictures.length).toBeGreaterThanOrEqual(10);
  });

  it("give every author a portrait", () => {
    expect(authors.map(({ portrait }) => portrait).sort()).toEqual([...portraits].sort());
  });

  it("are small, drawn in the four colours, and only drawn", () => {
    const files = [
      ...pictures.map((name) => ({ file: join("pictures", name), box: "0 0 1600 1000" })),
      ...portraits.map((name) => ({ file: join("portraits", name), box: "0 0 400 400" })),
    ];
    for (const { file, box } of files) {
      const svg = readFileSync(join(HERE, file), "utf8");
      expect(Buffer.byteLength(svg), file).toBeLessThan(60_000);
      expect(svg, file).toContain(`viewBox="${box}"`);
      const elements = new Set([...svg.matchAll(/<([a-zA-Z]+)/g)].map((match) => match[1]));
      expect(
        [...elements].filter((name) => !["svg", "g", "path"].includes(name ?? "")),
        file,
      ).toEqual([]);
      const colours = [...svg.matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(
        (match) => match[1] ?? "",
      );
      expect(
        colours.filter((colour) => !COLOURS.includes(colour)),
        file,
      ).toEqual([]);
    }
  });
});

describe("the demo's people", () => {
  it("are eighty members, four of them traders", () => {
    expect(members).toHaveLength(80);
    expect(traders.size).toBe(4);
    const everyone = [...authors, ...members];
    expect(handlesOf(everyone).size).toBe(everyone.length);
    expect(new Set(everyone.map(({ name }) => name)).size).toBe(everyone.length);
  });

  it("join between 20 July and 20 October, members that is", () => {
    const late = members.filter(({ joined }) => joined < "2026-07-20" || joined > "2026-10-20");
    expect(late).toEqual([]);
  });

  it("read in every way, and care for topics that exist", () => {
    expect(new Set(members.map(({ habit }) => habit)).size).toBe(4);
    const topics = new Set(stories.flatMap((story) => story.tags));
    expect(members.filter((member) => member.tags.some((tag) => !topics.has(tag)))).toEqual([]);
  });
});

describe("the demo's responses", () => {
  const bySlug = new Map(stories.map((story) => [story.slug, story]));

  it("are by people who exist, to stories that exist", () => {
    const known = handlesOf([...authors, ...members]);
    expect(responses.filter((response) => !known.has(response.handle))).toEqual([]);
    expect(responses.filter((response) => !bySlug.has(response.story))).toEqual([]);
    expect(responses.length).toBeGreaterThanOrEqual(60);
    expect(new Set(responses.map(({ text, story }) => `${story} ${text}`)).size).toBe(
      responses.length,
    );
  });

  it("come after their writer joined and before the demo's today", () => {
    const joined = joinedByHandle();
    const wrong = responses.filter((response) => {
      const on = dayOf(response);
      return on < (joined.get(response.handle) ?? "9999") || on > TODAY;
    });
    expect(wrong).toEqual([]);
  });

  it("to stories for members come from members, or from the story's author", () => {
    const paying = handlesOf(members);
    const wrong = responses.filter((response) => {
      const story = bySlug.get(response.story);
      const open = story?.audience === "everyone" || story?.author === response.handle;
      return !open && !paying.has(response.handle);
    });
    expect(wrong).toEqual([]);
  });

  it("by traders are few, and every trader leaves one", () => {
    const traded = responses.filter((response) => traders.has(response.handle));
    expect(handlesOf(traded)).toEqual(traders);
    expect(traded.length).toBeLessThan(responses.length / 4);
  });

  function dayOf({ story, daysAfter }: { story: string; daysAfter: number }): string {
    const on = new Date(bySlug.get(story)?.published ?? Number.NaN);
    on.setUTCDate(on.getUTCDate() + daysAfter);
    return on.toISOString().slice(0, 10);
  }
});

function json(file: string): unknown {
  return JSON.parse(readFileSync(join(HERE, file), "utf8"));
}

function readStory(file: string) {
  const [author = "", name = ""] = file.split("/");
  const match = /^---\n([\s\S]*?)\n---\n\n([\s\S]+)$/.exec(
    readFileSync(join(HERE, "stories", file), "utf8"),
  );
  if (!match) throw new Error(`${file} has no front matter`);
  const [, head = "", body = ""] = match;
  const front = frontSchema.parse(Object.fromEntries(head.split("\n").map(keyAndValue)));
  return { author, slug: name.replace(/\.md$/, ""), ...front, body, words: wordsIn(body) };
}

function keyAndValue(line: string): [string, string] {
  const [, key = "", value = ""] = /^([a-z]+): (\S.*)$/.exec(line) ?? [];
  return [key, value];
}

/** Runs of characters with a letter or a digit in them, as a reader would count. */
function wordsIn(text: string): number {
  return text.split(/\s+/).filter((run) => /[\p{L}\p{N}]/u.test(run)).length;
}

function handlesOf(list: readonly { handle: string }[]): Set<string> {
  return new Set(list.map((one) => one.handle));
}

function joinedByHandle(): Map<string, string> {
  return new Map([...authors, ...members].map((one) => [one.handle, one.joined]));
}
