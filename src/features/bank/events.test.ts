/** What Stripe tells, at the route where it is told: any order, any repetition, and only what is signed. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { NOW, openSite, type TestSite } from "../../../test/support/site.ts";
import {
  checkoutOf,
  HOOK_SECRET,
  openTestStripe,
  type TestStripe,
} from "../../../test/support/stripe.ts";
import { signatureOf } from "../../stand-in/webhooks.ts";
import { sql } from "../../store/db.ts";

const PATH = "/bank/stripe/events";

let site: TestSite;
let at: TestStripe;
beforeAll(async () => {
  site = await openSite(NOW, { listen: true });
  const url = `${site.house.origin.replace("localhost", "127.0.0.1")}${PATH}`;
  const endpoints = [false, true].map((connect) => ({ url, secret: HOOK_SECRET, connect }));
  at = await openTestStripe(site.served, site.clock, { endpoints });
  site.useBank(at.bank);
});
afterEach(async () => {
  await at.standIn.webhooks.settle();
  site.at(NOW);
});
afterAll(async () => {
  await at.close();
  await site.close();
});

const Row = z.object({ kind: z.string(), businessKey: z.string(), task: z.string() });

function rows() {
  return site.db.many(sql.of(Row)`
    select kind, business_key, task from bank_event order by business_key`);
}

function tasks() {
  return site.db.many(sql.of(z.object({ task: z.string(), payload: z.unknown() }))`
    select jobs.task_identifier as task, payload
      from graphile_worker._private_jobs payloads join graphile_worker.jobs using (id)
     where jobs.task_identifier in
           ('settle-charges', 'settle-refunds', 'settle-payouts', 'take-dispute')
     order by 1, payload::text`);
}

async function empty(): Promise<void> {
  await at.standIn.webhooks.settle();
  await site.db.run(sql`delete from bank_event`);
  await site.db.run(sql`delete from graphile_worker._private_jobs`);
}

let made = 0;
const newKey = () => `test:${made++}`;

function event(type: string, object: object, more: object = {}) {
  const base = { id: `evt_${made++}`, object: "event", created: 1_790_000_000, livemode: false };
  return JSON.stringify({ ...base, type, data: { object }, ...more });
}

const REFUND = { id: "re_1", object: "refund", status: "succeeded" };

const SECONDS = Math.floor(NOW.getTime() / 1000);

function tell(body: string, signature = signatureOf(body, HOOK_SECRET, SECONDS)) {
  const headers = { "content-type": "application/json", "stripe-signature": signature };
  return site.server.inject({ method: "POST", url: PATH, headers, payload: body });
}

describe("an event", () => {
  it("is kept and wakes its task, once however often it is told", async () => {
    await empty();
    const body = event("refund.created", REFUND);
    for (let time = 0; time < 3; time++) expect((await tell(body)).statusCode).toBe(200);
    expect(await rows()).toEqual([
      { kind: "refund.created", businessKey: "refund:re_1:succeeded", task: "settle-refunds" },
    ]);
    expect(await tasks()).toEqual([{ task: "settle-refunds", payload: {} }]);
  });

  it("told by many at once is kept once", async () => {
    await empty();
    const body = event("refund.created", REFUND);
    const answers = await Promise.all(Array.from({ length: 8 }, () => tell(body)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => 200));
    expect(await rows()).toHaveLength(1);
  });

  it("that announces what another announced wakes nobody again", async () => {
    await empty();
    const intent = { id: "pi_1", object: "payment_intent" };
    await tell(event("charge.succeeded", { id: "ch_1", object: "charge", payment_intent: "pi_1" }));
    await site.db.run(sql`delete from graphile_worker._private_jobs`);
    await tell(event("payment_intent.succeeded", intent));
    const session = { id: "cs_1", object: "checkout.session", payment_intent: "pi_1" };
    await tell(event("checkout.session.completed", session));
    expect(await rows()).toHaveLength(1);
    expect(await tasks()).toEqual([]);
  });

  it("of a dispute names it, each of its states once", async () => {
    await empty();
    const dispute = { id: "dp_1", object: "dispute", status: "needs_response" };
    await tell(event("charge.dispute.created", { ...dispute, balance_transactions: [] }));
    await tell(event("charge.dispute.funds_withdrawn", { ...dispute, balance_transactions: [{}] }));
    const lost = { ...dispute, status: "lost", balance_transactions: [{}] };
    await tell(event("charge.dispute.closed", lost));
    expect(await rows()).toHaveLength(3);
    expect(await tasks()).toEqual([{ task: "take-dispute", payload: { ref: "dp_1" } }]);
  });

  it("of a partner’s account wakes payouts, and the same of our own does not", async () => {
    await empty();
    const payout = { id: "po_1", object: "payout", status: "paid" };
    await tell(event("payout.paid", payout));
    expect(await rows()).toEqual([]);
    await tell(event("payout.paid", payout, { account: "acct_1" }));
    await tell(event("payout.failed", { ...payout, status: "failed" }, { account: "acct_1" }));
    expect((await rows()).map(({ businessKey }) => businessKey)).toEqual([
      "payout:po_1:failed",
      "payout:po_1:paid",
    ]);
    expect(await tasks()).toEqual([{ task: "settle-payouts", payload: {} }]);
  });

  it("that the house does not act on, or of real money in a test house, is heard and left", async () => {
    await empty();
    expect((await tell(event("customer.created", { id: "cus_1" }))).statusCode).toBe(200);
    expect((await tell(event("refund.created", REFUND, { livemode: true }))).statusCode).toBe(200);
    expect(await rows()).toEqual([]);
  });
});

describe("a call that is not Stripe’s", () => {
  const body = event("refund.created", REFUND);

  it.each([
    ["signed with another secret", signatureOf(body, "whsec_wrong", SECONDS)],
    ["signed for another body", signatureOf(`${body} `, HOOK_SECRET, SECONDS)],
    ["signed long ago", signatureOf(body, HOOK_SECRET, SECONDS - 301)],
    ["signed in the future", signatureOf(body, HOOK_SECRET, SECONDS + 31)],
    [
      "with the time of another signature beside it",
      `t=${SECONDS},${signatureOf(body, HOOK_SECRET, SECONDS + 3600)}`,
    ],
    ["without a signature", ""],
    ["with nonsense", "t=,v1="],
  ])("%s is refused and leaves nothing", async (_, signature) => {
    await empty();
    expect((await tell(body, signature)).statusCode).toBe(400);
    expect(await rows()).toEqual([]);
    expect(await tasks()).toEqual([]);
  });

  it("is not heard by a house without such a bank", async () => {
    const { hear: _, ...deaf } = at.bank;
    site.useBank(deaf);
    expect((await tell(body)).statusCode).toBe(404);
    site.useBank(at.bank);
  });
});

describe("a month of events", () => {
  const happen = async () => {
    const { ref } = await at.paid(newKey(), 100_000_000n, "4000 0000 0000 0259");
    const charge = await at.paid(newKey(), 50_000_000n);
    const account = await at.partner(newKey());
    const asked = { key: newKey(), micros: 1_000_000n, currency: "USD" };
    await at.bank.refund({ ...asked, chargeRef: charge.ref });
    await at.bank.transfer({ ...asked, key: newKey(), account });
    const { data } = await at.stripe.disputes.list({ charge: ref });
    const ended = { dispute: data[0]!.id, end: "won" };
    await at.control("POST /_control/dispute-ends", ended);
    const to = new Date((at.standIn.world.now() + 96 * 3600) * 1000).toISOString();
    await at.control("POST /_control/clock", { to });
  };

  it("is the same in any order, told once or often, with another’s voice between", async () => {
    const seen: unknown[] = [];
    for (const plan of [
      { order: "as-happened", repeat: 1 },
      { order: "reversed", repeat: 2 },
      { order: "shuffled", repeat: 3, seed: 7 },
      { order: "shuffled", repeat: 3, seed: 99 },
    ]) {
      await empty();
      await at.control("POST /_control/webhooks", { held: true });
      await happen();
      await at.control("POST /_control/deliveries", plan);
      await at.control("POST /_control/webhooks", { held: false });
      const count = new Map<string, number>();
      for (const { task } of await rows()) count.set(task, (count.get(task) ?? 0) + 1);
      seen.push(
        Object.fromEntries(count),
        (await tasks()).map(({ task }) => task),
      );
    }
    const [counts, woken] = seen;
    for (let index = 0; index < seen.length; index += 2) {
      expect(seen.slice(index, index + 2)).toEqual([counts, woken]);
    }
    expect(woken).toEqual(["settle-charges", "settle-payouts", "settle-refunds", "take-dispute"]);
  });

  it("told with a wrong secret, or from the future, is told to nobody", async () => {
    for (const plan of [{ wrongSecret: true }, { aheadSeconds: 3600 }]) {
      await empty();
      await at.control("POST /_control/webhooks", { held: true });
      await at.bank.hosted!.checkout(checkoutOf(newKey(), 5_000_000n));
      await at.paid(newKey(), 5_000_000n);
      const { told } = z
        .object({ told: z.array(z.object({ status: z.int() })) })
        .parse(await at.control("POST /_control/deliveries", plan));
      await at.control("POST /_control/webhooks", { held: false });
      expect(new Set(told.map(({ status }) => status))).toEqual(new Set([400]));
      expect(await rows()).toEqual([]);
    }
  });
});
