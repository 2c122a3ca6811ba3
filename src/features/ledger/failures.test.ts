/** What went wrong in the books of others, each as a test that it cannot here (docs/policy/money.md §6, §8). */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { allAtOnce } from "../../../test/support/meet.ts";
import type { AuthorId, ChargeId, JournalId } from "../../core/ids.ts";
import {
  type Account,
  deferred,
  fees,
  payable,
  platform,
  provider,
  refundPayable,
} from "../../core/ledger/chart.ts";
import { duesReceived, refundAsked, refundPaid } from "../../core/ledger/flows.ts";
import { type Journal, legs } from "../../core/ledger/journal.ts";
import { type Database, openDatabase, sql, type Tx } from "../../store/db.ts";
import { auditBooks } from "./audit-books.ts";
import { correctJournal } from "./correct-journal.ts";
import { postJournal } from "./post-journal.ts";
import { sealDays } from "./seals.ts";
import { balanceOf } from "./store.ts";

const AT = new Date("2026-10-05T08:00:00Z");
const TIMES = { occurredAt: AT, postedAt: AT };
const USD = "USD";

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await testDatabase();
  db = openDatabase({ ...database.config, max: 20 });
});
afterAll(async () => {
  expect(await auditBooks(db)).toEqual([]);
  await db.close();
  await database.drop();
});

const post = (journal: Journal, times = TIMES) =>
  db.transaction((tx) => postJournal(tx, journal, times));
const held = (account: ReturnType<typeof payable>) => balanceOf(db, account, USD);
const hold = (tx: Tx) => tx.run(sql`lock table journal in share mode`);

type Move = readonly [Account, Account, bigint];

let made = 0;
const journal = (...all: Move[]): Journal => ({
  ...{ key: `failure:${made++}`, kind: "test", currency: USD },
  legs: legs(...all),
});

/** A charge of 10.00, of which the provider kept 0.59; its account holds the net. */
async function paidCharge(): Promise<ChargeId> {
  const chargeId = (9000 + made++) as ChargeId;
  const facts = { chargeId, currency: USD, taxMicros: 0n, jurisdiction: "" };
  await post(duesReceived({ ...facts, cashMicros: 10_000_000n, feeMicros: 590_000n }));
  return chargeId;
}
const refundOf = (chargeId: ChargeId, refundId: number, micros: bigint, borneMicros = 0n) => ({
  ...{ refundId, chargeId, currency: USD, jurisdiction: "", taxMicros: 0n },
  ...{ deferredMicros: micros, borneMicros },
});

describe("a retry with the same key and another body", () => {
  it("is refused, and the first stands", async () => {
    const wil = payable(1 as AuthorId);
    const first = journal([provider(), wil, 100n]);
    await post(first);
    const other = { ...first, legs: legs([provider(), wil, 90n]) };
    await expect(post(other)).rejects.toMatchObject({ code: "LE001" });
    expect(await held(wil)).toBe(100n);
  });

  it("is refused also by the one who waited for the other at the same moment", async () => {
    const wil = payable(2 as AuthorId);
    const first = journal([provider(), wil, 100n]);
    const bodies = [first, { ...first, legs: legs([provider(), wil, 90n]) }];
    const answers = await allAtOnce(db, hold, 2, (index) =>
      post(bodies[index]!).then(
        () => "posted",
        (error: { code: string }) => error.code,
      ),
    );
    expect(answers.sort()).toEqual(["LE001", "posted"]);
  });
});

describe("two equal partial refunds", () => {
  it("are two, and a third of what is no longer there is refused", async () => {
    const charge = await paidCharge();
    const third = (n: number) => post(refundAsked(refundOf(charge, made * 10 + n, 4_000_000n)));
    await third(1);
    await third(2);
    expect(await held(refundPayable(charge))).toBe(8_000_000n);
    await expect(third(3)).rejects.toMatchObject({ constraint: "balance_guard" });
    expect(await held(deferred(charge))).toBe(1_410_000n);
  });

  it("are two also when they are asked for at the same moment", async () => {
    const charge = await paidCharge();
    const base = made * 10;
    await allAtOnce(db, hold, 2, (n) => post(refundAsked(refundOf(charge, base + n, 2_000_000n))));
    expect(await held(refundPayable(charge))).toBe(4_000_000n);
  });
});

describe("a fee refunded twice", () => {
  it("is not refunded once: a whole refund, told three times, leaves it spent", async () => {
    const before = { fees: await held(fees()), bank: await held(provider()) };
    const charge = await paidCharge();
    const refund = refundOf(charge, made * 10, 9_410_000n, 590_000n);
    for (let told = 0; told < 3; told++) {
      await post(refundAsked(refund));
      await post(refundPaid(refund));
    }
    expect((await held(fees())) - before.fees).toBe(590_000n);
    expect((await held(provider())) - before.bank).toBe(-590_000n);
    expect([await held(deferred(charge)), await held(refundPayable(charge))]).toEqual([0n, 0n]);
  });
});

describe("the same payment announced by two events", () => {
  it("is one journal, since its key is the payment's and not the event's", async () => {
    const charge = (9000 + made++) as ChargeId;
    const facts = { chargeId: charge, currency: USD, taxMicros: 0n, jurisdiction: "" };
    const dues = duesReceived({ ...facts, cashMicros: 5_000_000n, feeMicros: 450_000n });
    const ids = await allAtOnce(db, hold, 2, () => post(dues));
    expect(ids[0]).toBe(ids[1]);
    expect(await held(deferred(charge))).toBe(4_550_000n);
  });
});

describe("a concurrent double reversal", () => {
  it("takes a journal back once, whoever asks and under whatever key", async () => {
    const wil = payable(3 as AuthorId);
    const wrong = await post(journal([provider(), wil, 100n]));
    await post(journal([provider(), wil, 100n]));
    const back = (index: number) =>
      post({ ...journal([wil, provider(), 100n]), key: `back:${index}`, reverses: wrong });
    const answers = await allAtOnce(db, hold, 6, (index) =>
      back(index).then(
        () => "taken back",
        (error: { constraint: string }) => error.constraint,
      ),
    );
    expect(answers.filter((answer) => answer === "taken back")).toHaveLength(1);
    expect(await held(wil)).toBe(100n);
  });

  it("of corrections gives both the one that was made", async () => {
    const wil = payable(4 as AuthorId);
    const wrong = await post(journal([provider(), wil, 100n]));
    const right = legs([provider(), wil, 10n]);
    const rulings = await allAtOnce(db, hold, 3, () =>
      db.transaction((tx) => correctJournal(tx, AT, wrong, right)),
    );
    expect(new Set(rulings.map((ruling) => ruling.ok && ruling.value)).size).toBe(1);
    expect(await held(wil)).toBe(10n);
  });
});

describe("a balance read before the wait for its lock", () => {
  it("is paid out once, however many ask for all of it", async () => {
    const [wil, ann] = [payable(5 as AuthorId), payable(6 as AuthorId)];
    await post(journal([provider(), wil, 100n]));
    const balances = (tx: Tx) => tx.run(sql`lock table balance in share mode`);
    const answers = await allAtOnce(db, balances, 8, () =>
      post(journal([wil, ann, 100n])).then(
        () => "paid",
        (error: { constraint: string }) => error.constraint,
      ),
    );
    expect(answers.filter((answer) => answer === "paid")).toHaveLength(1);
    expect(await held(ann)).toBe(100n);
  });
});

describe("balances derived wrongly after a back-dated insert", () => {
  const Live = z.object({ id: z.string(), debit: z.string(), credit: z.string() });

  /** Every balance as it stands, and as it is when it is made anew from the legs. */
  async function liveAndRebuilt() {
    const live = await db.many(sql.of(Live)`
      select account_id as id, debit_micros as debit, credit_micros as credit
        from balance order by account_id`);
    const rebuilt = await db.many(sql.of(Live)`
      select account.id, coalesce(sum(micros) filter (where debit_id = account.id), 0) as debit,
             coalesce(sum(micros) filter (where credit_id = account.id), 0) as credit
        from ledger_account account
        left join transfer on account.id in (debit_id, credit_id)
       group by account.id order by account.id`);
    return { live, rebuilt };
  }

  it("are what they are when they are made from nothing, in whatever order things happened", async () => {
    const who = fc.integer({ min: 10, max: 13 }).map((id) => payable(id as AuthorId));
    const step = fc.record({
      to: who,
      micros: fc.bigInt({ min: 1n, max: 1000n }),
      daysAgo: fc.integer({ min: 0, max: 4000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        await Promise.all(
          steps.map(({ to, micros, daysAgo }) => {
            const occurredAt = new Date(AT.getTime() - daysAgo * 86_400_000);
            const moved = journal([provider(), to, micros], [to, platform(), micros / 2n]);
            return post(moved, { occurredAt, postedAt: AT });
          }),
        );
      }),
      { numRuns: 15 },
    );
    const { live, rebuilt } = await liveAndRebuilt();
    expect(live.length).toBeGreaterThan(10);
    expect(live).toEqual(rebuilt);
  });
});

describe("a correction of a period that is over", () => {
  it("is posted in the open one, happened when the wrong one did, and points back to it", async () => {
    const wil = payable(20 as AuthorId);
    const wrong = await post(journal([provider(), wil, 100n]));
    await sealDays(db, new Date("2026-10-06T01:00:00Z"));
    const later = new Date("2026-10-06T09:00:00Z");
    const correct = (at: Date, id = wrong) =>
      db.transaction((tx) => correctJournal(tx, at, id, legs([provider(), wil, 40n])));
    await expect(correct(AT)).rejects.toMatchObject({ code: "LE005" });
    const ruling = await correct(later);
    expect(await held(wil)).toBe(40n);
    const Row = z.object({ key: z.string(), occurredAt: z.date(), postedAt: z.date() });
    const rows = await db.many(sql.of(Row)`
      select key, occurred_at, posted_at from journal
       where reverses = ${wrong} or key = ${`corrected:${wrong}`} order by id`);
    const times = { occurredAt: AT, postedAt: later };
    expect(rows).toEqual([
      { key: `correction:${wrong}`, ...times },
      { key: `corrected:${wrong}`, ...times },
    ]);
    expect(await correct(new Date("2026-10-07T09:00:00Z"))).toEqual(ruling);
    expect(await correct(later, 999_999 as JournalId)).toMatchObject({
      refusal: "unknown-journal",
    });
    const other = {
      ...journal([wil, provider(), 1n]),
      reverses: await post(journal([provider(), wil, 1n]), { occurredAt: later, postedAt: later }),
    };
    await post(other, { occurredAt: later, postedAt: later });
    expect(await correct(later, other.reverses)).toMatchObject({ refusal: "taken-back-already" });
  });
});
