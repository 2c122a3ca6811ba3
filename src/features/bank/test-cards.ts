/** The test bank's cards and accounts, and what happens with each. */
import { CENT_MICROS, type Micros } from "../../core/money.ts";
import type { Answer, Card, CardDecline, KeptCard, TransferDecline } from "./bank.ts";

/** What the bank decides, and whether its answer arrives. */
export interface Decision<Decided> {
  answer: Decided;
  heard: boolean;
}

interface TestCard {
  first: CardDecline | null;
  /** When it is charged again by its token. */
  again: CardDecline | null;
  heard: boolean;
  /** How the dispute ends that its holder's bank opens. */
  disputed?: "won" | "lost";
}

const CARDS: Record<string, TestCard> = {
  "4242424242424242": { first: null, again: null, heard: true },
  "4000000000000002": { first: "card-declined", again: "card-declined", heard: true },
  "4000000000009995": { first: "insufficient-funds", again: "insufficient-funds", heard: true },
  "4000000000000341": { first: null, again: null, heard: false },
  "4000000000009987": { first: null, again: "card-declined", heard: true },
  "4000000000000259": { first: null, again: null, heard: true, disputed: "lost" },
  "4000000000002685": { first: null, again: null, heard: true, disputed: "won" },
};

/** The cards that are disputed, by what is kept of them, and how that ends. */
export const DISPUTED_TOKENS: ReadonlyMap<string, "won" | "lost"> = new Map(
  Object.entries(CARDS).flatMap(([number, { disputed }]) =>
    disputed ? [[`card_test_${number.slice(-4)}`, disputed] as const] : [],
  ),
);

/** What the test bank keeps for a dispute, whoever wins it. */
export const DISPUTE_FEE_MICROS: Micros = 15_000_000n;

/** How long a dispute of the test bank stays open. */
export const DISPUTE_DAYS = 7;

const TOKEN_PREFIX = "card_test_";

type ChargeDecision = Decision<{ decline: CardDecline } | { card: KeptCard }>;

/** Null for a card that is not one of the test cards: it is answered and not remembered. */
export function decideCharge(card: Card, today: Date): ChargeDecision | { misfit: CardDecline } {
  if ("token" in card) return charged(card.token.slice(TOKEN_PREFIX.length), "again");
  const number = card.number.replace(/[ -]/g, "");
  if (!CARDS[number]) return { misfit: "invalid-number" };
  const misfit = expiryDecline(card.expiry, today) ?? cvcDecline(card.cvc);
  return misfit ? { misfit } : charged(number.slice(-4), "first");
}

function charged(last4: string, time: "first" | "again"): ChargeDecision | { misfit: CardDecline } {
  const known = Object.entries(CARDS).find(([number]) => number.endsWith(last4))?.[1];
  if (!known || last4.length !== 4) return { misfit: "invalid-number" };
  const decline = known[time];
  const answer = decline ? { decline } : { card: { token: TOKEN_PREFIX + last4, last4 } };
  return { answer, heard: known.heard };
}

/** `"05/28"` is good until the end of May 2028, UTC. */
function expiryDecline(expiry: string, today: Date): CardDecline | null {
  const match = /^\s*(0[1-9]|1[0-2])\s*\/\s*(?:20)?(\d{2})\s*$/.exec(expiry);
  if (!match) return "invalid-expiry";
  const end = Date.UTC(2000 + Number(match[2]), Number(match[1]), 1);
  return today.getTime() < end ? null : "expired-card";
}

function cvcDecline(cvc: string): CardDecline | null {
  return /^\s*\d{3}\s*$/.test(cvc) ? null : "invalid-cvc";
}

/** 2.9 % and 0.30, rounded half up to the cent, and never more than the charge. */
export function testFee(micros: Micros): Micros {
  const cents =
    (micros * 29n + 300_000n * 1000n + (CENT_MICROS / 2n) * 1000n) / (CENT_MICROS * 1000n);
  const fee = cents * CENT_MICROS;
  return fee < micros ? fee : micros;
}

export function decideTransfer(account: string, ref: string): Decision<Answer<"transfer">> {
  const decline = transferDecline(account);
  return {
    answer: decline
      ? { state: "declined", reason: decline }
      : { state: "settled", ref, feeMicros: 0n, delivery: { state: "paid", ref } },
    heard: !account.startsWith("acct_test_silent"),
  };
}

function transferDecline(account: string): TransferDecline | null {
  if (!/^acct_test_[a-z0-9_]+$/.test(account)) return "no-such-account";
  return account.startsWith("acct_test_refuses") ? "account-refuses" : null;
}
