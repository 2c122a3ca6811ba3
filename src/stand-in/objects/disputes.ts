/** Disputes: a cardholder's bank takes a charge back, and the money waits until it is decided. */
import type Stripe from "stripe";
import { LISTING, named, page, type Routes } from "../call.ts";
import { only, text } from "../params.ts";
import { invalid } from "../refusal.ts";
import { type Book, DAY_SECONDS, idOf, PLATFORM, type World } from "../world.ts";
import { enter } from "./balance.ts";

/** What is kept for a dispute, whoever wins it. */
const DISPUTE_FEE = 1500;

export const disputeRoutes: Routes = {
  "GET /v1/disputes/:id": (call) => named(call, "dispute"),
  "GET /v1/disputes": ({ book, params }) => {
    only(params, `${LISTING} charge payment_intent`);
    const charge = text(params, "charge");
    const fitting = Object.values(book.dispute).filter(
      (one) => charge === null || idOf(one.charge) === charge,
    );
    return page(params, "/v1/disputes", fitting);
  },
};

interface Opening {
  charge: Stripe.Charge;
  reason: string;
  /** The bank only asks, and takes nothing yet. */
  inquiry?: boolean;
}

export function openDispute(
  world: World,
  book: Book,
  { charge, reason, inquiry = false }: Opening,
): Stripe.Dispute {
  const dispute = disputeOf(world, { charge, reason, inquiry });
  book.dispute[dispute.id] = dispute;
  charge.disputed = !inquiry;
  world.emit("charge.dispute.created", dispute);
  if (!inquiry) withdraw(world, dispute);
  return dispute;
}

function withdraw(world: World, dispute: Stripe.Dispute): void {
  const entry = { currency: dispute.currency, type: "adjustment", source: dispute.id } as const;
  const amount = -dispute.amount;
  const taken = enter(world, { ...entry, account: PLATFORM, amount, fee: DISPUTE_FEE });
  dispute.balance_transactions.push(taken);
  world.emit("charge.dispute.funds_withdrawn", dispute);
}

export type DisputeEnd = "won" | "lost" | "escalated";

/** `escalated`: an inquiry becomes a dispute. `feeBack` with a win, where the provider gives it back. */
export function endDispute(
  world: World,
  dispute: Stripe.Dispute,
  { end, feeBack = false }: { end: DisputeEnd; feeBack?: boolean },
): Stripe.Dispute {
  if (dispute.status === "won" || dispute.status === "lost") {
    throw invalid("This dispute is decided.");
  }
  if (end === "escalated") {
    dispute.status = "needs_response";
    world.emit("charge.dispute.updated", dispute);
    withdraw(world, dispute);
    return dispute;
  }
  dispute.status = end;
  world.emit("charge.dispute.closed", dispute);
  if (end === "won") {
    const fee = feeBack ? -DISPUTE_FEE : 0;
    const entry = { currency: dispute.currency, type: "adjustment", source: dispute.id } as const;
    const back = enter(world, { ...entry, account: PLATFORM, amount: dispute.amount, fee });
    dispute.balance_transactions.push(back);
    world.emit("charge.dispute.funds_reinstated", dispute);
  }
  return dispute;
}

function disputeOf(world: World, { charge, reason, inquiry }: Opening): Stripe.Dispute {
  return {
    id: world.id("dp"),
    object: "dispute",
    amount: charge.amount - charge.amount_refunded,
    balance_transactions: [],
    charge: charge.id,
    created: world.now(),
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: noEvidence(),
    evidence_details: {
      due_by: world.now() + 7 * DAY_SECONDS,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: "not_submitted",
    },
    intended_submission_method: null,
    is_charge_refundable: inquiry === true,
    livemode: false,
    metadata: {},
    payment_intent: idOf(charge.payment_intent),
    payment_method_details: {
      card: {
        brand: "visa",
        case_type: inquiry ? "inquiry" : "chargeback",
        network: "visa",
        network_reason_code: "10.4",
      },
      type: "card",
    },
    reason,
    status: inquiry ? "warning_needs_response" : "needs_response",
  };
}

function noEvidence(): Stripe.Dispute.Evidence {
  return {
    access_activity_log: null,
    billing_address: null,
    cancellation_policy: null,
    cancellation_policy_disclosure: null,
    cancellation_rebuttal: null,
    customer_communication: null,
    customer_email_address: null,
    customer_name: null,
    customer_purchase_ip: null,
    customer_signature: null,
    duplicate_charge_documentation: null,
    duplicate_charge_explanation: null,
    duplicate_charge_id: null,
    enhanced_evidence: {},
    product_description: null,
    receipt: null,
    refund_policy: null,
    refund_policy_disclosure: null,
    refund_refusal_explanation: null,
    service_date: null,
    service_documentation: null,
    shipping_address: null,
    shipping_carrier: null,
    shipping_date: null,
    shipping_documentation: null,
    shipping_tracking_number: null,
    uncategorized_file: null,
    uncategorized_text: null,
  };
}
