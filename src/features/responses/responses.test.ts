import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { becomesMember, publishes, type TestStory } from "../../../test/support/community.ts";
import { allAtOnce } from "../../../test/support/meet.ts";
import { openSite, type Person, type TestSite } from "../../../test/support/site.ts";
import { sql } from "../../store/db.ts";
import { tallyOf } from "./store.ts";

let site: TestSite;
let wil: Person;
let ann: Person;
let ben: Person;
let open: TestStory;
let closed: TestStory;

beforeAll(async () => {
  site = await openSite();
  wil = await site.reader("wil");
  ann = await site.reader("ann");
  ben = await site.reader("ben");
  await becomesMember(site, ann);
  open = await publishes(site, wil, { title: "Open", audience: "everyone" });
  closed = await publishes(site, wil, { title: "Closed" });
});
afterAll(() => site.close());

const claps = (person: Person, story: TestStory, fields: Record<string, string>) =>
  site.as(person).post(`/stories/${story.key}/claps`, fields);

async function monthCount(person: Person, story: TestStory, month: string): Promise<number> {
  const rows = await site.db.many(sql.of(z.object({ count: z.int() }))`
    select count from clap_month
     where reader_id = ${person.id} and story_id = ${story.id} and month = ${month}`);
  return rows[0]?.count ?? 0;
}

describe("claps", () => {
  it("add up to fifty a reader and story, however many come at once", async () => {
    const hold = (tx: Parameters<Parameters<typeof site.db.transaction>[0]>[0]) =>
      tx.run(sql`lock table story_tally in share mode`);
    await allAtOnce(site.db, hold, 4, () => claps(ann, open, { more: "20" }));
    expect(await tallyOf(site.db, open.id)).toMatchObject({ claps: 50, clappers: 1 });
    expect(await monthCount(ann, open, "2026-10")).toBe(50);
  });

  it("can be taken back, this month’s from the month’s evidence too", async () => {
    await claps(ann, open, { undo: "1" });
    expect(await tallyOf(site.db, open.id)).toMatchObject({ claps: 0, clappers: 0 });
    expect(await monthCount(ann, open, "2026-10")).toBe(0);
    await claps(ann, open, { more: "7" });
    site.at("2026-11-02T12:00:00Z");
    await claps(ann, open, { undo: "1" });
    expect(await monthCount(ann, open, "2026-10")).toBe(7);
    expect(await tallyOf(site.db, open.id)).toMatchObject({ claps: 0, clappers: 0 });
    site.at("2026-10-15T12:00:00Z");
  });

  it("are not for one’s own story, nor for one that cannot be read whole", async () => {
    const own = await claps(wil, open, {});
    expect([own.statusCode, own.body.includes("one’s own story")]).toEqual([403, true]);
    const unread = await claps(ben, closed, {});
    expect([unread.statusCode, unread.body.includes("read the whole story")]).toEqual([403, true]);
    expect(await tallyOf(site.db, closed.id)).toMatchObject({ claps: 0 });
  });

  it("answer an island with the form anew, and a form with the story’s page", async () => {
    const part = await site
      .as(ann)
      .post(`/stories/${open.key}/claps`, { more: "1" }, { accept: "text/html; part=form" });
    expect(part.body).toContain("1 clap");
    expect(part.body).not.toContain("<html");
    expect((await claps(ann, open, { more: "1" })).headers.location).toBe(open.url);
  });
});

describe("responses", () => {
  const respond = (person: Person, story: TestStory, text: string) =>
    site.as(person).post(`/stories/${story.key}/responses`, { text });

  it("stand under the story and on a page of their own, as text and nothing else", async () => {
    const answer = await respond(ann, closed, "Well <b>kept</b>.\r\n\r\n\r\n\r\nTwice.");
    const key = /#response-(\w{10})$/.exec(String(answer.headers.location))![1];
    const page = await site.as(ann).get(closed.url);
    expect(page.body).toContain("<p>Well &lt;b>kept&lt;/b>.</p><p>Twice.</p>");
    expect((await site.as(ann).get(`/responses/${key}`)).statusCode).toBe(200);
  });

  it("to a members-only story are not shown to who may not read it", async () => {
    const answer = await respond(ann, closed, "Only for us.");
    const key = /#response-(\w{10})$/.exec(String(answer.headers.location))![1];
    expect((await site.as(ben).get(`/responses/${key}`)).statusCode).toBe(404);
    expect((await site.visitor.get(`/responses/${key}`)).statusCode).toBe(404);
    expect((await site.as(ben).get(closed.url)).body).not.toContain("Only for us.");
  });

  it("that are not taken come back with their text and a sentence", async () => {
    const empty = await respond(ann, open, "   ");
    expect([empty.statusCode, empty.body.includes("There is no text yet")]).toEqual([422, true]);
    const long = await respond(ann, open, "so ".repeat(2000));
    expect(long.statusCode).toBe(422);
    expect(long.body).toContain("at most 5000 characters");
    expect(long.body).toContain("so so so so");
    const unread = await respond(ben, closed, "But I think");
    expect(unread.body).toContain("may read the whole story");
    expect(unread.body).toContain("But I think");
  });

  it("stop at thirty an hour", async () => {
    for (let count = 0; count < 30; count++) await respond(ben, open, `Number ${count}.`);
    const more = await respond(ben, open, "One more.");
    expect([more.statusCode, more.body.includes("a lot of responses")]).toEqual([422, true]);
    site.at("2026-10-15T13:00:01Z");
    expect((await respond(ben, open, "An hour on.")).statusCode).toBe(303);
  });

  it("are withdrawn by their author, hidden by the story’s, and by nobody else", async () => {
    const own = await respond(ann, open, "Mine.");
    const key = /#response-(\w{10})$/.exec(String(own.headers.location))![1];
    expect((await site.as(ben).post(`/responses/${key}/withdrawal`)).statusCode).toBe(403);
    const before = await tallyOf(site.db, open.id);
    await site.as(wil).post(`/responses/${key}/withdrawal`);
    await site.as(wil).post(`/responses/${key}/withdrawal`);
    expect((await tallyOf(site.db, open.id)).responses).toBe(before.responses - 1);
    expect((await site.visitor.get(`/responses/${key}`)).statusCode).toBe(404);
    expect((await site.as(ann).get(`/responses/${key}`)).body).toContain("has hidden this");
  });
});
