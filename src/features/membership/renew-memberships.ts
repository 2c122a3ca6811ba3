/** Memberships are renewed on their last paid day, or tried again, and the cancelled ones end after it. */
import { discounted } from "../../core/membership/discount.ts";
import { nextTry } from "../../core/membership/dunning.ts";
import { renewalFrom } from "../../core/membership/span.ts";
import { dayAfter, dayOf } from "../../core/time.ts";
import type { Database, Tx } from "../../store/db.ts";
import type { Bank } from "../bank/bank.ts";
import { oneByOne } from "../bank/one-by-one.ts";
import { type Attempt, findOpenAttempt, insertAttempt } from "./attempt-store.ts";
import { findCouponOf } from "./coupons/coupon-store.ts";
import { findOpenRefund } from "./refund-store.ts";
import { chargeKeptCard } from "./settle-charges.ts";
import {
  cardTokenOf,
  type Due,
  dueMemberships,
  endIfOver,
  findOpenMembership,
  lockMember,
  type Membership,
  planOf,
} from "./store.ts";

export interface Renewals {
  renewed: number;
  /** Cancelled and over, or declined for the last time. */
  ended: number;
  /** Declined, and tried again on another day. */
  declined: number;
  /** The bank has not answered. */
  waiting: number;
}

/** Safe to run again: a span is asked for once, and what is not due is left alone. */
export async function renewMemberships(db: Database, bank: Bank, at: Date): Promise<Renewals> {
  const due = await dueMemberships(db, dayOf(at));
  const fates = await oneByOne(due, (one) => renew(db, bank, at, one));
  const count = (fate: Fate) => fates.filter((one) => one === fate).length;
  return {
    ...{ renewed: count("renewed"), ended: count("ended") },
    ...{ declined: count("declined"), waiting: count("waiting") },
  };
}

type Fate = keyof Renewals | "left";

async function renew(db: Database, bank: Bank, at: Date, due: Due): Promise<Fate> {
  const asked = await db.transaction((tx) => askToRenew(tx, at, due));
  if (asked === "left" || asked === "ended") return asked;
  const ruling = await chargeKeptCard(db, bank, at, asked);
  if (ruling.ok) return "renewed";
  if (ruling.refusal === "payment-pending") return "waiting";
  const open = await findOpenMembership(db, due.readerId);
  return open?.membershipId === due.membershipId && !open.cancelledAt ? "declined" : "ended";
}

/** The attempt to carry out, a new one or that of an earlier run; or what else became of it. */
async function askToRenew(
  tx: Tx,
  at: Date,
  { membershipId, readerId }: Due,
): Promise<Attempt | "left" | "ended"> {
  await lockMember(tx, readerId);
  const pending = await findOpenAttempt(tx, readerId);
  if (pending) return pending.renewsId === membershipId ? pending : "left";
  const today = dayOf(at);
  if (await endIfOver(tx, at, membershipId, today)) return "ended";
  const open = await findOpenMembership(tx, readerId);
  if (open?.membershipId !== membershipId || open.cancelledAt) return "left";
  if (open.paidUntil > dayAfter(today)) return "left";
  if (open.declinedAt && today < (nextTry(dayOf(open.declinedAt), open.declines) ?? today)) {
    return "left";
  }
  // Its refusal would give back days that the renewal pays for again.
  if ((await findOpenRefund(tx, readerId)) !== null) return "left";

  const cardToken = await cardTokenOf(tx, membershipId);
  if (cardToken === null) return "left";
  const from = renewalFrom(open.paidUntil, today, open.declines > 0);
  const wish = {
    readerId,
    purpose: "renewal",
    renewal: { membershipId, from, cardToken },
  } as const;
  return insertAttempt(tx, at, { ...wish, ...(await priceOf(tx, open)) });
}

/** The plan of the next days, and what it costs with the coupon while that lasts. */
async function priceOf(tx: Tx, { planCode, nextPlanCode, couponId, couponLeft }: Membership) {
  const plan = await planOf(tx, nextPlanCode ?? planCode);
  const { code, priceMicros, currency } = plan;
  const coupon = couponId !== null && couponLeft > 0 ? await findCouponOf(tx, couponId) : null;
  const micros = discounted(priceMicros, coupon?.percentOff ?? 0, currency);
  return { planCode: code, micros, currency, couponId: coupon?.couponId ?? null };
}
