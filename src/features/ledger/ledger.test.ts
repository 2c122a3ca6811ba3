import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { testDatabase } from "../../../test/support/database.ts";
import { allAtOnce } from "../../../test/support/meet.ts";
import type { AuthorId, ChargeId } from "../../core/ids.ts";
import { CHART, deferred, fees, payable, platform, provider } from "../../core/ledger/chart.ts";
import { type Journal, type Leg, legs } from "../../core/ledger/journal.ts";
import { type Database, openDatabase, sql } from "../../store/db.ts";
import { auditBooks } from "./audit-books.ts";
import { postJournal } from "./post-journal.ts";
import { balanceOf, balancesOf, findJournalId, legsOf, trialBalance } from "./store.ts";

const AT = new Date("2026-10-05T08:00:00Z");
const TIMES = { occurredAt: AT, postedAt: AT };

let database: Awaited<ReturnType<typeof testDatabase>>;
let db: Database;
beforeAll(async () => {
  database = await testDatabase();
  db = openDatabase({ ...database.config, max: 40 });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

let made = 0;
function journal(all: Leg[], key = `test:${made++}`): Journal {
  return { key, kind: "test", currency: "USD", legs: all };
}

const post = (written: Journal, times = TIMES) =>
  db.transaction((tx) => postJournal(tx, written, times));

/** Partners whose payable accounts no other test touches. */
let partners = 0;
const newPartner = () => payable((1000 + partners++) as AuthorId);

async function fund(account: ReturnType<typeof newPartner>, micros: bigint): Promise<void> {
  await post(journal(legs([provider(), account, micros])));
}

describe("a journal", () => {
  it("moves its legs from side to side, and is found by its key", async () => {
    const [wil, ann] = [newPartner(), newPartner()];
    await fund(wil, 5_000_000n);
    const id = await post(journal(legs([wil, ann, 1_239_999n]), "test:move"));
    expect(await balanceOf(db, wil, "USD")).toBe(3_760_001n);
    expect(await balanceOf(db, ann, "USD")).toBe(1_239_999n);
    expect(await findJournalId(db, "test:move")).toBe(id);
    expect(await findJournalId(db, "test:moved")).toBeNull();
  });

  it("is the same when posted again, and moves nothing", async () => {
    const wil = newPartner();
    const written = journal(legs([provider(), wil, 70n], [fees(), provider(), 3n]));
    const first = await post(written);
    const later = { occurredAt: AT, postedAt: new Date("2026-10-09T00:00:00Z") };
    expect(await post(written, later)).toBe(first);
    expect(await balanceOf(db, wil, "USD")).toBe(70n);
  });

  it("is refused when its key stands for another body", async () => {
    const [ann, wil] = [newPartner(), newPartner()];
    await fund(ann, 70n);
    const earlier = await post(journal(legs([wil, provider(), 1n], [provider(), wil, 1n])));
    const written = journal(legs([ann, wil, 70n]));
    await post(written);
    const others: [Journal, typeof TIMES][] = [
      [{ ...written, legs: legs([ann, wil, 71n]) }, TIMES],
      [{ ...written, legs: [...written.legs, ...written.legs] }, TIMES],
      [{ ...written, legs: legs([wil, ann, 70n]) }, TIMES],
      [{ ...written, legs: legs([ann, newPartner(), 70n]) }, TIMES],
      [{ ...written, legs: legs([newPartner(), wil, 70n]) }, TIMES],
      [{ ...written, kind: "other" }, TIMES],
      [{ ...written, reverses: earlier }, TIMES],
      [{ ...written, currency: "EUR" }, TIMES],
      [written, { occurredAt: new Date("2026-10-06T08:00:00Z"), postedAt: AT }],
    ];
    for (const [other, times] of others) {
      await expect(post(other, times)).rejects.toMatchObject({ code: "LE001" });
    }
    expect(await balanceOf(db, wil, "USD")).toBe(70n);
  });

  it("has the same body whatever the session's settings", async () => {
    const wil = newPartner();
    const written = journal(legs([provider(), wil, 70n]));
    const first = await post(written);
    const again = await db.transaction(async (tx) => {
      await tx.run(sql`set local timezone to 'Asia/Kathmandu'`);
      await tx.run(sql`set local datestyle to 'German'`);
      await tx.run(sql`set local extra_float_digits to 0`);
      return postJournal(tx, written, TIMES);
    });
    expect(again).toBe(first);
  });

  it.each([
    ["without legs", () => journal([])],
    [
      "with a negative leg",
      () => journal([{ debit: provider(), credit: platform(), micros: -1n }]),
    ],
    [
      "with a leg of nothing",
      () => journal([{ debit: provider(), credit: platform(), micros: 0n }]),
    ],
    ["from an account to itself", () => journal(legs([provider(), provider(), 5n]))],
    [
      "with an account that needs a subject",
      () => journal(legs([provider(), { kind: "payable", subject: "" }, 5n])),
    ],
    [
      "with a subject where there is one account",
      () => journal(legs([{ kind: "provider", subject: "2" }, platform(), 5n])),
    ],
    [
      "with a subject that could be mistaken",
      () => journal(legs([provider(), { kind: "payable", subject: "1 2" }, 5n])),
    ],
    ["in no currency", () => ({ ...journal(legs([provider(), platform(), 5n])), currency: "us" })],
  ])("cannot be posted %s", async (_, written) => {
    const before = await trialBalance(db);
    await expect(post(written())).rejects.toThrow();
    expect(await trialBalance(db)).toEqual(before);
  });

  it("cannot break a guard, and leaves no trace when it would", async () => {
    const [wil, ann] = [newPartner(), newPartner()];
    await fund(wil, 100n);
    const tooMuch = journal(legs([wil, ann, 60n], [wil, ann, 41n]), "test:too-much");
    await expect(post(tooMuch)).rejects.toMatchObject({ constraint: "balance_guard" });
    const owed = journal(legs([provider(), { kind: "custody", subject: "7" }, 1n]));
    await expect(post(owed)).rejects.toMatchObject({ constraint: "balance_guard" });
    expect(await findJournalId(db, "test:too-much")).toBeNull();
    expect(await balanceOf(db, wil, "USD")).toBe(100n);
    await post({ ...tooMuch, legs: legs([wil, ann, 60n], [wil, ann, 40n]) });
    expect(await balanceOf(db, wil, "USD")).toBe(0n);
  });

  it("may pass through an account that it fills and empties", async () => {
    const [wil, ann] = [newPartner(), newPartner()];
    await post(journal(legs([wil, ann, 40n], [provider(), wil, 40n])));
    expect(await balanceOf(db, wil, "USD")).toBe(0n);
    expect(await balanceOf(db, ann, "USD")).toBe(40n);
  });

  it("keeps currencies apart", async () => {
    const wil = newPartner();
    await fund(wil, 100n);
    await post({ ...journal(legs([provider(), wil, 7n])), currency: "EUR" });
    expect(await balanceOf(db, wil, "USD")).toBe(100n);
    expect(await balanceOf(db, wil, "EUR")).toBe(7n);
    const [usd] = await db.many(sql.of(z.object({ id: z.coerce.number(), eur: z.coerce.number() }))`
      select usd.id, eur.id as eur from ledger_account usd join ledger_account eur using (code, subject)
       where subject = ${wil.subject} and usd.currency = 'USD' and eur.currency = 'EUR'`);
    const mixed = db.transaction(async (tx) => {
      await tx.run(sql`set local earnest.posting = 'on'`);
      await tx.run(sql`
        insert into transfer (journal_id, leg, debit_id, credit_id, currency, micros)
        select max(id), 99, ${usd!.id}, ${usd!.eur}, 'USD', 1 from journal`);
    });
    await expect(mixed).rejects.toMatchObject({ constraint: "transfer_credit_id_currency_fkey" });
  });

  it("is taken back at most once", async () => {
    const wil = newPartner();
    const id = await post(journal(legs([provider(), wil, 100n])));
    const back = () => ({ ...journal(legs([wil, provider(), 50n])), reverses: id });
    await post(back());
    await expect(post(back())).rejects.toMatchObject({ constraint: "journal_reverses" });
    expect(await balanceOf(db, wil, "USD")).toBe(50n);
  });
});

describe("what is written", () => {
  it.each([
    "ledger_account",
    "balance",
    "journal",
    "transfer",
  ])("stays: %s refuses change and removal", async (table) => {
    const written = journal(legs([provider(), newPartner(), 5n]));
    await post(written);
    const statements = [`delete from ${table}`, `truncate ${table} cascade`];
    if (table !== "balance") {
      const column = { ledger_account: "code", journal: "kind", transfer: "micros" }[table];
      statements.push(`update ${table} set ${column} = ${column}`);
    }
    for (const text of statements) {
      const change = db.run({ text, name: "", values: [], row: null });
      await expect(change, text).rejects.toMatchObject({ code: "LE002" });
    }
  });

  it.each([
    "insert into ledger_account (code, subject, currency, guard) values ('2210', '9', 'USD', 'debits within credits')",
    "insert into journal (key, kind, body_sha256, occurred_at, posted_at) values ('x', 'x', sha256(''), now(), now())",
    "insert into transfer select 1, 99, debit_id, credit_id, currency, 5 from transfer limit 1",
    "update balance set debit_micros = 0, credit_micros = 0",
  ])("is not written past post(): %s", async (text) => {
    const before = await trialBalance(db);
    await expect(db.run({ text, name: "", values: [], row: null })).rejects.toMatchObject({
      code: "LE003",
    });
    expect(await trialBalance(db)).toEqual(before);
  });

  it("is closed again after a journal was posted in the same transaction", async () => {
    const sneaky = db.transaction(async (tx) => {
      await postJournal(tx, journal(legs([provider(), newPartner(), 5n])), TIMES);
      await tx.run(sql`update balance set debit_micros = 0, credit_micros = 0`);
    });
    await expect(sneaky).rejects.toMatchObject({ code: "LE003" });
  });

  it("has guards that cannot be loosened", async () => {
    const loosen = db.transaction(async (tx) => {
      await tx.run(sql`set local earnest.posting = 'on'`);
      await tx.run(sql`update balance set guard = 'none'`);
    });
    await expect(loosen).rejects.toMatchObject({ code: "23503" });
  });
});

describe("at the same moment", () => {
  const hold = (tx: Parameters<typeof postJournal>[0]) =>
    tx.run(sql`lock table journal in share mode`);

  it("one of many with the same key posts, and all get its id", async () => {
    const wil = newPartner();
    const written = journal(legs([provider(), wil, 100n]));
    const ids = await allAtOnce(db, hold, 8, () => post(written));
    expect(new Set(ids).size).toBe(1);
    expect(await balanceOf(db, wil, "USD")).toBe(100n);
  });

  it("one of many that take back the same journal under one key does, and all get its id", async () => {
    for (let round = 0; round < 10; round++) {
      const wil = newPartner();
      const reverses = await post(journal(legs([provider(), wil, 100n])));
      const back = { ...journal(legs([wil, provider(), 100n])), reverses };
      const ids = await allAtOnce(db, hold, 6, () => post(back));
      expect(new Set(ids).size).toBe(1);
      expect(await balanceOf(db, wil, "USD")).toBe(0n);
    }
  });

  it("one of two bodies under a key is posted, the other refused", async () => {
    const [wil, key] = [newPartner(), `test:${made++}`];
    const answers = await allAtOnce(db, hold, 2, (index) =>
      post(journal(legs([provider(), wil, BigInt(100 + index)]), key)).catch(
        (error: { code: string }) => error.code,
      ),
    );
    expect(answers.filter((answer) => answer === "LE001")).toHaveLength(1);
    expect([100n, 101n]).toContain(await balanceOf(db, wil, "USD"));
  });

  it("many who open the same new accounts in any order do not deadlock", async () => {
    const accounts = Array.from({ length: 6 }, newPartner);
    const turned = (by: number) => [...accounts.slice(by), ...accounts.slice(0, by)];
    await allAtOnce(db, hold, 12, (index) =>
      post(
        journal(legs(...turned(index % 6).map((account) => [provider(), account, 1n] as const))),
      ),
    );
    for (const account of accounts) expect(await balanceOf(db, account, "USD")).toBe(12n);
  });

  it("many who move between the same accounts in any direction do not deadlock", async () => {
    const accounts = Array.from({ length: 4 }, newPartner);
    for (const account of accounts) await fund(account, 1000n);
    const balances = (tx: Parameters<typeof postJournal>[0]) =>
      tx.run(sql`lock table balance in share mode`);
    await allAtOnce(db, balances, 12, (index) => {
      const [from, to] = [accounts[index % 4]!, accounts[(index + 1 + (index % 3)) % 4]!];
      return post(journal(legs([from, to, 10n], [to, from, 3n])));
    });
    const held = await Promise.all(accounts.map((account) => balanceOf(db, account, "USD")));
    expect(held.reduce((sum, micros) => sum + micros)).toBe(4000n);
  });

  it("many who move one leg between two accounts, either way, do not deadlock", async () => {
    const [wil, ann] = [newPartner(), newPartner()];
    await post(journal(legs([provider(), wil, 1000n], [provider(), ann, 1000n])));
    const holdBoth = (tx: Parameters<typeof postJournal>[0]) =>
      postJournal(tx, journal(legs([wil, ann, 1n])), TIMES);
    for (let round = 0; round < 5; round++) {
      await allAtOnce(db, holdBoth, 16, (index) =>
        post(journal(legs(index % 2 ? [wil, ann, 10n] : [ann, wil, 10n]))),
      );
    }
    expect(await balanceOf(db, wil, "USD")).toBe(995n);
    expect(await balanceOf(db, ann, "USD")).toBe(1005n);
  });

  it("of many who would empty one account, exactly one does", async () => {
    const [wil, ann] = [newPartner(), newPartner()];
    await fund(wil, 100n);
    const balances = (tx: Parameters<typeof postJournal>[0]) =>
      tx.run(sql`lock table balance in share mode`);
    const answers = await allAtOnce(db, balances, 10, () =>
      post(journal(legs([wil, ann, 100n]))).then(
        () => "moved",
        (error: { constraint: string }) => error.constraint,
      ),
    );
    expect(answers.filter((answer) => answer === "moved")).toHaveLength(1);
    expect(answers.filter((answer) => answer === "balance_guard")).toHaveLength(9);
    expect(await balanceOf(db, ann, "USD")).toBe(100n);
  });
});

describe("two who take back the same journal at once", () => {
  it("take it back once", async () => {
    const wil = newPartner();
    const id = await post(journal(legs([provider(), wil, 100n])));
    const hold = (tx: Parameters<typeof postJournal>[0]) =>
      tx.run(sql`lock table journal in share mode`);
    const answers = await allAtOnce(db, hold, 2, () =>
      post({ ...journal(legs([wil, provider(), 50n])), reverses: id }).then(
        () => "taken back",
        (error: { constraint: string }) => error.constraint,
      ),
    );
    expect(answers.sort()).toEqual(["journal_reverses", "taken back"]);
    expect(await balanceOf(db, wil, "USD")).toBe(50n);
  });
});

describe("the books", () => {
  it("take in what happened long ago and leave every balance the sum of its legs", async () => {
    const wil = newPartner();
    await fund(wil, 100n);
    const late = { occurredAt: new Date("2019-03-01T00:00:00Z"), postedAt: AT };
    await post(journal(legs([provider(), wil, 23n])), late);
    expect(await balanceOf(db, wil, "USD")).toBe(123n);
    const [newest] = await legsOf(db, wil, "USD", 1);
    expect(newest).toMatchObject({ micros: 23n, ...late });
    expect(await auditBooks(db)).toEqual([]);
  });

  it("have the chart that the rules have", async () => {
    const row = z.object({
      ...{ code: z.string(), name: z.string(), per: z.string() },
      ...{ normalSide: z.string(), guard: z.string() },
    });
    const inDatabase = await db.many(sql.of(row)`
      select code, name, per, normal_side, guard from ledger_kind order by code`);
    expect(inDatabase).toEqual(Object.values(CHART));
  });

  it("show an account's legs from its own side, the newest first", async () => {
    const [wil, charge] = [newPartner(), deferred(77 as ChargeId)];
    await post(journal(legs([provider(), charge, 100n]), "test:in"));
    await post(journal(legs([charge, wil, 30n], [charge, platform(), 20n]), "test:out"));
    const seen = await legsOf(db, charge, "USD", 2);
    expect(seen.map(({ key, micros, otherName }) => [key, micros, otherName])).toEqual([
      ["test:out", -20n, "Platform revenue"],
      ["test:out", -30n, "Payable"],
    ]);
    expect(await legsOf(db, wil, "USD", 9)).toMatchObject([
      { key: "test:out", micros: 30n, otherName: "Deferred dues", otherSubject: "77" },
    ]);
    expect(await balancesOf(db, "deferred", "USD")).toEqual([{ subject: "77", micros: 50n }]);
    expect((await legsOf(db, provider(), "USD", 1))[0]).toMatchObject({ micros: 100n });
  });

  it("balance, kind by kind and over all", async () => {
    const lines = await trialBalance(db);
    for (const currency of ["USD", "EUR"]) {
      const own = lines.filter((line) => line.currency === currency);
      const debits = own.reduce((sum, line) => sum + line.debitMicros, 0n);
      expect(debits).toBe(own.reduce((sum, line) => sum + line.creditMicros, 0n));
      expect(debits).toBeGreaterThan(0n);
    }
    expect(await auditBooks(db)).toEqual([]);
  });

  it.each([
    [
      "a balance that moved without a leg",
      "update balance set debit_micros = debit_micros + 1, credit_micros = credit_micros + 1 where account_id = 1",
      "The balance is not the sum",
    ],
    [
      "a leg that was made larger",
      "update transfer set micros = micros + 1 where (journal_id, leg) = (select min(journal_id), 1 from transfer)",
      "The body of a journal",
    ],
    [
      "a journal whose legs are gone",
      "delete from transfer where journal_id = (select min(journal_id) from transfer)",
      "A journal has no legs",
    ],
    [
      "legs whose journal is gone",
      "delete from journal where id = (select min(journal_id) from transfer)",
      "Legs belong to no journal",
    ],
    [
      "a side that grew alone",
      "update balance set credit_micros = credit_micros + 1 where account_id = 1",
      "Debits and credits differ",
    ],
  ])("are found wrong by the audit: %s", async (_, text, what) => {
    const undo = new Error("only to look");
    const spoiled = db.transaction(async (tx) => {
      await tx.run(sql`set local session_replication_role = replica`);
      expect(await tx.run({ text, name: "", values: [], row: null })).toBeGreaterThan(0);
      const found = await auditBooks(tx);
      expect(found.map((finding) => finding.what).join()).toContain(what);
      throw undo;
    });
    await expect(spoiled).rejects.toBe(undo);
  });
});
