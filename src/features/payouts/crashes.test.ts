/** A process may die between any two statements of a payout: the next run ends as if it had not. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  dies,
  everyFault,
  faultyBank,
  faultyDatabase,
  type Moments,
} from "../../../test/support/faults.ts";
import { type Money, openMoney } from "../../../test/support/money.ts";
import type { AuthorId } from "../../core/ids.ts";
import { payable, provider } from "../../core/ledger/chart.ts";
import { legs } from "../../core/ledger/journal.ts";
import { sql } from "../../store/db.ts";
import { testBankBalance } from "../bank/store.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { payOut } from "./pay-out.ts";
import { payoutsOf } from "./store.ts";

let money: Money;
beforeAll(async () => {
  money = await openMoney("2026-11-08T06:00:00Z");
});
afterAll(() => money.close());

async function partnerOwed(micros: bigint, account: string): Promise<AuthorId> {
  const partner = await money.partner(account);
  const key = `test:grant:${partner}`;
  const journal = { key, kind: "test", currency: "USD" };
  const times = { occurredAt: money.now(), postedAt: money.now() };
  await money.db.transaction((tx) =>
    postJournal(tx, { ...journal, legs: legs([provider(), payable(partner), micros]) }, times),
  );
  return partner;
}

const run = ({ db, bank }: Pick<Money, "db" | "bank">) => payOut(db, bank, money.now());

/** The run that dies, and those after it. */
async function runThrough(moments: Moments): Promise<void> {
  const db = faultyDatabase(money.db, moments);
  await dies(run({ db, bank: faultyBank(money.bank, moments) }));
  await run(money);
  await run(money);
}

async function states(partner: AuthorId): Promise<string[]> {
  const payouts = await payoutsOf(money.db, partner);
  return payouts.map(({ state, micros }) => `${state} ${micros}`);
}

describe("a crash at any moment of the month's payouts", () => {
  afterEach(async () => {
    expect(await money.audit()).toEqual([]);
  });

  it("pays everyone once, and the bank and the books agree", async () => {
    let lent = 0n;
    const moments = await everyFault(async (moments) => {
      const good = await partnerOwed(10_005_000n, "acct_test_good");
      const silent = await partnerOwed(20_000_000n, "acct_test_silent");
      lent += 30_005_000n;
      await runThrough(moments);
      expect(await states(good), `moment ${moments.count}`).toEqual(["paid 10000000"]);
      expect(await states(silent), `moment ${moments.count}`).toEqual(["paid 20000000"]);
      const books = await money.books();
      expect([books.inTransit, books.custody]).toEqual([0n, 0n]);
      expect((books.provider ?? 0n) - lent).toBe(await testBankBalance(money.db, "USD"));
    });
    expect(moments).toBeGreaterThan(30);
  });

  it("leaves what was refused payable, whole, and ready for another account", async () => {
    const moments = await everyFault(async (moments) => {
      const wil = await partnerOwed(30_000_000n, "acct_test_refuses");
      await runThrough(moments);
      expect(new Set(await states(wil))).toEqual(new Set(["refused 30000000"]));
      expect((await money.books()).inTransit).toBe(0n);
      const account = `acct_test_good_${wil}`;
      await money.db.run(sql`
        update partner set payout_account = ${account} where reader_id = ${wil}`);
      await run(money);
      expect((await states(wil))[0], `moment ${moments.count}`).toBe("paid 30000000");
    });
    expect(moments).toBeGreaterThan(15);
  });
});
