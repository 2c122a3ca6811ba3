/**
 * The stand-in's world: every object it keeps, by account and kind, its clock, and what happened.
 *
 * All of it is plain data, so that it can be kept in a file. A call changes it at once or not at all:
 * nothing here waits.
 */
import type Stripe from "stripe";
import type { Params } from "./params.ts";
import { invalid } from "./refusal.ts";

export interface Shelves {
  account: Stripe.Account;
  balance_transaction: Stripe.BalanceTransaction;
  charge: Stripe.Charge;
  checkout_session: Stripe.Checkout.Session;
  customer: Stripe.Customer;
  dispute: Stripe.Dispute;
  invoice: Stripe.Invoice;
  payment_intent: Stripe.PaymentIntent;
  payment_method: Stripe.PaymentMethod;
  payout: Stripe.Payout;
  portal_session: Stripe.BillingPortal.Session;
  price: Stripe.Price;
  product: Stripe.Product;
  refund: Stripe.Refund;
  subscription: Stripe.Subscription;
  test_clock: Stripe.TestHelpers.TestClock;
  transfer: Stripe.Transfer;
  transfer_reversal: Stripe.TransferReversal;
}

export type Kind = keyof Shelves;

export const KINDS = [
  ...(["account", "balance_transaction", "charge", "checkout_session", "customer"] as const),
  ...(["dispute", "invoice", "payment_intent", "payment_method", "payout"] as const),
  ...(["portal_session", "price", "product", "refund", "subscription"] as const),
  ...(["test_clock", "transfer", "transfer_reversal"] as const),
] satisfies Kind[];

/** What one account has, each kind by id, the oldest first. */
export type Book = { [K in Kind]: Record<string, Shelves[K]> };

export interface Happening {
  id: string;
  object: "event";
  account?: string;
  api_version: string;
  created: number;
  data: { object: object };
  livemode: false;
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
  type: string;
}

/** An answer kept under an idempotency key. */
export interface KeptAnswer {
  fingerprint: string;
  status: number;
  body: string;
  at: number;
}

export interface State {
  books: Record<string, Book>;
  happenings: Happening[];
  answers: Record<string, KeptAnswer>;
  /** For each balance transaction that was paid out, the payout it was paid out with. */
  paidOutWith: Record<string, string>;
  /** What a session of checkout was told about the payment it will make. */
  paymentData: Record<string, Params>;
  /** Where the pages of a link lead back to. */
  linkTargets: Record<string, string>;
  serial: number;
  /** Until when all that was due was done. */
  doneUntil: number;
  /** How far this world's clock is ahead of everyone else's. */
  aheadSeconds: number;
}

/** The account whose key is used; connected accounts have books of their own. */
export const PLATFORM = "acct_standin";

export const API_VERSION = "2026-10-28.endive";

export const DAY_SECONDS = 86_400;

export interface WorldOptions {
  clock: () => Date;
  /** Where its own pages are: "http://127.0.0.1:4242". */
  origin: string;
  /** How long the money of a charge is pending. */
  pendingDays: number;
}

export class World {
  state: State = {
    books: {},
    happenings: [],
    answers: {},
    paidOutWith: {},
    paymentData: {},
    linkTargets: {},
    serial: 0,
    doneUntil: 0,
    aheadSeconds: 0,
  };
  readonly options: WorldOptions;
  /** Told of what happens, in its order. */
  onHappening: (happening: Happening) => void = () => {};
  /** The call that is being answered, for the events it makes. */
  idempotencyKey: string | null = null;

  /** While what was due at an earlier time is done, that time. */
  #meanwhile: number | null = null;

  constructor(options: WorldOptions) {
    this.options = options;
  }

  /** Seconds since 1970, as the API counts. */
  now(): number {
    if (this.#meanwhile !== null) return this.#meanwhile;
    return Math.floor(this.options.clock().getTime() / 1000) + this.state.aheadSeconds;
  }

  id(prefix: string): string {
    this.state.serial++;
    return `${prefix}_standin${String(this.state.serial).padStart(10, "0")}`;
  }

  book(account: string): Book {
    this.state.books[account] ??= emptyBook();
    return this.state.books[account];
  }

  emit(type: string, object: object, account = PLATFORM): void {
    const happening: Happening = {
      id: this.id("evt"),
      object: "event",
      ...(account === PLATFORM ? {} : { account }),
      api_version: API_VERSION,
      created: this.now(),
      data: { object: structuredClone(object) },
      livemode: false,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: this.idempotencyKey },
      type,
    };
    this.state.happenings.push(happening);
    this.onHappening(happening);
  }

  /** Does `work` as it was done at an earlier time. */
  asOf(seconds: number, work: () => void): void {
    this.#meanwhile = seconds;
    try {
      work();
    } finally {
      this.#meanwhile = null;
    }
  }

  /** Sets the clock; it never goes back. */
  advanceTo(seconds: number): void {
    const ahead = seconds - this.now();
    if (ahead < 0) throw invalid("The clock can only be set to a later time.");
    this.state.aheadSeconds += ahead;
  }
}

function emptyBook(): Book {
  const empty = <K extends Kind>(_: K): Record<string, Shelves[K]> => ({});
  return {
    account: empty("account"),
    balance_transaction: empty("balance_transaction"),
    charge: empty("charge"),
    checkout_session: empty("checkout_session"),
    customer: empty("customer"),
    dispute: empty("dispute"),
    invoice: empty("invoice"),
    payment_intent: empty("payment_intent"),
    payment_method: empty("payment_method"),
    payout: empty("payout"),
    portal_session: empty("portal_session"),
    price: empty("price"),
    product: empty("product"),
    refund: empty("refund"),
    subscription: empty("subscription"),
    test_clock: empty("test_clock"),
    transfer: empty("transfer"),
    transfer_reversal: empty("transfer_reversal"),
  };
}

/** The id of what may be expanded. */
export function idOf(value: string | { id: string } | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? value : value.id;
}
