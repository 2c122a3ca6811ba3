/** Disputes at Stripe, by what really moved. */
import type Stripe from "stripe";
import { present } from "../../../core/assert.ts";
import type { Dispute } from "../bank.ts";
import { fromStripe } from "./amounts.ts";
import { type Asker, nameOf } from "./asking.ts";
import { verdictOf } from "./errors.ts";

/**
 * Null for a name Stripe does not have, and for a mere inquiry: a bank asks, and no money has moved.
 * A dispute counts as won only when the money is back. When Stripe cannot be reached this throws, and
 * the task that asked is tried again.
 */
export async function findDispute({ stripe }: Asker, ref: string): Promise<Dispute | null> {
  const found = await stripe.disputes.retrieve(ref).catch((error: unknown) => {
    const verdict = verdictOf(error);
    if (verdict.said === "no" && verdict.code === "resource_missing") return null;
    throw error;
  });
  if (!found || found.balance_transactions.length === 0) return null;
  const { balance_transactions: entries, currency } = found;
  const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);
  return {
    ref: found.id,
    chargeRef: present(nameOf(found.charge), "a dispute is of a charge"),
    micros: fromStripe(found.amount, currency),
    feeMicros: fromStripe(sum(entries.map(({ fee }) => fee)), currency),
    state: stateOf(found, sum(entries.map(({ amount }) => amount))),
  };
}

function stateOf({ status }: Stripe.Dispute, balance: number): Dispute["state"] {
  if (balance >= 0) return "won";
  // An appeal follows on a loss; until it is won the money is gone.
  return status === "lost" || status.startsWith("appeal") ? "lost" : "open";
}
