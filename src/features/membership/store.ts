/** Plans and memberships in SQL. Sole writer of `plan` and `membership`; see also `charge-store.ts`. */
import { z } from "zod";
import type { ReaderId } from "../../core/ids.ts";
import type { Day } from "../../core/time.ts";
import { day, instant, micros, readerId, whole } from "../../store/columns.ts";
import { type Db, sql, type Tx } from "../../store/db.ts";
import type { KeptCard } from "../bank/bank.ts";

export const tier = z.enum(["member", "friend"]);

const Plan = z.object({
  code: z.string(),
  name: z.string(),
  tier,
  months: whole,
  priceMicros: micros,
  currency: z.string(),
});
export type Plan = z.output<typeof Plan>;

/** The plans one may join by: members' before Friends', the shorter first. */
export function plansOffered(db: Db): Promise<Plan[]> {
  return db.many(sql.of(Plan)`
    select code, name, tier, months, price_micros, currency
      from plan where offered order by tier = 'friend', months, price_micros, code`);
}

export function findOfferedPlan(db: Db, code: string): Promise<Plan | null> {
  return db.maybe(sql.of(Plan)`
    select code, name, tier, months, price_micros, currency
      from plan where code = ${code} and offered`);
}

/** The same plan at another price, under a code of its own; the former is offered no more. */
export async function offerPlan(
  tx: Tx,
  { code, name, tier: of, months }: Plan,
  { priceMicros, currency }: Pick<Plan, "priceMicros" | "currency">,
): Promise<void> {
  await tx.run(sql`update plan set offered = false where code = ${code}`);
  const base = code.replace(/-\d+$/, "");
  await tx.run(sql`
    insert into plan (code, name, tier, months, price_micros, currency)
    select ${base}::text || '-' || count(*) + 1, ${name}, ${of}, ${months}, ${priceMicros}, ${currency}
      from plan where code = ${base} or code like ${base}::text || '-%'`);
}

/** The plan by its code, offered still or not. */
export function planOf(db: Db, code: string): Promise<Plan> {
  return db.one(sql.of(Plan)`
    select code, name, tier, months, price_micros, currency from plan where code = ${code}`);
}

/** The plan of a tier for so many months, as it is offered now. */
export function findPlanFor(
  db: Db,
  wanted: { tier: z.output<typeof tier>; months: number },
): Promise<Plan | null> {
  return db.maybe(sql.of(Plan)`
    select code, name, tier, months, price_micros, currency
      from plan where offered and tier = ${wanted.tier} and months = ${wanted.months}
     order by code desc limit 1`);
}

const Membership = z.object({
  membershipId: whole,
  readerId,
  planCode: z.string(),
  tier,
  origin: z.enum(["charge", "trial", "gift"]),
  /** None for a trial or a gift: such a membership is not renewed. */
  cardLast4: z.string().nullable(),
  /** What it is renewed by, when that is another plan. */
  nextPlanCode: z.string().nullable(),
  /** How often its renewal was declined, and when first. */
  declines: whole,
  declinedAt: instant.nullable(),
  couponId: whole.nullable(),
  couponLeft: whole,
  startedAt: instant,
  anchorDay: whole,
  /** The first day that is not paid. */
  paidUntil: day,
  cancelledAt: instant.nullable(),
  endedAt: instant.nullable(),
});
export type Membership = z.output<typeof Membership>;

/** The open membership, or else the one that was paid the longest. */
export function findMembership(db: Db, reader: ReaderId): Promise<Membership | null> {
  return db.maybe(sql.of(Membership)`
    select id as membership_id, reader_id, plan_code, tier, origin, card_last4, next_plan_code,
           declines, declined_at, coupon_id, coupon_left, started_at, anchor_day, paid_until,
           cancelled_at, ended_at
      from membership where reader_id = ${reader}
     order by ended_at is null desc, paid_until desc, id desc
     limit 1`);
}

export function findOpenMembership(db: Db, reader: ReaderId): Promise<Membership | null> {
  return db.maybe(sql.of(Membership)`
    select id as membership_id, reader_id, plan_code, tier, origin, card_last4, next_plan_code,
           declines, declined_at, coupon_id, coupon_left, started_at, anchor_day, paid_until,
           cancelled_at, ended_at
      from membership where reader_id = ${reader} and ended_at is null`);
}

/** Whether `on` is a paid day, or its renewal is with the bank: `is_member` in the schema says it. */
export async function isMember(db: Db, reader: ReaderId, on: Day): Promise<boolean> {
  const { found } = await db.one(sql.of(z.object({ found: z.boolean() }))`
    select is_member(${reader}, ${on}::date) as found`);
  return found;
}

/**
 * Makes whatever else is done about this reader's membership wait until `tx` ends. A statement of its
 * own, before any read.
 */
export async function lockMember(tx: Tx, reader: ReaderId): Promise<void> {
  await tx.run(sql`select from reader where id = ${reader} for no key update`);
}

/**
 * Makes other accruals wait until `tx` ends. What fixes a month's dues takes this first, so that no day
 * is accrued to the month once it began to close. A statement of its own, before any read.
 */
export async function lockAccrual(tx: Tx): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtext('accrual'))`);
}

export interface NewMembership {
  readerId: ReaderId;
  plan: Plan;
  origin: Membership["origin"];
  /** None for a trial or a gift, which end with their days. */
  card: KeptCard | null;
  anchorDay: number;
  paidUntil: Day;
}

export async function insertMembership(
  tx: Tx,
  at: Date,
  { readerId: reader, plan, card, ...rest }: NewMembership,
): Promise<number> {
  const { id } = await tx.one(sql.of(z.object({ id: whole }))`
    insert into membership
      (reader_id, plan_code, tier, origin, card_last4, card_token, started_at, anchor_day,
       paid_until, cancelled_at)
    values (${reader}, ${plan.code}, ${plan.tier}, ${rest.origin}, ${card?.last4 ?? null},
            ${card?.token ?? null}, ${at}, ${rest.anchorDay}, ${rest.paidUntil},
            ${card ? null : at})
    returning id`);
  return id;
}

export interface Extension {
  plan: Plan;
  paidUntil: Day;
  anchorDay: number;
  card: KeptCard;
}

/** The membership is paid for longer, with this plan and card from now on. */
export async function extendMembership(
  tx: Tx,
  membership: number,
  { plan, paidUntil, anchorDay, card }: Extension,
): Promise<void> {
  await tx.run(sql`
    update membership
       set paid_until = ${paidUntil}, anchor_day = ${anchorDay}, plan_code = ${plan.code},
           tier = ${plan.tier}, next_plan_code = null, declines = 0, declined_at = null,
           card_last4 = ${card.last4}, card_token = ${card.token}
     where id = ${membership}`);
}

/** Days that somebody else paid; nothing else of the membership changes. */
export async function prolongMembership(tx: Tx, membership: number, until: Day): Promise<void> {
  await tx.run(sql`update membership set paid_until = ${until} where id = ${membership}`);
}

/** Another plan from now on; null for `next` when nothing else was to come. */
export async function recordPlan(
  tx: Tx,
  membership: number,
  plan: Plan,
  next: string | null,
): Promise<void> {
  await tx.run(sql`
    update membership
       set plan_code = ${plan.code}, tier = ${plan.tier},
           next_plan_code = nullif(${next}::text, ${plan.code}::text)
     where id = ${membership}`);
}

/** Another plan from the next paid days on; null for the present one. */
export async function recordNextPlan(
  tx: Tx,
  membership: number,
  code: string | null,
): Promise<void> {
  await tx.run(sql`update membership set next_plan_code = ${code} where id = ${membership}`);
}

/** So many of its next charges are cheaper. */
export async function recordCoupon(
  tx: Tx,
  membership: number,
  { couponId, left }: { couponId: number | null; left: number },
): Promise<void> {
  await tx.run(sql`
    update membership set coupon_id = ${couponId}, coupon_left = ${left} where id = ${membership}`);
}

/** The renewal was declined once more. */
export async function recordRenewalDeclined(tx: Tx, at: Date, membership: number): Promise<void> {
  await tx.run(sql`
    update membership
       set declines = declines + 1, declined_at = coalesce(declined_at, ${at})
     where id = ${membership}`);
}

/** It is not renewed any more. The first time stays. */
export async function recordCancellation(tx: Tx, at: Date, membership: number): Promise<void> {
  await tx.run(sql`
    update membership set cancelled_at = coalesce(cancelled_at, ${at}) where id = ${membership}`);
}

export async function recordResumption(tx: Tx, membership: number): Promise<void> {
  await tx.run(sql`
    update membership set cancelled_at = null where id = ${membership} and ended_at is null`);
}

/** A cancelled membership whose paid days are over ends. Whether it did just now. */
export async function endIfOver(
  tx: Tx,
  at: Date,
  membership: number,
  today: Day,
): Promise<boolean> {
  const count = await tx.run(sql`
    update membership set ended_at = ${at}
     where id = ${membership} and ended_at is null and cancelled_at is not null
       and paid_until <= ${today}`);
  return count === 1;
}

/** The days from `paidUntil` on were given back. */
export async function cutMembership(tx: Tx, membership: number, paidUntil: Day): Promise<void> {
  await tx.run(sql`update membership set paid_until = ${paidUntil} where id = ${membership}`);
}

/** What was cut is paid after all: the membership runs to its day, without a renewal. */
export async function restoreMembership(tx: Tx, membership: number, until: Day): Promise<void> {
  await tx.run(sql`
    update membership set paid_until = ${until}, ended_at = null where id = ${membership}`);
}

const Due = z.object({ membershipId: whole, readerId });
export type Due = z.output<typeof Due>;

/** Open memberships whose paid days end with `today` or before it, by id. */
export function dueMemberships(db: Db, today: Day): Promise<Due[]> {
  return db.many(sql.of(Due)`
    select id as membership_id, reader_id
      from membership where ended_at is null and paid_until <= ${today}::date + 1
     order by id`);
}

/** What the bank gave us to charge the membership's card again. */
export async function cardTokenOf(db: Db, membership: number): Promise<string | null> {
  const { cardToken } = await db.one(sql.of(z.object({ cardToken: z.string().nullable() }))`
    select card_token from membership where id = ${membership}`);
  return cardToken;
}
