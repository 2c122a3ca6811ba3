/** Days that are over: shut, sealed, and found out when somebody changes them. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { allAtOnce } from "../../../test/support/meet.ts";
import { until } from "../../../test/support/until.ts";
import type { AuthorId } from "../../core/ids.ts";
import { payable, platform, provider } from "../../core/ledger/chart.ts";
import { legs } from "../../core/ledger/journal.ts";
import { whole } from "../../store/columns.ts";
import { type Database, openDatabase, sql, type Tx } from "../../store/db.ts";
import { auditBooks } from "./audit-books.ts";
import { postJournal } from "./post-journal.ts";
import { findLastSeal, sealDays, sealFindings, unsealedDays } from "./seals.ts";
import { balanceOf } from "./store.ts";

let database: TestDatabase;
let db: Database;
beforeEach(async () => {
  database = await testDatabase();
  db = openDatabase({ ...database.config, max: 12 });
});
afterEach(async () => {
  await db.close();
  await database.drop();
});

let made = 0;
const WIL = payable(7 as AuthorId);

/** "2026-10-05T08:00" is a moment in UTC. */
const moment = (text: string) => new Date(`${text}:00Z`);

async function postIn(tx: Tx, posted: string, { micros = 100n, key = `test:${made++}` } = {}) {
  const journal = { key, kind: "test", currency: "USD", legs: legs([provider(), WIL, micros]) };
  const at = moment(posted);
  return postJournal(tx, journal, { occurredAt: at, postedAt: at });
}
const post = (posted: string, more: { micros?: bigint; key?: string } = {}) =>
  db.transaction((tx) => postIn(tx, posted, more));

const seal = (at: string) => sealDays(db, moment(at));

async function seals(): Promise<string[]> {
  const Row = z.object({ text: z.string() });
  const rows = await db.many(sql.of(Row)`
    select concat_ws(' ', to_char(day, 'MM-DD'), journals || '×', sums->>'USD') as text
      from seal order by day`);
  return rows.map(({ text }) => text);
}

/** Does what no role of ours may, without any trigger, and undoes it. */
async function tampered(...texts: string[]): Promise<string[]> {
  const undo = new Error("only to look");
  let found: string[] = [];
  const tampering = db.transaction(async (tx) => {
    await tx.run(sql`set local session_replication_role = replica`);
    for (const text of texts) {
      expect(await tx.run({ text, name: "", values: [], row: null }), text).toBeGreaterThan(0);
    }
    found = (await sealFindings(tx)).map(({ what, where }) => `${where} ${what}`);
    throw undo;
  });
  await expect(tampering).rejects.toBe(undo);
  return found;
}

describe("a day that is over", () => {
  it("is sealed with what was posted on it, and so are the days without anything", async () => {
    await post("2026-10-05T08:00", { micros: 30n });
    await post("2026-10-05T23:59", { micros: 12n });
    await post("2026-10-08T00:00");
    expect(await seal("2026-10-08T01:00")).toBe(3);
    expect(await seals()).toEqual(["10-05 2× 42", "10-06 0×", "10-07 0×"]);
    expect(await seal("2026-10-09T00:00")).toBe(1);
    expect(await seals()).toHaveLength(4);
    expect(await auditBooks(db)).toEqual([]);
  });

  it("is sealed once, however often it is asked", async () => {
    await post("2026-10-05T08:00");
    expect(await seal("2026-10-06T01:00")).toBe(1);
    const first = await findLastSeal(db);
    expect(await seal("2026-10-06T23:00")).toBe(0);
    expect(await findLastSeal(db)).toEqual(first);
  });

  it("is sealed once by two who come at the same moment", async () => {
    await post("2026-10-05T08:00");
    const hold = (tx: Tx) => tx.run(sql`lock table seal in access exclusive mode`);
    // The first look at the seals is what both wait on: then both find nothing sealed.
    const counts = await allAtOnce(db, hold, 2, () => seal("2026-10-08T01:00"));
    expect(counts.reduce((sum, count) => sum + count)).toBe(3);
    expect(await seals()).toEqual(["10-05 1× 100", "10-06 0×", "10-07 0×"]);
    expect(await sealFindings(db)).toEqual([]);
  });

  it("is not sealed before anything was ever posted", async () => {
    expect(await seal("2026-10-08T01:00")).toBe(0);
    await post("2026-10-08T02:00");
    expect(await seal("2026-10-09T01:00")).toBe(1);
    expect(await seals()).toEqual(["10-08 1× 100"]);
  });

  it("has the same seal whatever the session's settings", async () => {
    await post("2026-10-05T08:00");
    await seal("2026-10-06T01:00");
    const found = await db.transaction(async (tx) => {
      await tx.run(sql`set local timezone to 'Asia/Kathmandu'`);
      await tx.run(sql`set local datestyle to 'German'`);
      await tx.run(sql`set local extra_float_digits to 0`);
      return sealFindings(tx);
    });
    expect(found).toEqual([]);
  });

  it("is missed by the check when nobody sealed it", async () => {
    await post("2026-10-05T08:00");
    expect(await unsealedDays(db, moment("2026-10-05T23:00"))).toEqual([]);
    expect(await unsealedDays(db, moment("2026-10-06T01:00"))).toMatchObject([
      { where: "2026-10-05" },
    ]);
    await seal("2026-10-06T01:00");
    expect(await unsealedDays(db, moment("2026-10-06T01:00"))).toEqual([]);
  });
});

describe("a sealed day", () => {
  it("takes no journal, nor does any day before it, and the refusal leaves nothing", async () => {
    await post("2026-10-05T08:00");
    await seal("2026-10-07T01:00");
    for (const posted of ["2026-10-06T23:59", "2026-10-05T09:00", "2019-01-01T00:00"]) {
      await expect(post(posted)).rejects.toMatchObject({ code: "LE005" });
    }
    expect(await balanceOf(db, WIL, "USD")).toBe(100n);
    await post("2026-10-07T00:00");
    expect(await auditBooks(db)).toEqual([]);
  });

  it("still answers a second telling of what it has", async () => {
    const id = await post("2026-10-05T08:00", { key: "test:told-twice" });
    await seal("2026-10-07T01:00");
    expect(await post("2026-10-05T08:00", { key: "test:told-twice" })).toBe(id);
  });

  it("has what was being posted while it was sealed", async () => {
    await post("2026-10-05T08:00");
    let sealing = Promise.resolve(0);
    await db.transaction(async (tx) => {
      await postIn(tx, "2026-10-05T23:59", { micros: 5n });
      sealing = seal("2026-10-06T01:00");
      await until(async () => (await waiting()) === 1);
    });
    expect(await sealing).toBe(1);
    expect(await seals()).toEqual(["10-05 2× 105"]);
  });

  it.each([
    "insert into seal select day + 1, null, null, 0, '{}', sha256, sha256, sealed_at from seal",
    "insert into shut_day values ('2026-12-31', now())",
  ])("is made by nobody else: %s", async (text) => {
    await post("2026-10-05T08:00");
    await seal("2026-10-06T01:00");
    const writing = db.run({ text, name: "", values: [], row: null });
    await expect(writing).rejects.toMatchObject({ code: "LE003" });
  });

  it.each([
    "update seal set journals = 0",
    "delete from seal",
    "truncate seal",
    "delete from shut_day",
  ])("keeps its seal: %s", async (text) => {
    await post("2026-10-05T08:00");
    await seal("2026-10-06T01:00");
    const change = db.run({ text, name: "", values: [], row: null });
    await expect(change).rejects.toMatchObject({ code: "LE002" });
  });
});

describe("a closed month", () => {
  it("takes no journal that is posted into it; what corrects it is posted in the open one", async () => {
    const id = await post("2026-10-05T08:00");
    await closed("2026-10");
    await expect(post("2026-10-31T23:59")).rejects.toMatchObject({ code: "LE005" });
    await post("2026-11-01T00:00");
    const back = legs([WIL, provider(), 100n]);
    const correction = { key: "correction:1", kind: "correction", currency: "USD", legs: back };
    const times = { occurredAt: moment("2026-10-05T08:00"), postedAt: moment("2026-11-02T09:00") };
    await db.transaction((tx) => postJournal(tx, { ...correction, reverses: id }, times));
    expect(await balanceOf(db, WIL, "USD")).toBe(100n);
    expect(await auditBooks(db)).toEqual([]);
  });

  it("may be closed before its last day is sealed, and is sealed with all it has", async () => {
    await post("2026-10-31T08:00");
    await closed("2026-10");
    expect(await seal("2026-11-01T01:00")).toBe(1);
    expect(await seals()).toEqual(["10-31 1× 100"]);
  });
});

describe("books that were changed past every rule", () => {
  beforeEach(async () => {
    await post("2026-10-05T08:00", { key: "test:first" });
    await post("2026-10-05T09:00", { key: "test:second" });
    await post("2026-10-06T08:00", { key: "test:third" });
    await seal("2026-10-08T01:00");
    await post("2026-10-08T08:00");
  });

  const WRONG = "The seal of the day is not what its books are.";
  it.each([
    ["an amount", "update transfer set micros = micros + 1 where journal_id = 1"],
    ["an account", "update transfer set credit_id = credit_id + 1 where journal_id = 1"],
    ["a leg", "delete from transfer where journal_id = 1"],
    ["a journal", "delete from journal where key = 'test:first'"],
    ["a key", "update journal set key = 'test:other' where key = 'test:first'"],
    ["a kind", "update journal set kind = 'other' where key = 'test:first'"],
    ["what it takes back", "update journal set reverses = 2 where key = 'test:first'"],
    [
      "when it happened",
      "update journal set occurred_at = occurred_at + interval '1 s' where id = 1",
    ],
    [
      "when it was posted",
      "update journal set posted_at = posted_at + interval '1 s' where id = 1",
    ],
    ["the day", "update journal set posted_at = posted_at + interval '1 day' where id = 1"],
    ["a name in the chart", "update ledger_account set subject = '8' where subject = '7'"],
    ["a count in the seal", "update seal set journals = 3 where day = '2026-10-05'"],
    ["a sum in the seal", `update seal set sums = '{"USD": "1"}' where day = '2026-10-05'`],
  ])("are found out, and the first day is named: %s", async (_, text) => {
    expect(await tampered(text)).toEqual([`2026-10-05 ${WRONG}`]);
  });

  it("are found out when a journal is put in later", async () => {
    const text = `insert into journal (key, kind, body_sha256, occurred_at, posted_at)
                  select 'test:late', kind, body_sha256, occurred_at, posted_at + interval '1 day'
                    from journal where key = 'test:first'`;
    expect(await tampered(text)).toEqual([`2026-10-06 ${WRONG}`]);
    const early = text.replace("+ interval", "- interval");
    expect(await tampered(early)).toEqual(["2026-10-05 Journals stand before the first seal."]);
  });

  it("are found out when their seals are made again, by those that follow", async () => {
    const remade = `update seal set (first_id, last_id, journals, sums, sha256) =
        (select first_id, last_id, journals, sums, sha256 from seal_of(day, previous_sha256))
      where day = '2026-10-05'`;
    const amount = "update transfer set micros = micros + 1 where journal_id = 1";
    expect(await tampered(amount, remade)).toEqual([
      "2026-10-06 The seal is not tied to the one before it.",
    ]);
    expect(await tampered("delete from seal where day = '2026-10-06'")).toEqual([
      "2026-10-07 The day before has no seal.",
    ]);
  });

  it("are found right when nothing was changed", async () => {
    expect(await sealFindings(db)).toEqual([]);
    expect((await findLastSeal(db))?.day).toBe("2026-10-07");
    expect(await balanceOf(db, platform(), "USD")).toBe(0n);
  });
});

async function closed(month: string): Promise<void> {
  await db.run(sql`
    insert into policy (version, canonical, sha256, published_at, effective_from)
    values ('p', '{}', '\\x00', '2026-01-01', '2026-01-01')`);
  const at = moment("2026-11-01T01:00");
  await db.run(sql`
    insert into closing (month, policy_version, started_at, currency)
    values (${month}, 'p', ${at}, 'USD')`);
  await db.run(sql`
    update closing set state = 'closed', closed_at = ${at}, output_sha256 = '\\x00'
     where month = ${month}`);
}

async function waiting(): Promise<number> {
  const { count } = await db.one(sql.of(z.object({ count: whole }))`
    select count(*) as count from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`);
  return count;
}
