/** How a reader stands with the house: what the membership page shows of it. */
import type { Policy } from "../../core/earnings/policy.ts";
import type { ReaderId } from "../../core/ids.ts";
import { type Refund, type RefundRuleRefusal, ruleRefund } from "../../core/membership/refund.ts";
import type { Ruling } from "../../core/ruling.ts";
import { dayOf, monthOf } from "../../core/time.ts";
import type { Db } from "../../store/db.ts";
import { policyOf } from "../policies/store.ts";
import { type Attempt, findOpenAttempt } from "./attempt-store.ts";
import { type Charge, chargesOf } from "./charge-store.ts";
import { trialDaysFor } from "./start-trial.ts";
import { findOpenMembership, type Membership, type Plan, planOf, plansOffered } from "./store.ts";

/** What is offered, and what becomes of it by the policy of the month. */
export interface Offer {
  plans: Plan[];
  dues: Policy["dues"];
}

export async function offerOf(db: Db, at: Date): Promise<Offer> {
  const { policy } = await policyOf(db, monthOf(at));
  return { plans: await plansOffered(db), dues: policy.dues };
}

export interface Standing {
  /** The membership that is not over, with its plan. */
  membership: (Membership & { plan: Plan; nextPlan: Plan | null }) | null;
  /** The newest first. */
  charges: Charge[];
  /** What the bank has not answered yet. */
  pending: Attempt["purpose"] | "hosted" | "refund" | null;
  /** The charge that may be asked back first, and what would come back now. */
  refundable: { charge: Charge; ruling: Ruling<Refund, RefundRuleRefusal> } | null;
  /** Days that the reader may try; 0 for none. */
  trialDays: number;
}

export async function standingOf(db: Db, at: Date, reader: ReaderId): Promise<Standing> {
  const open = await findOpenMembership(db, reader);
  const isOver = open !== null && open.cancelledAt !== null && open.paidUntil <= dayOf(at);
  const membership = open === null || isOver ? null : await withPlans(db, open);
  const attempt = await findOpenAttempt(db, reader);
  const charges = await chargesOf(db, reader);
  const isRefunding = charges.some(({ refundState }) => refundState === "asked");
  const payment = attempt && (attempt.hosted ? "hosted" : attempt.purpose);
  const pending = payment ?? (isRefunding ? "refund" : null);
  const charge =
    membership && pending === null
      ? charges.find((one) => mayGoBack(one) && one.membershipId === membership.membershipId)
      : undefined;
  const refundable = charge ? { charge, ruling: ruleRefund(charge, at, dayOf(at)) } : null;
  const trialDays = membership ? 0 : await trialDaysFor(db, reader);
  return { membership, charges, pending, refundable, trialDays };
}

function mayGoBack({ refundState, isGift, held }: Charge): boolean {
  return !refundState && !isGift && held === null;
}

async function withPlans(db: Db, open: Membership) {
  const plan = await planOf(db, open.planCode);
  const nextPlan = open.nextPlanCode === null ? null : await planOf(db, open.nextPlanCode);
  return { ...open, plan, nextPlan };
}
