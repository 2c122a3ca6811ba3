/** Publishing, changing, withdrawing, bringing back, and the author's own page of it all. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { allAtOnce } from "../../../test/support/meet.ts";
import { NOW, openSite, type Person, type TestSite } from "../../../test/support/site.ts";
import { draftOf, paragraphs, publishedStory } from "../../../test/support/stories.ts";
import { sql } from "../../store/db.ts";
import { findOwnStory } from "./store.ts";
import { storyForReader } from "./story-body.ts";

let site: TestSite;
let ann: Person;
beforeAll(async () => {
  site = await openSite();
  ann = await site.reader("ann");
});
afterAll(() => site.close());

const form = (more: Record<string, string> = {}) => ({
  version: "2",
  kicker: "",
  audience: "everyone",
  responses: "on",
  ...more,
});

const publish = (key: string, more: Record<string, string> = {}) =>
  site.as(ann).post(`/stories/${key}/publication`, form(more));

const read = (key: string) => storyForReader(site.db, key, null);

async function revisions(key: string): Promise<number[]> {
  const rows = await site.db.many(sql.of(z.object({ number: z.int() }))`
    select number from revision join story on story.id = story_id where key = ${key} order by number`);
  return rows.map(({ number }) => number);
}

const inkOf = (text: string) => ({
  type: "doc",
  content: [{ type: "paragraph", content: [{ type: "text", text }] }],
});

describe("publishing", () => {
  it("shows the story under its address, with all that was chosen", async () => {
    const key = await draftOf(site, ann, { title: "On Kettles", subtitle: "A short history" });
    const answer = await publish(key, {
      kicker: "Notes",
      "tag-1": "Machine Learning",
      "tag-3": "#Tea",
      "tag-5": "tea",
    });
    expect(answer.statusCode).toBe(303);
    expect(answer.headers.location).toBe(`/@ann/on-kettles-${key}`);
    expect(await read(key)).toMatchObject({
      title: "On Kettles",
      subtitle: "A short history",
      kicker: "Notes",
      tags: ["machine-learning", "tea"],
      responsesOpen: true,
      publishedAt: NOW,
      words: 80,
      readingSeconds: 19,
      part: "whole",
    });
    expect((await site.visitor.get(`/@ann/on-kettles-${key}`)).body).toContain("On Kettles");
  });

  it("stores the HTML that it rendered, and the preview", async () => {
    const { key } = await publishedStory(site, ann, { audience: "members" });
    const preview = await read(key);
    expect(preview?.html).toBe(
      [1, 2, 3].map((line) => `<p>Paragraph ${line} of a story about the harbour.</p>`).join(""),
    );
    expect(preview?.excerpt).toMatch(/^Paragraph 1 of a story/);
    const own = await storyForReader(site.db, key, { readerId: ann.id, isMember: false });
    expect(own?.html.match(/<p>/g)).toHaveLength(10);
  });

  it("takes the beginning of the text for a title that is missing", async () => {
    const key = await draftOf(site, ann, {
      title: "",
      document: inkOf("It rained. And then it did not."),
    });
    const answer = await publish(key);
    expect(answer.headers.location).toBe(`/@ann/it-rained-and-then-it-did-not-${key}`);
  });

  it("makes a revision of each change, and none where nothing changed", async () => {
    const { key } = await publishedStory(site, ann, { tags: ["tea"] });
    await publish(key, { "tag-1": "tea" });
    expect(await revisions(key)).toEqual([1]);
    await publish(key, { "tag-1": "coffee" });
    expect(await revisions(key)).toEqual([1]);
    expect((await read(key))?.tags).toEqual(["coffee"]);
    const copy = { version: 2, title: "Kettle", subtitle: "", document: inkOf("New.") };
    await site.as(ann).send("PUT", `/stories/${key}`, copy);
    site.at("2026-10-16T12:00:00Z");
    await publish(key, { version: "3" });
    site.at(NOW);
    expect(await revisions(key)).toEqual([1, 2]);
    const story = await read(key);
    expect(story?.html).toBe("<p>New.</p>");
    expect(story?.publishedAt).toEqual(NOW);
    expect(story?.revisedAt).toEqual(new Date("2026-10-16T12:00:00Z"));
  });

  it("makes one revision when the button is pressed twice at once", async () => {
    const key = await draftOf(site, ann);
    const answers = await allAtOnce(
      site.db,
      (tx) => tx.run(sql`select from story where key = ${key} for update`),
      2,
      () => publish(key),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([303, 303]);
    expect(await revisions(key)).toEqual([1]);
  });

  it("keeps the old address good when the title changes", async () => {
    const { key } = await publishedStory(site, ann, { title: "Kettle" });
    const copy = { version: 2, title: "Samovar", subtitle: "", document: paragraphs() };
    await site.as(ann).send("PUT", `/stories/${key}`, copy);
    await publish(key, { version: "3" });
    const answer = await site.visitor.get(`/@ann/kettle-${key}`);
    expect(answer.statusCode).toBe(301);
    expect(answer.headers.location).toBe(`/@ann/samovar-${key}`);
  });

  it("drops the kept pages that show it: home, the author's, the story's, the topics it had and has", async () => {
    const { key } = await publishedStory(site, ann, { title: "Teapot", tags: ["tea"] });
    const pages = ["/", "/@ann", `/@ann/teapot-${key}`, "/topics/tea", "/topics/cups"];
    for (const page of pages) await site.visitor.get(page);
    const copy = { version: 2, title: "Cups", subtitle: "", document: paragraphs() };
    await site.as(ann).send("PUT", `/stories/${key}`, copy);
    await publish(key, { version: "3", "tag-1": "cups" });
    for (const page of ["/", "/@ann", "/topics/cups"]) {
      expect((await site.visitor.get(page)).body).toContain(key);
    }
    expect((await site.visitor.get("/topics/tea")).body).not.toContain(key);
    expect((await site.visitor.get(`/@ann/teapot-${key}`)).statusCode).toBe(301);
  });
});

describe("the publish sheet", () => {
  it("shows the story as lists will, suggests known topics, and says what members' stories mean", async () => {
    await publishedStory(site, ann, { tags: ["harbour-life"] });
    const key = await draftOf(site, ann, { title: "Kettle", subtitle: "A dek" });
    const { body } = await site.as(ann).get(`/stories/${key}/publication`);
    expect(body).toContain("A dek");
    expect(body).toContain('<option value="Harbour life">');
    expect(body).toContain("Others read the first 24 of 80 words.");
  });

  it("fills in what was chosen before", async () => {
    const { key } = await publishedStory(site, ann, { tags: ["tea"], audience: "members" });
    const { body } = await site.as(ann).get(`/stories/${key}/publication`);
    expect(body).toMatch(/name="tag-1"[^>]*value="Tea"/);
    expect(body).toMatch(/id="audience-members"[^>]*checked/);
    expect(body).toMatch(/id="responses"[^>]*checked/);
  });

  const refusals: [string, Record<string, string>, string][] = [
    ["a tag that is too long", { "tag-2": "a".repeat(31) }, "A tag has at most 30 characters"],
    ["a kicker that is too long", { kicker: "a".repeat(81) }, "A kicker has at most 80 characters"],
    ["no audience", { audience: "" }, "Choose who may read it."],
    ["a text that was changed since", { version: "1" }, "The text was changed after this page"],
  ];

  it.each(
    refusals,
  )("refuses %s at its place and keeps what was typed", async (_, wrong, sentence) => {
    const key = await draftOf(site, ann);
    const answer = await publish(key, { "tag-1": "Kept words", ...wrong });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(sentence);
    expect(answer.body).toMatch(/name="tag-1"[^>]*value="Kept words"/);
    expect(await read(key)).toBe(null);
  });

  it("refuses a story in which nothing is written", async () => {
    const key = await draftOf(site, ann, { title: "", document: inkOf(" ") });
    expect((await publish(key)).body).toContain("There is nothing to publish yet.");
  });

  it("refuses a withdrawn story until it is brought back", async () => {
    const { key } = await publishedStory(site, ann);
    await site.as(ann).post(`/stories/${key}/withdrawal`);
    expect((await publish(key)).body).toContain("This story is withdrawn. Bring it back first");
  });

  it("is not there for others, nor is the act", async () => {
    const wil = site.as(await site.reader("wil"));
    const key = await draftOf(site, ann);
    for (const act of ["publication", "withdrawal", "restoration"]) {
      expect((await wil.post(`/stories/${key}/${act}`, form())).statusCode).toBe(404);
    }
    expect((await findOwnStory(site.db, ann.id, key))?.state).toBe("draft");
  });
});

describe("withdrawing", () => {
  it("can be undone for 30 days: the address, the date and the text are the same again", async () => {
    const { key } = await publishedStory(site, ann, { title: "Kettle" });
    const before = await read(key);
    await site.as(ann).post(`/stories/${key}/withdrawal`);
    expect(await read(key)).toBe(null);
    expect((await site.as(ann).get("/stories?state=withdrawn")).body).toContain("14 November 2026");
    site.at("2026-11-14T12:00:00Z");
    const answer = await site.as(ann).post(`/stories/${key}/restoration`);
    site.at(NOW);
    expect(answer.statusCode).toBe(303);
    expect(await read(key)).toEqual(before);
  });

  it("cannot be undone later, which is said, and the story is gone from the page", async () => {
    const { key } = await publishedStory(site, ann);
    await site.as(ann).post(`/stories/${key}/withdrawal`);
    site.at("2026-11-14T12:00:01Z");
    const answer = await site.as(ann).post(`/stories/${key}/restoration`);
    const shelf = await site.as(ann).get("/stories?state=withdrawn");
    site.at(NOW);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain("more than 30 days ago");
    expect(shelf.body).not.toContain(key);
    expect(await read(key)).toBe(null);
  });

  it("of a draft is its deletion, and gives the draft back when undone", async () => {
    const key = await draftOf(site, ann);
    await site.as(ann).post(`/stories/${key}/withdrawal`);
    expect((await site.as(ann).get("/stories")).body).not.toContain(key);
    await site.as(ann).post(`/stories/${key}/restoration`);
    expect((await findOwnStory(site.db, ann.id, key))?.state).toBe("draft");
  });

  it("twice is withdrawing once: the days count from the first time", async () => {
    const { key } = await publishedStory(site, ann);
    await site.as(ann).post(`/stories/${key}/withdrawal`);
    site.at("2026-10-20T12:00:00Z");
    await site.as(ann).post(`/stories/${key}/withdrawal`);
    site.at(NOW);
    expect((await findOwnStory(site.db, ann.id, key))?.withdrawnAt).toEqual(NOW);
  });

  it("of a story that is not withdrawn has nothing to undo", async () => {
    const { key } = await publishedStory(site, ann);
    const answer = await site.as(ann).post(`/stories/${key}/restoration`);
    expect(answer.body).toContain("there is nothing to bring back");
  });
});

describe("an author's own stories", () => {
  it("begin with a sentence on how to begin", async () => {
    const eve = await site.reader("eve");
    const { body } = await site.as(eve).get("/stories");
    expect(body).toContain("Your drafts will be here.");
    expect((await site.as(eve).get("/stories?state=published")).body).toContain("What you publish");
    expect((await site.as(eve).get("/stories?state=withdrawn")).body).toContain(
      "What you withdraw",
    );
  });

  it("are 25 to a page, also when there are 10,000", async () => {
    const max = await site.reader("max");
    await site.db.run(sql`
      insert into story (key, author_id, title, document, made_at, saved_at)
      select 'many' || to_char(n, 'FM000000'), ${max.id}, 'Draft ' || n,
             '{"type":"doc","content":[{"type":"paragraph"}]}', ${NOW}::timestamptz,
             ${NOW}::timestamptz + n * interval '1 second'
        from generate_series(1, 10000) as n`);
    const first = await site.as(max).get("/stories");
    expect(first.body.match(/<h2>/g)).toHaveLength(25);
    expect(first.body).toContain("Draft 10000<");
    expect(first.body).toContain('href="/stories?page=2"');
    const last = await site.as(max).get("/stories?page=400");
    expect(last.body).toContain("Draft 1<");
    expect(last.body).not.toContain('href="/stories?page=401"');
  });

  it("say when readers do not see the latest words yet", async () => {
    const { key } = await publishedStory(site, ann);
    const says = async () =>
      (await site.as(ann).get("/stories?state=published")).body.includes("do not see yet");
    expect(await says()).toBe(false);
    const copy = { version: 2, title: "Kettle", subtitle: "", document: inkOf("New.") };
    site.at("2026-10-16T12:00:00Z");
    await site.as(ann).send("PUT", `/stories/${key}`, copy);
    site.at(NOW);
    expect(await says()).toBe(true);
  });
});

describe("what writers write is shown, never run", () => {
  const script = `<script>alert(1)</script><img src=x onerror=alert(1)>"'>`;
  const marked = (href: string) => ({
    type: "doc",
    content: [
      {
        type: "paragraph",
        content: [{ type: "text", text: "here", marks: [{ type: "link", attrs: { href } }] }],
      },
    ],
  });

  it("in title, subtitle, kicker, tags and text, on every page that shows them", async () => {
    const zed = await site.reader("zed");
    const document = {
      type: "doc",
      content: [
        { type: "heading", attrs: { level: 2 }, content: [{ type: "text", text: script }] },
        { type: "code_block", content: [{ type: "text", text: script }] },
        { type: "figure", attrs: { alt: script, src: "https://example.org/a.png" } },
        ...(paragraphs().content ?? []),
      ],
    };
    const key = await draftOf(site, zed, { title: script, subtitle: script, document });
    const fields = form({ kicker: script, "tag-1": script.slice(0, 30) });
    const { location } = (await site.as(zed).post(`/stories/${key}/publication`, fields)).headers;
    const pages = ["/", "/@zed", "/stories?state=published", String(location)];
    for (const page of [...pages, `/stories/${key}/edit`, `/stories/${key}/publication`]) {
      const { body } = await site.as(zed).get(page);
      expect(body).toContain("alert(1)");
      expect(body).not.toContain("<script>alert");
      expect(body).not.toContain("<img src=x");
      // Quotes of an attribute that holds the text are escaped too.
      expect(body).not.toMatch(/="[^"]*<img src=x onerror/);
    }
  });

  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:alert(1)",
    "//evil.example/",
    "\\\\evil.example",
  ])("not by a link to %j", async (href) => {
    const key = await draftOf(site, ann);
    const copy = { version: 2, title: "Kettle", subtitle: "", document: marked(href) };
    expect((await site.as(ann).send("PUT", `/stories/${key}`, copy)).statusCode).toBe(422);
  });
});
