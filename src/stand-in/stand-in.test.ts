/** The stand-in as the real SDK meets it. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStandIn, type StandIn } from "./stand-in.ts";

const NOW = new Date("2026-01-31T12:00:00Z");
const DAY = 86_400;

let standIn: StandIn;
let stripe: Stripe;
beforeAll(async () => {
  standIn = await openStandIn({ port: 0, clock: () => NOW, pendingDays: 2 });
  stripe = clientOf(standIn);
});
afterAll(() => standIn.close());

function clientOf({ url }: StandIn, key = "sk_test_1"): Stripe {
  const { port } = new URL(url);
  return new Stripe(key, { host: "127.0.0.1", port, protocol: "http", maxNetworkRetries: 0 });
}

async function customerWith(number: string, client = stripe) {
  const customer = await client.customers.create({ email: "ann@example.org" });
  const card = { number, exp_month: 12, exp_year: 2034 };
  const method = await client.paymentMethods.create({ type: "card", card });
  await client.paymentMethods.attach(method.id, { customer: customer.id });
  return { customer: customer.id, payment_method: method.id };
}

async function pays(number: string, amount = 500, client = stripe) {
  const kept = await customerWith(number, client);
  const paying = { ...kept, amount, currency: "usd", confirm: true, off_session: true };
  return client.paymentIntents.create(paying);
}

const control = (path: string, given: object) =>
  fetch(`${standIn.url}/_control/${path}`, { method: "POST", body: JSON.stringify(given) });

describe("an idempotency key", () => {
  it("replays the answer to the same request and refuses another", async () => {
    const once = { idempotencyKey: "once" };
    const first = await stripe.customers.create({ email: "a@example.org" }, once);
    const again = await stripe.customers.create({ email: "a@example.org" }, once);
    expect(again).toEqual(first);
    await expect(stripe.customers.create({ email: "b@example.org" }, once)).rejects.toMatchObject({
      type: "StripeIdempotencyError",
      statusCode: 400,
    });
    await expect(stripe.products.create({ name: "a" }, once)).rejects.toThrow("same parameters");
  });

  it("replays errors and faults too, and a plain no from before it was heard not", async () => {
    const kept = await customerWith("4242424242424242");
    const paying = { ...kept, amount: 500, currency: "usd", confirm: true, off_session: true };
    const pay = (idempotencyKey: string) =>
      stripe.paymentIntents.create(paying, { idempotencyKey });
    standIn.faults.add({ kind: "500", call: "POST", times: 1, after: 0, code: null });
    await expect(pay("fault")).rejects.toMatchObject({ statusCode: 500 });
    await expect(pay("fault")).rejects.toMatchObject({ statusCode: 500 });
    standIn.faults.add({ kind: "429", call: "POST", times: 1, after: 0, code: null });
    await expect(pay("busy")).rejects.toMatchObject({ statusCode: 429 });
    expect(await pay("busy")).toMatchObject({ status: "succeeded" });
    const { data } = await stripe.charges.list({ customer: kept.customer });
    expect(data).toHaveLength(1);
  });

  it("is forgotten after a day", async () => {
    const own = await openStandIn({ port: 0, clock: () => NOW });
    const client = clientOf(own);
    const once = { idempotencyKey: "once" };
    const first = await client.products.create({ name: "Kettle" }, once);
    own.world.advanceTo(own.world.now() + DAY - 1);
    expect((await client.products.create({ name: "Kettle" }, once)).id).toBe(first.id);
    own.world.advanceTo(own.world.now() + 1);
    expect((await client.products.create({ name: "Kettle" }, once)).id).not.toBe(first.id);
    await own.close();
  });
});

describe("a call", () => {
  it("with a parameter that does not exist is refused", async () => {
    const odd: object = { email: "ann@example.org", nmae: "Ann" };
    await expect(stripe.customers.create(odd)).rejects.toMatchObject({ code: "parameter_unknown" });
  });

  it("that the stand-in does not have is refused with its name", async () => {
    await expect(stripe.coupons.list()).rejects.toThrow("no such call");
  });

  it("with a live key is refused", async () => {
    await expect(clientOf(standIn, "sk_live_1").balance.retrieve()).rejects.toThrow("live key");
  });

  it("of a list comes in pages, the newest first", async () => {
    const made = [];
    for (let index = 0; index < 5; index++) {
      made.push((await stripe.products.create({ name: `p${index}` })).id);
    }
    const all = await stripe.products.list({ limit: 2 }).autoPagingToArray({ limit: 100 });
    expect(all.map(({ id }) => id).slice(0, 5)).toEqual(made.toReversed());
  });
});

describe("a charge", () => {
  it("is pending, available two days later, and worth what the fee leaves", async () => {
    const own = await openStandIn({ port: 0, clock: () => NOW, pendingDays: 2 });
    const client = clientOf(own);
    await pays("4242424242424242", 500, client);
    const usd = async () => {
      const { available, pending } = await client.balance.retrieve();
      return [available[0]?.amount, pending[0]?.amount];
    };
    expect(await usd()).toEqual([0, 455]);
    own.world.advanceTo(own.world.now() + 2 * DAY);
    expect(await usd()).toEqual([455, 0]);
    await pays("4000000000000077", 500, client);
    expect(await usd()).toEqual([910, 0]);
    await own.close();
  });

  it("of a card that is disputed takes the amount and a fee back", async () => {
    const intent = await pays("4000000000000259");
    const { data } = await stripe.disputes.list({ charge: String(intent.latest_charge) });
    expect(data[0]).toMatchObject({ amount: 500, status: "needs_response" });
    const [entry] = data[0]!.balance_transactions;
    expect(entry).toMatchObject({ amount: -500, fee: 1500, net: -2000 });
  });
});

describe("a subscription", () => {
  const subscribe = async (client: Stripe, number: string) => {
    const { customer, payment_method } = await customerWith(number, client);
    const product = await client.products.create({ name: "Member" });
    const monthly = { interval: "month" } as const;
    const price = { product: product.id, unit_amount: 500, currency: "usd", recurring: monthly };
    const { id } = await client.prices.create(price);
    const items = [{ price: id }];
    return client.subscriptions.create({ customer, items, default_payment_method: payment_method });
  };

  it("is charged each month, from the last day to the last day", async () => {
    const own = await openStandIn({ port: 0, clock: () => NOW });
    const client = clientOf(own);
    const made = await subscribe(client, "4242424242424242");
    const frozen_time = Date.parse("2026-03-01T00:00:00Z") / 1000;
    const clock = await client.testHelpers.testClocks.create({ frozen_time: own.world.now() });
    await client.testHelpers.testClocks.advance(clock.id, { frozen_time });
    const { data } = await client.invoices.list({ subscription: made.id });
    expect(data.map(({ status, amount_paid }) => `${status} ${amount_paid}`)).toEqual([
      "paid 500",
      "paid 500",
    ]);
    const renewed = await client.subscriptions.retrieve(made.id);
    const end = renewed.items.data[0]!.current_period_end;
    expect(new Date(end * 1000).toISOString()).toBe("2026-03-31T12:00:00.000Z");
    await client.subscriptions.update(made.id, { cancel_at_period_end: true });
    own.world.advanceTo(end);
    expect(await client.subscriptions.retrieve(made.id)).toMatchObject({ status: "canceled" });
    await own.close();
  });

  it("whose card says no is past due, and its invoice open", async () => {
    const own = await openStandIn({ port: 0, clock: () => NOW });
    const client = clientOf(own);
    const made = await subscribe(client, "4000008260003178");
    expect(made.status).toBe("incomplete");
    const { data } = await client.invoices.list({ subscription: made.id });
    expect(data[0]).toMatchObject({ status: "open", amount_remaining: 500, attempt_count: 1 });
    await own.close();
  });
});

describe("events", () => {
  it("are told in the order of the plan, signed as the SDK checks it", async () => {
    const heard: Stripe.Event[] = [];
    const ear = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const signature = String(request.headers["stripe-signature"]);
        const at = NOW.getTime();
        const body = Buffer.concat(chunks);
        const { webhooks } = stripe;
        heard.push(webhooks.constructEvent(body, signature, "whsec_1", 300, undefined, at));
        response.end();
      });
    });
    await new Promise<void>((resolve) => ear.listen(0, "127.0.0.1", resolve));
    const address = ear.address();
    const port = typeof address === "object" ? address?.port : 0;
    await control("endpoints", { url: `http://127.0.0.1:${port}`, secret: "whsec_1" });
    await control("webhooks", { held: true });
    await stripe.products.create({ name: "one" });
    const { id } = await stripe.products.create({ name: "two" });
    await control("deliveries", { order: "reversed", repeat: 2 });
    await control("webhooks", { held: false });
    const since = heard.slice(-4).map(({ data }) => "id" in data.object && data.object.id);
    expect(since[0]).toBe(id);
    expect(since.filter((one) => one === id)).toHaveLength(2);
    standIn.webhooks.endpoints.length = 0;
    ear.close();
  });

  it("can be asked after by type", async () => {
    await stripe.products.create({ name: "Kettle" });
    const { data } = await stripe.events.list({ type: "product.created", limit: 1 });
    expect(data[0]?.data.object).toMatchObject({ name: "Kettle" });
  });
});

describe("the page of a payment", () => {
  it("shows the amount, says why a card is declined, and takes the next", async () => {
    const session = await stripe.checkout.sessions.create({
      mode: "payment",
      success_url: "http://localhost/done?session={CHECKOUT_SESSION_ID}",
      cancel_url: "http://localhost/back",
      line_items: [
        {
          price_data: { currency: "jpy", unit_amount: 500, product_data: { name: "Member" } },
        },
      ],
    });
    const url = session.url ?? "";
    expect(await (await fetch(url)).text()).toContain("Pay 500 JPY");
    const send = (number: string) =>
      fetch(url, {
        method: "POST",
        redirect: "manual",
        body: new URLSearchParams({ number, expiry: "12/34" }).toString(),
      });
    const declined = await send("4000 0000 0000 0002");
    expect([declined.status, await declined.text()]).toEqual([
      402,
      expect.stringContaining("declined"),
    ]);
    expect(await (await send("4111 1111 1111 1111")).text()).toContain("number is incorrect");
    const paid = await send("4242 4242 4242 4242");
    expect(paid.headers.get("location")).toBe(`http://localhost/done?session=${session.id}`);
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      status: "complete",
      payment_status: "paid",
    });
  });
});

describe("a world kept in a file", () => {
  it("goes on where it stopped", async () => {
    const folder = mkdtempSync(join(tmpdir(), "earnest-stand-in-"));
    const options = { port: 0, clock: () => NOW, file: join(folder, "world.json") };
    const first = await openStandIn(options);
    const made = await clientOf(first).products.create({ name: "Kettle" });
    await first.close();
    const second = await openStandIn(options);
    const client = clientOf(second);
    expect(await client.products.retrieve(made.id)).toMatchObject({ name: "Kettle" });
    expect((await client.products.create({ name: "Pot" })).id).not.toBe(made.id);
    await second.close();
    rmSync(folder, { recursive: true });
  });
});
