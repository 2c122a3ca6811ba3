/**
 * What a charge buys, written down once in the transaction that books it: days of a membership, a higher
 * tier for the days that are paid already, or a gift. The member is locked by the caller.
 */
import { present } from "../../core/assert.ts";
import type { ChargeId } from "../../core/ids.ts";
import { duesReceived } from "../../core/ledger/flows.ts";
import { dayOfMonth, spanFrom } from "../../core/membership/span.ts";
import { type Day, dayOf } from "../../core/time.ts";
import type { Tx } from "../../store/db.ts";
import type { Settled } from "../bank/bank.ts";
import { postJournal } from "../ledger/post-journal.ts";
import type { Attempt } from "./attempt-store.ts";
import { chargesOf, insertCharge, recordTier } from "./charge-store.ts";
import { recordConversion, recordReferral } from "./conversion/conversion-store.ts";
import { findCouponOf } from "./coupons/coupon-store.ts";
import { newGiftCode } from "./gifts/gift-code.ts";
import { insertGift } from "./gifts/gift-store.ts";
import {
  extendMembership,
  findOpenMembership,
  insertMembership,
  type Membership,
  planOf,
  recordCoupon,
  recordPlan,
  recordResumption,
} from "./store.ts";

export async function recordCharge(
  tx: Tx,
  at: Date,
  attempt: Attempt,
  settled: Settled<"charge">,
): Promise<void> {
  const chargeId = await buy(tx, at, attempt, settled);
  const { micros: cashMicros, currency } = attempt;
  const { feeMicros } = settled;
  const facts = { chargeId, currency, cashMicros, taxMicros: 0n, feeMicros, jurisdiction: "" };
  await postJournal(tx, duesReceived(facts), { occurredAt: at, postedAt: at });
}

async function buy(
  tx: Tx,
  at: Date,
  attempt: Attempt,
  settled: Settled<"charge">,
): Promise<ChargeId> {
  if (attempt.purpose === "gift") return buyGift(tx, at, attempt, settled);
  const open = await findOpenMembership(tx, attempt.readerId);
  // What was to be a higher tier buys days when the membership it was for is over.
  if (attempt.purpose === "change" && open && open.paidUntil > dayOf(at)) {
    return buyTier(tx, at, { attempt, settled, open });
  }
  return buyDays(tx, at, { attempt, settled, open });
}

interface Bought<Open> {
  attempt: Attempt;
  settled: Settled<"charge">;
  open: Open;
}

async function buyDays(
  tx: Tx,
  at: Date,
  { attempt, settled, open }: Bought<Membership | null>,
): Promise<ChargeId> {
  const { readerId, couponId } = attempt;
  const { ref: bankRef, feeMicros, card } = settled;
  const plan = await planOf(tx, attempt.planCode);
  const from = latest(attempt.renewsFrom ?? dayOf(at), open?.paidUntil);
  const anchorDay = open?.paidUntil === from ? open.anchorDay : dayOfMonth(from);
  const span = spanFrom(from, plan.months, anchorDay);
  const paid = { plan, paidUntil: span.to, anchorDay, card };
  if (open) await extendMembership(tx, open.membershipId, paid);
  const membershipId =
    open?.membershipId ?? (await insertMembership(tx, at, { readerId, origin: "charge", ...paid }));
  // Whoever pays after a trial or a gift has a membership that is renewed.
  if (open && attempt.purpose === "join") await recordResumption(tx, membershipId);
  if (couponId !== null) await useCoupon(tx, membershipId, { attempt, open, couponId });

  const charge = { attempt, membershipId, bankRef, tier: plan.tier, feeMicros, span };
  const chargeId = await insertCharge(tx, at, charge);
  if (attempt.purpose === "join") {
    const isFirst = await recordConversion(tx, at, { readerId, chargeId });
    const { referrerId } = attempt;
    if (isFirst && referrerId !== null) {
      await recordReferral(tx, at, { memberId: readerId, referrerId });
    }
  }
  return chargeId;
}

/** One of the charges that the coupon makes cheaper is made. */
async function useCoupon(
  tx: Tx,
  membershipId: number,
  {
    attempt,
    open,
    couponId,
  }: Pick<Bought<Membership | null>, "attempt" | "open"> & { couponId: number },
): Promise<void> {
  const isNew = attempt.purpose === "join";
  const coupon = await findCouponOf(tx, couponId);
  const before = isNew
    ? present(coupon, "a coupon that was used is kept").charges
    : open?.couponLeft;
  await recordCoupon(tx, membershipId, { couponId, left: Math.max(0, (before ?? 1) - 1) });
}

/** The days that are paid already are of the higher tier from today on: what accrues of them as well. */
async function buyTier(
  tx: Tx,
  at: Date,
  { attempt, settled, open }: Bought<Membership>,
): Promise<ChargeId> {
  const { ref: bankRef, feeMicros } = settled;
  const wanted = await planOf(tx, attempt.planCode);
  const today = dayOf(at);
  const running = (await chargesOf(tx, attempt.readerId)).filter(
    (one) =>
      one.membershipId === open.membershipId && one.spanTo > today && one.refundedFrom === null,
  );
  for (const one of running) await recordTier(tx, one.chargeId, wanted.tier);
  await recordPlan(tx, open.membershipId, wanted, open.nextPlanCode);
  return insertCharge(tx, at, {
    ...{ attempt, membershipId: open.membershipId, bankRef, tier: wanted.tier, feeMicros },
    span: { from: today, to: open.paidUntil },
    supplementsId: running[0]?.chargeId ?? null,
  });
}

/** Paid, and waiting for whoever has its code. */
async function buyGift(
  tx: Tx,
  at: Date,
  attempt: Attempt,
  { ref: bankRef, feeMicros }: Settled<"charge">,
): Promise<ChargeId> {
  const { readerId: giverId, planCode } = attempt;
  const plan = await planOf(tx, planCode);
  const from = dayOf(at);
  const span = spanFrom(from, plan.months, dayOfMonth(from));
  const charge = { attempt, membershipId: null, bankRef, tier: plan.tier, feeMicros, span };
  const chargeId = await insertCharge(tx, at, charge);
  await insertGift(tx, at, { code: newGiftCode(), chargeId, giverId, planCode });
  return chargeId;
}

function latest(day: Day, other: Day | undefined): Day {
  return other !== undefined && other > day ? other : day;
}
