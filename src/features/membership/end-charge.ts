/** What becomes of a membership when what paid for it goes back, and when it does not after all. */
import { present } from "../../core/assert.ts";
import type { ChargeId } from "../../core/ids.ts";
import { type Day, dayOf } from "../../core/time.ts";
import type { Tx } from "../../store/db.ts";
import { findPaidCharge, type PaidCharge, recordTier } from "./charge-store.ts";
import { restoreGiftOf, voidGiftOf } from "./gifts/gift-store.ts";
import {
  cutMembership,
  endIfOver,
  planOf,
  recordCancellation,
  recordPlan,
  restoreMembership,
} from "./store.ts";

/**
 * From `fromDay` on the charge pays for nothing: the membership ends with the days before it, or is of
 * its former tier again; a gift that waits cannot be redeemed. The member is locked by the caller.
 */
export async function endCharge(
  tx: Tx,
  at: Date,
  { chargeId }: { chargeId: ChargeId },
  fromDay: Day,
): Promise<void> {
  const charge = await paid(tx, chargeId);
  const { membershipId, supplements } = charge;
  if (membershipId === null) await voidGiftOf(tx, at, chargeId);
  else if (supplements) await changeTier(tx, charge, supplements.planCode);
  else if (charge.isLatest) {
    await cutMembership(tx, membershipId, fromDay);
    await recordCancellation(tx, at, membershipId);
    await endIfOver(tx, at, membershipId, dayOf(at));
  }
}

/** The charge pays after all: the membership runs to its day, without a renewal. */
export async function resumeCharge(tx: Tx, chargeId: ChargeId): Promise<void> {
  const charge = await paid(tx, chargeId);
  const { membershipId, supplements } = charge;
  if (membershipId === null) await restoreGiftOf(tx, chargeId);
  else if (supplements) await changeTier(tx, charge, charge.planCode);
  else if (charge.isLatest) await restoreMembership(tx, membershipId, charge.spanTo);
}

/** The days under it are of the plan's tier from now on. */
async function changeTier(tx: Tx, charge: PaidCharge, planCode: string): Promise<void> {
  const { membershipId, supplements } = charge;
  const plan = await planOf(tx, planCode);
  const under = present(supplements, "it lies over another charge");
  await recordTier(tx, under.chargeId, plan.tier);
  await recordPlan(tx, present(membershipId, "it is of a membership"), plan, null);
}

async function paid(tx: Tx, chargeId: ChargeId): Promise<PaidCharge> {
  return present(await findPaidCharge(tx, chargeId), "a refund is of a charge");
}
