/**
 * How many journals and legs a second the ledger books, durably, through the house's own way in: beside
 * the same rows inserted plainly into tables without a rule, on the same server.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AuthorId, ChargeId } from "../src/core/ids.ts";
import { earned, payable, provider } from "../src/core/ledger/chart.ts";
import { accrual } from "../src/core/ledger/flows.ts";
import { type Journal, legs } from "../src/core/ledger/journal.ts";
import { dayOf, monthOf } from "../src/core/time.ts";
import { auditBooks } from "../src/features/ledger/audit-books.ts";
import { postJournal } from "../src/features/ledger/post-journal.ts";
import { type Database, openDatabase, sql } from "../src/store/db.ts";
import { startEmbedded } from "../src/store/embedded/supervisor.ts";

const ACCOUNTS = 20_000;
const CLIENTS = 16;
const SECONDS = 4;
/** A day's accrual: two legs a charge. */
const CHARGES = 10_000;
const DAYS = 5;

const AT = new Date("2026-10-05T00:00:00Z");
const TIMES = { occurredAt: AT, postedAt: AT };

interface Row {
  what: string;
  value: number;
  unit: string;
  bar?: string;
}

export async function run(): Promise<{ name: string; rows: Row[] }> {
  const folder = mkdtempSync(join(tmpdir(), "earnest-bench-"));
  const { connection, stop } = await startEmbedded({ folder, log: () => {} });
  try {
    const db = openDatabase({ ...connection, max: CLIENTS });
    await query(db, readFileSync("src/store/migrations/0002_ledger.sql", "utf8"));
    const rows = await measure(db);
    await db.close();
    return { name: "ledger", rows };
  } finally {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(db: Database): Promise<Row[]> {
  await prepare(db);
  const plainSingle = await perSecond((n) => plainLeg(db, n));
  const single = await perSecond((n) => db.transaction((tx) => postJournal(tx, move(n), TIMES)));
  const plainBatch = await legsPerSecond((day) => plainLegs(db, accrualOf(day)));
  const batch = await legsPerSecond((day) =>
    db.transaction((tx) => postJournal(tx, accrualOf(day), TIMES)),
  );
  return [
    { what: "ledger, one leg a journal", value: single, unit: "posts/s", bar: "≥ 3,000" },
    { what: "plain insert of the same", value: plainSingle, unit: "posts/s" },
    { what: "ledger, 20,000 legs a journal", value: batch, unit: "legs/s", bar: "≥ 30,000" },
    { what: "plain insert of the same", value: plainBatch, unit: "legs/s" },
    { what: "audit of all of it", value: await auditPerSecond(db), unit: "legs/s" },
  ];
}

async function prepare(db: Database): Promise<void> {
  const ids = Array.from({ length: ACCOUNTS }, (_, index) => index + 1);
  const fund = (key: string, account: (id: number) => Journal["legs"]): Journal => ({
    ...{ key, kind: "bench", currency: "USD" },
    legs: ids.flatMap(account),
  });
  await db.transaction(async (tx) => {
    const grants = fund("earned", (id) => legs([provider(), earned(id as AuthorId), 10n ** 12n]));
    await postJournal(tx, grants, TIMES);
    const dues = fund("deferred", (id) =>
      legs([provider(), { kind: "deferred", subject: String(id) }, 10n ** 12n]),
    );
    await postJournal(tx, dues, TIMES);
  });
  await db.run(sql`
    create table plain_journal (id bigint generated always as identity primary key, key text, at timestamptz)`);
  await db.run(sql`
    create table plain_leg (journal_id bigint, debit text, credit text, currency text, micros bigint)`);
  await db.run(sql`analyze`);
}

/** From one partner's hold to another's balance, so that the journals touch accounts of their own. */
function move(n: number): Journal {
  const from = ((n * 7919) % ACCOUNTS) + 1;
  const to = ((n * 104_729) % ACCOUNTS) + 1;
  return {
    ...{ key: `bench:${n}`, kind: "bench", currency: "USD" },
    legs: legs([earned(from as AuthorId), payable(to as AuthorId), 10_000n]),
  };
}

function accrualOf(day: number): Journal {
  const charges = Array.from({ length: CHARGES }, (_, index) => ({
    ...{ chargeId: (index + 1) as ChargeId, accruedMicros: 146_774n, poolMicros: 88_064n },
  }));
  const at = new Date(AT.getTime() + day * 86_400_000);
  const facts = { day: dayOf(at), batch: 1, poolMonth: monthOf(at), currency: "USD", charges };
  return accrual(facts);
}

async function plainLeg(db: Database, n: number): Promise<void> {
  const { key, legs } = move(n);
  const [{ debit, credit, micros }] = legs as [Journal["legs"][number]];
  await db.transaction((tx) =>
    tx.run(sql`
      with journal as (insert into plain_journal (key, at) values (${key}, ${AT}) returning id)
      insert into plain_leg select id, ${debit.subject}, ${credit.subject}, 'USD', ${micros}::bigint from journal`),
  );
}

async function plainLegs(db: Database, { key, legs }: Journal): Promise<void> {
  await db.transaction((tx) =>
    tx.run(sql`
      with journal as (insert into plain_journal (key, at) values (${key}, ${AT}) returning id)
      insert into plain_leg
      select id, leg.debit, leg.credit, 'USD', leg.micros
        from journal, unnest(${legs.map(({ debit }) => debit.subject)}::text[],
                             ${legs.map(({ credit }) => credit.subject)}::text[],
                             ${legs.map(({ micros }) => micros)}::bigint[]) as leg (debit, credit, micros)`),
  );
}

/** As many clients as there are connections, each with its next journal as soon as the last is durable. */
async function perSecond(work: (n: number) => Promise<unknown>): Promise<number> {
  let n = 0;
  const began = performance.now();
  const client = async () => {
    while (performance.now() - began < SECONDS * 1000) await work(n++);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return Math.round(n / ((performance.now() - began) / 1000));
}

async function legsPerSecond(work: (day: number) => Promise<unknown>): Promise<number> {
  const began = performance.now();
  for (let day = 0; day < DAYS; day++) await work(day);
  return Math.round((DAYS * CHARGES * 2) / ((performance.now() - began) / 1000));
}

async function auditPerSecond(db: Database): Promise<number> {
  const began = performance.now();
  const findings = await auditBooks(db);
  if (findings.length > 0) throw new Error(`The books are wrong: ${findings[0]?.what}`);
  const seconds = (performance.now() - began) / 1000;
  const { rows } = await query(db, "select count(*)::int as count from transfer");
  return Math.round(rows[0].count / seconds);
}

async function query(db: Database, text: string) {
  const client = await db.connect();
  try {
    return await client.query(text);
  } finally {
    client.release();
  }
}
