/**
 * How far the money of a transfer has come: Stripe pays out a partner's balance by itself, and lists with
 * each payout the entries that went into it.
 *
 * A payout that fails leaves an entry of its own, and the payout after it carries that on. So one entry
 * is followed from payout to payout until one of them holds.
 */
import type Stripe from "stripe";
import type { Delivery } from "../bank.ts";
import { type Asker, nameOf } from "./asking.ts";

export async function deliveryOf({ stripe }: Asker, transfer: Stripe.Transfer): Promise<Delivery> {
  if (transfer.reversed) {
    return { state: "returned", ref: transfer.reversals.data[0]?.id ?? transfer.id };
  }
  const account = nameOf(transfer.destination);
  const payment = nameOf(transfer.destination_payment);
  if (account === null || payment === null) return { state: "sent" };
  const there = { stripeAccount: account };
  const received = await stripe.charges.retrieve(payment, {}, there);
  const payouts = await stripe.payouts
    .list({ created: { gte: transfer.created }, limit: 100 }, there)
    .autoPagingToArray({ limit: 1000 });
  const oldestFirst = payouts.filter(({ automatic }) => automatic).reverse();
  return follow({ stripe, account }, oldestFirst, nameOf(received.balance_transaction));
}

async function follow(
  { stripe, account }: { stripe: Stripe; account: string },
  payouts: readonly Stripe.Payout[],
  received: string | null,
): Promise<Delivery> {
  let entry = received;
  let last: Delivery = { state: "sent" };
  for (const payout of payouts) {
    if (entry === null) break;
    if (!(await carries({ stripe, account }, payout, entry))) continue;
    if (payout.status !== "failed") {
      // After a failed payout the next one is news of its own only once it has arrived.
      return payout.status === "paid" ? { state: "paid", ref: payout.id } : last;
    }
    last = { state: "failed", ref: payout.id, reason: payout.failure_code ?? "unknown" };
    entry = nameOf(payout.failure_balance_transaction);
  }
  return last;
}

async function carries(
  { stripe, account }: { stripe: Stripe; account: string },
  payout: Stripe.Payout,
  entry: string,
): Promise<boolean> {
  const entries = stripe.balanceTransactions.list(
    { payout: payout.id, limit: 100 },
    { stripeAccount: account },
  );
  for await (const { id } of entries) if (id === entry) return true;
  return false;
}
