import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { allAtOnce } from "../../../test/support/meet.ts";
import { GOOD, type Money, openMoney, SILENT } from "../../../test/support/money.ts";
import type { ReaderId } from "../../core/ids.ts";
import { memberPool } from "../../core/ledger/chart.ts";
import type { Month } from "../../core/time.ts";
import { sql, type Tx } from "../../store/db.ts";
import type { Card } from "../bank/bank.ts";
import { balanceOf } from "../ledger/store.ts";
import { accrueDues } from "./accrue-dues.ts";
import { joinMembership } from "./join-membership.ts";
import { settleCharges } from "./settle-charges.ts";
import { lockAccrual } from "./store.ts";

let money: Money;
beforeAll(async () => {
  money = await openMoney("2026-10-05T12:00:00Z");
});
afterAll(() => money.close());

async function joined(at: string, planCode = "member-monthly", of: Card = GOOD): Promise<ReaderId> {
  money.at(at);
  const readerId = await money.reader();
  await joinMembership(money.db, money.bank, money.now(), { readerId, planCode, card: of });
  return readerId;
}

function accrue(at: string, batchCharges?: number) {
  money.at(at);
  return accrueDues(money.db, money.now(), batchCharges);
}

const pool = (month: string) => balanceOf(money.db, memberPool(month as Month), "USD");

/** "2026-10: 1467741, pool 880644; …" by month. */
async function duesOf(reader: ReaderId): Promise<string> {
  const row = z.object({ month: z.string(), accrued: z.string(), pool: z.string() });
  const dues = await money.db.many(sql.of(row)`
    select month, sum(accrued_micros)::text as accrued, sum(pool_micros)::text as pool
      from dues where member_id = ${reader} group by month order by month`);
  return dues.map(({ month, accrued, pool }) => `${month}: ${accrued}, pool ${pool}`).join("; ");
}

async function journalKeys(prefix: string): Promise<string[]> {
  const rows = await money.db.many(sql.of(z.object({ key: z.string() }))`
    select key from journal where starts_with(key, ${prefix}) order by id`);
  return rows.map(({ key }) => key);
}

describe("dues", () => {
  it("accrue by the day after each day, to the month's pool and the platform", async () => {
    const ann = await joined("2026-10-05T12:00:00Z");
    expect(await accrue("2026-10-05T23:59:59Z")).toEqual({ chargeDays: 0 });
    const moved = await money.moved(() => accrue("2026-10-06T00:10:00Z"));
    // ⌊4_550_000 / 31⌋, of which ⌊0.60 · 146_774⌋ are the pool's.
    expect(moved).toEqual({ deferred: -146_774n, memberPool: 88_064n, platform: 58_710n });
    expect(await journalKeys("accrual:")).toEqual(["accrual:2026-10-05"]);
    expect(await duesOf(ann)).toBe("2026-10: 146774, pool 88064");
  });

  it("of a day accrue once, however often the job runs", async () => {
    expect(await money.moved(() => accrue("2026-10-06T09:00:00Z"))).toEqual({});
    const moved = await money.moved(() =>
      allAtOnce(
        money.db,
        (tx: Tx) => tx.run(sql`lock table charge in exclusive mode`),
        3,
        () => accrue("2026-10-07T00:10:00Z"),
      ),
    );
    expect(moved.deferred).toBe(-(293_548n - 146_774n));
  });

  it("of missed days are caught up on, day by day, and end at the net to the micro", async () => {
    const bea = await joined("2026-10-31T12:00:00Z");
    await accrue("2027-01-02T00:10:00Z");
    expect(await duesOf(bea)).toBe(
      // Span October 31 to November 30: 30 days, 1 of them in October.
      "2026-10: 151666, pool 90999; 2026-11: 4398334, pool 2639000",
    );
    const keys = await journalKeys("accrual:2026-11");
    expect(keys).toHaveLength(29);
    expect(await money.books()).toMatchObject({ deferred: 0n });
    expect(await money.audit()).toEqual([]);
  });

  it("in small batches give the same books as in one", async () => {
    const readers = [];
    for (let n = 0; n < 5; n++) readers.push(await joined("2027-01-10T12:00:00Z", "member-yearly"));
    await accrue("2027-01-11T00:10:00Z");
    const whole = await money.moved(() => accrue("2027-01-12T00:10:00Z"));
    const parts = await money.moved(() => accrue("2027-01-13T00:10:00Z", 2));
    const keys = await journalKeys("accrual:2027-01-12");
    expect(keys).toEqual(["accrual:2027-01-12", "accrual:2027-01-12:2", "accrual:2027-01-12:3"]);
    expect(parts.deferred).toBe(whole.deferred);
    for (const reader of readers) expect(await duesOf(reader)).toBe(await duesOf(readers[0]!));
  });

  it("that come to light late make a second accrual of their days", async () => {
    const cas = await joined("2027-02-01T12:00:00Z", "member-monthly", SILENT);
    const dan = await joined("2027-02-01T12:00:00Z");
    await accrue("2027-02-04T00:10:00Z");
    expect(await duesOf(cas)).toBe("");
    money.at("2027-02-01T12:02:00Z");
    await settleCharges(money.db, money.bank, money.now());
    await accrue("2027-02-04T00:20:00Z");
    expect(await duesOf(cas)).toBe(await duesOf(dan));
    expect(await journalKeys("accrual:2027-02-02")).toHaveLength(2);
  });

  it("of a month that began to close go to the first month still open", async () => {
    const eve = await joined("2027-02-27T12:00:00Z", "member-monthly", SILENT);
    await accrue("2027-03-02T00:10:00Z");
    await money.db.transaction(async (tx) => {
      await tx.run(sql`
        insert into closing (month, policy_version, currency, started_at)
        values ('2027-02', 'earnest-1', 'USD', ${money.now()})`);
    });
    const before = await pool("2027-02");
    money.at("2027-02-27T12:02:00Z");
    await settleCharges(money.db, money.bank, money.now());
    await accrue("2027-03-02T00:20:00Z");
    expect(await pool("2027-02")).toBe(before);
    // Two days of February and one of March, 162 500 a day.
    expect(await duesOf(eve)).toBe("2027-03: 487500, pool 292500");
    await accrue("2027-04-30T00:10:00Z");
    expect(await money.audit()).toEqual([]);
  });

  it("wait for a month that begins to close at the same moment, and go to the next", async () => {
    const gus = await joined("2027-06-29T12:00:00Z");
    await accrue("2027-06-30T00:10:00Z");
    const close = (tx: Tx) =>
      lockAccrual(tx).then(() =>
        tx.run(sql`
          insert into closing (month, policy_version, currency, started_at)
          values ('2027-06', 'earnest-1', 'USD', ${money.now()})`),
      );
    await allAtOnce(money.db, close, 1, () => accrue("2027-07-01T00:10:00Z"));
    expect(await duesOf(gus)).toBe("2027-06: 151666, pool 90999; 2027-07: 151667, pool 91000");
  });

  it("of a friend give more of themselves to the pool", async () => {
    const fay = await joined("2027-05-01T12:00:00Z", "friend-monthly");
    await accrue("2027-05-02T00:10:00Z");
    // Of 15.00 the provider keeps 0.74; ⌊14_260_000 / 31⌋, and 80 % of it.
    expect(await duesOf(fay)).toBe("2027-05: 460000, pool 368000");
  });

  it("leave every charge's account as its dues and the pools say", async () => {
    const row = z.object({ wrong: z.string() });
    const wrong = await money.db.many(sql.of(row)`
      select 'charge ' || charge.id as wrong
        from charge
        left join (select charge_id, sum(accrued_micros) as micros from dues group by charge_id) earned
          on charge_id = charge.id
        join ledger_account account on code = '2000' and subject = charge.id::text
        join balance on account_id = account.id
       where net_micros - coalesce(earned.micros, 0) <> credit_micros - debit_micros
      union all
      select 'month ' || month
        from (select month, sum(pool_micros) as micros from dues group by month) dues
        join ledger_account account on code = '2100' and subject = month
        join balance on account_id = account.id
       where dues.micros <> credit_micros - debit_micros`);
    expect(wrong).toEqual([]);
    expect(await money.count("dues")).toBeGreaterThan(10);
  });
});
