/** The role the site runs as: everything it needs, and of the books nothing but reading and `post()`. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { asAdministrator, configOf } from "../../test/support/administrator.ts";
import { type TestDatabase, testDatabase } from "../../test/support/database.ts";
import { ask } from "../../test/support/embedded.ts";
import { roleIn } from "../../test/support/roles.ts";
import { migrateQueue } from "../jobs/worker.ts";
import { type Database, openDatabase, type Statement, sql } from "./db.ts";
import { migrate } from "./migrate.ts";
import { admitApplication, BOOKS, standingOf } from "./roles.ts";

let database: TestDatabase;
let role: Awaited<ReturnType<typeof roleIn>>;
let db: Database;
let owner: Database;
beforeAll(async () => {
  database = await testDatabase();
  role = await roleIn(database.config);
  await admitApplication(database.config, role.name);
  db = openDatabase({ ...role.config, max: 4 });
  owner = openDatabase(database.config);
  await run(POSTING);
  await run("select shut_books('2026-10-05', now())");
  await run("select seal_next_day(now())");
});
afterAll(async () => {
  await db.close();
  await owner.close();
  await database.drop();
  await role.drop();
});

const POSTING = `select post('test:' || gen_random_uuid(), 'test', '2026-10-05', '2026-10-05',
  array['1000'], array[''], array['2210'], array['7'], array[100::bigint], 'USD')`;

/** A journal of its own each time. */
const posting = (on: string) => POSTING.replaceAll("2026-10-05", on);

const statement = (text: string): Statement<never> => ({ text, name: "", values: [], row: null });
const run = (text: string, on: Database = db) => on.run(statement(text));

const Column = z.object({ name: z.string(), generated: z.boolean() });

/** Statements that would do nothing wrong by themselves, were they allowed: each verb on a table. */
async function verbs(table: string): Promise<Record<string, string>> {
  const columns = await owner.many(sql.of(Column)`
    select attname as name, attidentity <> '' or attgenerated <> '' as generated from pg_attribute
     where attrelid = ${table}::regclass and attnum > 0 and not attisdropped
     order by attnum`);
  const written = columns.filter(({ generated }) => !generated).map(({ name }) => name);
  const list = written.join(", ");
  return {
    insert: `insert into ${table} (${list}) select ${list} from ${table} where false`,
    update: `update ${table} set ${written[0]} = ${written[0]} where false`,
    delete: `delete from ${table} where false`,
    truncate: `truncate ${table}`,
    lock: `lock table ${table} in exclusive mode`,
    trigger: `alter table ${table} disable trigger all`,
    drop: `drop table ${table}`,
  };
}

describe("the books", () => {
  it("are those tables that nobody but post() and the seals write", async () => {
    const Name = z.object({ name: z.string() });
    const guarded = await owner.many(sql.of(Name)`
      select distinct tgrelid::regclass::text as name
        from pg_trigger join pg_proc on pg_proc.oid = tgfoid
       where proname in ('refuse_change', 'refuse_write', 'refuse_seal')
         and tgrelid <> 'policy'::regclass`);
    expect(
      guarded.map(({ name }) => name).filter((name) => !BOOKS.some((one) => one === name)),
    ).toEqual([]);
  });

  it.each(BOOKS)("let the site's role read %s, and do nothing else with it", async (table) => {
    expect(await run(`select * from ${table}`)).toBeGreaterThan(0);
    for (const [verb, text] of Object.entries(await verbs(table))) {
      const asSite = db.transaction((tx) => tx.run(statement(text)));
      await expect(asSite, verb).rejects.toMatchObject({ code: "42501" });
      // Allowed or not, it is a statement that PostgreSQL understands.
      const asOwner = owner.transaction(async (tx) => {
        await tx.run(sql`set local session_replication_role = replica`);
        await tx.run(statement(/^(truncate|drop)/.test(text) ? `${text} cascade` : text));
        throw new Error("understood");
      });
      await expect(asOwner, text).rejects.toThrow("understood");
    }
  });

  it("take a journal of the site's role by post(), and show it", async () => {
    expect(await run(posting("2026-10-06"))).toBe(1);
    const { count } = await db.one(sql.of(z.object({ count: z.int() }))`
      select count(*)::int as count from journal`);
    expect(count).toBe(2);
  });

  it.each([
    ["a setting", "set earnest.posting = 'on'"],
    ["no triggers", "set session_replication_role = replica"],
    ["a table of its own before theirs", "create temp table journal (id int)"],
    ["another search path", "set search_path = pg_temp, public"],
  ])("are not written with %s", async (_, first) => {
    const writing = db.transaction(async (tx) => {
      await tx.run(statement(first));
      await tx.run(sql`update public.balance set debit_micros = 0, credit_micros = 0`);
    });
    await expect(writing).rejects.toMatchObject({ code: "42501" });
  });

  it("are written by post() whatever tables the caller puts before them", async () => {
    const before = await counted();
    await db.transaction(async (tx) => {
      await tx.run(sql`create temp table shut_day (day date) on commit drop`);
      await tx.run(sql`create temp table journal (like public.journal) on commit drop`);
      await tx.run(sql`set local search_path = pg_temp, public`);
      await tx.run(statement(posting("2026-10-07").replace("post(", "public.post(")));
    });
    expect(await counted()).toBe(before + 1);
  });

  it.each([
    "select open_ledger_accounts(array['2210'], array['9'], 'USD')",
    "create or replace function post() returns int language sql return 1",
    "alter function shut_books owner to current_user",
    "set role postgres",
  ])("are not got at another way: %s", async (text) => {
    await expect(run(text)).rejects.toThrow();
  });

  it("stay shut to everyone who was not let in", async () => {
    const stranger = await roleIn(database.config);
    try {
      await expect(ask(stranger.config, POSTING)).rejects.toThrow("permission denied");
      await expect(ask(stranger.config, "select * from journal")).rejects.toThrow(
        "permission denied",
      );
    } finally {
      await stranger.drop();
    }
  });
});

const counted = async () =>
  (
    await owner.one(
      sql.of(z.object({ count: z.int() }))`select count(*)::int as count from journal`,
    )
  ).count;

describe("the site's role", () => {
  it("may do with every other table what the site does, and with the queue's", async () => {
    const Name = z.object({ name: z.string() });
    const others = await owner.many(sql.of(Name)`
      select oid::regclass::text as name from pg_class
       where relkind = 'r' and (relnamespace = 'graphile_worker'::regnamespace
             or relnamespace = 'public'::regnamespace and relname <> all (${BOOKS}::text[])
                and relname <> 'migration')`);
    expect(others.length).toBeGreaterThan(30);
    for (const { name } of others) {
      await run(`select * from ${name} limit 1`);
      const { insert, update, delete: remove } = await verbs(name);
      for (const text of [insert, update, remove]) await run(text!);
    }
    expect(await standingOf(db)).toEqual({ role: role.name, ownsBooks: false, lacking: [] });
  });

  it("puts a task in the queue and sees it", async () => {
    await run("select graphile_worker.add_job('test', '{}'::json)");
    expect(await run("select from graphile_worker.jobs")).toBe(1);
    expect(await run("delete from graphile_worker._private_jobs")).toBe(1);
  });

  it("lacks what a migration makes until it is let in again, which may be done at any time", async () => {
    await run("create table kettle (id bigint generated always as identity, n int)", owner);
    expect((await standingOf(db)).lacking).toEqual(["public.kettle"]);
    const twice = [
      admitApplication(database.config, role.name),
      admitApplication(database.config, role.name),
    ];
    await Promise.all(twice);
    expect((await standingOf(db)).lacking).toEqual([]);
    expect(await run("insert into kettle (n) values (1)")).toBe(1);
  });

  it("is told from the owner, who is left as it is when it is let in to its own books", async () => {
    const standing = await standingOf(owner);
    expect(standing.ownsBooks).toBe(true);
    await admitApplication(database.config, standing.role);
    expect(await standingOf(owner)).toEqual(standing);
    expect(await run(posting("2026-10-08"), owner)).toBe(1);
  });
});

describe("an owner that is no superuser", () => {
  it("makes the tables and lets another role in", async () => {
    const maker = await roleIn(database.config);
    const name = `${database.name}_owned`;
    const admin = database.config;
    await ask(admin, `create database ${name} owner ${maker.name}`);
    try {
      const config = configOf(maker.config, name);
      await migrate(config);
      await migrateQueue(config);
      await expect(migrate(configOf(role.config, name))).rejects.toThrow("DATABASE_OWNER_URL");
      await admitApplication(config, role.name);
      expect(await migrate(configOf(role.config, name))).toBe(0);
      const inside = openDatabase({ ...configOf(role.config, name), max: 1 });
      expect(await standingOf(inside)).toMatchObject({ ownsBooks: false, lacking: [] });
      expect(await run(POSTING, inside)).toBe(1);
      await expect(run("delete from journal where false", inside)).rejects.toMatchObject({
        code: "42501",
      });
      await inside.close();
      // Let in to its own books, it keeps what post() writes with.
      await admitApplication(config, maker.name);
      await ask(config, posting("2026-10-09"));
    } finally {
      await asAdministrator(admin, (client) => client.query(`drop database ${name} with (force)`));
      await maker.drop();
    }
  });
});
