/** What a coupon makes of a price (docs/policy/money.md §10). Money is in micros. */
import { assert } from "../assert.ts";
import { upToMinor } from "../currency.ts";
import type { Micros } from "../money.ts";
import { allow, type Ruling, refuse } from "../ruling.ts";
import type { Day } from "../time.ts";

/** At least a tenth is paid, so that the provider's fee has something to be taken from. */
export const PERCENT_OFF_MAX = 90;

export interface Coupon {
  percentOff: number;
  /** How many charges of a membership it makes cheaper. */
  charges: number;
  /** How many readers may use it; null for any number. */
  usesMax: number | null;
  uses: number;
  /** Null for no last day. */
  lastDay: Day | null;
  withdrawnAt: Date | null;
  /** By this reader, before. */
  usedBefore: boolean;
}

export type CouponRefusal =
  | "no-such-coupon"
  | "coupon-withdrawn"
  | "coupon-over"
  | "coupon-used-up"
  | "coupon-used";

/** Whether a reader who joins today may use it. */
export function ruleCoupon<Known extends Coupon>(
  coupon: Known,
  today: Day,
): Ruling<Known, CouponRefusal> {
  if (coupon.withdrawnAt !== null) return refuse("coupon-withdrawn");
  if (coupon.lastDay !== null && today > coupon.lastDay) return refuse("coupon-over");
  if (coupon.usedBefore) return refuse("coupon-used");
  if (coupon.usesMax !== null && coupon.uses >= coupon.usesMax) return refuse("coupon-used-up");
  return allow(coupon);
}

/** The price less so many per cent, up to what moves: writers are paid of this, not of the list price. */
export function discounted(priceMicros: Micros, percentOff: number, currency: string): Micros {
  assert(percentOff >= 0 && percentOff <= PERCENT_OFF_MAX, "a coupon leaves something to pay");
  return upToMinor((priceMicros * BigInt(100 - percentOff) + 99n) / 100n, currency);
}
