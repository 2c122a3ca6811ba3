/**
 * A bank, as the house needs one: the interface that each provider implements.
 *
 * Every request carries a key made from our ids. The same key and body gives the same answer however
 * often it is asked; another body under the key is a fault. A bank that cannot be reached is not an
 * error but an outcome: `unknown`, on which nothing is booked until it is looked up.
 */
import type { Micros } from "../../core/money.ts";
import type { Ruling } from "../../core/ruling.ts";

export interface Bank {
  /** No money moves: pages say so, and which cards it knows. */
  isTest?: boolean;
  /** Members and partners give their details on pages of the bank's own; no card is typed here. */
  hosted?: Hosted;
  charge(request: ChargeRequest): Promise<Outcome<"charge">>;
  /** Gives back a part of a charge or all of it. */
  refund(request: RefundRequest): Promise<Outcome<"refund">>;
  /** Sends money to a partner. */
  transfer(request: TransferRequest): Promise<Outcome<"transfer">>;
  /** What became of a request. `absent`: it never arrived here. */
  lookUp<Kind extends RequestKind>(kind: Kind, key: string): Promise<Outcome<Kind> | Absent>;
  /** A dispute as it stands at the bank now, or null when it has none of that name. */
  findDispute(ref: string): Promise<Dispute | null>;
  /** Reads what the bank tells of itself. Null: nothing that the house acts on. */
  hear?(told: Told): Ruling<BankEvent | null, HearingRefusal>;
}

/** A call of the bank at a route of ours: the bytes of its body as they came, and what signs them. */
export interface Told {
  body: Buffer;
  signature: string;
  at: Date;
}

export type HearingRefusal = "bad-signature" | "from-the-future";

/** Something happened at the bank. It only wakes: what is so now is asked of the bank itself. */
export interface BankEvent {
  id: string;
  /** The same for every event that announces the same fact. */
  businessKey: string;
  /** The bank's own word for it: "charge.succeeded". */
  kind: string;
  /** The partner's account that it is of; null for our own. */
  account: string | null;
  occurredAt: Date;
  task: WakingTask;
}

/** What a later room then looks into. */
export type WakingTask =
  | { name: "settle-charges" | "settle-refunds" | "settle-payouts"; payload: Record<string, never> }
  | { name: "take-dispute"; payload: { ref: string } };

/** The bank's own pages. Each answers with an address to send the reader to. */
export interface Hosted {
  /** Where those pages are, for browsers that ask where our forms may lead. */
  origins?: readonly string[];
  /** Where the reader pays for `key`; what came of it is told by `lookUp("charge", key)`. */
  checkout(request: CheckoutRequest): Promise<PageAnswer>;
  /** Where a member changes the kept card. `token` is that of the card kept until now. */
  portal(request: { token: string; returnUrl: string }): Promise<PageAnswer>;
  /** Where a partner says to whom payouts go: a new account, or what `account` lacks. */
  onboarding(request: OnboardingRequest): Promise<(PageAnswer & { account: string }) | Unknown>;
}

export type PageAnswer = { state: "page"; url: string } | Unknown;

export interface CheckoutRequest {
  key: string;
  micros: Micros;
  currency: string;
  /** What is bought, as the member reads it: "Member, monthly". */
  what: string;
  /** Filled in for the reader. */
  email: string;
  /** Back here, having paid or not. */
  returnUrl: string;
}

export interface OnboardingRequest {
  key: string;
  account: string | null;
  /** ISO 3166, two letters. */
  country: string;
  email: string;
  returnUrl: string;
}

/** A cardholder's bank takes a charge back, and we may answer. */
export interface Dispute {
  ref: string;
  chargeRef: string;
  micros: Micros;
  /** What the bank keeps for it; given back only if the bank says so. */
  feeMicros: Micros;
  state: "open" | "won" | "lost";
}

/** A card as its holder types it, or as a bank remembers it for us. */
export type Card = { number: string; expiry: string; cvc: string } | { token: string };

/** Amounts are whole cents. */
export interface ChargeRequest {
  key: string;
  micros: Micros;
  currency: string;
  card: Card;
}

export interface RefundRequest {
  key: string;
  micros: Micros;
  currency: string;
  chargeRef: string;
}

export interface TransferRequest {
  key: string;
  micros: Micros;
  currency: string;
  account: string;
}

export type RequestKind = "charge" | "refund" | "transfer";

/** What a bank gives us to charge a card again: never its number. */
export interface KeptCard {
  token: string;
  last4: string;
}

interface Settlement {
  /** The bank's own name for it. */
  ref: string;
  /** What the bank took from us for it. */
  feeMicros: Micros;
}

interface Settlements {
  charge: Settlement & { card: KeptCard };
  refund: Settlement;
  transfer: Settlement & { delivery: Delivery };
}

/**
 * How far a transfer's money has come. `paid` is provisional: banks send money back days later, and
 * then a delivery under another `ref` may follow.
 */
export type Delivery =
  | { state: "sent" }
  | { state: "paid"; ref: string }
  | { state: "failed"; ref: string; reason: string }
  /** Back in our own balance. */
  | { state: "returned"; ref: string };

export type CardDecline =
  | "card-declined"
  | "insufficient-funds"
  | "expired-card"
  | "invalid-number"
  | "invalid-expiry"
  | "invalid-cvc";
export type RefundDecline =
  | "no-such-charge"
  | "more-than-charged"
  /** The cardholder's bank takes the charge back by itself. */
  | "disputed"
  /** The card's bank did not take it and sent it back. */
  | "sent-back";
export type TransferDecline = "no-such-account" | "account-refuses";

interface Declines {
  charge: CardDecline;
  refund: RefundDecline;
  transfer: TransferDecline;
}

export type Settled<Kind extends RequestKind> = { state: "settled" } & Settlements[Kind];
/** A definite no: it was not done and will not be. */
export type Declined<Kind extends RequestKind> = { state: "declined"; reason: Declines[Kind] };
/** No answer came. It may have been done. */
export type Unknown = { state: "unknown" };
export type Absent = { state: "absent" };

export type Answer<Kind extends RequestKind> = Settled<Kind> | Declined<Kind>;
export type Outcome<Kind extends RequestKind> = Answer<Kind> | Unknown;
