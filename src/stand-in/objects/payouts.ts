/**
 * Payouts: what a connected account has available goes to its owner's bank, by itself, each day.
 *
 * A payout that is paid may fail days later. Then its amount is back in the account's balance, and
 * nothing is paid out of that until the owner has named another bank account.
 */
import type Stripe from "stripe";
import { LISTING, named, page, type Routes } from "../call.ts";
import { only, text } from "../params.ts";
import { invalid } from "../refusal.ts";
import { DAY_SECONDS, idOf, PLATFORM, type World } from "../world.ts";
import { bankFault } from "./accounts.ts";
import { enter } from "./balance.ts";

/** How long a payout is on its way. */
const ARRIVAL_DAYS = 2;

export const payoutRoutes: Routes = {
  "GET /v1/payouts/:id": (call) => named(call, "payout"),
  "GET /v1/payouts": ({ book, params }) => {
    only(params, `${LISTING} status destination`);
    const status = text(params, "status");
    const fitting = Object.values(book.payout).filter(
      (one) => status === null || one.status === status,
    );
    return page(params, "/v1/payouts", fitting);
  },
};

/** At midnight, for every account that may be paid. */
export function makeDailyPayouts(world: World): void {
  for (const account of accountsOf(world)) {
    if (account.payouts_enabled) makePayouts(world, account);
  }
}

/** Those that were on their way long enough. */
export function arriveDue(world: World): void {
  for (const account of accountsOf(world)) arrive(world, account);
}

function accountsOf(world: World): Stripe.Account[] {
  return Object.values(world.book(PLATFORM).account);
}

function makePayouts(world: World, account: Stripe.Account): void {
  const { paidOutWith } = world.state;
  const open = Object.values(world.book(account.id).balance_transaction).filter(
    (one) => one.status === "available" && one.type !== "payout" && !paidOutWith[one.id],
  );
  for (const currency of new Set(open.map((one) => one.currency))) {
    const those = open.filter((one) => one.currency === currency);
    const total = those.reduce((sum, { net }) => sum + net, 0);
    if (total <= 0) continue;
    const payout = makePayout(world, account, { amount: total, currency });
    for (const one of those) paidOutWith[one.id] = payout.id;
  }
}

function makePayout(
  world: World,
  account: Stripe.Account,
  { amount, currency }: { amount: number; currency: string },
): Stripe.Payout {
  const id = world.id("po");
  const entry = { account: account.id, currency, source: id, type: "payout" } as const;
  const sent = enter(world, { ...entry, amount: -amount });
  const payout: Stripe.Payout = {
    id,
    object: "payout",
    amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: world.now() + ARRIVAL_DAYS * DAY_SECONDS,
    automatic: true,
    balance_transaction: sent.id,
    created: world.now(),
    currency,
    description: "STRIPE PAYOUT",
    destination: account.external_accounts?.data[0]?.id ?? null,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: {},
    method: "standard",
    original_payout: null,
    payout_method: null,
    reconciliation_status: "completed",
    reversed_by: null,
    source_type: "card",
    statement_descriptor: null,
    status: "in_transit",
    trace_id: null,
    type: "bank_account",
  };
  world.book(account.id).payout[id] = payout;
  world.emit("payout.created", payout, account.id);
  return payout;
}

function arrive(world: World, account: Stripe.Account): void {
  for (const payout of Object.values(world.book(account.id).payout)) {
    if (payout.status !== "in_transit" || payout.arrival_date > world.now()) continue;
    const fault = bankFault(account);
    if (fault) {
      failPayout(world, account, { payout, code: fault });
    } else {
      payout.status = "paid";
      world.emit("payout.paid", payout, account.id);
    }
  }
}

/** The bank sends it back, paid already or not. */
export function failPayout(
  world: World,
  account: Stripe.Account,
  { payout, code }: { payout: Stripe.Payout; code: string },
): Stripe.Payout {
  if (payout.status === "failed") throw invalid("This payout failed already.");
  payout.status = "failed";
  payout.failure_code = code;
  payout.failure_message = "The bank sent the payout back.";
  payout.failure_balance_transaction = enter(world, {
    account: account.id,
    amount: payout.amount,
    currency: payout.currency,
    type: "payout_failure",
    source: payout.id,
  }).id;
  account.payouts_enabled = false;
  const bank = account.external_accounts?.data.find(({ id }) => id === idOf(payout.destination));
  if (bank?.object === "bank_account") bank.status = "errored";
  world.emit("payout.failed", payout, account.id);
  world.emit("account.updated", account, account.id);
  return payout;
}
