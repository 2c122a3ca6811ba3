/**
 * Payout requests: when a partner's balance may leave the house, and how much of it
 * (docs/policy/payouts.md §1, §4, §5).
 *
 * Nothing is ever forfeited: what may not leave yet stays the partner's. Money is in micros.
 */
import { assert } from "../assert.ts";
import type { Micros } from "../money.ts";
import { allow, type Ruling, refuse } from "../ruling.ts";
import { type CountryRefusal, multipleOf, type RailName, ruleCountry } from "./countries.ts";

export interface Payee {
  /** What the house pays in, ISO 4217. */
  currency: string;
  payableMicros: Micros;
  /** What the partner owes us since money was clawed back from them. */
  owedMicros: Micros;
  /** Paused while a case is open. Who left is still paid what is theirs. */
  state: "active" | "paused" | "left";
  country: string;
  rail: RailName | null;
  payoutAccount: string | null;
  /** Who holds the account, for rails that ask. */
  payoutName: string | null;
  /** An earlier payout has not come to its end. */
  underWay: boolean;
  /** The part that a tax authority asks us to keep back. */
  withholdingBps: number;
}

export type PayoutRefusal =
  | "paused"
  | "under-way"
  | "no-payout-account"
  | "below-minimum"
  | CountryRefusal;

export interface PayoutOrder {
  /** What is sent: whole cents, or what the currency is paid out in. The rest stays payable. */
  micros: Micros;
  withheldMicros: Micros;
  /** What it settles of a debt to us. */
  nettedMicros: Micros;
  account: string;
  rail: RailName;
}

/** The whole balance to the partner's account, or nothing. */
export function rulePayout(
  payee: Payee,
  minimumMicros: Micros,
): Ruling<PayoutOrder, PayoutRefusal> {
  const { payableMicros, owedMicros, state, payoutAccount: account, rail, currency } = payee;
  if (state === "paused") return refuse("paused");
  if (payee.underWay) return refuse("under-way");
  if (account === null || rail === null) return refuse("no-payout-account");
  const country = ruleCountry(rail, payee.country);
  if (!country.ok) return country;
  const { grossMicros, withheldMicros } = sendable({
    availableMicros: payableMicros - owedMicros,
    multipleMicros: multipleOf(currency),
    withholdingBps: payee.withholdingBps,
  });
  const micros = grossMicros - withheldMicros;
  const bankMinimum = country.value.currency === currency ? country.value.minimumMicros : 0n;
  if (grossMicros < minimumMicros || micros < bankMinimum || micros <= 0n)
    return refuse("below-minimum");
  return allow({ micros, withheldMicros, nettedMicros: owedMicros, account, rail });
}

export interface Sendable {
  /** What is sent and what is withheld, together. */
  grossMicros: Micros;
  withheldMicros: Micros;
}

/** As much of a balance as can be paid out; both parts are whole multiples, rounded down. */
export function sendable({
  availableMicros,
  multipleMicros,
  withholdingBps,
}: {
  availableMicros: Micros;
  multipleMicros: Micros;
  withholdingBps: number;
}): Sendable {
  assert(withholdingBps >= 0 && withholdingBps < 10_000, "less than all is withheld");
  const whole = (micros: Micros) => (micros / multipleMicros) * multipleMicros;
  const grossMicros = availableMicros > 0n ? whole(availableMicros) : 0n;
  return { grossMicros, withheldMicros: whole((grossMicros * BigInt(withholdingBps)) / 10_000n) };
}
