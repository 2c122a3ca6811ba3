import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { testDatabase } from "../../../test/support/database.ts";
import { allAtOnce } from "../../../test/support/meet.ts";
import { type Database, openDatabase, sql } from "../../store/db.ts";
import type { Bank, Card } from "./bank.ts";
import { testBankBalance } from "./store.ts";
import { testBank } from "./test-bank.ts";
import { testFee } from "./test-cards.ts";

let database: Awaited<ReturnType<typeof testDatabase>>;
let db: Database;
let bank: Bank;
let now = new Date("2026-10-15T12:00:00Z");
beforeAll(async () => {
  database = await testDatabase();
  db = openDatabase({ ...database.config, max: 20 });
  bank = testBank(db, () => now);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

let made = 0;
const newKey = () => `test:${made++}`;

/** "4242 4242 4242 4242, 05/28, 123" */
function card(text: string): Card {
  const [number, expiry, cvc] = text.split(", ");
  return { number: number!, expiry: expiry ?? "05/28", cvc: cvc ?? "123" };
}

const GOOD = card("4242 4242 4242 4242");

function charge(of: Card, key = newKey(), micros = 5_000_000n) {
  return bank.charge({ key, micros, currency: "USD", card: of });
}

async function charged(micros = 5_000_000n): Promise<string> {
  const outcome = await charge(GOOD, newKey(), micros);
  return outcome.state === "settled" ? outcome.ref : "";
}

describe("the test bank's cards", () => {
  it.each([
    ["4242 4242 4242 4242", "settled"],
    ["4242424242424242", "settled"],
    ["4000 0000 0000 0002", "card-declined"],
    ["4000 0000 0000 9995", "insufficient-funds"],
    ["4000 0000 0000 0341", "unknown"],
    ["4000 0000 0000 9987", "settled"],
    ["4111 1111 1111 1111", "invalid-number"],
    ["4242", "invalid-number"],
    ["", "invalid-number"],
    ["4242 4242 4242 4242, 10/26", "settled"],
    ["4242 4242 4242 4242, 5 / 28", "invalid-expiry"],
    ["4242 4242 4242 4242, 05 / 2028", "settled"],
    ["4242 4242 4242 4242, 09/26", "expired-card"],
    ["4242 4242 4242 4242, 13/28", "invalid-expiry"],
    ["4242 4242 4242 4242, soon", "invalid-expiry"],
    ["4242 4242 4242 4242, 05/28, 12", "invalid-cvc"],
    ["4242 4242 4242 4242, 05/28, abc", "invalid-cvc"],
  ])("%s: %s", async (text, expected) => {
    const outcome = await charge(card(text));
    expect(outcome.state === "declined" ? outcome.reason : outcome.state).toBe(expected);
  });

  it("can be charged again by what the bank keeps, unless it is the card that cannot", async () => {
    const first = await charge(GOOD);
    expect(first).toMatchObject({ card: { token: "card_test_4242", last4: "4242" } });
    expect(await charge({ token: "card_test_4242" })).toMatchObject({ state: "settled" });
    expect(await charge({ token: "card_test_9987" })).toMatchObject({ reason: "card-declined" });
    expect(await charge({ token: "card_test_0341" })).toEqual({ state: "unknown" });
    for (const token of ["card_test_1111", "card_test_", "", "2"]) {
      expect(await charge({ token })).toMatchObject({ reason: "invalid-number" });
    }
  });

  it("leave nothing behind when they might be real ones", async () => {
    const key = newKey();
    await charge(card("4111 1111 1111 1111"), key);
    expect(await bank.lookUp("charge", key)).toEqual({ state: "absent" });
  });
});

describe("the test bank's fee", () => {
  it.each([
    // 2.9 % of 5.00 is 14.5 cents; with 30 cents that is 44.5, and half a cent goes up.
    [5_000_000n, 450_000n],
    [50_000_000n, 1_750_000n],
    [15_000_000n, 740_000n],
    [10_000_000n, 590_000n],
    [1_000_000n, 330_000n],
    // 0.058 + 0.30 is 35.8 cents.
    [2_000_000n, 360_000n],
    // Never more than the charge.
    [100_000n, 100_000n],
  ])("of %d is %d", async (micros, fee) => {
    expect(testFee(micros)).toBe(fee);
    expect(await charge(GOOD, newKey(), micros)).toMatchObject({ feeMicros: fee });
  });
});

describe("a dispute at the test bank", () => {
  it.each([
    ["4000 0000 0000 0259", "lost"],
    ["4000 0000 0000 2685", "won"],
  ])("of %s is open for a week and then %s", async (number, end) => {
    const before = await testBankBalance(db, "USD", now);
    const outcome = await charge(card(number));
    const chargeRef = outcome.state === "settled" ? outcome.ref : "";
    const ref = chargeRef.replace("ch_", "dp_");
    const dispute = { ref, chargeRef, micros: 5_000_000n, feeMicros: 15_000_000n };
    expect(await bank.findDispute(ref)).toEqual({ ...dispute, state: "open" });
    expect((await testBankBalance(db, "USD", now)) - before).toBe(-15_450_000n);
    const woken = await db.many(sql.of(z.object({ ref: z.string() }))`
      select payload ->> 'ref' as ref from graphile_worker._private_jobs
       where payload ->> 'ref' = ${ref}`);
    expect(woken).toHaveLength(2);

    const today = now;
    now = new Date("2026-10-22T12:00:00Z");
    expect(await bank.findDispute(ref)).toEqual({ ...dispute, state: end });
    const back = end === "won" ? 5_000_000n : 0n;
    expect((await testBankBalance(db, "USD", now)) - before).toBe(back - 15_450_000n);
    now = today;
  });

  it("is none of a charge that nobody disputes", async () => {
    const ref = await charged();
    expect(await bank.findDispute(ref.replace("ch_", "dp_"))).toBeNull();
    expect(await bank.findDispute(ref)).toBeNull();
  });
});

describe("a key", () => {
  it("gives the same answer to the same body for ever, and moves money once", async () => {
    const key = newKey();
    const before = await testBankBalance(db, "USD");
    const first = await charge(GOOD, key);
    expect(await charge(GOOD, key)).toEqual(first);
    expect(await bank.lookUp("charge", key)).toEqual(first);
    expect((await testBankBalance(db, "USD")) - before).toBe(4_550_000n);
  });

  it("remembers a decline too", async () => {
    const key = newKey();
    const first = await charge(card("4000 0000 0000 9995"), key);
    expect(await charge(card("4000 0000 0000 9995"), key)).toEqual(first);
    expect(await bank.lookUp("charge", key)).toEqual(first);
  });

  it("refuses another body", async () => {
    const key = newKey();
    await charge(GOOD, key);
    await expect(charge(GOOD, key, 6_000_000n)).rejects.toThrow("stands for one body");
    await expect(charge(card("4242 4242 4242 4242, 06/28"), key)).rejects.toThrow("one body");
    await expect(
      bank.transfer({ key, micros: 5_000_000n, currency: "USD", account: "acct_test_wil" }),
    ).rejects.toThrow("one body");
  });

  it("whose answer is lost is found by looking up, and is heard when asked again", async () => {
    const key = newKey();
    const lost = card("4000 0000 0000 0341");
    expect(await charge(lost, key)).toEqual({ state: "unknown" });
    const found = await bank.lookUp("charge", key);
    expect(found).toMatchObject({ state: "settled", feeMicros: 450_000n });
    expect(await charge(lost, key)).toEqual(found);
  });

  it("nobody asked under is absent", async () => {
    expect(await bank.lookUp("refund", newKey())).toEqual({ state: "absent" });
  });

  it("asked under many times at once is answered once", async () => {
    const before = await testBankBalance(db, "USD");
    const hold = (tx: Parameters<Parameters<Database["transaction"]>[0]>[0]) =>
      tx.run(sql`lock table test_bank_request in share mode`);
    for (let round = 0; round < 10; round++) {
      const key = newKey();
      const answers = await allAtOnce(db, hold, 6, () => charge(GOOD, key));
      const decided = await bank.lookUp("charge", key);
      expect(answers).toEqual(answers.map(() => decided));
    }
    expect((await testBankBalance(db, "USD")) - before).toBe(45_500_000n);
  });
});

describe("a refund at the test bank", () => {
  const refund = (chargeRef: string, micros: bigint, key = newKey()) =>
    bank.refund({ key, micros, currency: "USD", chargeRef });

  it("gives back up to what was charged, in equal parts if asked so", async () => {
    const ref = await charged();
    expect(await refund(ref, 2_000_000n)).toMatchObject({ state: "settled", feeMicros: 0n });
    expect(await refund(ref, 2_000_000n)).toMatchObject({ state: "settled" });
    expect(await refund(ref, 2_000_000n)).toMatchObject({ reason: "more-than-charged" });
    expect(await refund(ref, 1_000_000n)).toMatchObject({ state: "settled" });
    expect(await refund(ref, 10_000n)).toMatchObject({ reason: "more-than-charged" });
    expect(await refund("ch_test_none", 10_000n)).toMatchObject({ reason: "no-such-charge" });
  });

  it("is answered the same when asked again after the charge is used up", async () => {
    const [ref, key] = [await charged(), newKey()];
    const first = await refund(ref, 5_000_000n, key);
    expect(first).toMatchObject({ state: "settled" });
    expect(await refund(ref, 5_000_000n, key)).toEqual(first);
  });

  it("cannot be had twice by asking at once", async () => {
    const ref = await charged();
    const hold = (tx: Parameters<Parameters<Database["transaction"]>[0]>[0]) =>
      tx.run(sql`lock table test_bank_request in exclusive mode`);
    const answers = await allAtOnce(db, hold, 4, () => refund(ref, 5_000_000n));
    expect(answers.filter(({ state }) => state === "settled")).toHaveLength(1);
  });
});

describe("a transfer from the test bank", () => {
  const transfer = (account: string, key = newKey()) =>
    bank.transfer({ key, micros: 12_340_000n, currency: "USD", account });

  it("settles at once, refuses, or is silent, as the account says", async () => {
    expect(await transfer("acct_test_wil")).toMatchObject({ state: "settled", feeMicros: 0n });
    expect(await transfer("acct_test_refuses")).toMatchObject({ reason: "account-refuses" });
    expect(await transfer("acct_test_refuses_wil")).toMatchObject({ reason: "account-refuses" });
    for (const account of ["acct_1", "", "acct_test_", "acct_test_A B"]) {
      expect(await transfer(account)).toMatchObject({ reason: "no-such-account" });
    }
    const key = newKey();
    expect(await transfer("acct_test_silent", key)).toEqual({ state: "unknown" });
    expect(await bank.lookUp("transfer", key)).toMatchObject({ state: "settled" });
  });

  it("moves whole cents only", async () => {
    const odd = { key: newKey(), micros: 10_001n, currency: "USD", account: "acct_test_wil" };
    await expect(bank.transfer(odd)).rejects.toThrow("whole cents");
  });
});
