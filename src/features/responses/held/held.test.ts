/** Responses that offer to trade follows: held, decided on by a person, reversible. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { publishes, type TestStory } from "../../../../test/support/community.ts";
import { lettersTo } from "../../../../test/support/letters.ts";
import { allAtOnce } from "../../../../test/support/meet.ts";
import { openSite, type Person, type TestSite } from "../../../../test/support/site.ts";
import { sql } from "../../../store/db.ts";
import { tallyOf } from "../store.ts";
import { HELD } from "./held-page.tsx";
import { findHeld, heldDecided, heldWaiting, waitingHeld } from "./held-store.ts";

const OFFER = "Lovely harbour. Follow me and I follow you back!";
const ABOUT = "I am so tired of follow-for-follow comments under good essays.";

let site: TestSite;
let wil: Person;
let ann: Person;
let rex: Person;
let eve: Person;
let story: TestStory;

beforeAll(async () => {
  site = await openSite();
  wil = await site.reader("wil");
  ann = await site.reader("ann");
  rex = await site.reader("rex", "reviewer");
  eve = await site.reader("eve", "operator");
  story = await publishes(site, wil, { title: "Harbour", audience: "everyone" });
});
afterAll(() => site.close());

/** Where the answer sends the reader. */
async function responds(person: Person, text: string): Promise<string> {
  const answer = await site.as(person).post(`/stories/${story.key}/responses`, { text });
  expect(answer.statusCode).toBe(303);
  return String(answer.headers.location);
}

const keyIn = (location: string) => /(\w{10})$/.exec(location)![1]!;
const heldBy = async (person: Person, text = OFFER) => keyIn(await responds(person, text));
const decides = (person: Person, key: string, fields: Record<string, string>) =>
  site.as(person).post(`${HELD}/${key}/decision`, { seen: "0", ...fields });
const page = async (person: Person, path: string) => (await site.as(person).get(path)).body;
const shownUnder = async () => (await site.visitor.get(story.url)).body.includes("Follow me and I");
const responseCount = async () => (await tallyOf(site.db, story.id)).responses;

describe("a response that offers a trade", () => {
  it("is shown to nobody but its author, who is told why at once", async () => {
    const before = await responseCount();
    const location = await responds(ann, OFFER);
    expect(location).toMatch(/^\/responses\/\w{10}$/);
    expect(await page(ann, location)).toContain("reads like an offer to trade follows");
    for (const other of [wil, eve]) {
      expect((await site.as(other).get(location)).statusCode).toBe(404);
    }
    expect((await site.visitor.get(location)).statusCode).toBe(404);
    expect(await shownUnder()).toBe(false);
    expect(await responseCount()).toBe(before);
  });

  it("waits on the desk, the longest first, for those who decide and nobody else", async () => {
    const body = await page(rex, HELD);
    expect(body).toContain("Lovely harbour. Follow me and I follow you back!");
    expect(body).toMatch(/Held: \d+ in 100 that it is an offer/);
    expect((await site.as(wil).get(HELD)).statusCode).toBe(403);
    const waiting = await heldWaiting(site.db, 10);
    expect(waiting.map(({ authorHandle }) => authorHandle)).toEqual(["ann"]);
    expect(await waitingHeld(site.db)).toEqual({ count: 1, oldestAt: site.clock() });
    expect((await decides(ann, waiting[0]!.key, { verdict: "let-through" })).statusCode).toBe(403);
  });

  it("that only talks about trades is shown at once", async () => {
    expect(await responds(ann, ABOUT)).toContain("#response-");
    expect((await site.visitor.get(story.url)).body).toContain("so tired of follow-for-follow");
  });

  it("can be withdrawn while it is held, and is no longer waited for", async () => {
    const before = await responseCount();
    const key = await heldBy(ann);
    expect((await site.as(wil).post(`/responses/${key}/withdrawal`)).statusCode).toBe(403);
    await site.as(ann).post(`/responses/${key}/withdrawal`);
    expect(await responseCount()).toBe(before);
    expect((await heldWaiting(site.db, 10)).some((one) => one.key === key)).toBe(false);
    const late = await decides(rex, key, { verdict: "kept" });
    expect([late.statusCode, late.body.includes("has withdrawn it")]).toEqual([422, true]);
  });
});

describe("a decision", () => {
  it("lets a response through: it is shown and counted, and its author told", async () => {
    const key = await heldBy(ann);
    const before = await responseCount();
    const reason = "A joke, as we read it.";
    expect((await decides(rex, key, { verdict: "let-through", reason })).statusCode).toBe(303);
    expect(await shownUnder()).toBe(true);
    expect(await responseCount()).toBe(before + 1);
    expect((await site.visitor.get(`/responses/${key}`)).statusCode).toBe(200);
    const [letter] = await lettersTo(site, "ann@example.org");
    expect(letter!.subject).toContain("your response is shown now");
    expect(letter!.text).toContain(reason);
  });

  it("can be reversed by another, and that again", async () => {
    const { key } = (await heldDecided(site.db, 1))[0]!;
    const before = await responseCount();
    expect((await decides(eve, key, { verdict: "kept", seen: "1" })).statusCode).toBe(303);
    expect(await shownUnder()).toBe(false);
    expect(await responseCount()).toBe(before - 1);
    expect(await page(ann, `/responses/${key}`)).toContain("A person here has looked at this");
    await decides(rex, key, { verdict: "let-through", seen: "2" });
    expect(await shownUnder()).toBe(true);
    expect(await responseCount()).toBe(before);
    expect(await findHeld(site.db, key)).toMatchObject({ decisions: 3, decidedByName: "Rex" });
  });

  it("once let through, stays evidence of the month it was let through in", async () => {
    const { key } = (await heldDecided(site.db, 1))[0]!;
    const since = await heldUntil(key);
    await decides(eve, key, { verdict: "kept", seen: "3" });
    expect(await heldUntil(key)).toBe(since);
    expect(since).toBe(site.clock().getTime() / 1000);
  });

  it("that keeps it held leaves it where it was, and its author told why", async () => {
    const key = await heldBy(ann);
    const before = await responseCount();
    await decides(rex, key, { verdict: "kept", reason: "It asks for a follow back." });
    expect(await responseCount()).toBe(before);
    expect(await heldUntil(key)).toBe(Number.POSITIVE_INFINITY);
    expect(await page(ann, `/responses/${key}`)).toContain("It asks for a follow back.");
    const letters = await lettersTo(site, "ann@example.org");
    expect(letters[0]!.subject).toContain("your response is not shown");
  });

  it("is made once, however many decide at once", async () => {
    const key = await heldBy(ann);
    const before = await responseCount();
    const hold = (tx: Parameters<Parameters<typeof site.db.transaction>[0]>[0]) =>
      tx.run(sql`lock table story_tally in share mode`);
    const answers = await allAtOnce(site.db, hold, 3, () =>
      decides(rex, key, { verdict: "let-through" }),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422, 422]);
    expect(await responseCount()).toBe(before + 1);
  });

  it("is not made on one’s own response, nor on what was not held", async () => {
    const key = await heldBy(rex);
    const own = await decides(rex, key, { verdict: "let-through" });
    expect([own.statusCode, own.body.includes("your own response")]).toEqual([422, true]);
    const plain = keyIn(await responds(ann, "The crane is older than that."));
    expect((await decides(rex, plain, { verdict: "kept" })).statusCode).toBe(404);
  });

  it("keeps what was typed when it is refused", async () => {
    const key = await heldBy(ann);
    const long = await decides(rex, key, { verdict: "kept", reason: "so ".repeat(200) });
    expect([long.statusCode, long.body.includes("so so so")]).toEqual([422, true]);
    expect(long.body).toContain("at most 500 characters");
  });
});

/** Seconds since 1970; infinite while it is held. */
async function heldUntil(key: string): Promise<number> {
  const { until } = await site.db.one(sql.of(z.object({ until: z.string() }))`
    select date_part('epoch', held_until)::text as until from response where key = ${key}`);
  return Number(until);
}
