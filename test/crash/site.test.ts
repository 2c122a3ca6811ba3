/** Sites on one folder: stopped, killed, restarted, two at once, and what their workers had under way. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { insertReader } from "../../src/features/accounts/store.ts";
import { type Database, openDatabase, sql } from "../../src/store/db.ts";
import { answers } from "../support/administrator.ts";
import { type HttpReader, signIn } from "../support/http-reader.ts";
import { beginSite, earnest, type RunningSite } from "../support/program.ts";
import { lastMonth, type SeededMonth, seedMonth } from "../support/seed-month.ts";
import { type SiteFolder, siteFolder } from "../support/site-folder.ts";
import { type Stand, standsAt } from "../support/stands.ts";
import { until } from "../support/until.ts";

const MONTH = lastMonth();
const SIZE = { month: MONTH, members: 60, storiesPerMember: 4, authors: 6, stories: 12 };

let folder: SiteFolder;
let running: RunningSite[] = [];
let db: Database;
let seeded: SeededMonth;
let ann: HttpReader;

const begins = async (): Promise<RunningSite> => {
  const site = await beginSite(folder.settings);
  running.push(site);
  return site;
};

beforeAll(async () => {
  folder = siteFolder();
  const site = await begins();
  db = openDatabase(folder.config());
  seeded = await seedMonth(db, SIZE);
  await db.run(sql`update story set audience = 'everyone' where id = ${seeded.firstStory}`);
  const email = "ann@example.org";
  const id = await db.transaction((tx) =>
    insertReader(tx, new Date(), { handle: "ann", name: "Ann", email }),
  );
  ann = await signIn(db, id);
  await site.stop();
});
afterEach(async () => {
  for (const site of running) await site.kill();
  running = [];
});
afterAll(async () => {
  await db?.close();
  await folder?.remove();
});

const clapping = (site: RunningSite) =>
  ann.post(site.origin, `/stories/s${String(seeded.firstStory).padStart(9, "0")}/claps`, {
    more: "1",
  });

const CLAPS: Stand = {
  at: "the claps",
  hold: "lock table clap in exclusive mode",
  waits: /insert into clap /,
};

describe("a site that is told to stop", () => {
  it("answers what is under way, takes nothing new, and stops its database", async () => {
    const site = await begins();
    let answer: Promise<Response> | undefined;
    const { letGo } = await standsAt(folder.config(), CLAPS, () => {
      answer = clapping(site);
      return site;
    });
    const stopping = site.stop();
    await until(() => refuses(site));
    expect(site.isOver()).toBe(false);
    await letGo();
    expect((await answer!).status).toBe(303);
    expect(await stopping).toMatchObject({ code: 0, err: "" });
    expect(folder.isUp()).toBe(false);

    await begins();
    const { count } = await db.one(sql.of(z.object({ count: z.int() }))`
      select count from clap where reader_id = ${ann.id}`);
    expect(count).toBe(1);
  });
});

/** Whether a new connection is refused. */
async function refuses({ origin }: RunningSite): Promise<boolean> {
  try {
    await fetch(`${origin}/healthz`, { headers: { connection: "close" } });
    return false;
  } catch (error) {
    if (error instanceof TypeError) return true;
    throw error;
  }
}

const textOf = async (site: RunningSite, path: string) => (await fetch(site.origin + path)).text();
const isKept = async (site: RunningSite, path: string) =>
  (await fetch(site.origin + path)).headers.has("etag");

describe("two sites on one folder", () => {
  it("both answer, tell each other what is no longer true, and each outlives the other", async () => {
    const [first, second] = [await begins(), await begins()];
    const page = `/@seed_${seeded.firstAuthor}`;
    for (const site of [first, second]) await until(() => isKept(site, page));
    await db.run(sql`update reader set name = 'Somebody Else' where id = ${seeded.firstAuthor}`);
    await db.run(sql`select pg_notify('page', ${`author:${seeded.firstAuthor}`})`);
    for (const site of [first, second]) {
      await until(async () => (await textOf(site, page)).includes("Somebody Else"));
    }

    const serverPid = folder.serverPid();
    expect((await first.kill()).code).toBe(null);
    expect((await clapping(second)).status).toBe(303);
    const third = await begins();
    expect((await second.stop()).code).toBe(0);
    expect((await clapping(third)).status).toBe(303);
    expect(folder.serverPid()).toBe(serverPid);
    expect((await third.stop()).code).toBe(0);
    expect(folder.isUp()).toBe(false);
  });
});

const enqueue = (task: string, payload: object) =>
  db.run(sql`select graphile_worker.add_job(${task}, ${JSON.stringify(payload)}::json)`);

/** Whether the queue is empty. */
async function isWorkedOff(): Promise<boolean> {
  const { count } = await db.one(sql.of(z.object({ count: z.int() }))`
    select count(*)::int from graphile_worker.jobs`);
  return count === 0;
}

describe("a task that was under way", () => {
  let enqueued: Promise<unknown>;

  it("when its process was killed is done by the next, once", async () => {
    const first = await begins();
    const letter = { key: "k", to: "ben@example.org", subject: "S", text: "T", html: "<p>T" };
    const stand = {
      at: "the letter",
      hold: "lock table mail in exclusive mode",
      waits: /insert into mail/,
    };
    const { free } = await standsAt(folder.config(), stand, () => {
      enqueued = enqueue("send-mail", letter);
      return first;
    });
    await enqueued;
    await first.kill();
    await free();
    await begins();
    await until(isWorkedOff);
    const { count } = await db.one(sql.of(z.object({ count: z.int() }))`
      select count(*)::int from mail where recipient = 'ben@example.org'`);
    expect(count).toBe(1);
  });

  it("when the database was killed is done by the same process, once", async () => {
    const site = await begins();
    const stand = {
      at: "the statements",
      hold: "lock table statement in exclusive mode",
      waits: /^insert into statement /,
    };
    const { free } = await standsAt(folder.config(), stand, () => {
      enqueued = enqueue("close-month", { month: MONTH });
      return site;
    });
    await enqueued;
    const serverPid = folder.serverPid();
    folder.killServer();
    await until(() => folder.serverPid() !== serverPid && answers(folder.config()));
    await free();
    await until(isWorkedOff);
    expect(site.isOver()).toBe(false);
    const { state, letters } = await db.one(sql.of(
      z.object({ state: z.string(), letters: z.int() }),
    )`
      select state, (select count(*)::int from mail where key like 'statement:%') as letters
        from closing`);
    expect([state, letters]).toEqual(["closed", SIZE.authors]);
    const audit = await earnest(["audit", MONTH], folder.settings);
    expect(audit).toMatchObject({ code: 0, err: "" });
  });
});
