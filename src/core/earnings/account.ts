/**
 * A partner's account for a month, as a bank's statement has it: what was theirs when it began, what
 * came and went, what is theirs at its end (docs/policy/payouts.md §8). Read off the books alone.
 * Money is in micros; what leaves is negative.
 */
import type { KindName } from "../ledger/chart.ts";
import { type Micros, sum } from "../money.ts";

/** The accounts that are the partner's: what we owe them, and, less, what they owe us. */
export const OWN_KINDS = ["earned", "payable", "inTransit", "dormant", "receivable"] as const;

export type Movement =
  | "earned"
  | "escrowReleased"
  | "granted"
  | "refunded"
  | "withheld"
  | "paid"
  | "payoutFees"
  | "other";

export interface MonthAccount {
  /** Rolled over from before. */
  beforeMicros: Micros;
  movements: Record<Movement, Micros>;
  /** Rolls over to the next month. */
  afterMicros: Micros;
}

/** What moved between the partner's accounts and accounts of another kind; positive to the partner. */
export interface Sides {
  other: KindName;
  beforeMicros: Micros;
  withinMicros: Micros;
}

/** What it means that money came from an account of this kind or went there. */
const MEANING: Partial<Record<KindName, Movement>> = {
  memberPool: "earned",
  escrow: "escrowReleased",
  commons: "granted",
  refundPayable: "refunded",
  disputeHold: "refunded",
  clawbackLoss: "refunded",
  withholding: "withheld",
  custody: "paid",
  provider: "paid",
  payoutFees: "payoutFees",
};

export function accountOf(sides: readonly Sides[]): MonthAccount {
  const movements: Record<Movement, Micros> = {
    ...{ earned: 0n, escrowReleased: 0n, granted: 0n, refunded: 0n, withheld: 0n, paid: 0n },
    ...{ payoutFees: 0n, other: 0n },
  };
  for (const { other, withinMicros } of sides) {
    movements[MEANING[other] ?? "other"] += withinMicros;
  }
  const beforeMicros = sum(sides.map((side) => side.beforeMicros));
  return { beforeMicros, movements, afterMicros: beforeMicros + sum(Object.values(movements)) };
}
