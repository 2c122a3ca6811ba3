/** A member takes another plan: a higher tier at once, everything else with the next paid days. */
import type { ReaderId } from "../../core/ids.ts";
import { type Change, type ChangeRefusal, ruleChange } from "../../core/membership/plan-change.ts";
import { allow, type Ruling, refuse } from "../../core/ruling.ts";
import { dayOf } from "../../core/time.ts";
import type { Database, Db, Tx } from "../../store/db.ts";
import type { Bank } from "../bank/bank.ts";
import { type Attempt, findOpenAttempt, insertAttempt } from "./attempt-store.ts";
import { chargesOf } from "./charge-store.ts";
import { findOpenRefund } from "./refund-store.ts";
import type { AttemptRefusal } from "./settle-attempt.ts";
import { chargeKeptCard } from "./settle-charges.ts";
import {
  cardTokenOf,
  findOfferedPlan,
  findOpenMembership,
  findPlanFor,
  lockMember,
  type Membership,
  planOf,
  recordNextPlan,
} from "./store.ts";

export type PlanRefusal = ChangeRefusal | AttemptRefusal | "not-a-member" | "no-such-plan";

export interface ChangeWish {
  readerId: ReaderId;
  planCode: string;
}

/** What a plan would mean for a member today. */
export async function changeTo(
  db: Db,
  at: Date,
  open: Membership,
  planCode: string,
): Promise<Ruling<Change, ChangeRefusal | "no-such-plan">> {
  const wanted = await findOfferedPlan(db, planCode);
  if (!wanted) return refuse("no-such-plan");
  const plan = await planOf(db, open.planCode);
  const today = dayOf(at);
  const paid = (await chargesOf(db, open.readerId)).filter(
    (one) => one.refundedFrom === null && one.supplementsId === null && one.spanTo > today,
  );
  const hasCard = open.cardLast4 !== null;
  const standing = { plan, paid, today, hasCard, isPastDue: open.declines > 0 };
  const sameTerm = await findPlanFor(db, { tier: wanted.tier, months: plan.months });
  return ruleChange(standing, { plan: wanted, sameTerm });
}

/** What the change is; for one at once, when it is paid. */
export async function changePlan(
  db: Database,
  bank: Bank,
  at: Date,
  wish: ChangeWish,
): Promise<Ruling<Change["when"], PlanRefusal>> {
  const asked = await db.transaction((tx) => ask(tx, at, wish));
  if (!asked.ok) return asked;
  if (asked.value === null) return allow("paid-until");
  const ruling = await chargeKeptCard(db, bank, at, asked.value);
  if (!ruling.ok) return ruling;
  await db.transaction((tx) => recordTerm(tx, wish, asked.value?.planCode));
  return allow("now");
}

/** The days left are of the wanted tier now; the term that was wanted begins with the next paid days. */
async function recordTerm(
  tx: Tx,
  { readerId, planCode }: ChangeWish,
  charged: string | undefined,
): Promise<void> {
  await lockMember(tx, readerId);
  const open = await findOpenMembership(tx, readerId);
  if (open?.planCode !== charged || open === null) return;
  await recordNextPlan(tx, open.membershipId, planCode === charged ? null : planCode);
}

async function ask(
  tx: Tx,
  at: Date,
  { readerId, planCode }: ChangeWish,
): Promise<Ruling<Attempt | null, PlanRefusal>> {
  await lockMember(tx, readerId);
  const open = await findOpenMembership(tx, readerId);
  if (!open || open.paidUntil <= dayOf(at)) return refuse("not-a-member");
  if (await findOpenAttempt(tx, readerId)) return refuse("payment-pending");
  if ((await findOpenRefund(tx, readerId)) !== null) return refuse("payment-pending");
  const { membershipId } = open;
  if (planCode === open.planCode && open.nextPlanCode !== null) {
    await recordNextPlan(tx, membershipId, null);
    return allow(null);
  }
  const change = await changeTo(tx, at, open, planCode);
  if (!change.ok) return change;
  if (change.value.when === "paid-until") {
    await recordNextPlan(tx, membershipId, planCode);
    return allow(null);
  }
  const wanted = await planOf(tx, planCode);
  const sameTerm = await findPlanFor(tx, {
    tier: wanted.tier,
    months: (await planOf(tx, open.planCode)).months,
  });
  const cardToken = await cardTokenOf(tx, membershipId);
  if (!sameTerm || cardToken === null) return refuse("no-card");
  const { dueMicros: micros, from } = change.value;
  const renewal = { membershipId, from, cardToken };
  const attempt = { readerId, planCode: sameTerm.code, micros, currency: sameTerm.currency };
  return allow(await insertAttempt(tx, at, { ...attempt, purpose: "change", renewal }));
}
