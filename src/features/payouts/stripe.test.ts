/** Payouts by Stripe, through the real SDK and the stand-in: onboarding, arrival, failure, return, faults. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Money, openMoney } from "../../../test/support/money.ts";
import { openTestStripe, type TestStripe } from "../../../test/support/stripe.ts";
import type { AuthorId } from "../../core/ids.ts";
import { custody, inTransit, payable } from "../../core/ledger/chart.ts";
import { sql } from "../../store/db.ts";
import { openOnboarding } from "./accounts/open-onboarding.ts";
import { held, owed, states } from "./owed.test-support.ts";
import { payOut, settlePayouts } from "./pay-out.ts";
import { requestPayout } from "./request-payout.ts";
import { findPayee, payoutsOf } from "./store.ts";

let money: Money;
let at: TestStripe;
beforeAll(async () => {
  money = await openMoney("2026-11-09T06:00:00Z");
  at = await openTestStripe(money.db, money.clock);
  await at.paid("test:funds", 900_000_000n);
});
afterAll(async () => {
  await at.close();
  await money.close();
});
afterEach(async () => {
  await at.control("DELETE /_control/faults");
  expect(await money.audit()).toEqual([]);
});

/** A partner who is owed so much and has given Stripe their details. */
async function partner(micros: bigint, country = "US"): Promise<AuthorId> {
  const id = await owed(money, micros, null);
  await money.db.run(sql`update partner set country = ${country} where reader_id = ${id}`);
  const wish = { partner: id, returnUrl: "http://localhost/me/payouts" };
  const page = await openOnboarding(money.db, at.bank, money.now(), wish);
  expect(page.ok).toBe(true);
  const account = (await findPayee(money.db, id))?.payoutAccount;
  await at.control("POST /_control/onboardings", { account, number: "000123456789" });
  return id;
}

const ask = (id: AuthorId) => requestPayout(money.db, at.bank, money.now(), id);
const settle = () => settlePayouts(money.db, at.bank, money.now());

/** Days go by, and then we look. */
async function daysLater(days: number): Promise<void> {
  money.at(new Date(money.now().getTime() + days * 86_400_000).toISOString());
  at.standIn.tick();
  await settle();
}

async function whereIs(id: AuthorId): Promise<bigint[]> {
  return [
    await held(money, inTransit(id)),
    await held(money, custody(id)),
    await held(money, payable(id)),
  ];
}

/** What Stripe has sent to the partner's account, in cents. */
async function sentTo(id: AuthorId): Promise<number[]> {
  const destination = (await findPayee(money.db, id))?.payoutAccount ?? "";
  const { data } = await at.stripe.transfers.list({ destination });
  return data.map(({ amount }) => amount);
}

describe("a payout by Stripe", () => {
  it("goes to the account, to the bank, back from it, and there again", async () => {
    const wil = await partner(15_009_999n);
    expect((await ask(wil)).ok).toBe(true);
    expect(await states(money, wil)).toBe("sent 15000000");
    expect(await whereIs(wil)).toEqual([15_000_000n, 15_000_000n, 9_999n]);
    await daysLater(4);
    expect(await states(money, wil)).toBe("paid 15000000");
    expect(await whereIs(wil)).toEqual([0n, 0n, 9_999n]);

    const [paid] = await payoutsOf(money.db, wil);
    const account = paid!.payoutAccount;
    const failing = { account, payout: paid!.paidRef, code: "account_closed" };
    await at.control("POST /_control/payout-failures", failing);
    await settle();
    expect((await payoutsOf(money.db, wil))[0]).toMatchObject({
      ...{ state: "failed", failure: "account_closed", paidRef: null },
    });
    await daysLater(4);
    expect(await states(money, wil)).toBe("failed 15000000");
    await at.control("POST /_control/onboardings", { account });
    await daysLater(4);
    const [again] = await payoutsOf(money.db, wil);
    expect(again?.state).toBe("paid");
    expect(again?.paidRef).not.toBe(paid?.paidRef);
    expect(await sentTo(wil)).toEqual([1500]);
  });

  it("that is taken back at Stripe is payable again", async () => {
    const wil = await partner(12_000_000n);
    await ask(wil);
    const [payout] = await payoutsOf(money.db, wil);
    await at.stripe.transfers.createReversal(payout!.bankRef!, { amount: 1200 });
    await settle();
    expect(await states(money, wil)).toBe("returned 12000000");
    expect(await whereIs(wil)).toEqual([0n, 0n, 12_000_000n]);
  });

  it.each([
    "request-lost",
    "reply-lost",
    "500",
    "500-done",
    "429",
  ] as const)("timeout treated as failure: on %s nothing is reversed, and it is sent once", async (kind) => {
    const wil = await partner(13_000_000n);
    await at.fault(kind, "POST /v1/transfers");
    await ask(wil);
    await at.control("DELETE /_control/faults");
    expect(await held(money, payable(wil))).toBe(0n);
    // Stripe answers a key that met a 500 with the same 500 for a day.
    await daysLater(1.1);
    expect(await states(money, wil)).toMatch(/^(sent|paid) 13000000$/);
    expect(await sentTo(wil)).toEqual([1300]);
  });

  it("to an account that takes nothing yet is refused, and one of many costs no other theirs", async () => {
    const [ready, unready] = [await partner(11_000_000n), await owed(money, 11_000_000n, null)];
    const wish = { partner: unready, returnUrl: "http://localhost/me/payouts" };
    await money.db.run(sql`update partner set country = 'US' where reader_id = ${unready}`);
    await openOnboarding(money.db, at.bank, money.now(), wish);
    await payOut(money.db, at.bank, money.now());
    expect(await states(money, ready)).toBe("sent 11000000");
    expect(await states(money, unready)).toBe("refused 11000000");
    expect(await held(money, payable(unready))).toBe(11_000_000n);
  });

  it("waits while the house has less at Stripe than it owes, and vanishes from nowhere", async () => {
    const wil = await partner(2_000_000_000n);
    await ask(wil);
    expect(await states(money, wil)).toBe("asked 2000000000");
    expect(await held(money, inTransit(wil))).toBe(2_000_000_000n);
    await at.paid("test:more-funds", 3_000_000_000n);
    money.at(new Date(money.now().getTime() + 120_000).toISOString());
    await settle();
    expect(await states(money, wil)).toBe("sent 2000000000");
  });
});
