/** Writing and saving, through the routes and on a real database. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allAtOnce } from "../../../test/support/meet.ts";
import { NOW, openSite, type Person, type TestSite } from "../../../test/support/site.ts";
import { draftOf, paragraphs, publishedStory } from "../../../test/support/stories.ts";
import { sql } from "../../store/db.ts";
import { FIELD_CHARS_MAX } from "./draft/save-draft.ts";
import { findOwnStory } from "./store.ts";

let site: TestSite;
let ann: Person;
let wil: Person;
beforeAll(async () => {
  site = await openSite();
  ann = await site.reader("ann");
  wil = await site.reader("wil");
});
afterAll(() => site.close());

const words = (text: string) => ({
  type: "doc",
  content: [{ type: "paragraph", content: [{ type: "text", text }] }],
});

const copy = (version: number, text: string) => ({
  version,
  title: "Kettle",
  subtitle: "",
  document: words(text),
});

async function begun(author: Person): Promise<string> {
  const answer = await site.as(author).post("/stories");
  expect(answer.statusCode).toBe(303);
  const key = /^\/stories\/([a-z0-9]{10})\/edit$/.exec(String(answer.headers.location))?.[1];
  return key ?? "";
}

async function textOf(author: Person, key: string): Promise<string> {
  const story = await findOwnStory(site.db, author.id, key);
  return JSON.stringify(story?.document);
}

describe("beginning to write", () => {
  it("opens the editor on an empty draft, and on the same one until something is written", async () => {
    const key = await begun(ann);
    expect(await begun(ann)).toBe(key);
    expect((await site.as(ann).get(`/stories/${key}/edit`)).body).toContain("<story-editor");
    await site.as(ann).send("PUT", `/stories/${key}`, copy(1, "One."));
    expect(await begun(ann)).not.toBe(key);
  });

  it("is for readers: a visitor is asked to sign in", async () => {
    const answer = await site.visitor.get("/stories");
    expect(answer.statusCode).toBe(303);
    expect(answer.headers.location).toBe("/sign-in?to=%2Fstories");
  });
});

describe("autosave", () => {
  it("counts versions, and keeps the latest words", async () => {
    const key = await begun(ann);
    const first = await site.as(ann).send("PUT", `/stories/${key}`, copy(1, "One."));
    expect(first.json()).toEqual({ version: 2, savedAt: NOW.toISOString() });
    const second = await site.as(ann).send("PUT", `/stories/${key}`, copy(2, "One. Two."));
    expect(second.json().version).toBe(3);
    expect(await textOf(ann, key)).toContain("One. Two.");
  });

  it("answers a save that is sent again, its answer having been lost, as the first time", async () => {
    const key = await begun(ann);
    const sent = () => site.as(ann).send("PUT", `/stories/${key}`, copy(1, "Once."));
    const [first, again] = [await sent(), await sent()];
    expect(again.statusCode).toBe(200);
    expect(again.json()).toEqual(first.json());
  });

  it("refuses a save made from an older version, says what there is now, overwrites nothing", async () => {
    const key = await begun(ann);
    await site.as(ann).send("PUT", `/stories/${key}`, copy(1, "From the first tab."));
    const late = await site.as(ann).send("PUT", `/stories/${key}`, copy(1, "From the second tab."));
    expect(late.statusCode).toBe(409);
    expect(late.json()).toMatchObject({
      refusal: "stale",
      text: expect.stringContaining("Nothing was overwritten"),
      current: { version: 2, title: "Kettle", document: words("From the first tab.") },
    });
    expect(await textOf(ann, key)).toContain("From the first tab.");
  });

  it("lets one of many tabs win that save at the same moment, and tells each of the others", async () => {
    const key = await begun(ann);
    const answers = await allAtOnce(
      site.db,
      (tx) => tx.run(sql`select from story where key = ${key} for update`),
      5,
      (tab) => site.as(ann).send("PUT", `/stories/${key}`, copy(1, `Tab ${tab}.`)),
    );
    const winners = answers.filter(({ statusCode }) => statusCode === 200);
    expect(winners).toHaveLength(1);
    const others = answers.filter(({ statusCode }) => statusCode === 409);
    expect(others).toHaveLength(4);
    const kept = await textOf(ann, key);
    const winner = answers.findIndex(({ statusCode }) => statusCode === 200);
    expect(kept).toContain(`Tab ${winner}.`);
    for (const told of others) {
      expect(JSON.stringify(told.json().current.document)).toContain(`Tab ${winner}.`);
    }
  });

  it("takes the same words from two tabs at the same moment as one save", async () => {
    const key = await begun(ann);
    const answers = await allAtOnce(
      site.db,
      (tx) => tx.run(sql`select from story where key = ${key} for update`),
      3,
      () => site.as(ann).send("PUT", `/stories/${key}`, copy(1, "The same.")),
    );
    expect(answers.map((answer) => answer.json().version)).toEqual([2, 2, 2]);
  });

  it("does not find another author's story, to read, to edit or to save", async () => {
    const key = await draftOf(site, ann);
    const other = site.as(wil);
    expect((await other.get(`/stories/${key}`)).statusCode).toBe(404);
    expect((await other.get(`/stories/${key}/edit`)).statusCode).toBe(404);
    expect((await other.send("PUT", `/stories/${key}`, copy(2, "Mine now."))).statusCode).toBe(404);
    expect((await other.post(`/stories/${key}`, { version: "2", title: "Mine" })).statusCode).toBe(
      404,
    );
    expect(await textOf(ann, key)).not.toContain("Mine");
  });

  it("leaves what readers see alone until it is published", async () => {
    const story = await publishedStory(site, ann);
    await site.as(ann).send("PUT", `/stories/${story.key}`, copy(2, "Not yet."));
    const answer = await site.visitor.get(`/@ann/kettle-${story.key}`);
    expect(answer.body).toContain("Paragraph 1 of a story");
    expect(answer.body).not.toContain("Not yet.");
  });
});

describe("what a save refuses, it says in a sentence, and the saved text stays", () => {
  const deep = (levels: number) => {
    let node: object = { type: "paragraph" };
    for (let level = 0; level < levels; level += 1) node = { type: "blockquote", content: [node] };
    return { type: "doc", content: [node] };
  };
  const refused: [string, object, string][] = [
    [
      "6,000 quotes in each other",
      { document: deep(6000) },
      "lists, quotes or tables inside each other",
    ],
    ["text of 1 MB", { document: words("a ".repeat(524_288)) }, "A story has at most 500,000"],
    ["6,000 paragraphs", { document: paragraphs(6000) }, "paragraphs, headings and pictures"],
    ["something that is no document", { document: { type: "script" } }, "not a story we can read"],
    ["no document at all", { document: undefined }, "not a story we can read"],
    ["a title that is no text", { title: 7 }, "not a story we can read"],
    ["a title without end", { title: "a".repeat(FIELD_CHARS_MAX + 1) }, "A title or subtitle has"],
  ];

  it.each(refused)("%s", async (_, wrong, sentence) => {
    const key = await draftOf(site, ann, { document: words("Kept.") });
    const answer = await site
      .as(ann)
      .send("PUT", `/stories/${key}`, { ...copy(2, "New."), ...wrong });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().text).toContain(sentence);
    expect(await textOf(ann, key)).toContain("Kept.");
  });

  it("a body of 3 MB, before it is read", async () => {
    const key = await draftOf(site, ann, { document: words("Kept.") });
    const body = { ...copy(2, "a".repeat(3_000_000)) };
    const answer = await site.as(ann).send("PUT", `/stories/${key}`, body);
    expect(answer.statusCode).toBe(413);
    expect(answer.body).toContain("Texts may have 1 MB");
    expect(await textOf(ann, key)).toContain("Kept.");
  });

  it("takes out what no database keeps", async () => {
    const key = await draftOf(site, ann);
    const body = { ...copy(2, "ink\u0000 and \ud800half"), title: "Ket\u0000tle\nand cup" };
    const answer = await site.as(ann).send("PUT", `/stories/${key}`, body);
    expect(answer.statusCode).toBe(200);
    expect(await findOwnStory(site.db, ann.id, key)).toMatchObject({
      title: "Kettle and cup",
      document: words("ink and \ufffdhalf"),
    });
  });
});

describe("a browser without script", () => {
  it("saves plain paragraphs", async () => {
    const key = await draftOf(site, ann, { document: words("First.") });
    const page = await site.as(ann).get(`/stories/${key}/edit`);
    expect(page.body).toMatch(/<textarea[^>]*name="text"[^>]*>First\.<\/textarea>/);
    const fields = {
      version: "2",
      title: "Cup",
      subtitle: "",
      text: "One\r\ntwo.\r\n\r\n\r\nThree.",
    };
    const answer = await site.as(ann).post(`/stories/${key}`, fields);
    expect(answer.headers.location).toBe(`/stories/${key}/edit`);
    const story = await findOwnStory(site.db, ann.id, key);
    expect(story).toMatchObject({ title: "Cup", version: 3 });
    const one = { type: "text", text: "One" };
    const two = { type: "text", text: "two." };
    const three = { type: "text", text: "Three." };
    expect(story?.document.content).toEqual([
      { type: "paragraph", content: [one, { type: "hard_break" }, two] },
      { type: "paragraph", content: [three] },
    ]);
  });

  it("is shown a story with form as it is, and cannot take that form away", async () => {
    const strong = { type: "text", text: "Loud", marks: [{ type: "strong" }] };
    const document = { type: "doc", content: [{ type: "paragraph", content: [strong] }] };
    const key = await draftOf(site, ann, { document });
    const page = await site.as(ann).get(`/stories/${key}/edit`);
    expect(page.body).toContain("<strong>Loud</strong>");
    expect(page.body).toContain("cannot edit without losing it");
    expect(page.body).not.toMatch(/<textarea[^>]*name="text"/);
    const titled = { version: "2", title: "Quiet", subtitle: "" };
    expect((await site.as(ann).post(`/stories/${key}`, titled)).statusCode).toBe(303);
    const forced = { version: "3", title: "Quiet", subtitle: "", text: "Loud" };
    const answer = await site.as(ann).post(`/stories/${key}`, forced);
    expect(answer.statusCode).toBe(409);
    expect(await findOwnStory(site.db, ann.id, key)).toMatchObject({ title: "Quiet", document });
  });

  it("is told of another tab's save, with both texts, and may save over it knowingly", async () => {
    const key = await draftOf(site, ann, { document: words("First.") });
    await site.as(ann).send("PUT", `/stories/${key}`, copy(2, "From the other tab."));
    const fields = { version: "2", title: "Kettle", subtitle: "", text: "From this one." };
    const answer = await site.as(ann).post(`/stories/${key}`, fields);
    expect(answer.statusCode).toBe(409);
    expect(answer.body).toContain("<p>From the other tab.</p>");
    expect(answer.body).toContain("From this one.</textarea>");
    expect(answer.body).toContain('name="version" value="3"');
    await site.as(ann).post(`/stories/${key}`, { ...fields, version: "3" });
    expect(await textOf(ann, key)).toContain("From this one.");
  });

  it("goes on to the publish sheet with everything saved", async () => {
    const key = await draftOf(site, ann, { document: words("First.") });
    const fields = { version: "2", title: "Cup", subtitle: "", text: "Last.", next: "publication" };
    const answer = await site.as(ann).post(`/stories/${key}`, fields);
    expect(answer.headers.location).toBe(`/stories/${key}/publication`);
    expect(await textOf(ann, key)).toContain("Last.");
  });
});
