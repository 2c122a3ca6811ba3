/** Refunds: a part of a charge or all of it given back, never more than was charged. */
import type Stripe from "stripe";
import { type Call, LISTING, meant, named, page, type Routes } from "../call.ts";
import { amount, metadata, needed, only, text } from "../params.ts";
import { invalid, StandInRefusal } from "../refusal.ts";
import { type Book, idOf, type World } from "../world.ts";
import { enter } from "./balance.ts";

export const refundRoutes: Routes = {
  "POST /v1/refunds": createRefund,
  "GET /v1/refunds/:id": (call) => named(call, "refund"),
  "GET /v1/refunds": ({ book, params }) => {
    only(params, `${LISTING} charge payment_intent`);
    const charge = text(params, "charge");
    const fitting = Object.values(book.refund).filter(
      (one) => charge === null || idOf(one.charge) === charge,
    );
    return page(params, "/v1/refunds", fitting);
  },
};

function createRefund(call: Call): Stripe.Refund {
  const { world, book, params, account } = call;
  only(params, "charge amount metadata reason");
  const charge = meant(book, "charge", { id: needed(params, "charge") });
  const left = charge.amount - charge.amount_refunded;
  if (charge.disputed) {
    throw invalid("The charge has been charged back and cannot be refunded.", "charge_disputed");
  }
  if (left === 0) throw invalid("The charge is refunded already.", "charge_already_refunded");
  const wanted = text(params, "amount") === null ? left : amount(params);
  if (wanted > left) {
    const message = `Refund amount (${wanted}) is greater than unrefunded amount (${left}).`;
    throw new StandInRefusal(400, { message, param: "amount" });
  }
  const refund = refundOf(world, charge, wanted);
  refund.metadata = metadata(params);
  refund.balance_transaction = enter(world, {
    account,
    amount: -wanted,
    currency: charge.currency,
    type: "refund",
    source: refund.id,
  }).id;
  charge.amount_refunded += wanted;
  charge.refunded = charge.amount_refunded === charge.amount;
  book.refund[refund.id] = refund;
  world.emit("refund.created", refund);
  world.emit("charge.refunded", charge);
  return refund;
}

function refundOf(world: World, charge: Stripe.Charge, wanted: number): Stripe.Refund {
  return {
    id: world.id("re"),
    object: "refund",
    amount: wanted,
    balance_transaction: null,
    charge: charge.id,
    created: world.now(),
    currency: charge.currency,
    customer: idOf(charge.customer),
    customer_account: null,
    destination_details: { card: { type: "reversal" }, type: "card" },
    metadata: {},
    payment_intent: idOf(charge.payment_intent),
    payment_method: charge.payment_method,
    reason: null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: "succeeded",
    transfer_reversal: null,
  };
}

/** The card's bank sends a refund back, as happens when the account behind it is closed. */
export function failRefund(world: World, book: Book, { refund, account }: ToFail): Stripe.Refund {
  const charge = meant(book, "charge", { id: idOf(refund.charge) ?? "" });
  refund.status = "failed";
  refund.failure_reason = "expired_or_canceled_card";
  refund.failure_balance_transaction = enter(world, {
    account,
    amount: refund.amount,
    currency: refund.currency,
    type: "refund_failure",
    source: refund.id,
  }).id;
  charge.amount_refunded -= refund.amount;
  charge.refunded = false;
  world.emit("refund.failed", refund);
  return refund;
}

interface ToFail {
  refund: Stripe.Refund;
  account: string;
}
