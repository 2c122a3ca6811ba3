/**
 * The shapes of the stand-in's objects against samples of the API's own, where those are at hand: each
 * field that both have is of one kind, and no field is made up.
 */
import { existsSync, readFileSync } from "node:fs";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStandIn, type StandIn } from "./stand-in.ts";

const FILE = "../shared/data/stripe/fixtures3.json";
const isHere = existsSync(FILE);
if (!isHere) console.warn(`Skipped: the samples of Stripe's objects are not here (${FILE}).`);

/** In the API since the samples were made, as the SDK's types have them. */
const NEWER = new Set([
  ...["charge.payment_method_details.card.electronic_commerce_indicator"],
  ...["checkout.session.allowed_payment_method_types", "product.tax_details"],
  ...["dispute.evidence_details.submission_method", "dispute.intended_submission_method"],
  ...["payment_intent.allowed_payment_method_types", "payment_intent.payment_record"],
  ...["subscription.cancellation_details.feedback_option"],
  ...["subscription.items.data.billed_until", "subscription.items.data.current_trial"],
]);

type Samples = Record<string, unknown>;

let standIn: StandIn;
let samples: Samples = {};
beforeAll(async () => {
  if (isHere) samples = JSON.parse(readFileSync(FILE, "utf8")).resources;
  standIn = await openStandIn({ port: 0, pendingDays: 0 });
  const { port } = new URL(standIn.url);
  await live(new Stripe("sk_test_1", { host: "127.0.0.1", port, protocol: "http" }));
});
afterAll(() => standIn.close());

/** One of everything. */
async function live(stripe: Stripe): Promise<void> {
  const control = (path: string, given: object) =>
    fetch(`${standIn.url}/_control/${path}`, { method: "POST", body: JSON.stringify(given) });
  const customer = await stripe.customers.create({ email: "ann@example.org" });
  const card = { number: "4000000000000259", exp_month: 12, exp_year: 2034 };
  const method = await stripe.paymentMethods.create({ type: "card", card });
  await stripe.paymentMethods.attach(method.id, { customer: customer.id });
  const off = { confirm: true, off_session: true, customer: customer.id, currency: "usd" } as const;
  await stripe.paymentIntents.create({ ...off, payment_method: method.id, amount: 9000 });
  const good = await stripe.paymentMethods.create({
    type: "card",
    card: { ...card, number: "4242424242424242" },
  });
  await stripe.paymentMethods.attach(good.id, { customer: customer.id });
  const paid = await stripe.paymentIntents.create({
    ...off,
    payment_method: good.id,
    amount: 90_000,
  });
  await stripe.refunds.create({ charge: String(paid.latest_charge), amount: 100 });
  const product = await stripe.products.create({ name: "Member" });
  const recurring = { interval: "month" } as const;
  const price = { product: product.id, unit_amount: 500, currency: "usd", recurring };
  const items = [{ price: (await stripe.prices.create(price)).id }];
  const default_payment_method = good.id;
  await stripe.subscriptions.create({ customer: customer.id, items, default_payment_method });
  await stripe.billingPortal.sessions.create({
    customer: customer.id,
    return_url: "http://x.test",
  });
  await stripe.testHelpers.testClocks.create({ frozen_time: standIn.world.now() });
  await stripe.checkout.sessions.create({
    mode: "payment",
    success_url: "http://x.test",
    line_items: [
      { price_data: { currency: "usd", unit_amount: 500, product_data: { name: "Member" } } },
    ],
  });
  const capabilities = { transfers: { requested: true } };
  const account = await stripe.accounts.create({ type: "express", country: "US", capabilities });
  await control("onboardings", { account: account.id });
  const sent = { amount: 1000, currency: "usd", destination: account.id };
  const transfer = await stripe.transfers.create(sent);
  await stripe.transfers.createReversal(transfer.id, { amount: 100 });
  const to = new Date((standIn.world.now() + 5 * 86_400) * 1000).toISOString();
  await control("clock", { to });
}

/** Our field's path with what is wrong about it. */
function differences(ours: unknown, sample: unknown, path: string): string[] {
  if (ours === null || sample === null || sample === undefined) return [];
  if (Array.isArray(ours) || Array.isArray(sample)) {
    if (!Array.isArray(ours) || !Array.isArray(sample)) return [`${path} is a list in one only`];
    return ours[0] && sample[0] ? differences(ours[0], sample[0], path) : [];
  }
  if (typeof ours !== "object" || typeof sample !== "object") {
    return typeof ours === typeof sample || isExpandable(ours, sample) ? [] : [`${path} differs`];
  }
  // What we fill in ourselves, and what the API leaves to its user, has no names of its own.
  if (path.endsWith("metadata")) return [];
  return Object.entries(ours).flatMap(([name, value]) => {
    const below = `${path}.${name}`;
    if (NEWER.has(below)) return [];
    const there = Object.entries(sample).find(([key]) => key === name);
    return there ? differences(value, there[1], below) : [`${below} is made up`];
  });
}

function isExpandable(ours: unknown, sample: unknown): boolean {
  const isId = (value: unknown) => typeof value === "string";
  const isObject = (value: unknown) => typeof value === "object" && value !== null;
  return (isId(ours) && isObject(sample)) || (isObject(ours) && isId(sample));
}

const objects = () =>
  Object.values(standIn.world.state.books).flatMap((book) =>
    Object.values(book).flatMap((shelf) => Object.values<{ object: string }>(shelf)),
  );

describe.skipIf(!isHere)("the stand-in’s objects", () => {
  it("have the shapes of the API’s own", () => {
    const found = objects().flatMap((one) => differences(one, samples[one.object], one.object));
    expect([...new Set(found)]).toEqual([]);
  });

  it("are of every kind that it keeps", () => {
    const kinds = new Set(objects().map(({ object }) => object));
    expect(kinds.size).toBe(18);
    for (const kind of kinds) expect(samples).toHaveProperty([kind]);
  });

  it("are told in events of the API’s own shape", () => {
    const [happening] = standIn.world.state.happenings;
    const { data: _, ...ours } = happening!;
    expect(differences(ours, samples.event, "event")).toEqual([]);
  });

  it("would be found out if a field were made up or of another kind", () => {
    const [charge] = objects().filter(({ object }) => object === "charge");
    const wrong = { ...charge, amount: "500", made_up: 1 };
    expect(differences(wrong, samples.charge, "charge")).toEqual([
      "charge.amount differs",
      "charge.made_up is made up",
    ]);
  });
});
