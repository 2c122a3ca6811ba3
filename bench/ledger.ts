/**
 * How many journals and legs a second the ledger books, durably, through the house's own way in: beside
 * the same rows inserted plainly into tables without a rule, on the same server.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AuthorId, ChargeId } from "../src/core/ids.ts";
import { deferred, earned, payable, provider } from "../src/core/ledger/chart.ts";
import { accrual } from "../src/core/ledger/flows.ts";
import { type Journal, legs } from "../src/core/ledger/journal.ts";
import { dayOf, monthOf } from "../src/core/time.ts";
import { auditBooks } from "../src/features/ledger/audit-books.ts";
import { postJournal } from "../src/features/ledger/post-journal.ts";
import { sealDays } from "../src/features/ledger/seals.ts";
import { type Database, openDatabase, sql, type Tx } from "../src/store/db.ts";
import { startEmbedded } from "../src/store/embedded/supervisor.ts";
import { admitApplication } from "../src/store/roles.ts";

const MIGRATIONS = "src/store/migrations";

const ACCOUNTS = 20_000;
const CLIENTS = 16;
const ROUND_MS = 1000;
const ROUNDS = 5;
/** A day's accrual: two legs a charge. */
const CHARGES = 10_000;

const AT = new Date("2026-10-05T00:00:00Z");
const TIMES = { occurredAt: AT, postedAt: AT };
/** The books of a site that runs have days that are over. */
const SHUT = "2026-10-04";

interface Row {
  what: string;
  value: number;
  unit: string;
  bar?: string;
}

export async function run(): Promise<{ name: string; rows: Row[] }> {
  const folder = mkdtempSync(join(tmpdir(), "earnest-bench-"));
  const { connection, application, stop } = await startEmbedded({ folder, log: () => {} });
  try {
    const owner = openDatabase({ ...connection, max: CLIENTS });
    for (const name of readdirSync(MIGRATIONS).sort()) {
      await query(owner, readFileSync(join(MIGRATIONS, name), "utf8"));
    }
    await prepare(owner);
    await admitApplication(connection, String(application.user));
    // As the site posts: with the rights of its own role.
    const db = openDatabase({ ...application, max: CLIENTS });
    const rows = await measure(db, owner);
    await db.close();
    await owner.close();
    return { name: "ledger", rows };
  } finally {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(db: Database, owner: Database): Promise<Row[]> {
  const single = new Meter();
  const plainSingle = new Meter();
  const batch = new Meter();
  const plainBatch = new Meter();
  // One statement alone is a transaction, and durable before its answer.
  const post = (journal: Journal) => postJournal(db as unknown as Tx, journal, TIMES);
  // Every connection makes its plans once.
  await new Meter().clients((n) => post(move(-n - 1)));
  await new Meter().clients((n) => plainLegs(owner, move(-n - 1)));
  // In turns, so that whatever else the machine does meets both.
  for (let round = 0; round < ROUNDS; round++) {
    await single.clients((n) => post(move(n)));
    await plainSingle.clients((n) => plainLegs(owner, move(n)));
    await batch.once(CHARGES * 2, () => post(accrualOf(round)));
    await plainBatch.once(CHARGES * 2, () => plainLegs(owner, accrualOf(round)));
  }
  return [
    { what: "ledger, one leg a journal", value: single.perSecond, unit: "posts/s", bar: "≥ 3,000" },
    { what: "plain insert of the same", value: plainSingle.perSecond, unit: "posts/s" },
    {
      what: "ledger, 20,000 legs a journal",
      value: batch.perSecond,
      unit: "legs/s",
      bar: "≥ 30,000",
    },
    { what: "plain insert of the same", value: plainBatch.perSecond, unit: "legs/s" },
    { what: "seal of a day with all of it", value: await sealPerSecond(db), unit: "legs/s" },
    { what: "audit of all of it, and its seal", value: await auditPerSecond(db), unit: "legs/s" },
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
    const released = fund("payable", (id) =>
      legs([provider(), payable(id as AuthorId), 10n ** 12n]),
    );
    await postJournal(tx, released, TIMES);
    const dues = fund("deferred", (id) => legs([provider(), deferred(id as ChargeId), 10n ** 12n]));
    await postJournal(tx, dues, TIMES);
  });
  await db.run(sql`select shut_books(${SHUT}, ${AT})`);
  await db.run(sql`
    create table plain_journal (id bigint generated always as identity primary key, key text, at timestamptz)`);
  await db.run(sql`
    create table plain_leg (journal_id bigint, debit text, credit text, currency text, micros bigint)`);
  await db.run(sql`analyze`);
}

/** From one partner's hold to another's balance, so that the journals touch accounts of their own. */
function move(n: number): Journal {
  const from = ((Math.abs(n) * 7919) % ACCOUNTS) + 1;
  const to = ((Math.abs(n) * 104_729) % ACCOUNTS) + 1;
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

async function plainLegs(db: Database, { key, legs }: Journal): Promise<void> {
  await db.run(sql`
    with journal as (insert into plain_journal (key, at) values (${key}, ${AT}) returning id)
    insert into plain_leg
    select id, leg.debit, leg.credit, 'USD', leg.micros
      from journal, unnest(${legs.map(({ debit }) => debit.subject)}::text[],
                           ${legs.map(({ credit }) => credit.subject)}::text[],
                           ${legs.map(({ micros }) => micros)}::bigint[]) as leg (debit, credit, micros)`);
}

/** Counts what was done, and the time it took, over all rounds. */
class Meter {
  #done = 0;
  #milliseconds = 0;

  get perSecond(): number {
    return Math.round((this.#done * 1000) / this.#milliseconds);
  }

  async once(count: number, work: () => Promise<unknown>): Promise<void> {
    const began = performance.now();
    await work();
    this.#milliseconds += performance.now() - began;
    this.#done += count;
  }

  /** Each client begins its next journal as soon as its last is durable. */
  async clients(work: (n: number) => Promise<unknown>): Promise<void> {
    const began = performance.now();
    const client = async () => {
      while (performance.now() - began < ROUND_MS) await work(this.#done++);
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    this.#milliseconds += performance.now() - began;
  }
}

async function sealPerSecond(db: Database): Promise<number> {
  const began = performance.now();
  const sealed = await sealDays(db, new Date(AT.getTime() + 86_400_000));
  if (sealed !== 1) throw new Error(`${sealed} days were sealed`);
  return legsPerSecond(db, began);
}

async function auditPerSecond(db: Database): Promise<number> {
  const began = performance.now();
  const findings = await auditBooks(db);
  if (findings.length > 0) throw new Error(`The books are wrong: ${findings[0]?.what}`);
  return legsPerSecond(db, began);
}

async function legsPerSecond(db: Database, began: number): Promise<number> {
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
