/** Publishing and changing what is published, from the sheet to what readers get. */

import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { allAtOnce } from "../../../../test/support/meet.ts";
import { NOW, openSite, type Person, type TestSite } from "../../../../test/support/site.ts";
import {
  draftOf,
  isKept,
  keepPages,
  paragraphs,
  publishedStory,
} from "../../../../test/support/stories.ts";
import { until } from "../../../../test/support/until.ts";
import { sql } from "../../../store/db.ts";
import { addPicture } from "../picture/add-picture.ts";
import { findOwnStory } from "../store.ts";
import { storyForReader } from "../story-body.ts";

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

const picture = () =>
  sharp({ create: { width: 90, height: 60, channels: 3, background: "#0e6b4f" } })
    .png()
    .toBuffer();

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

  it("drops the kept pages that show it: home, the author's, its own, the topics it had and has", async () => {
    await publishedStory(site, ann, { title: "Saucers", tags: ["cups"] });
    const { key } = await publishedStory(site, ann, { title: "Teapot", tags: ["tea"] });
    const copy = { version: 2, title: "Cups", subtitle: "", document: paragraphs() };
    await site.as(ann).send("PUT", `/stories/${key}`, copy);
    const pages = ["/", "/@ann", `/@ann/teapot-${key}`, "/topics/tea", "/topics/cups"];
    await keepPages(site, pages);
    await publish(key, { version: "3", "tag-1": "cups" });
    await until(() => !pages.some((page) => isKept(site, page)));
    for (const page of ["/", "/@ann", "/topics/cups"]) {
      expect((await site.visitor.get(page)).body).toContain(key);
    }
    expect((await site.visitor.get("/topics/tea")).body).not.toContain(key);
  });

  it("chooses the picture and the words for lists anew when fewer may read it", async () => {
    const image = await addPicture(site, ann.id, await picture());
    const key = image.ok ? image.value.key : "";
    const document = { ...paragraphs(), content: [...(paragraphs().content ?? [])] };
    document.content.push({ type: "figure", attrs: { key } }, ...(paragraphs(2).content ?? []));
    const story = await publishedStory(site, ann, { document });
    expect(await read(story.key)).toMatchObject({ leadImageKey: key, part: "whole" });
    await publish(story.key, { audience: "members" });
    expect(await read(story.key)).toMatchObject({ leadImageKey: null, part: "preview" });
    expect((await read(story.key))?.excerpt).not.toContain("Paragraph 5");
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
