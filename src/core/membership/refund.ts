/**
 * Refunds: what of a charge is given back, and until when it may be asked (docs/policy/money.md §5).
 *
 * The days not used yet are given back, the whole of what was paid for them, taxes and the provider's
 * fee included. The provider keeps its fee, so the platform bears that part. Money is in micros.
 */
import { upToMinor } from "../currency.ts";
import type { Micros } from "../money.ts";
import { allow, type Ruling, refuse } from "../ruling.ts";
import { DAY_MS, type Day, daysBetween } from "../time.ts";

/** After a charge, for so many days of 24 hours. */
export const REFUND_DAYS = 14;

export interface PaidCharge {
  currency: string;
  cashMicros: Micros;
  taxMicros: Micros;
  feeMicros: Micros;
  spanFrom: Day;
  /** The first day that it does not pay. */
  spanTo: Day;
  chargedAt: Date;
  /** The days before this one are earned: they are not given back. */
  accruedTo: Day;
  /** No other charge of the membership pays for later days. */
  isLatest: boolean;
}

/** What is given back: the parts add up to `micros`, whole cents, or what is smallest in the currency. */
export interface Refund {
  /** From this day on the member has paid for nothing. */
  fromDay: Day;
  deferredMicros: Micros;
  taxMicros: Micros;
  /** The provider's fee for those days, and what rounds the whole up to what moves. */
  borneMicros: Micros;
  micros: Micros;
}

export type RefundRuleRefusal = "too-late" | "not-the-latest" | "nothing-left";

export function ruleRefund(
  charge: PaidCharge,
  at: Date,
  today: Day,
): Ruling<Refund, RefundRuleRefusal> {
  if (at.getTime() > charge.chargedAt.getTime() + REFUND_DAYS * DAY_MS) return refuse("too-late");
  if (!charge.isLatest) return refuse("not-the-latest");
  const fromDay = today > charge.accruedTo ? today : charge.accruedTo;
  if (fromDay >= charge.spanTo) return refuse("nothing-left");
  const refund = unusedFrom(charge, fromDay);
  return refund.micros > 0n ? allow(refund) : refuse("nothing-left");
}

/** Each part less what the days before `fromDay` used of it, by the cumulative floor of accrual. */
function unusedFrom(charge: PaidCharge, fromDay: Day): Refund {
  const days = BigInt(daysBetween(charge.spanFrom, charge.spanTo));
  const used = BigInt(daysBetween(charge.spanFrom, fromDay));
  const unused = (micros: Micros) => micros - (micros * used) / days;
  const { cashMicros, taxMicros, currency } = charge;
  const beforeFee = cashMicros - taxMicros;
  const feeMicros = charge.feeMicros < beforeFee ? charge.feeMicros : beforeFee;
  const deferredMicros = unused(beforeFee - feeMicros);
  const taxBackMicros = unused(taxMicros);
  const exact = deferredMicros + taxBackMicros + unused(feeMicros);
  const micros = upToMinor(exact, currency);
  const borneMicros = micros - deferredMicros - taxBackMicros;
  return { fromDay, deferredMicros, taxMicros: taxBackMicros, borneMicros, micros };
}
