/** A whole house with Stripe for its bank: what members and strangers do, through pages, calls and tasks. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { runQueue } from "../../../../test/support/queue.ts";
import { openSite, type Person, type TestSite } from "../../../../test/support/site.ts";
import { HOOK_SECRET, openTestStripe, type TestStripe } from "../../../../test/support/stripe.ts";
import { CHART } from "../../../core/ledger/chart.ts";
import { sql } from "../../../store/db.ts";
import { auditBooks } from "../../ledger/audit-books.ts";
import { trialBalance } from "../../ledger/store.ts";

const START = new Date("2026-10-15T12:00:00Z");

let site: TestSite;
let at: TestStripe;
beforeAll(async () => {
  site = await openSite(START, { listen: true });
  const url = `${site.house.origin.replace("localhost", "127.0.0.1")}/bank/stripe/events`;
  const endpoints = [false, true].map((connect) => ({ url, secret: HOOK_SECRET, connect }));
  at = await openTestStripe(site.served, site.clock, { endpoints });
  site.useBank(at.bank);
});
beforeEach(() => at.control("DELETE /_control/faults"));
afterAll(async () => {
  await at.close();
  await site.close();
});

let people = 0;
const someone = () => site.reader(`member${people++}`);

/** Fills in the form of the house and pays on the page where that leads. */
async function pays(person: Person, number?: string): Promise<string> {
  const form = { plan: "member-monthly" };
  const answer = await site.as(person).post("/membership", form);
  const url = answer.headers.location ?? "";
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/pay\/c\//);
  const back = await at.pay(url, number);
  await at.standIn.webhooks.settle();
  return back.headers.get("location") ?? "";
}

/** The minutes that answers are given time for, and then all that waits. */
async function later(to: string, ...tasks: string[]): Promise<void> {
  site.at(to);
  at.standIn.tick();
  await at.standIn.webhooks.settle();
  await runQueue(site, ...tasks);
}

const Membership = z.object({ paidUntil: z.string(), cancelled: z.boolean() });

function membershipOf(person: Person) {
  return site.db.maybe(sql.of(Membership)`
    select paid_until::text, cancelled_at is not null as cancelled
      from membership where reader_id = ${person.id} and ended_at is null`);
}

/** Ours and Stripe's; equal to the micro whenever everything asked is settled. */
async function expectReconciled(): Promise<void> {
  const lines = await trialBalance(site.db);
  const ours = lines.find(
    ({ code, currency }) => code === CHART.provider.code && currency === "USD",
  );
  const { available, pending } = await at.stripe.balance.retrieve();
  const cents = [...available, ...pending].reduce((sum, { amount }) => sum + amount, 0);
  expect((ours?.debitMicros ?? 0n) - (ours?.creditMicros ?? 0n)).toBe(BigInt(cents) * 10_000n);
  expect(await auditBooks(site.db)).toEqual([]);
}

describe("a house with Stripe", () => {
  it("makes a reader a member when they come back from its page", async () => {
    const ann = await someone();
    const back = await pays(ann);
    const path = back.replace(/^https?:\/\/[^/]+/, "");
    expect((await site.as(ann).get(path)).statusCode).toBe(303);
    expect(await membershipOf(ann)).toMatchObject({ paidUntil: "2026-11-15" });
    await expectReconciled();
  });

  it("makes them one too when they close the page and never come back", async () => {
    const bob = await someone();
    await pays(bob);
    expect(await membershipOf(bob)).toBeNull();
    await later("2026-10-15T12:05:00Z", "settle-charges");
    expect(await membershipOf(bob)).toMatchObject({ paidUntil: "2026-11-15" });
    await expectReconciled();
  });

  it("renews by the kept card, once, whatever of it is lost", async () => {
    const cem = await someone();
    await pays(cem);
    await later("2026-10-15T12:10:00Z", "settle-charges");
    await at.fault("reply-lost", "POST /v1/payment_intents");
    await later("2026-11-14T12:30:00Z", "renew-memberships");
    await later("2026-11-14T13:30:00Z", "settle-charges", "renew-memberships");
    expect(await membershipOf(cem)).toMatchObject({ paidUntil: "2026-12-15" });
    await expectReconciled();
  });

  it("F9: keeps the fee and nothing else of a charge that is given back", async () => {
    const dee = await someone();
    await pays(dee);
    await later("2026-11-14T14:00:00Z", "settle-charges");
    const { id } = await site.db.one(sql.of(z.object({ id: z.string() }))`
      select max(id)::text as id from charge where reader_id = ${dee.id}`);
    await at.fault("500-done", "POST /v1/refunds");
    await site.as(dee).post("/membership/refund", { charge: id });
    await later("2026-11-14T14:05:00Z", "settle-refunds");
    const { data } = await at.stripe.refunds.list({ limit: 1 });
    expect(data[0]).toMatchObject({ amount: 500, status: "succeeded" });
    await expectReconciled();
  });

  it("takes a dispute into the books as it opens and as it ends, in whatever order it is told", async () => {
    const eve = await someone();
    await at.control("POST /_control/webhooks", { held: true });
    await pays(eve, "4000 0000 0000 0259");
    await later("2026-11-14T14:10:00Z", "settle-charges");
    await at.control("POST /_control/deliveries", { order: "reversed", repeat: 2 });
    await at.control("POST /_control/webhooks", { held: false });
    await later("2026-11-14T14:15:00Z");
    expect(await membershipOf(eve)).toMatchObject({ cancelled: true });
    await expectReconciled();

    const { data } = await at.stripe.disputes.list({ limit: 1 });
    const ended = { dispute: data[0]!.id, end: "won", feeBack: true };
    await at.control("POST /_control/dispute-ends", ended);
    await at.standIn.webhooks.settle();
    await later("2026-11-14T14:20:00Z");
    await expectReconciled();
  });
});
