/**
 * Fifty readers whose browsers report while the site is killed, and then its database: every second that
 * was acknowledged is there, none is there twice, and none more than was reported.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { ReaderId } from "../../src/core/ids.ts";
import { type Day, dayOf } from "../../src/core/time.ts";
import { readingOf, readingToken } from "../../src/features/reading/reading-token.ts";
import { readerId, whole } from "../../src/store/columns.ts";
import { type Database, openDatabase, sql } from "../../src/store/db.ts";
import { secretFor } from "../../src/store/secrets.ts";
import { type HttpReader, signIn } from "../support/http-reader.ts";
import { beginSite, type RunningSite } from "../support/program.ts";
import { lastMonth, seedMonth } from "../support/seed-month.ts";
import { type SiteFolder, siteFolder } from "../support/site-folder.ts";
import { until } from "../support/until.ts";

const READERS = 50;
const STORIES = 5;
const STEP_SECONDS = 15;
/** So long have they been reading already, and so much may each still report. */
const HOURS_AGO = 3;
const STORY_SECONDS = 6000;

/** What one browser knows. */
interface Browser {
  reader: HttpReader;
  token: string;
  /** The most that it has sent. */
  reported: number;
  /** The most that the site has said it counted. */
  acknowledged: number;
}

let folder: SiteFolder;
let site: RunningSite;
let db: Database;
let today: Day;
let browsers: Browser[];
let author: string;

beforeAll(async () => {
  folder = siteFolder();
  site = await beginSite(folder.settings);
  db = openDatabase(folder.config());
  today = dayOf(new Date());
  const size = { members: READERS, storiesPerMember: 2, authors: 2, stories: STORIES };
  const { firstAuthor, firstMember } = await seedMonth(db, { month: lastMonth(), ...size });
  await db.run(sql`update story set reading_seconds = ${STORY_SECONDS}`);
  await db.run(sql`
    update membership set paid_until = ${today}::date + 30, cancelled_at = null, ended_at = null`);
  const ids = Array.from({ length: READERS }, (_, index) => (firstMember + index) as ReaderId);
  browsers = await Promise.all(ids.map(async (id) => ({ ...(await opens(id)) })));
  author = `seed_${firstAuthor}`;
});
afterAll(async () => {
  await site?.kill();
  await db?.close();
  await folder?.remove();
});

/** Opens a story, which then was three hours ago. */
async function opens(id: ReaderId): Promise<Browser> {
  const reader = await signIn(db, id);
  const key = `s${String(1 + (id % STORIES)).padStart(9, "0")}`;
  const answer = await reader.post(site.origin, `/stories/${key}/readings`, { entry: "feed" });
  expect(answer.status).toBe(200);
  const secret = await secretFor(db, "site");
  const reading = readingOf(secret, reader.sessionHash, (await answer.json()).token)!;
  const openedAtMs = reading.openedAtMs - HOURS_AGO * 3_600_000;
  await db.run(sql`
    update reading_clock set counted_until = ${new Date(openedAtMs)} where reader_id = ${id}`);
  const token = readingToken(secret, reader.sessionHash, { ...reading, openedAtMs });
  return { reader, token, reported: 0, acknowledged: 0 };
}

/** Sends one report; null when the connection broke. */
async function send(browser: Browser, seconds: number): Promise<Response | null> {
  browser.reported = Math.max(browser.reported, seconds);
  try {
    const answer = await browser.reader.beacon(site.origin, `${browser.token} ${seconds} 50`);
    if (answer.status !== 200) return answer;
    const counted = (await answer.json()).seconds;
    browser.acknowledged = Math.max(browser.acknowledged, counted);
    return answer;
  } catch (error) {
    // The connection broke, as it does for a browser, before or after the report was counted.
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** Goes on reporting until told to stop, or until the first report that is not acknowledged. */
async function reads(browser: Browser, goesOn: (answer: Response | null) => boolean) {
  for (let seconds = browser.acknowledged + STEP_SECONDS; ; ) {
    const answer = await send(browser, seconds);
    if (!goesOn(answer)) return;
    if (answer?.status === 200) seconds += STEP_SECONDS;
  }
}

const acknowledged = () => browsers.reduce((sum, browser) => sum + browser.acknowledged, 0);
/** Twenty reports of each. */
const MUCH = 20 * READERS * STEP_SECONDS;

const Counted = z.object({ readerId, inSession: whole, onDays: whole, earning: whole });

/** What is written of each reader, by their sessions and by their days. */
async function counted(): Promise<Map<number, z.output<typeof Counted>>> {
  const rows = await db.many(sql.of(Counted)`
    select s.reader_id, sum(s.seconds) as in_session, max(d.seconds) as on_days,
           max(d.earning_seconds) as earning
      from reading_session as s
      join (select reader_id, sum(seconds) as seconds, sum(earning_seconds) as earning_seconds
              from reading_day where day >= ${today}::date group by reader_id) as d
           on d.reader_id = s.reader_id
     group by s.reader_id`);
  return new Map(rows.map((row) => [row.readerId, row]));
}

async function expectKept(): Promise<void> {
  const found = await counted();
  for (const { reader, acknowledged, reported } of browsers) {
    const { inSession, onDays, earning } = found.get(reader.id)!;
    expect([reader.id, inSession >= acknowledged, inSession <= reported]).toEqual([
      ...[reader.id, true, true],
    ]);
    expect([onDays, earning]).toEqual([inSession, inSession]);
  }
}

/** Every browser says the last thing it said again, and something older. */
async function expectRepeatsChangeNothing(): Promise<void> {
  for (const browser of browsers) await send(browser, browser.reported);
  const before = await counted();
  for (const { reader, acknowledged, reported } of browsers) {
    expect(before.get(reader.id)?.inSession).toBe(reported);
    expect(acknowledged).toBe(reported);
  }
  for (const browser of browsers) {
    await Promise.all(
      [browser.reported, browser.reported, STEP_SECONDS].map((old) => send(browser, old)),
    );
  }
  expect(await counted()).toEqual(before);
}

describe("when the site is killed while fifty readers report", () => {
  it("what was acknowledged is there, and the next start takes the database over", async () => {
    const serverPid = folder.serverPid();
    const reading = browsers.map((browser) => reads(browser, (answer) => answer !== null));
    await until(() => acknowledged() > MUCH);
    expect((await site.kill()).code).toBe(null);
    await Promise.all(reading);

    site = await beginSite(folder.settings);
    expect(folder.serverPid()).toBe(serverPid);
    await expectKept();
    await expectRepeatsChangeNothing();
  });
});

const textOf = async (path: string) => (await fetch(site.origin + path)).text();

/** Whether a visitor gets the page from what is kept. */
const isKept = async (path: string) => (await fetch(site.origin + path)).headers.has("etag");

describe("when the database is killed while fifty readers report", () => {
  it("what was acknowledged is there, and the site goes on by itself", async () => {
    await until(() => isKept("/"));
    const [goal, refusals] = [acknowledged() + MUCH, new Set<string>()];
    let over = false;
    const reading = browsers.map((browser) =>
      reads(browser, (answer) => {
        if (answer?.status !== 200) refusals.add(said(answer));
        return !over;
      }),
    );
    await until(() => acknowledged() > goal);
    const letUp = await folder.keepDown();
    folder.killServer();
    await until(() => refusals.size > 0);
    await expectAway();
    letUp();
    const back = goal + MUCH;
    await until(() => acknowledged() > back);
    over = true;
    await Promise.all(reading);

    expect([...refusals]).toEqual(["503, again in 5"]);
    expect(site.isOver()).toBe(false);
    await expectKept();
    await expectRepeatsChangeNothing();
  });

  it("it hears again which of its pages are true", async () => {
    const page = `/@${author}`;
    await until(() => isKept(page));
    await db.run(sql`update reader set name = 'Somebody Else' where handle = ${author}`);
    await db.run(
      sql`select pg_notify('page', 'author:' || id) from reader where handle = ${author}`,
    );
    await until(async () => (await textOf(page)).includes("Somebody Else"));
  });

  it("it works off its queue again", async () => {
    const payload = { key: "after", to: "ann@example.org", subject: "S", text: "T", html: "<p>T" };
    await db.run(sql`
      select graphile_worker.add_job('send-mail', ${JSON.stringify(payload)}::json)`);
    const count = sql.of(z.object({ count: whole }));
    await until(async () => {
      const row = await db.one(
        count`select count(*) from mail where recipient = 'ann@example.org'`,
      );
      return row.count === 1;
    });
  });
});

const said = (answer: Response | null) =>
  answer ? `${answer.status}, again in ${answer.headers.get("retry-after")}` : "nothing";

/** Without its database the site says so, and sends what it has kept. */
async function expectAway(): Promise<void> {
  const get = (path: string) => fetch(site.origin + path);
  expect((await get("/")).status).toBe(200);
  expect((await get("/healthz")).status).toBe(200);
  const page = await get("/topics/unheard-of");
  expect([said(page), await page.text()]).toEqual([
    "503, again in 5",
    expect.stringContaining("cannot reach its database"),
  ]);
  expect(said(await get("/readyz"))).toBe("503, again in 5");
  expect(said(await browsers[0]!.reader.get(site.origin, "/me"))).toBe("503, again in 5");
}
