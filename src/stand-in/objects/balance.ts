/** Balances and balance transactions: where every amount that moves is entered once. */
import type Stripe from "stripe";
import { type Call, LISTING, named, page, type Routes } from "../call.ts";
import { only, text } from "../params.ts";
import { DAY_SECONDS, type World } from "../world.ts";

export interface Entry {
  account: string;
  amount: number;
  currency: string;
  fee?: number;
  type: Stripe.BalanceTransaction["type"];
  source: string;
  /** How long it stays pending. */
  pendingDays?: number;
}

/** Enters an amount, less its fee, and gives the balance transaction. */
export function enter(world: World, entry: Entry): Stripe.BalanceTransaction {
  const { account, amount, currency, fee = 0, type, source, pendingDays = 0 } = entry;
  const now = world.now();
  const transaction: Stripe.BalanceTransaction = {
    id: world.id("txn"),
    object: "balance_transaction",
    amount,
    available_on: now + pendingDays * DAY_SECONDS,
    balance_type: "payments",
    created: now,
    currency,
    description: null,
    exchange_rate: null,
    fee,
    fee_details: fee === 0 ? [] : [feeDetail(fee, currency)],
    net: amount - fee,
    reporting_category: type === "payment" ? "charge" : type,
    source,
    status: pendingDays > 0 ? "pending" : "available",
    type,
  };
  world.book(account).balance_transaction[transaction.id] = transaction;
  return transaction;
}

function feeDetail(amount: number, currency: string): Stripe.BalanceTransaction.FeeDetail {
  const description = "Stripe processing fees";
  return { amount, application: null, currency, description, type: "stripe_fee" };
}

/** 2.9 % and 30 of the smallest unit, half a unit up; 3.6 % where the unit has no hundredths. */
export function feeOf(amount: number, currency: string): number {
  const whole = ["jpy", "krw", "vnd", "clp"].includes(currency);
  return whole ? Math.round(amount * 0.036) : Math.round(amount * 0.029) + 30;
}

export function availableIn(world: World, account: string, currency: string): number {
  return sumOf(world, account, (one) => one.currency === currency && one.status === "available");
}

function sumOf(
  world: World,
  account: string,
  fits: (one: Stripe.BalanceTransaction) => boolean,
): number {
  const all = Object.values(world.book(account).balance_transaction).filter(fits);
  return all.reduce((sum, { net }) => sum + net, 0);
}

/** What was pending long enough is available. */
export function ripen(world: World): void {
  for (const book of Object.values(world.state.books)) {
    for (const one of Object.values(book.balance_transaction)) {
      if (one.status === "pending" && one.available_on <= world.now()) one.status = "available";
    }
  }
}

export function balanceOf(world: World, account: string): Stripe.Balance {
  const all = Object.values(world.book(account).balance_transaction);
  const currencies = [...new Set(all.map(({ currency }) => currency))].sort();
  const amounts = (status: string) =>
    (currencies.length === 0 ? ["usd"] : currencies).map((currency) => {
      const fits = (one: Stripe.BalanceTransaction) =>
        one.currency === currency && one.status === status;
      const amount = sumOf(world, account, fits);
      return { amount, currency, source_types: { card: amount } };
    });
  return {
    object: "balance",
    available: amounts("available"),
    livemode: false,
    pending: amounts("pending"),
  };
}

export const balanceRoutes: Routes = {
  "GET /v1/balance": ({ world, account }) => balanceOf(world, account),
  "GET /v1/balance_transactions/:id": (call) => named(call, "balance_transaction"),
  "GET /v1/balance_transactions": listTransactions,
};

function listTransactions({ world, book, params }: Call): object {
  only(params, `${LISTING} payout type source currency`);
  const [payout, type, source] = [
    text(params, "payout"),
    text(params, "type"),
    text(params, "source"),
  ];
  const { paidOutWith } = world.state;
  const fitting = Object.values(book.balance_transaction).filter(
    (one) =>
      (payout === null || paidOutWith[one.id] === payout || one.source === payout) &&
      (type === null || one.type === type) &&
      (source === null || one.source === source),
  );
  return page(params, "/v1/balance_transactions", fitting);
}
