/** A process that can no longer hear which pages are true, and then can again. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asAdministrator, configOf } from "../../test/support/administrator.ts";
import { type TestDatabase, testDatabase } from "../../test/support/database.ts";
import { until } from "../../test/support/until.ts";
import { type Database, openDatabase } from "../store/db.ts";
import { dropPages, hearDrops } from "./drops.ts";
import { PageCache } from "./page-cache.ts";

let database: TestDatabase;
let db: Database;
let cache: PageCache;
let deafen: () => Promise<void>;

beforeEach(async () => {
  database = await testDatabase();
  db = openDatabase({ ...database.config, max: 2 });
  cache = new PageCache();
  deafen = await hearDrops(db, cache);
});
afterEach(async () => {
  await deafen();
  await db.close();
  await database.drop();
});

const asOther = (statement: string) =>
  asAdministrator(configOf(database.config, "postgres"), (client) => client.query(statement));

const OUT = "select pg_terminate_backend(pid) from pg_stat_activity where datname";

/** As when the server dies: whoever is in is thrown out, and nobody gets in. */
async function shut(): Promise<void> {
  await asOther(`alter database ${database.name} allow_connections false`);
  await asOther(`${OUT} = '${database.name}'`);
  await until(() => !cache.hears);
}

async function reopen(): Promise<void> {
  await asOther(`alter database ${database.name} allow_connections true`);
  await until(() => cache.hears);
}

const keep = (path: string) =>
  cache.keep(path, `<p>${path}</p>`, {}, { tags: ["feed"], drops: cache.drops });

/** Whether the page is sent from what is kept. */
function isKept(url: string): boolean {
  const response = { writeHead: () => ({ end: () => {} }) };
  const request = { method: "GET", url, headers: {} };
  return cache.answer(
    request as Parameters<PageCache["answer"]>[0],
    response as unknown as Parameters<PageCache["answer"]>[1],
  );
}

describe("a process that cannot hear", () => {
  it("still sends what it has kept, and keeps nothing new", async () => {
    await keep("/old");
    await shut();
    await keep("/new");
    expect([isKept("/old"), isKept("/new")]).toEqual([true, false]);
  });

  it("begins anew when it hears again, since nobody knows what was dropped meanwhile", async () => {
    await keep("/old");
    await shut();
    await reopen();
    expect(isKept("/old")).toBe(false);
    await keep("/new");
    expect(isKept("/new")).toBe(true);
    await db.transaction((tx) => dropPages(tx, ["feed"]));
    await until(() => !isKept("/new"));
  });

  it("hears again however often that happens, and holds one connection for it", async () => {
    for (let times = 0; times < 3; times++) {
      await shut();
      await reopen();
    }
    // Of two connections one listens; a third would have to wait for ever.
    await db.transaction((tx) => dropPages(tx, ["feed"]));
  });

  it("is stopped while it cannot", async () => {
    await shut();
    await deafen();
    await asOther(`alter database ${database.name} allow_connections true`);
  });
});
