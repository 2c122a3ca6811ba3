/** Balances of partners who are not heard of: set aside, never forfeited (docs/policy/payouts.md §7). */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { dies, everyFault, faultyDatabase } from "../../../../test/support/faults.ts";
import { allAtOnce } from "../../../../test/support/meet.ts";
import { type Money, openMoney } from "../../../../test/support/money.ts";
import type { AuthorId } from "../../../core/ids.ts";
import { dormant, payable } from "../../../core/ledger/chart.ts";
import { sql, type Tx } from "../../../store/db.ts";
import { chooseAccount } from "../accounts/choose-account.ts";
import { held, owed, states } from "../owed.test-support.ts";
import { payOut } from "../pay-out.ts";
import { requestPayout } from "../request-payout.ts";
import { putToSleep } from "./put-to-sleep.ts";

const YEARS_LATER = "2029-11-09T00:00:00Z";

let money: Money;
beforeAll(async () => {
  money = await openMoney("2026-11-08T06:00:00Z");
});
afterAll(() => money.close());
afterEach(async () => {
  expect(await money.audit()).toEqual([]);
  money.at("2026-11-08T06:00:00Z");
});

const whereIs = async (partner: AuthorId) => [
  await held(money, payable(partner)),
  await held(money, dormant(partner)),
];

describe("a balance", () => {
  it("sleeps after three years without a sign, whole, and wakes whole when it is asked for", async () => {
    const wil = await owed(money, 12_345_678n, null);
    expect(await putToSleep(money.db, money.now())).toBe(0);
    money.at(YEARS_LATER);
    const moved = await money.moved(() => putToSleep(money.db, money.now()));
    expect(moved).toEqual({ payable: -12_345_678n, dormant: 12_345_678n });
    expect(await putToSleep(money.db, money.now())).toBe(0);
    expect(await requestPayout(money.db, money.bank, money.now(), wil)).toMatchObject({
      refusal: "no-payout-account",
    });
    expect(await whereIs(wil)).toEqual([12_345_678n, 0n]);
  });

  it("of who has left the programme sleeps and wakes like any other, and is paid", async () => {
    const wil = await owed(money, 2_000_000n);
    await money.db.run(sql`update partner set state = 'left' where reader_id = ${wil}`);
    money.at(YEARS_LATER);
    await putToSleep(money.db, money.now());
    expect(await whereIs(wil)).toEqual([0n, 2_000_000n]);
    const choice = { rail: "test-bank", account: "acct_test_back", name: "" } as const;
    const chosen = await chooseAccount(money.db, money.bank, money.now(), { partner: wil, choice });
    expect(chosen.ok).toBe(true);
    expect(await whereIs(wil)).toEqual([2_000_000n, 0n]);
    // Heard of by that, so it does not fall asleep again.
    expect(await putToSleep(money.db, money.now())).toBe(0);
  });

  it.each([
    [
      "signed in",
      (id: AuthorId) => sql`
      insert into session (token_hash, reader_id, opened_at, expires_at)
      values (${Buffer.from(String(id))}, ${id}, '2027-01-01', '2027-02-01')`,
    ],
    [
      "read a story",
      (id: AuthorId) => sql`
      insert into story (key, author_id, slug, title, document, made_at, saved_at)
      values (${`k${String(id).padStart(9, "0")}`}, ${id}, 's', 't', '{}', '2027-01-01', '2027-01-01')`,
    ],
    [
      "chosen an account",
      (id: AuthorId) => sql`
      update partner set payout_chosen_at = '2027-01-01' where reader_id = ${id}`,
    ],
  ])("of who has %s since does not sleep", async (_, sign) => {
    const wil = await owed(money, 3_000_000n, null);
    await money.db.run(sign(wil));
    money.at(YEARS_LATER);
    await putToSleep(money.db, money.now());
    expect(await whereIs(wil)).toEqual([3_000_000n, 0n]);
  });

  it("that sleeps is not woken by the month’s run, but by its partner", async () => {
    const wil = await owed(money, 20_000_000n, null);
    money.at(YEARS_LATER);
    await putToSleep(money.db, money.now());
    await payOut(money.db, money.bank, money.now());
    expect(await whereIs(wil)).toEqual([0n, 20_000_000n]);
    await money.db.run(sql`
      update partner set payout_rail = 'test-bank', payout_account = ${`acct_test_w${wil}`}
       where reader_id = ${wil}`);
    await requestPayout(money.db, money.bank, money.now(), wil);
    expect(await states(money, wil)).toBe("paid 20000000");
    expect(await whereIs(wil)).toEqual([0n, 0n]);
  });

  it("put to sleep and woken by two at once moves once", async () => {
    const wil = await owed(money, 7_000_000n, null);
    money.at(YEARS_LATER);
    const hold = (tx: Tx) => tx.run(sql`select from partner where reader_id = ${wil} for update`);
    await allAtOnce(money.db, hold, 2, () => putToSleep(money.db, money.now()));
    expect(await whereIs(wil)).toEqual([0n, 7_000_000n]);
    const ask = () => requestPayout(money.db, money.bank, money.now(), wil);
    await allAtOnce(money.db, hold, 2, ask);
    expect(await whereIs(wil)).toEqual([7_000_000n, 0n]);
  });

  it("is whole after a crash at any moment of falling asleep and waking", async () => {
    const moments = await everyFault(async (moments) => {
      money.at("2026-11-08T06:00:00Z");
      const wil = await owed(money, 5_000_001n, null);
      money.at(YEARS_LATER);
      const db = faultyDatabase(money.db, moments);
      await dies(putToSleep(db, money.now()));
      await putToSleep(money.db, money.now());
      expect(await whereIs(wil)).toEqual([0n, 5_000_001n]);
      await dies(requestPayout(db, money.bank, money.now(), wil));
      await requestPayout(money.db, money.bank, money.now(), wil);
      expect(await whereIs(wil)).toEqual([5_000_001n, 0n]);
      await money.db.run(sql`
        update partner set payout_chosen_at = ${money.now()} where reader_id = ${wil}`);
    });
    expect(moments).toBeGreaterThan(10);
  });
});
