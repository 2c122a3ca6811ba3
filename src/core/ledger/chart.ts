/**
 * The chart of accounts: what kinds of account the house keeps, and one function for each to name one
 * (docs/policy/money.md §6). The table `ledger_kind` is the same in the database.
 */
import type { AuthorId, ChargeId } from "../ids.ts";
import type { Month } from "../time.ts";

export type Side = "debit" | "credit";

export type Guard = "none" | "debits within credits" | "credits within debits";

export interface Kind {
  code: string;
  name: string;
  /** What each account of the kind belongs to; empty where there is one for the house. */
  per: string;
  normalSide: Side;
  /** Which side may never exceed the other. */
  guard: Guard;
}

const debit = (code: string, name: string, per: string, guard: Guard): Kind => ({
  code,
  name,
  per,
  normalSide: "debit",
  guard,
});
const credit = (code: string, name: string, per: string, guard: Guard): Kind => ({
  code,
  name,
  per,
  normalSide: "credit",
  guard,
});

export const CHART = {
  provider: debit("1000", "Provider balance", "", "none"),
  custody: debit("1010", "Connected custody", "partner", "credits within debits"),
  disputeHold: debit("1100", "Dispute hold", "", "credits within debits"),
  receivable: debit("1200", "Partner receivable", "partner", "credits within debits"),
  deferred: credit("2000", "Deferred dues", "charge", "debits within credits"),
  tax: credit("2010", "Tax", "jurisdiction", "none"),
  memberPool: credit("2100", "Member pool", "month", "debits within credits"),
  commons: credit("2110", "Commons", "", "debits within credits"),
  escrow: credit("2150", "Escrow", "case", "debits within credits"),
  earned: credit("2200", "Earned", "partner", "debits within credits"),
  payable: credit("2210", "Payable", "partner", "debits within credits"),
  inTransit: credit("2220", "In transit", "partner", "debits within credits"),
  withholding: credit("2230", "Withholding", "authority", "debits within credits"),
  dormant: credit("2240", "Dormant", "partner", "debits within credits"),
  refundPayable: credit("2300", "Refund payable", "charge", "debits within credits"),
  platform: credit("4000", "Platform revenue", "", "none"),
  fees: debit("5000", "Provider fees", "", "none"),
  disputeFees: debit("5010", "Dispute fees", "", "none"),
  payoutFees: debit("5020", "Payout fees", "", "none"),
  clawbackLoss: debit("5030", "Clawback loss", "", "none"),
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof CHART;

/** In the order of the chart. */
export const KIND_NAMES: readonly KindName[] = Object.keys(CHART).filter(isKindName);

function isKindName(name: string): name is KindName {
  return name in CHART;
}

/** One account: its kind, and what it belongs to. There is one for each currency. */
export interface Account {
  kind: KindName;
  /** The id of the charge, partner or case, the month, or the code of the authority. */
  subject: string;
}

const account = (kind: KindName, subject: string | number = ""): Account => ({
  kind,
  subject: String(subject),
});

/** What the bank holds for the house. */
export const provider = () => account("provider");
/** What was moved to a partner's account at the provider and has not reached their bank. */
export const custody = (partner: AuthorId) => account("custody", partner);
/** Net dues paid and not yet earned by time. */
export const deferred = (charge: ChargeId) => account("deferred", charge);
export const tax = (jurisdiction: string) => account("tax", jurisdiction);
/** The authors' part of the dues accrued in a month, until the month is split. */
export const memberPool = (month: Month) => account("memberPool", month);
/** The fund for grants, from pools that nobody's reading claimed. */
export const commons = () => account("commons");
/** What integrity holds back of a partner's share: set aside, not taken. */
export const escrow = (subject: string | AuthorId) => account("escrow", subject);
/** A partner's shares in hold. */
export const earned = (partner: AuthorId) => account("earned", partner);
/** A partner's shares that may be paid out. */
export const payable = (partner: AuthorId) => account("payable", partner);
export const inTransit = (partner: AuthorId) => account("inTransit", partner);
/** What a partner owes us since money that was paid to them was clawed back. */
export const receivable = (partner: AuthorId) => account("receivable", partner);
/** Tax kept back from payouts, for the authority that asks for it. */
export const withholding = (authority: string) => account("withholding", authority);
/** A balance whose partner has not been heard of for long: set aside, and still theirs. */
export const dormant = (partner: AuthorId) => account("dormant", partner);
export const refundPayable = (charge: ChargeId) => account("refundPayable", charge);
export const platform = () => account("platform");
/** What the provider took for charges. */
export const fees = () => account("fees");
/** What the provider took for payouts. */
export const payoutFees = () => account("payoutFees");
/** What the bank took for a dispute that is not decided. */
export const disputeHold = () => account("disputeHold");
export const disputeFees = () => account("disputeFees");
/** What was taken back and nobody has any more. */
export const clawbackLoss = () => account("clawbackLoss");
