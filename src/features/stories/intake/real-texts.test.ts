/**
 * Real texts from files to stored revisions: 75 essays and an export of Medium's. What a page has is
 * found in its source by looking, without our parser, and sought in the HTML that readers get.
 */
import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSite, type Person, type TestSite } from "../../../../test/support/site.ts";
import { openFolder } from "../import/open-folder.ts";
import { publishStory } from "../publication/publish-story.ts";
import { findOwnStory } from "../store.ts";
import { storyForReader } from "../story-body.ts";
import { importStories } from "./import-stories.ts";
import { importItems, pastImports } from "./past-imports.ts";

const DATA = "../shared/data";
const exists = existsSync(`${DATA}/essays`) && existsSync(`${DATA}/medium-export`);
if (!exists) console.log(`Skipped: the texts to import are not there (${DATA}).`);

let site: TestSite;
let ann: Person;
beforeAll(async () => {
  site = await openSite();
  ann = await site.reader("ann");
});
afterAll(() => site.close());

interface Arrived {
  name: string;
  key: string;
}

async function importFolder(author: Person, folder: string) {
  const source = await openFolder(`${DATA}/${folder}`);
  if (!source.ok) throw new Error(source.refusal);
  const seen: number[] = [];
  const ruling = await importStories(site, author.id, source.value, {
    name: folder,
    publish: false,
    onProgress: (done, of) => seen.push(done / of),
  });
  if (!ruling.ok) throw new Error(ruling.refusal);
  return { ...ruling.value, seen };
}

async function arrivedIn(author: Person): Promise<Arrived[]> {
  const [past] = await pastImports(site.db, author.id);
  const pages = await Promise.all([0, 1].map((page) => importItems(site.db, past!, page)));
  const items = new Map(pages.flat().map((item) => [item.number, item]));
  return [...items.values()].flatMap(({ name, storyKey }) =>
    storyKey ? [{ name, key: storyKey }] : [],
  );
}

/** What readers get: published, stored, and asked for as anyone may. */
async function readable(author: Person, key: string): Promise<string> {
  const story = await findOwnStory(site.db, author.id, key);
  const choice = { version: story!.version, kicker: story!.kicker, tags: story!.tags };
  const settings = { audience: "everyone" as const, responsesOpen: true };
  const place = { authorId: author.id, key };
  const ruling = await publishStory(site.db, site.clock(), place, { ...choice, ...settings });
  if (!ruling.ok) throw new Error(ruling.refusal);
  const shown = await storyForReader(site.db, key, null);
  const { kicker = "", title = "", subtitle = "", html = "" } = shown ?? {};
  return [kicker, title, subtitle, html].join("\n");
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** Letters and digits alone: white space and the shape of quotes are the other test's business. */
function inkOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, "")
    .replace(/&([#\w]+);/g, (_, name: string) => ENTITIES[name] ?? " ")
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

const all = (html: string, pattern: RegExp) =>
  [...html.matchAll(pattern)].map((match) => match[1]!);

describe.skipIf(!exists)("the 75 essays", () => {
  let arrived: Arrived[] = [];

  it("arrive all, each with its line", async () => {
    const { summary, seen } = await importFolder(ann, "essays");
    expect(summary).toEqual({ imported: 75, updated: 0, unchanged: 0, skipped: 0, refused: 0 });
    expect(seen).toHaveLength(75);
    expect(seen.at(-1)).toBe(1);
    arrived = await arrivedIn(ann);
    expect(arrived).toHaveLength(75);
  });

  it("have every paragraph, heading and link in the HTML that readers get, in order", async () => {
    for (const { name, key } of arrived) {
      const source = readFileSync(`${DATA}/essays/${name}`, "utf8");
      const body = source.slice(source.indexOf("<body"));
      const shown = await readable(ann, key);
      const ink = inkOf(shown);
      let at = 0;
      for (const paragraph of all(body, /<p\b[^>]*>([\s\S]*?)<\/p>/g)) {
        const wanted = inkOf(paragraph);
        const found = ink.indexOf(wanted, at);
        // A line of the header may be a field now, which stands before the text.
        expect(found >= 0 || ink.includes(wanted), `${name}: ${paragraph.slice(0, 80)}`).toBe(true);
        if (found >= 0) at = found;
      }
      const links = (html: string) => all(html, /<a\b[^>]*\bhref="([^"]+)"/g).length;
      expect(links(shown), name).toBe(links(body));
    }
  });

  it("are unchanged when they are imported again", async () => {
    const { summary, number } = await importFolder(ann, "essays");
    expect(summary).toEqual({ imported: 0, updated: 0, unchanged: 75, skipped: 0, refused: 0 });
    expect(number).toBe(2);
  });
});

describe.skipIf(!exists)("the export of Medium's", () => {
  it("arrives with every paragraph, code block and link; its response stays behind", async () => {
    const bob = await site.reader("bob");
    const { summary } = await importFolder(bob, "medium-export");
    expect(summary).toEqual({ imported: 5, updated: 0, unchanged: 0, skipped: 1, refused: 0 });
    for (const { name, key } of await arrivedIn(bob)) {
      const source = readFileSync(`${DATA}/medium-export/${name}`, "utf8");
      const body = source.slice(source.indexOf('data-field="body"'), source.indexOf("<footer>"));
      const shown = await readable(bob, key);
      const ink = inkOf(shown);
      for (const tag of ["p", "pre", "blockquote", "li", "figcaption"]) {
        const parts = all(body, new RegExp(`<${tag}\\b[^>]*>([\\s\\S]*?)</${tag}>`, "g"));
        for (const part of parts) expect(ink, `${name} ${tag}`).toContain(inkOf(part));
      }
      expect(shown.match(/<pre\b/g)?.length, name).toBe(body.match(/<pre\b/g)?.length);
      for (const href of all(body, /<a\b[^>]*\shref="([^"]+)"/g)) {
        expect(shown, name).toContain(`href="${href}"`);
      }
    }
  });
});
