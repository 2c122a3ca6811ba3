import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../../../../test/support/database.ts";
import { checkoutOf, openTestStripe, type TestStripe } from "../../../../test/support/stripe.ts";
import { type Database, openDatabase } from "../../../store/db.ts";
import type { Bank } from "../bank.ts";

let database: Awaited<ReturnType<typeof testDatabase>>;
let db: Database;
let at: TestStripe;
let bank: Bank;
const now = new Date("2026-10-15T12:00:00Z");
beforeAll(async () => {
  database = await testDatabase();
  db = openDatabase({ ...database.config, max: 8 });
  at = await openTestStripe(db, () => now);
  bank = at.bank;
});
afterEach(() => at.control("DELETE /_control/faults"));
afterAll(async () => {
  await at.close();
  await db.close();
  await database.drop();
});

let made = 0;
const newKey = () => `test:${made++}`;
const FIVE = 5_000_000n;

async function balance(): Promise<number> {
  const { available, pending } = await at.stripe.balance.retrieve();
  const all = [...available, ...pending].filter(({ currency }) => currency === "usd");
  return all.reduce((sum, { amount }) => sum + amount, 0);
}

async function pageUrl(key: string, micros = FIVE): Promise<string> {
  const page = await bank.hosted!.checkout(checkoutOf(key, micros));
  return page.state === "page" ? page.url : "";
}

describe("a payment on Stripe’s page", () => {
  it("is settled with the fee that Stripe reports and a card to charge again", async () => {
    const key = newKey();
    const before = await balance();
    const answer = await at.pay(await pageUrl(key));
    expect(answer.headers.get("location")).toBe("http://localhost/membership");
    expect(await bank.lookUp("charge", key)).toMatchObject({
      state: "settled",
      feeMicros: 450_000n,
      card: { token: expect.stringMatching(/^cus_\w+\/pm_\w+$/), last4: "4242" },
    });
    expect((await balance()) - before).toBe(455);
  });

  it("is not decided while the page is open, whatever card was declined there", async () => {
    const key = newKey();
    const url = await pageUrl(key);
    expect(await bank.lookUp("charge", key)).toEqual({ state: "unknown" });
    expect((await at.pay(url, "4000 0000 0000 9995")).status).toBe(402);
    expect(await bank.lookUp("charge", key)).toEqual({ state: "unknown" });
    await at.pay(url);
    expect(await bank.lookUp("charge", key)).toMatchObject({ state: "settled" });
  });

  it("has one page a key, and leads back once it is paid", async () => {
    const key = newKey();
    const url = await pageUrl(key);
    expect(await pageUrl(key)).toBe(url);
    await at.pay(url);
    expect(await pageUrl(key)).toBe("http://localhost/membership");
    await expect(bank.hosted!.checkout(checkoutOf(key, 6_000_000n))).rejects.toThrow("one body");
  });

  it("keeps its page when the reader’s address changed since, and asks the same", async () => {
    const key = newKey();
    await at.fault("reply-lost", "POST /v1/checkout");
    expect(await bank.hosted!.checkout(checkoutOf(key, FIVE))).toEqual({ state: "unknown" });
    const changed = { ...checkoutOf(key, FIVE), email: "other@example.org" };
    expect(await bank.hosted!.checkout(changed)).toMatchObject({ state: "page" });
    const sessions = await at.stripe.checkout.sessions.list({ limit: 100 });
    expect(sessions.data.filter(({ metadata }) => metadata?.earnest_key === key)).toHaveLength(1);
  });

  it("nobody makes in a day is absent, and may be asked for on a new page", async () => {
    const key = newKey();
    const url = await pageUrl(key);
    await at.control("POST /_control/clock", { to: later(25) });
    expect(await bank.lookUp("charge", key)).toEqual({ state: "absent" });
    expect((await at.pay(url)).status).toBe(404);
    const again = await pageUrl(key);
    expect(again).not.toBe(url);
    await at.pay(again);
    expect(await bank.lookUp("charge", key)).toMatchObject({ state: "settled" });
  });

  it("that was declined and then expired is declined, for the last reason", async () => {
    const key = newKey();
    await at.pay(await pageUrl(key), "4000 0000 0000 0069");
    await at.control("POST /_control/clock", { to: later(25) });
    expect(await bank.lookUp("charge", key)).toEqual({ state: "declined", reason: "expired-card" });
  });

  it("nobody asked for is absent", async () => {
    expect(await bank.lookUp("charge", newKey())).toEqual({ state: "absent" });
  });
});

/** Later than the stand-in’s clock, which never goes back. */
function later(hours: number): string {
  return new Date((at.standIn.world.now() + hours * 3600) * 1000).toISOString();
}

function renew(key: string, token: string, micros = FIVE) {
  return bank.charge({ key, micros, currency: "USD", card: { token } });
}

async function tokenOf(number?: string): Promise<string> {
  const { card } = await at.paid(newKey(), FIVE, number);
  return "token" in card ? card.token : "";
}

describe("a kept card", () => {
  it.each([
    ["4242 4242 4242 4242", "settled"],
    ["4000 0027 6000 3184", "card-declined"],
    ["4000 0082 6000 3178", "insufficient-funds"],
  ])("%s is charged again without its holder: %s", async (number, expected) => {
    const key = newKey();
    const outcome = await renew(key, await tokenOf(number));
    expect(outcome.state === "declined" ? outcome.reason : outcome.state).toBe(expected);
    expect(await bank.lookUp("charge", key)).toEqual(outcome);
  });

  it("gives way to the one its holder chose at the portal", async () => {
    const token = await tokenOf();
    const page = await bank.hosted!.portal({ token, returnUrl: "http://localhost/me" });
    expect(page.state).toBe("page");
    if (page.state === "page") await at.pay(page.url, "5555 5555 5555 4444");
    expect(await renew(newKey(), token)).toMatchObject({ card: { last4: "4444" } });
  });

  it("that changed between two calls under one key changes nothing of them", async () => {
    const [key, token] = [newKey(), await tokenOf()];
    await at.fault("request-lost", "POST /v1/payment_intents");
    expect(await renew(key, token)).toEqual({ state: "unknown" });
    const page = await bank.hosted!.portal({ token, returnUrl: "http://localhost/me" });
    if (page.state === "page") await at.pay(page.url, "5555 5555 5555 4444");
    expect(await renew(key, token)).toMatchObject({ card: { last4: "4242" } });
  });

  it("of another bank is declined and nothing is asked", async () => {
    expect(await renew(newKey(), "card_test_4242")).toMatchObject({ state: "declined" });
  });

  it("is not typed here", async () => {
    const card = { number: "4242", expiry: "05/28", cvc: "123" };
    const wish = { key: newKey(), micros: FIVE, currency: "USD", card };
    await expect(bank.charge(wish)).rejects.toThrow("never here");
  });

  it("is charged in a currency without hundredths by whole units", async () => {
    const key = newKey();
    const wish = { key, micros: 500_000_000n, currency: "JPY", card: { token: await tokenOf() } };
    expect(await bank.charge(wish)).toMatchObject({ state: "settled", feeMicros: 18_000_000n });
    const { data } = await at.stripe.charges.list({ limit: 1 });
    expect(data[0]).toMatchObject({ amount: 500, currency: "jpy" });
  });
});

function refund(chargeRef: string, micros: bigint, key = newKey()) {
  return bank.refund({ key, micros, currency: "USD", chargeRef });
}

describe("a refund at Stripe", () => {
  it("gives back up to what was charged, in equal parts if asked so", async () => {
    const { ref } = await at.paid(newKey(), FIVE);
    expect(await refund(ref, 2_000_000n)).toMatchObject({ state: "settled", feeMicros: 0n });
    expect(await refund(ref, 2_000_000n)).toMatchObject({ state: "settled" });
    expect(await refund(ref, 2_000_000n)).toMatchObject({ reason: "more-than-charged" });
    expect(await refund(ref, 1_000_000n)).toMatchObject({ state: "settled" });
    expect(await refund(ref, 10_000n)).toMatchObject({ reason: "more-than-charged" });
    expect(await refund("ch_none", 10_000n)).toMatchObject({ reason: "no-such-charge" });
  });

  it("is found by its key among those of its charge", async () => {
    const { ref } = await at.paid(newKey(), FIVE);
    const [first, second] = [newKey(), newKey()];
    const answers = [await refund(ref, FIVE / 5n, first), await refund(ref, FIVE / 5n, second)];
    expect(await bank.lookUp("refund", first)).toEqual(answers[0]);
    expect(await bank.lookUp("refund", second)).toEqual(answers[1]);
    expect(await bank.lookUp("refund", newKey())).toEqual({ state: "absent" });
  });

  it("that the card’s bank sends back was not done", async () => {
    const [key, { ref }] = [newKey(), await at.paid(newKey(), FIVE)];
    const made = await refund(ref, FIVE, key);
    const name = made.state === "settled" ? made.ref : "";
    await at.control("POST /_control/refund-failures", { refund: name });
    expect(await bank.lookUp("refund", key)).toEqual({ state: "declined", reason: "sent-back" });
  });

  it("of a disputed charge is left to the cardholder’s bank", async () => {
    const { ref } = await at.paid(newKey(), FIVE, "4000 0000 0000 0259");
    expect(await refund(ref, FIVE)).toEqual({ state: "declined", reason: "disputed" });
  });
});

function send(account: string, key = newKey(), micros = 1_000_000n) {
  return bank.transfer({ key, micros, currency: "USD", account });
}

describe("a transfer at Stripe", () => {
  it("is sent, and refused to an account that takes none", async () => {
    await at.paid(newKey(), 100_000_000n);
    const [key, account] = [newKey(), await at.partner(newKey())];
    const sent = { state: "settled", feeMicros: 0n, delivery: { state: "sent" } };
    expect(await send(account, key)).toMatchObject(sent);
    expect(await bank.lookUp("transfer", key)).toMatchObject({ state: "settled" });
    expect(await send("acct_nobody")).toMatchObject({ reason: "no-such-account" });
    const wish = { key: newKey(), account: null, country: "US", email: "eve@example.org" };
    const page = await bank.hosted!.onboarding({ ...wish, returnUrl: "http://localhost/back" });
    const unready = page.state === "page" ? page.account : "";
    expect(await send(unready)).toMatchObject({ reason: "account-refuses" });
  });

  it("waits while our own balance is short, and goes once it is not", async () => {
    const [key, account] = [newKey(), await at.partner(newKey())];
    const much = 1_000_000_000n;
    expect(await send(account, key, much)).toEqual({ state: "unknown" });
    expect(await bank.lookUp("transfer", key)).toEqual({ state: "absent" });
    await at.paid(newKey(), 1_100_000_000n);
    expect(await send(account, key, much)).toMatchObject({ state: "settled" });
    const { data } = await at.stripe.transfers.list({ destination: account });
    expect(data.map(({ amount }) => amount)).toEqual([100_000]);
  });

  it("is followed to the partner’s bank, back from it, and there again", async () => {
    const [key, account] = [newKey(), await at.partner(newKey())];
    await send(account, key);
    const other = await at.partner(newKey());
    await send(other);
    const delivery = async () => {
      const found = await bank.lookUp("transfer", key);
      return found.state === "settled" ? found.delivery : null;
    };
    expect(await delivery()).toEqual({ state: "sent" });
    await at.control("POST /_control/clock", { to: later(96) });
    const paid = await delivery();
    expect(paid).toMatchObject({ state: "paid", ref: expect.stringMatching(/^po_/) });

    const payout = paid?.state === "paid" ? paid.ref : "";
    const failing = { account, payout, code: "account_closed" };
    await at.control("POST /_control/payout-failures", failing);
    const failed = { state: "failed", ref: payout, reason: "account_closed" };
    expect(await delivery()).toEqual(failed);
    await at.control("POST /_control/clock", { to: later(96) });
    expect(await delivery()).toEqual(failed);

    await at.control("POST /_control/onboardings", { account });
    await at.control("POST /_control/clock", { to: later(96) });
    const again = await delivery();
    expect(again).toMatchObject({ state: "paid" });
    expect(again?.state === "paid" && again.ref !== payout).toBe(true);
  });

  it("that was taken back is returned", async () => {
    const [key, account] = [newKey(), await at.partner(newKey())];
    const made = await send(account, key);
    const reversal = await at.stripe.transfers.createReversal(
      made.state === "settled" ? made.ref : "",
    );
    const delivery = { state: "returned", ref: reversal.id };
    expect(await bank.lookUp("transfer", key)).toMatchObject({ state: "settled", delivery });
  });

  it("goes to one account a key, however often its page is asked for", async () => {
    const key = newKey();
    const wish = { key, account: null, country: "DE", email: "wil@example.org" };
    const ask = () => bank.hosted!.onboarding({ ...wish, returnUrl: "http://localhost/back" });
    await at.fault("reply-lost", "POST /v1/accounts");
    expect(await ask()).toEqual({ state: "unknown" });
    const first = await ask();
    const second = await ask();
    expect(first).toMatchObject({ state: "page", account: expect.stringMatching(/^acct_/) });
    expect(second).toMatchObject({ account: first.state === "page" ? first.account : "" });
    const { data } = await at.stripe.accounts.list({ limit: 100 });
    expect(data.filter(({ metadata }) => metadata?.earnest_key === key)).toHaveLength(1);
  });
});

describe("a dispute at Stripe", () => {
  const disputeOf = async (charge: string) => {
    const { data } = await at.stripe.disputes.list({ charge });
    return data[0]!.id;
  };

  it("is open, and then lost or won by what really moved", async () => {
    for (const end of ["lost", "won"] as const) {
      const { ref: chargeRef } = await at.paid(newKey(), FIVE, "4000 0000 0000 0259");
      const ref = await disputeOf(chargeRef);
      const dispute = { ref, chargeRef, micros: FIVE, feeMicros: 15_000_000n };
      expect(await bank.findDispute(ref)).toEqual({ ...dispute, state: "open" });
      await at.control("POST /_control/dispute-ends", { dispute: ref, end });
      expect(await bank.findDispute(ref)).toEqual({ ...dispute, state: end });
    }
  });

  it("gives its fee back only when an entry says so", async () => {
    const { ref: chargeRef } = await at.paid(newKey(), FIVE, "4000 0000 0000 0259");
    const ref = await disputeOf(chargeRef);
    await at.control("POST /_control/dispute-ends", { dispute: ref, end: "won", feeBack: true });
    expect(await bank.findDispute(ref)).toMatchObject({ state: "won", feeMicros: 0n });
  });

  it("is none while a bank only asks, and one once it takes the money", async () => {
    const { ref: chargeRef } = await at.paid(newKey(), FIVE, "4000 0000 0000 1976");
    const ref = await disputeOf(chargeRef);
    expect(await bank.findDispute(ref)).toBeNull();
    await at.control("POST /_control/dispute-ends", { dispute: ref, end: "escalated" });
    expect(await bank.findDispute(ref)).toMatchObject({ state: "open", micros: FIVE });
    expect(await bank.findDispute("dp_none")).toBeNull();
  });
});

describe("two houses at one account", () => {
  it("know nothing of each other’s keys", async () => {
    const elsewhere = await testDatabase();
    const otherDb = openDatabase({ ...elsewhere.config, max: 2 });
    const { stripeBank } = await import("./stripe-bank.ts");
    const access = { secretKey: "sk_test_1", apiUrl: at.standIn.url };
    const settings = { ...access, webhookSecrets: ["whsec_1"], isLive: false };
    const room = { db: otherDb, clock: () => now, secret: Buffer.from("another house") };
    const key = newKey();
    await at.paid(key, FIVE);
    expect(await stripeBank(settings, room).lookUp("charge", key)).toEqual({ state: "absent" });
    await otherDb.close();
    await elsewhere.drop();
  });
});

describe("a wrong key", () => {
  it("is a fault to mend and not an answer about money", async () => {
    const { stripeBank } = await import("./stripe-bank.ts");
    const access = { secretKey: "sk_live_1", apiUrl: at.standIn.url };
    const settings = { ...access, webhookSecrets: ["whsec_1"], isLive: true };
    const live = stripeBank(settings, { db, clock: () => now, secret: Buffer.from("x") });
    await expect(live.lookUp("charge", newKey())).rejects.toThrow("live key");
  });
});
