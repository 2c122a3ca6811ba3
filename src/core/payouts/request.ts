/**
 * Payout requests: when a partner's balance may leave the house (docs/policy/payouts.md §1).
 *
 * Nothing is ever forfeited: what may not leave yet stays the partner's. Money is in micros.
 */
import { CENT_MICROS, type Micros } from "../money.ts";
import { allow, type Ruling, refuse } from "../ruling.ts";

/** What the house pays in. */
export const PAYOUT_CURRENCY = "USD";

export interface Payee {
  payableMicros: Micros;
  /** Paused while a case is open. Who left is still paid what is theirs. */
  state: "active" | "paused" | "left";
  payoutAccount: string | null;
  /** An earlier payout has not come to its end. */
  underWay: boolean;
}

export type PayoutRefusal = "paused" | "under-way" | "no-payout-account" | "below-minimum";

export interface PayoutOrder {
  /** Whole cents; what is left over stays payable. */
  micros: Micros;
  account: string;
}

/** The whole balance to the partner's account, or nothing. */
export function rulePayout(
  payee: Payee,
  minimumMicros: Micros,
): Ruling<PayoutOrder, PayoutRefusal> {
  const { payableMicros, state, payoutAccount: account, underWay } = payee;
  if (state === "paused") return refuse("paused");
  if (underWay) return refuse("under-way");
  if (account === null) return refuse("no-payout-account");
  const micros = (payableMicros / CENT_MICROS) * CENT_MICROS;
  if (micros < minimumMicros || micros <= 0n) return refuse("below-minimum");
  return allow({ micros, account });
}
