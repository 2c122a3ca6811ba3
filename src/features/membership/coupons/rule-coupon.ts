/** Whether a reader who joins may use a coupon. */
import type { ReaderId } from "../../../core/ids.ts";
import { type CouponRefusal, ruleCoupon } from "../../../core/membership/discount.ts";
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import { dayOf } from "../../../core/time.ts";
import type { Tx } from "../../../store/db.ts";
import { type CouponRow, findCoupon, lockCoupon } from "./coupon-store.ts";

/** Null when no code was typed. Others who would use it wait until `tx` ends. */
export async function ruleCouponOf(
  tx: Tx,
  at: Date,
  { readerId, code }: { readerId: ReaderId; code: string },
): Promise<Ruling<CouponRow | null, CouponRefusal>> {
  const typed = code.trim().toUpperCase();
  if (typed === "") return allow(null);
  await lockCoupon(tx, typed);
  const coupon = await findCoupon(tx, typed, readerId);
  return coupon ? ruleCoupon(coupon, dayOf(at)) : refuse("no-such-coupon");
}
