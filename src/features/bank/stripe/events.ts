/**
 * Events as Stripe tells them: the signature first, then whether the house acts on it at all.
 *
 * Of an event only its name and the name of its object are used. Whatever it says of the object is old
 * by the time it is read; the woken task asks Stripe itself.
 */
import Stripe from "stripe";
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import type { BankEvent, HearingRefusal, Told, WakingTask } from "../bank.ts";
import { nameOf } from "./asking.ts";

/** How old a signature may be, as the SDK has it by default. */
const AGE_SECONDS_MAX = 300;

/** How far two clocks may differ before a time counts as not come yet. */
const AHEAD_SECONDS_MAX = 30;

export interface Ears {
  stripe: Stripe;
  /** One for our own events, one for those of partners' accounts. */
  secrets: readonly string[];
  isLive: boolean;
}

/** "t=1790000000,v1=5257a8…": one time, and what signs it with the body. Stripe writes no other. */
const SIGNATURE = /^t=(\d{1,12})(?:,v\d=[0-9a-f]+)+$/;

export function hear(
  { stripe, secrets, isLive }: Ears,
  told: Told,
): Ruling<BankEvent | null, HearingRefusal> {
  const signed = SIGNATURE.exec(told.signature);
  if (!signed) return refuse("bad-signature");
  const event = secrets.map((secret) => verified(stripe, secret, told)).find(Boolean);
  if (!event) return refuse("bad-signature");
  if (Number(signed[1]) > told.at.getTime() / 1000 + AHEAD_SECONDS_MAX) {
    return refuse("from-the-future");
  }
  // The endpoint for partners' accounts hears of live and test events alike.
  return allow(event.livemode === isLive ? eventOf(event) : null);
}

function verified(
  stripe: Stripe,
  secret: string,
  { body, signature, at }: Told,
): Stripe.Event | null {
  try {
    const { webhooks } = stripe;
    const receivedAt = at.getTime();
    return webhooks.constructEvent(body, signature, secret, AGE_SECONDS_MAX, undefined, receivedAt);
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return null;
    throw error;
  }
}

function eventOf(event: Stripe.Event): BankEvent | null {
  const fact = factOf(event);
  if (!fact) return null;
  return {
    id: event.id,
    businessKey: fact.businessKey,
    kind: event.type,
    account: event.account ?? null,
    occurredAt: new Date(event.created * 1000),
    task: fact.task,
  };
}

interface Fact {
  businessKey: string;
  task: WakingTask;
}

const wake = (name: Exclude<WakingTask["name"], "take-dispute">, businessKey: string): Fact => ({
  businessKey,
  task: { name, payload: {} },
});

/** Those of our own account, and those of partners' accounts, are told apart by `account`. */
function factOf(event: Stripe.Event): Fact | null {
  return event.account === undefined ? ourFact(event) : partnerFact(event);
}

function ourFact(event: Stripe.Event): Fact | null {
  return paymentFact(event) ?? disputeFact(event) ?? movementFact(event);
}

/** One payment is announced by its charge, its intent and its page: they share a key. */
function paymentFact(event: Stripe.Event): Fact | null {
  switch (event.type) {
    case "charge.succeeded": {
      const { id, payment_intent: intent } = event.data.object;
      return wake("settle-charges", `payment:${nameOf(intent) ?? id}:succeeded`);
    }
    case "payment_intent.succeeded":
      return wake("settle-charges", `payment:${event.data.object.id}:succeeded`);
    case "checkout.session.completed": {
      const { id, payment_intent: intent } = event.data.object;
      return wake("settle-charges", `payment:${nameOf(intent) ?? id}:succeeded`);
    }
    case "checkout.session.expired":
      return wake("settle-charges", `page:${event.data.object.id}:expired`);
    case "charge.updated": {
      const { id, balance_transaction: entry } = event.data.object;
      return wake("settle-charges", `charge:${id}:${nameOf(entry) ?? "no-entry"}`);
    }
    default:
      return null;
  }
}

function disputeFact(event: Stripe.Event): Fact | null {
  switch (event.type) {
    case "charge.dispute.created":
    case "charge.dispute.updated":
    case "charge.dispute.closed":
    case "charge.dispute.funds_withdrawn":
    case "charge.dispute.funds_reinstated": {
      const { id, status, balance_transactions: entries } = event.data.object;
      const task = { name: "take-dispute", payload: { ref: id } } as const;
      return { businessKey: `dispute:${id}:${status}:${entries.length}`, task };
    }
    default:
      return null;
  }
}

function movementFact(event: Stripe.Event): Fact | null {
  switch (event.type) {
    case "refund.created":
    case "refund.updated":
    case "refund.failed": {
      const { id, status } = event.data.object;
      return wake("settle-refunds", `refund:${id}:${status ?? "none"}`);
    }
    case "transfer.created":
    case "transfer.reversed": {
      const { id, amount_reversed: reversed } = event.data.object;
      return wake("settle-payouts", `transfer:${id}:${reversed}`);
    }
    default:
      return null;
  }
}

function partnerFact(event: Stripe.Event): Fact | null {
  switch (event.type) {
    case "payout.created":
    case "payout.paid":
    case "payout.failed":
    case "payout.canceled": {
      const { id, status } = event.data.object;
      return wake("settle-payouts", `payout:${id}:${status}`);
    }
    // May be so, not so, and so again: every telling counts.
    case "account.updated":
      return wake("settle-payouts", `account:${event.id}`);
    default:
      return null;
  }
}
