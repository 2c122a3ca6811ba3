/** Charges: one try to take an amount from a card, and what its holder's bank says. */
import type Stripe from "stripe";
import { type Call, LISTING, named, page, type Routes } from "../call.ts";
import { cardBehind, type Decline } from "../cards.ts";
import { only, text } from "../params.ts";
import { type Book, idOf, PLATFORM, type World } from "../world.ts";
import { enter, feeOf } from "./balance.ts";
import { noAddress } from "./customers.ts";
import { openDispute } from "./disputes.ts";

export const chargeRoutes: Routes = {
  "GET /v1/charges/:id": (call) => named(call, "charge"),
  "GET /v1/charges": listCharges,
};

function listCharges({ book, params }: Call): object {
  only(params, `${LISTING} customer payment_intent transfer_group`);
  const [customer, intent, group] = [
    text(params, "customer"),
    text(params, "payment_intent"),
    text(params, "transfer_group"),
  ];
  const fitting = Object.values(book.charge).filter(
    (one) =>
      (customer === null || idOf(one.customer) === customer) &&
      (intent === null || idOf(one.payment_intent) === intent) &&
      (group === null || one.transfer_group === group),
  );
  return page(params, "/v1/charges", fitting);
}

/** Charges the card of a payment intent. The holder is at the page, or is not (`offSession`). */
export function chargeCard(
  world: World,
  book: Book,
  { intent, method, offSession }: Wish,
): { charge: Stripe.Charge; decline: Decline | null } {
  const card = cardBehind(method.card?.fingerprint);
  const decline = offSession ? card.again : card.first;
  const charge = chargeOf(world, { intent, method, decline });
  book.charge[charge.id] = charge;
  if (decline) {
    world.emit("charge.failed", charge);
    return { charge, decline };
  }
  charge.balance_transaction = enter(world, {
    account: PLATFORM,
    amount: charge.amount,
    currency: charge.currency,
    fee: feeOf(charge.amount, charge.currency),
    type: "charge",
    source: charge.id,
    pendingDays: card.available ? 0 : world.options.pendingDays,
  }).id;
  world.emit("charge.succeeded", charge);
  return { charge, decline: null };
}

interface Wish {
  intent: Stripe.PaymentIntent;
  method: Stripe.PaymentMethod;
  offSession: boolean;
}

/** What some cards' holders do afterwards. */
export function afterwards(world: World, book: Book, charge: Stripe.Charge): void {
  const card = cardBehind(charge.payment_method_details?.card?.fingerprint);
  if (card.afterwards === "nothing") return;
  const inquiry = card.afterwards === "inquiry";
  openDispute(world, book, { charge, reason: "fraudulent", inquiry });
}

interface Facts {
  intent: Stripe.PaymentIntent;
  method: Stripe.PaymentMethod;
  decline: Decline | null;
}

function chargeOf(world: World, { intent, method, decline }: Facts): Stripe.Charge {
  const id = world.id("ch");
  const paid = decline === null;
  return {
    ...bareCharge(world, id),
    amount: intent.amount,
    amount_captured: paid ? intent.amount : 0,
    captured: paid,
    currency: intent.currency,
    customer: idOf(intent.customer),
    description: intent.description,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    metadata: { ...intent.metadata },
    outcome: outcomeOf(decline),
    paid,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: { card: cardDetails(method), type: "card" },
    receipt_url: `${world.options.origin}/receipts/${id}`,
    status: paid ? "succeeded" : "failed",
    transfer_group: intent.transfer_group,
  };
}

/** What a charge has when nothing is said of it. */
const PLAIN_CHARGE = {
  object: "charge",
  amount: 0,
  amount_captured: 0,
  amount_refunded: 0,
  application: null,
  application_fee: null,
  application_fee_amount: null,
  balance_transaction: null,
  calculated_statement_descriptor: null,
  captured: true,
  currency: "usd",
  customer: null,
  description: null,
  disputed: false,
  failure_balance_transaction: null,
  failure_code: null,
  failure_message: null,
  livemode: false,
  on_behalf_of: null,
  outcome: null,
  paid: true,
  payment_intent: null,
  payment_method: null,
  payment_method_details: null,
  receipt_email: null,
  receipt_number: null,
  receipt_url: null,
  refunded: false,
  review: null,
  shipping: null,
  source: null,
  source_transfer: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  status: "succeeded",
  transfer_data: null,
  transfer_group: null,
} satisfies Partial<Stripe.Charge>;

/** A charge of nothing: what every charge has besides. */
export function bareCharge(world: World, id: string): Stripe.Charge {
  return {
    ...PLAIN_CHARGE,
    id,
    billing_details: noAddress(),
    created: world.now(),
    fraud_details: {},
    metadata: {},
  };
}

function outcomeOf(decline: Decline | null): Stripe.Charge.Outcome {
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: decline ? "declined_by_network" : "approved_by_network",
    reason: decline?.declineCode ?? null,
    seller_message: decline ? "The bank declined the payment." : "Payment complete.",
    type: decline ? "issuer_declined" : "authorized",
  };
}

function cardDetails({ card }: Stripe.PaymentMethod): Stripe.Charge.PaymentMethodDetails.Card {
  return {
    amount_authorized: null,
    authorization_code: null,
    brand: card?.brand ?? null,
    checks: card?.checks ?? null,
    country: card?.country ?? null,
    electronic_commerce_indicator: null,
    exp_month: card?.exp_month ?? 1,
    exp_year: card?.exp_year ?? 2030,
    fingerprint: card?.fingerprint ?? null,
    funding: card?.funding ?? null,
    installments: null,
    last4: card?.last4 ?? null,
    mandate: null,
    network: card?.brand ?? null,
    network_token: { used: false },
    network_transaction_id: null,
    regulated_status: null,
    three_d_secure: null,
    transaction_link_id: null,
    wallet: null,
  };
}
