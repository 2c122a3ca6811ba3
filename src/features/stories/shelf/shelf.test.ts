/** An author's own stories: the page of them, withdrawing, bringing back. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NOW, openSite, type Person, type TestSite } from "../../../../test/support/site.ts";
import { draftOf, publishedStory } from "../../../../test/support/stories.ts";
import { sql } from "../../../store/db.ts";
import { findOwnStory } from "../store.ts";
import { storyForReader } from "../story-body.ts";

let site: TestSite;
let ann: Person;
beforeAll(async () => {
  site = await openSite();
  ann = await site.reader("ann");
});
afterAll(() => site.close());

const read = (key: string) => storyForReader(site.db, key, null);

const inkOf = (text: string) => ({
  type: "doc",
  content: [{ type: "paragraph", content: [{ type: "text", text }] }],
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
