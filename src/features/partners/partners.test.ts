import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  becomesMember,
  publishes,
  reads,
  type TestStory,
} from "../../../test/support/community.ts";
import { findsOut } from "../../../test/support/findings.ts";
import { lettersTo, sendLetters } from "../../../test/support/letters.ts";
import { allAtOnce } from "../../../test/support/meet.ts";
import { openSite, type Person, type TestSite } from "../../../test/support/site.ts";
import { sql } from "../../store/db.ts";
import { scoreCommunity } from "../integrity/score-community.ts";
import { decide } from "./apply.ts";
import { audienceOf } from "./audience-store.ts";
import { findPartner, lastApplication, standingOf } from "./store.ts";

let site: TestSite;
let wil: Person;
let rex: Person;
let olga: Person;

beforeAll(async () => {
  site = await openSite();
  wil = await site.reader("wil");
  rex = await site.reader("rex", "reviewer");
  olga = await site.reader("olga", "operator");
});
afterAll(() => site.close());

const APPLICATION = { country: "NL", bornOn: "1984-05-17", statement: "Rivers, for grown-ups." };
const apply = (person: Person, fields: Record<string, string> = APPLICATION) =>
  site.as(person).post("/partner/applications", fields);

async function completesProfile(person: Person): Promise<void> {
  await site.db.run(sql`
    update reader set bio = 'Writes.', picture_key = 'abcd' where id = ${person.id}`);
}

async function applicationOf(person: Person) {
  const application = await lastApplication(site.db, person.id);
  if (!application) throw new Error("there is an application");
  return application;
}

describe("the checklist", () => {
  it("says of each point what is asked and what there is", async () => {
    const { body } = await site.as(wil).get("/partner");
    expect(body).toContain("A story published within the last 183 days");
    expect(body).toContain("You have not published a story yet.");
    expect(body).toContain("Missing: bio, picture.");
    expect(body).not.toContain("Send the application");
  });

  it("opens the form once every point is met", async () => {
    await publishes(site, wil);
    await completesProfile(wil);
    expect((await site.as(wil).get("/partner")).body).toContain("Send the application");
  });
});

describe("applying", () => {
  it("says at the field what is wrong, and keeps what was typed", async () => {
    const { statusCode, body } = await apply(wil, {
      ...APPLICATION,
      country: "XX",
      bornOn: "soon",
    });
    expect(statusCode).toBe(422);
    expect(body).toContain("Choose the country your payouts go to.");
    expect(body).toContain("Write the date of your birth");
    expect(body).toContain("Rivers, for grown-ups.");
  });

  it("is not for people under eighteen, until the day they are not", async () => {
    const young = await apply(wil, { ...APPLICATION, bornOn: "2008-10-16" });
    expect([young.statusCode, young.body.includes("Not every point")]).toEqual([422, true]);
  });

  it("is done once, however often it is sent at once", async () => {
    const hold = (tx: Parameters<Parameters<typeof site.db.transaction>[0]>[0]) =>
      tx.run(sql`select from reader where id = ${wil.id} for update`);
    const answers = await allAtOnce(site.db, hold, 3, () => apply(wil));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422, 422]);
    expect((await site.as(wil).get("/partner")).body).toContain("with a reviewer");
  });
});

describe("reviewing", () => {
  it("is for reviewers and operators, and never one’s own", async () => {
    const { id } = await applicationOf(wil);
    expect((await site.as(wil).get(`/desk/applications/${id}`)).statusCode).toBe(403);
    const page = await site.as(rex).get(`/desk/applications/${id}`);
    expect(page.body).toContain("Nobody follows this author yet.");
    const own = await decide(site, {
      applicationId: id,
      by: wil.id,
      accept: true,
      reasons: [],
      note: "",
    });
    expect(own).toEqual({ ok: false, refusal: "own-application" });
  });

  it("refuses with a reason, a letter, and the date of the next try", async () => {
    const { id } = await applicationOf(wil);
    const decision = `/desk/applications/${id}/decision`;
    const bare = await site.as(rex).post(decision, { accept: "no", note: "Hm." });
    expect([bare.statusCode, bare.body.includes("at least one reason")]).toEqual([422, true]);
    const fields = { accept: "no", "reason-little-to-read": "on", note: "One story is few." };
    expect((await site.as(rex).post(decision, fields)).statusCode).toBe(303);

    await sendLetters(site);
    const [letter] = await lettersTo(site, "wil@example.org");
    expect(letter?.text).toContain("too little published to judge by");
    expect(letter?.text).toContain("One story is few.");
    expect(letter?.text).toContain("2026-11-14");
    const page = await site.as(wil).get("/partner");
    expect(page.body).toContain("One story is few.");
    const early = await apply(wil);
    expect([early.statusCode, early.body.includes("waits until the date")]).toEqual([422, true]);
  });

  it("lets the first of two reviewers decide", async () => {
    site.at("2026-11-14T00:00:00Z");
    expect((await apply(wil)).statusCode).toBe(303);
    const { id } = await applicationOf(wil);
    const hold = (tx: Parameters<Parameters<typeof site.db.transaction>[0]>[0]) =>
      tx.run(sql`select from reader where id = ${wil.id} for update`);
    const answers = await allAtOnce(site.db, hold, 2, (index) =>
      decide(site, {
        applicationId: id,
        by: [rex, olga][index]!.id,
        accept: index === 0,
        reasons: ["conduct"],
        note: "",
      }),
    );
    expect(answers.filter((answer) => answer?.ok).length).toBe(1);
    expect(answers).toContainEqual({ ok: false, refusal: "decided-already" });
    const { state } = await applicationOf(wil);
    const partner = await findPartner(site.db, wil.id);
    expect(partner !== null).toBe(state === "accepted");
  });
});

describe("an audience", () => {
  it("is told apart: who read, who was followed back, and how fast", async () => {
    const names = ["fay", "gus", "hal", "ida"];
    const crowd = new Map<string, Person>();
    for (const name of names) crowd.set(name, await site.reader(name));
    const vera = await site.reader("vera");
    const story: TestStory = await publishes(site, vera, { title: "Weir" });
    for (const name of ["fay", "gus"]) await becomesMember(site, crowd.get(name)!);
    await reads(site, crowd.get("fay")!, story, 60);
    await reads(site, crowd.get("gus")!, story, 240);
    for (const name of ["gus", "hal", "ida"]) await site.as(crowd.get(name)!).post("/@vera/follow");
    site.at(new Date(site.clock().getTime() + 10 * 60_000));
    for (const name of ["hal", "ida"]) await site.as(vera).post(`/@${name}/follow`);

    await scoreCommunity(site.db, new Date(site.clock().getTime() + 1000));
    await findsOut(site, { ties: [[crowd.get("ida")!, vera, "traded"]] });
    expect((await standingOf(site.db, vera.id, site.clock())).earnedFollowers).toBe(1);
    expect(await audienceOf(site.db, vera.id)).toEqual({
      followers: 3,
      earned: 1,
      unproven: 1,
      traded: 1,
      followersWhoRead: 1,
      mutual: 2,
      mutualWithinDay: 2,
      medianReturnMinutes: 10,
      mutualUnread: 2,
      mostInTwoDays: 3,
      mostInTwoDaysAt: expect.any(Date),
      readersOutside: 1,
      reads: 2,
    });
  });
});
