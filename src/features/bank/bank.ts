/**
 * A bank, as the house needs one: the interface that each provider implements.
 *
 * Every request carries a key made from our ids. The same key and body gives the same answer however
 * often it is asked; another body under the key is a fault. A bank that cannot be reached is not an
 * error but an outcome: `unknown`, on which nothing is booked until it is looked up.
 */
import type { Micros } from "../../core/money.ts";

export interface Bank {
  /** No money moves: pages say so, and which cards it knows. */
  isTest?: boolean;
  charge(request: ChargeRequest): Promise<Outcome<"charge">>;
  /** Gives back a part of a charge or all of it. */
  refund(request: RefundRequest): Promise<Outcome<"refund">>;
  /** Sends money to a partner. */
  transfer(request: TransferRequest): Promise<Outcome<"transfer">>;
  /** What became of a request. `absent`: it never arrived here. */
  lookUp<Kind extends RequestKind>(kind: Kind, key: string): Promise<Outcome<Kind> | Absent>;
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
  transfer: Settlement;
}

export type CardDecline =
  | "card-declined"
  | "insufficient-funds"
  | "expired-card"
  | "invalid-number"
  | "invalid-expiry"
  | "invalid-cvc";
export type RefundDecline = "no-such-charge" | "more-than-charged";
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
