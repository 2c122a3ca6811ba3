import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  becomesMember,
  countedSeconds,
  opens,
  publishes,
  reads,
  reports,
  type TestStory,
} from "../../../test/support/community.ts";
import { openSite, type Person, type TestSite } from "../../../test/support/site.ts";

let site: TestSite;
let ann: Person;
let wil: Person;
let kettle: TestStory;
let harbour: TestStory;

beforeAll(async () => {
  site = await openSite();
  ann = await site.reader("ann");
  wil = await site.reader("wil");
  await becomesMember(site, ann);
  kettle = await publishes(site, wil, { title: "Kettle", minutes: 8 });
  harbour = await publishes(site, wil, { title: "Harbour", minutes: 8 });
});
afterAll(() => site.close());

/** A fresh morning, so that nothing of another test is on the clock. */
let days = 15;
function nextMorning(): void {
  days += 1;
  site.at(`2026-10-${days}T08:00:00Z`);
}

const SECOND = 1000;
const later = (seconds: number) => site.at(new Date(site.clock().getTime() + seconds * SECOND));

describe("reading a story", () => {
  it("counts what an honest browser reports, once, on its day", async () => {
    nextMorning();
    await reads(site, ann, kettle, 130);
    expect(await countedSeconds(site, ann.id, kettle.id)).toBe(130);
  });

  it("goes on counting on the day it reaches after midnight", async () => {
    site.at("2026-10-17T23:59:30Z");
    const before = await countedSeconds(site, ann.id, harbour.id);
    await reads(site, ann, harbour, 60);
    expect((await countedSeconds(site, ann.id, harbour.id)) - before).toBe(60);
    days = 18;
  });

  it("shows the whole to a member and a preview to a visitor", async () => {
    const whole = await site.as(ann).get(kettle.url);
    expect(whole.body).toContain("Part 8.");
    expect(whole.body).toContain("Your reading is being counted");
    const preview = await site.visitor.get(kettle.url);
    expect(preview.body).toContain("Part 1.");
    expect(preview.body).not.toContain("Part 8.");
    expect(preview.body).toContain("The rest of this story is for members");
  });

  it("keeps a visitor’s page and drops it when the story changes", async () => {
    await site.visitor.get(kettle.url);
    const again = await site.visitor.get(kettle.url);
    expect(again.statusCode).toBe(200);
    const gone = await site.as(wil).post(`/stories/${harbour.key}/withdrawal`);
    expect(gone.statusCode).toBeLessThan(400);
    expect((await site.visitor.get(harbour.url)).statusCode).toBe(404);
  });

  it("counts a visitor’s view without knowing who it is, and gives no token", async () => {
    const answer = await site.visitor.send("POST", `/stories/${kettle.key}/readings`, {});
    expect(answer.statusCode).toBe(204);
    expect(String(answer.headers["set-cookie"])).toContain("__Host-earnest-visitor=");
  });

  it("redirects a mistyped slug or handle to the story’s own address", async () => {
    const answer = await site.visitor.get(`/@nobody/another-${kettle.key}`);
    expect([answer.statusCode, answer.headers.location]).toEqual([301, kettle.url]);
  });
});

describe("forged reports", () => {
  const gainOver = (honest: number, forged: number) => (forged - honest) / honest;
  const HONEST = 400;

  it("gain nothing by being repeated", async () => {
    nextMorning();
    const token = await opens(site, ann, kettle);
    later(HONEST);
    for (let times = 0; times < 30; times++) await reports(site, ann, token, HONEST);
    expect(await reports(site, ann, token, HONEST)).toBe(HONEST);
  });

  it("gain nothing by coming in another order", async () => {
    nextMorning();
    const token = await opens(site, ann, kettle);
    later(60);
    const counted = [];
    for (const seconds of [60, 15, 45, 30, 60]) {
      counted.push(await reports(site, ann, token, seconds));
    }
    expect(counted).toEqual([60, 60, 60, 60, 60]);
  });

  it("gain nothing by saying more than the time that passed", async () => {
    nextMorning();
    const token = await opens(site, ann, kettle);
    later(HONEST);
    expect(gainOver(HONEST, await reports(site, ann, token, 80_000))).toBeLessThanOrEqual(0);
  });

  it("gain at most a hundredth by reading many stories at once", async () => {
    nextMorning();
    const before = await countedSeconds(site, ann.id, kettle.id);
    const tokens = [];
    for (let tab = 0; tab < 10; tab++) tokens.push(await opens(site, ann, kettle));
    later(HONEST);
    await Promise.all(tokens.map((token) => reports(site, ann, token, HONEST)));
    const forged = (await countedSeconds(site, ann.id, kettle.id)) - before;
    expect(gainOver(HONEST, forged)).toBeLessThanOrEqual(0.01);
  });

  it("are refused twelve hours after the opening", async () => {
    nextMorning();
    const token = await opens(site, ann, kettle);
    later(12 * 3600 + 1);
    expect(await reports(site, ann, token, 100)).toBe(-1);
  });

  it("are refused with somebody else’s token, a changed one, or none", async () => {
    nextMorning();
    const token = await opens(site, ann, kettle);
    later(60);
    expect(await reports(site, wil, token, 60)).toBe(-1);
    const [claims, signature] = token.split(".");
    const other = Buffer.from(
      Buffer.from(claims!, "base64url").toString().replace("true", "false"),
    ).toString("base64url");
    expect(await reports(site, ann, `${other}.${signature}`, 60)).toBe(-1);
    expect(await reports(site, ann, "nothing", 60)).toBe(-1);
    const visitor = await site.visitor.beacon("/readings", `${token} 60 50`);
    expect(visitor.statusCode).toBe(403);
  });

  it("gain nothing beyond one and a half times what a story takes", async () => {
    nextMorning();
    const short = await publishes(site, wil, { title: "Short", minutes: 1 });
    const token = await opens(site, ann, short);
    later(7200);
    const counted = await reports(site, ann, token, 7200);
    expect(counted).toBeGreaterThanOrEqual(90);
    expect(counted).toBeLessThan(100);
  });
});
