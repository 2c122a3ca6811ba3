/** Subscriptions: a price that is charged again each span, until it is cancelled or not paid. */
import type Stripe from "stripe";
import { type Call, LISTING, meant, named, page, type Routes } from "../call.ts";
import { elements, flag, metadata, needed, only, text } from "../params.ts";
import { invalid } from "../refusal.ts";
import { idOf, PLATFORM, type World } from "../world.ts";
import { bill } from "./invoices.ts";

export const subscriptionRoutes: Routes = {
  "POST /v1/subscriptions": createSubscription,
  "GET /v1/subscriptions/:id": (call) => named(call, "subscription"),
  "GET /v1/subscriptions": ({ book, params }) => {
    only(params, `${LISTING} customer status`);
    const customer = text(params, "customer");
    const fitting = Object.values(book.subscription).filter(
      (one) => customer === null || idOf(one.customer) === customer,
    );
    return page(params, "/v1/subscriptions", fitting);
  },
  "POST /v1/subscriptions/:id": (call) => {
    only(call.params, "cancel_at_period_end default_payment_method metadata");
    const { params, world } = call;
    const subscription = named(call, "subscription");
    const method = text(params, "default_payment_method");
    if (method !== null) subscription.default_payment_method = method;
    if (text(params, "cancel_at_period_end") !== null) {
      subscription.cancel_at_period_end = flag(params, "cancel_at_period_end");
    }
    subscription.metadata = { ...subscription.metadata, ...metadata(params) };
    world.emit("customer.subscription.updated", subscription);
    return subscription;
  },
  "DELETE /v1/subscriptions/:id": (call) => end(call.world, named(call, "subscription")),
};

function createSubscription({ world, book, params }: Call): Stripe.Subscription {
  only(params, "customer items default_payment_method metadata payment_behavior");
  const customer = meant(book, "customer", { id: needed(params, "customer") });
  const [item] = elements(params, "items");
  if (typeof item !== "object") throw invalid("Missing required param: items.");
  const price = meant(book, "price", { id: needed(item, "price") });
  if (!price.recurring) throw invalid("A subscription needs a recurring price.");
  const subscription = subscriptionOf(world, price, customer.id);
  subscription.default_payment_method = text(params, "default_payment_method");
  subscription.metadata = metadata(params);
  book.subscription[subscription.id] = subscription;
  world.emit("customer.subscription.created", subscription);
  charge(world, subscription, "subscription_create");
  return subscription;
}

/** What is over is charged again, or ended when it was cancelled. */
export function renewDue(world: World): void {
  for (const subscription of Object.values(world.book(PLATFORM).subscription)) {
    const item = subscription.items.data[0];
    while (item && subscription.status === "active" && item.current_period_end <= world.now()) {
      if (subscription.cancel_at_period_end) {
        end(world, subscription);
        break;
      }
      item.current_period_start = item.current_period_end;
      item.current_period_end = spanEnd(
        item.price,
        subscription.billing_cycle_anchor,
        item.current_period_start,
      );
      charge(world, subscription, "subscription_cycle");
    }
  }
}

type Reason = Parameters<typeof bill>[2]["reason"];

function charge(world: World, subscription: Stripe.Subscription, reason: Reason): void {
  const item = subscription.items.data[0];
  if (!item) return;
  const invoice = bill(world, world.book(PLATFORM), {
    subscription,
    amount: (item.price.unit_amount ?? 0) * (item.quantity ?? 1),
    from: item.current_period_start,
    to: item.current_period_end,
    reason,
  });
  subscription.latest_invoice = invoice.id;
  const unpaid = reason === "subscription_create" ? "incomplete" : "past_due";
  subscription.status = invoice.status === "paid" ? "active" : unpaid;
  world.emit("customer.subscription.updated", subscription);
}

function end(world: World, subscription: Stripe.Subscription): Stripe.Subscription {
  subscription.status = "canceled";
  subscription.canceled_at = world.now();
  subscription.ended_at = world.now();
  world.emit("customer.subscription.deleted", subscription);
  return subscription;
}

/** The end of the span that begins at `from`, counted from the first span's beginning. */
function spanEnd({ recurring }: Stripe.Price, anchor: number, from: number): number {
  const { interval, interval_count: count } = recurring ?? { interval: "month", interval_count: 1 };
  const step = count * (interval === "day" ? 86_400 : interval === "week" ? 604_800 : 0);
  const months = (interval === "year" ? 12 : 1) * count;
  let end = from;
  for (let spans = 1; end <= from; spans++) {
    end = step > 0 ? anchor + spans * step : monthsLater(anchor, spans * months);
  }
  return end;
}

/** A day that the month does not have is its last day. */
function monthsLater(anchor: number, months: number): number {
  const start = new Date(anchor * 1000);
  const end = new Date(start);
  end.setUTCMonth(start.getUTCMonth() + months, 1);
  const last = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate();
  end.setUTCDate(Math.min(start.getUTCDate(), last));
  return Math.floor(end.getTime() / 1000);
}

function subscriptionOf(world: World, price: Stripe.Price, customer: string): Stripe.Subscription {
  const id = world.id("sub");
  const now = world.now();
  const url = `/v1/subscription_items?subscription=${id}`;
  return {
    ...{ id, object: "subscription", application: null, application_fee_percent: null },
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    ...{ billing_cycle_anchor: now, billing_cycle_anchor_config: null },
    billing_mode: { flexible: null, type: "classic" },
    ...{ billing_schedules: [], billing_thresholds: null, cancel_at: null },
    ...{ cancel_at_period_end: false, canceled_at: null },
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    ...{ collection_method: "charge_automatically", created: now, currency: price.currency },
    ...{ customer, customer_account: null, days_until_due: null, default_payment_method: null },
    ...{ default_source: null, default_tax_rates: [], description: null, discounts: [] },
    ended_at: null,
    invoice_settings: {
      ...{ account_tax_ids: null, custom_fields: null, description: null, footer: null },
      issuer: { type: "self" },
    },
    items: { object: "list", data: [itemOf(world, price, id)], has_more: false, url },
    ...{ latest_invoice: null, livemode: false, managed_payments: null, metadata: {} },
    ...{ next_pending_invoice_item_invoice: null, on_behalf_of: null, pause_collection: null },
    ...{ payment_settings: null, pending_invoice_item_interval: null },
    ...{ pending_setup_intent: null, pending_update: null, schedule: null, start_date: now },
    ...{ status: "incomplete", test_clock: null, transfer_data: null, trial_end: null },
    ...{ trial_settings: null, trial_start: null },
  };
}

function itemOf(world: World, price: Stripe.Price, subscription: string): Stripe.SubscriptionItem {
  const now = world.now();
  return {
    id: world.id("si"),
    object: "subscription_item",
    billed_until: spanEnd(price, now, now),
    billing_thresholds: null,
    created: now,
    current_period_end: spanEnd(price, now, now),
    current_period_start: now,
    current_trial: null,
    discounts: [],
    metadata: {},
    plan: planOf(price),
    price: structuredClone(price),
    quantity: 1,
    subscription,
    tax_rates: [],
  };
}

/** The older name of a recurring price. */
function planOf(price: Stripe.Price): Stripe.Plan {
  return {
    id: price.id,
    object: "plan",
    active: true,
    amount: price.unit_amount,
    amount_decimal: null,
    billing_scheme: "per_unit",
    created: price.created,
    currency: price.currency,
    interval: price.recurring?.interval ?? "month",
    interval_count: price.recurring?.interval_count ?? 1,
    livemode: false,
    metadata: {},
    meter: null,
    nickname: null,
    product: idOf(price.product),
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: "licensed",
  };
}
