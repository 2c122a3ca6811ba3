/** Invoices: what a subscription's span costs, and the payment of it. */
import type Stripe from "stripe";
import { LISTING, meant, named, page, type Routes } from "../call.ts";
import { only, text } from "../params.ts";
import { StandInRefusal } from "../refusal.ts";
import { type Book, idOf, type World } from "../world.ts";
import { addIntent, pay } from "./payment-intents.ts";

export const invoiceRoutes: Routes = {
  "GET /v1/invoices/:id": (call) => named(call, "invoice"),
  "GET /v1/invoices": ({ book, params }) => {
    only(params, `${LISTING} customer subscription status`);
    const [customer, subscription] = [text(params, "customer"), text(params, "subscription")];
    const fitting = Object.values(book.invoice).filter(
      (one) =>
        (customer === null || idOf(one.customer) === customer) &&
        (subscription === null || subscriptionOf(one) === subscription),
    );
    return page(params, "/v1/invoices", fitting);
  },
  "POST /v1/invoices/:id/pay": (call) => {
    only(call.params, "payment_method off_session");
    const invoice = named(call, "invoice");
    collect(call.world, call.book, invoice);
    return invoice;
  },
};

export function subscriptionOf(invoice: Stripe.Invoice): string | null {
  return idOf(invoice.parent?.subscription_details?.subscription);
}

interface Bill {
  subscription: Stripe.Subscription;
  amount: number;
  from: number;
  to: number;
  reason: "subscription_create" | "subscription_cycle";
}

export function bill(world: World, book: Book, facts: Bill): Stripe.Invoice {
  const invoice = invoiceOf(world, facts);
  book.invoice[invoice.id] = invoice;
  world.emit("invoice.created", invoice);
  world.emit("invoice.finalized", invoice);
  try {
    collect(world, book, invoice);
  } catch (error) {
    // The card says no: then the invoice stays open, and the subscription shows it.
    if (!(error instanceof StandInRefusal)) throw error;
    world.emit("invoice.payment_failed", invoice);
  }
  return invoice;
}

/** Takes the invoice's amount from the customer's card. */
function collect(world: World, book: Book, invoice: Stripe.Invoice): void {
  if (invoice.status === "paid") return;
  const customer = meant(book, "customer", { id: idOf(invoice.customer) ?? "" });
  const wanted = idOf(invoice.default_payment_method);
  const id = wanted ?? idOf(customer.invoice_settings.default_payment_method) ?? "";
  const method = meant(book, "payment_method", { id });
  invoice.attempt_count++;
  invoice.attempted = true;
  const intent = addIntent(world, book, {
    amount: invoice.amount_due,
    currency: invoice.currency,
    customer: customer.id,
    description: "Subscription",
    transferGroup: null,
    metadata: {},
  });
  pay(world, book, { intent, method, offSession: true });
  invoice.status = "paid";
  invoice.amount_paid = invoice.amount_due;
  invoice.amount_remaining = 0;
  invoice.status_transitions.paid_at = world.now();
  world.emit("invoice.paid", invoice);
  world.emit("invoice.payment_succeeded", invoice);
}

function invoiceOf(world: World, { subscription, amount, from, to, reason }: Bill): Stripe.Invoice {
  const now = world.now();
  return {
    ...bareInvoice(world),
    amount_due: amount,
    amount_remaining: amount,
    billing_reason: reason,
    currency: subscription.currency,
    customer: idOf(subscription.customer),
    default_payment_method: idOf(subscription.default_payment_method),
    effective_at: now,
    parent: {
      quote_details: null,
      subscription_details: { metadata: {}, subscription: subscription.id },
      type: "subscription_details",
    },
    period_end: to,
    period_start: from,
    status_transitions: {
      finalized_at: now,
      marked_uncollectible_at: null,
      paid_at: null,
      voided_at: null,
    },
    subtotal: amount,
    subtotal_excluding_tax: amount,
    total: amount,
    total_excluding_tax: amount,
  };
}

function bareInvoice(world: World): Omit<Stripe.Invoice, "status_transitions"> {
  const id = world.id("in");
  const url = `/v1/invoices/${id}/lines`;
  return {
    ...{ id, object: "invoice", created: world.now(), livemode: false, metadata: {} },
    ...{ account_country: "US", account_name: null, account_tax_ids: null, application: null },
    ...{ amount_due: 0, amount_overpaid: 0, amount_paid: 0, amount_remaining: 0 },
    ...{ amount_shipping: 0, attempt_count: 0, attempted: false, auto_advance: false },
    automatic_tax: {
      ...{ disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    },
    ...{ automatically_finalizes_at: null, billing_reason: null, currency: "usd" },
    ...{ collection_method: "charge_automatically", custom_fields: null, customer: null },
    ...{ customer_account: null, customer_address: null, customer_email: null },
    ...{ customer_name: null, customer_phone: null, customer_shipping: null },
    ...{ customer_tax_exempt: "none", customer_tax_ids: [], default_payment_method: null },
    ...{ default_source: null, default_tax_rates: [], description: null, discounts: [] },
    ...{ due_date: null, effective_at: null, ending_balance: null, footer: null },
    ...{ from_invoice: null, hosted_invoice_url: null, invoice_pdf: null },
    issuer: { type: "self" },
    ...{ last_finalization_error: null, latest_revision: null },
    lines: { object: "list", data: [], has_more: false, url },
    ...{ next_payment_attempt: null, number: null, on_behalf_of: null, parent: null },
    payment_settings: {
      ...{ default_mandate: null, payment_method_options: null, payment_method_types: null },
    },
    ...{ period_end: 0, period_start: 0, post_payment_credit_notes_amount: 0 },
    ...{ pre_payment_credit_notes_amount: 0, receipt_number: null, rendering: null },
    ...{ shipping_cost: null, shipping_details: null, starting_balance: 0 },
    ...{ statement_descriptor: null, status: "open", subtotal: 0 },
    ...{ subtotal_excluding_tax: 0, test_clock: null, total: 0, total_discount_amounts: [] },
    ...{ total_excluding_tax: 0, total_pretax_credit_amounts: [], total_taxes: [] },
    webhooks_delivered_at: null,
  };
}
