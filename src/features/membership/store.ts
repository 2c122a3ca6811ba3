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

/** The plans one may join by, the cheapest first. */
export function plansOffered(db: Db): Promise<Plan[]> {
  return db.many(sql.of(Plan)`
    select code, name, tier, months, price_micros, currency
      from plan where offered order by price_micros, code`);
}

export function findOfferedPlan(db: Db, code: string): Promise<Plan | null> {
  return db.maybe(sql.of(Plan)`
    select code, name, tier, months, price_micros, currency
      from plan where code = ${code} and offered`);
}

/** The plan by its code, offered still or not. */
export function planOf(db: Db, code: string): Promise<Plan> {
  return db.one(sql.of(Plan)`
    select code, name, tier, months, price_micros, currency from plan where code = ${code}`);
}

const Membership = z.object({
  membershipId: whole,
  readerId,
  planCode: z.string(),
  tier,
  cardLast4: z.string(),
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
    select id as membership_id, reader_id, plan_code, tier, card_last4, started_at, anchor_day,
           paid_until, cancelled_at, ended_at
      from membership where reader_id = ${reader}
     order by ended_at is null desc, paid_until desc, id desc
     limit 1`);
}

export function findOpenMembership(db: Db, reader: ReaderId): Promise<Membership | null> {
  return db.maybe(sql.of(Membership)`
    select id as membership_id, reader_id, plan_code, tier, card_last4, started_at, anchor_day,
           paid_until, cancelled_at, ended_at
      from membership where reader_id = ${reader} and ended_at is null`);
}

/** Whether `on` is a paid day of the reader's, or their renewal is being asked for. */
export async function isMember(db: Db, reader: ReaderId, on: Day): Promise<boolean> {
  const { found } = await db.one(sql.of(z.object({ found: z.boolean() }))`
    select exists (select from membership
                    where reader_id = ${reader}
                      and (paid_until > ${on} or cancelled_at is null)) as found`);
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
  card: KeptCard;
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
      (reader_id, plan_code, tier, card_last4, card_token, started_at, anchor_day, paid_until)
    values (${reader}, ${plan.code}, ${plan.tier}, ${card.last4}, ${card.token}, ${at},
            ${rest.anchorDay}, ${rest.paidUntil})
    returning id`);
  return id;
}

/** The membership is paid for longer, with this card from now on. */
export async function extendMembership(
  tx: Tx,
  membership: number,
  { paidUntil, anchorDay, card }: { paidUntil: Day; anchorDay: number; card: KeptCard },
): Promise<void> {
  await tx.run(sql`
    update membership
       set paid_until = ${paidUntil}, anchor_day = ${anchorDay},
           card_last4 = ${card.last4}, card_token = ${card.token}
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
export async function cardTokenOf(tx: Tx, membership: number): Promise<string> {
  const { cardToken } = await tx.one(sql.of(z.object({ cardToken: z.string() }))`
    select card_token from membership where id = ${membership}`);
  return cardToken;
}
