/** A reader becomes a member: their card is charged for a plan's first span. */
import type { ReaderId } from "../../core/ids.ts";
import { type CouponRefusal, discounted } from "../../core/membership/discount.ts";
import { allow, type Ruling, refuse } from "../../core/ruling.ts";
import { dayOf } from "../../core/time.ts";
import type { Database, Tx } from "../../store/db.ts";
import type { Bank, Card } from "../bank/bank.ts";
import { type Attempt, findOpenAttempt, insertAttempt } from "./attempt-store.ts";
import { findInviter } from "./conversion/conversion-store.ts";
import { ruleCouponOf } from "./coupons/rule-coupon.ts";
import { findOpenRefund } from "./refund-store.ts";
import { type AttemptRefusal, settleAttempt } from "./settle-attempt.ts";
import {
  endIfOver,
  findOfferedPlan,
  findOpenMembership,
  lockMember,
  type Membership,
} from "./store.ts";

export interface JoinWish {
  readerId: ReaderId;
  planCode: string;
  card: Card;
  /** As typed; empty for none. */
  coupon?: string;
  /** The handle of who brought the reader here; empty for nobody. */
  from?: string;
}

export type JoinRefusal = AttemptRefusal | CouponRefusal | "already-member" | "no-such-plan";

/**
 * The wish is written down before the bank is asked, so that nothing is lost if the answer does not
 * come: then it is "payment-pending" until `settleCharges` has looked it up. A form sent twice asks
 * the bank once; the second learns what became of the first.
 */
export async function joinMembership(
  db: Database,
  bank: Bank,
  at: Date,
  wish: JoinWish,
): Promise<Ruling<Membership, JoinRefusal>> {
  const asked = await db.transaction((tx) => askToJoin(tx, at, { ...wish, hosted: false }));
  if (!asked.ok) return asked;
  const { attempt, isNew } = asked.value;
  const { key, micros, currency } = attempt;
  const outcome = isNew
    ? await bank.charge({ key, micros, currency, card: wish.card })
    : await bank.lookUp("charge", key);
  return settleAttempt(db, at, attempt, outcome);
}

type Asked = { attempt: Attempt; isNew: boolean };

/** `hosted`: it is paid on a page of the bank's. */
export async function askToJoin(
  tx: Tx,
  at: Date,
  { readerId, planCode, hosted, ...wish }: Omit<JoinWish, "card"> & { hosted: boolean },
): Promise<Ruling<Asked, JoinRefusal>> {
  await lockMember(tx, readerId);
  const plan = await findOfferedPlan(tx, planCode);
  if (!plan) return refuse("no-such-plan");
  const known = await findOpenMembership(tx, readerId);
  if (known) await endIfOver(tx, at, known.membershipId, dayOf(at));
  const open = await findOpenMembership(tx, readerId);
  // A trial or a gift goes on by paying, and so does what could not be renewed.
  if (open && open.cardLast4 !== null && open.declines === 0) return refuse("already-member");
  const pending = await findOpenAttempt(tx, readerId);
  if (pending) return allow({ attempt: pending, isNew: false });
  // Its refusal would open the membership again that it ended.
  if ((await findOpenRefund(tx, readerId)) !== null) return refuse("payment-pending");
  const coupon = await ruleCouponOf(tx, at, { readerId, code: wish.coupon ?? "" });
  if (!coupon.ok) return coupon;
  const { priceMicros, currency } = plan;
  const micros = discounted(priceMicros, coupon.value?.percentOff ?? 0, currency);
  const asked = { readerId, planCode, micros, currency, purpose: "join", hosted } as const;
  const couponId = coupon.value?.couponId ?? null;
  const referrerId = await findInviter(tx, wish.from ?? "", readerId);
  const attempt = await insertAttempt(tx, at, { ...asked, couponId, referrerId });
  return allow({ attempt, isNew: true });
}
