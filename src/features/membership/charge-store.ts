/** Charges in SQL. Sole writer of `charge`, but for how far it is accrued (`dues-store.ts`). */
import { z } from "zod";
import type { ChargeId, ReaderId } from "../../core/ids.ts";
import type { Span } from "../../core/membership/span.ts";
import type { Micros } from "../../core/money.ts";
import type { Day } from "../../core/time.ts";
import { chargeId, day, instant, micros, readerId, whole } from "../../store/columns.ts";
import { type Db, sql, type Tx } from "../../store/db.ts";
import type { Attempt } from "./attempt-store.ts";
import { tier } from "./store.ts";

export interface NewCharge {
  attempt: Attempt;
  /** None for a gift, until it is redeemed. */
  membershipId: number | null;
  bankRef: string;
  tier: "member" | "friend";
  feeMicros: Micros;
  span: Span;
  /** The charge over whose last days it lies. */
  supplementsId?: ChargeId | null;
}

/** The bank's reference can stand for one charge only. */
export async function insertCharge(
  tx: Tx,
  at: Date,
  { attempt, span, supplementsId = null, ...charge }: NewCharge,
): Promise<ChargeId> {
  const held = charge.membershipId === null ? "gift" : null;
  const { id } = await tx.one(sql.of(z.object({ id: chargeId }))`
    insert into charge
      (attempt_id, membership_id, reader_id, bank_ref, tier, currency,
       cash_micros, tax_micros, fee_micros, span_from, span_to, accrued_to, charged_at, held,
       supplements_id)
    values (${attempt.attemptId}, ${charge.membershipId}, ${attempt.readerId}, ${charge.bankRef},
            ${charge.tier}, ${attempt.currency}, ${attempt.micros}, 0, ${charge.feeMicros},
            ${span.from}, ${span.to}, ${span.from}, ${at}, ${held}, ${supplementsId})
    returning id`);
  return id;
}

const Charge = z.object({
  chargeId,
  membershipId: whole,
  readerId,
  bankRef: z.string(),
  tier,
  currency: z.string(),
  cashMicros: micros,
  taxMicros: micros,
  feeMicros: micros,
  netMicros: micros,
  spanFrom: day,
  spanTo: day,
  chargedAt: instant,
  refundedFrom: day.nullable(),
  accruedTo: day,
  /** What was given back, or is asked back, in all. */
  refundMicros: micros.nullable(),
  /** "asked" while the bank has not answered the last of it. */
  refundState: z.enum(["asked", "paid"]).nullable(),
  /** Somebody else paid it. */
  isGift: z.boolean(),
  held: z.enum(["gift", "dispute"]).nullable(),
  supplementsId: chargeId.nullable(),
  /** No other charge of the membership pays for later days. */
  isLatest: z.boolean(),
});
export type Charge = z.output<typeof Charge>;

/** A reader's charges, the newest first; a gift once it is redeemed. */
export function chargesOf(db: Db, reader: ReaderId): Promise<Charge[]> {
  return db.many(sql.of(Charge)`
    select charge.id as charge_id, membership_id, charge.reader_id, charge.bank_ref, tier, currency,
           cash_micros, charge.tax_micros, fee_micros, net_micros, span_from, span_to, charged_at,
           refunded_from, accrued_to, back.micros as refund_micros, back.state as refund_state,
           paid_by is not null as is_gift, held, supplements_id,
           not exists (select from charge later
                        where later.membership_id = charge.membership_id
                          and later.refunded_from is distinct from later.span_from
                          and (later.span_from >= charge.span_to
                               or (later.supplements_id = charge.id and later.refunded_from is null
                                   and later.span_from < later.span_to))) as is_latest
      from charge
      left join (select charge_id, sum(micros) as micros,
                        case when bool_or(state = 'asked') then 'asked' else 'paid' end as state
                   from refund where state <> 'refused' group by charge_id) as back
             on back.charge_id = charge.id
     where charge.reader_id = ${reader} and membership_id is not null
     order by charge.charged_at desc, charge.id desc`);
}

const PaidCharge = z.object({
  chargeId,
  readerId,
  membershipId: whole.nullable(),
  bankRef: z.string(),
  planCode: z.string(),
  currency: z.string(),
  spanFrom: day,
  spanTo: day,
  isLatest: z.boolean(),
  /** The charge it lies over, and the plan of that. */
  supplementsId: chargeId.nullable(),
  supplementsPlan: z.string().nullable(),
});
export type PaidCharge = z.output<typeof PaidCharge> & {
  supplements: { chargeId: ChargeId; planCode: string } | null;
};

/** The charge, and the plan that it was for. */
export async function findPaidCharge(db: Db, id: ChargeId): Promise<PaidCharge | null> {
  const row = await db.maybe(sql.of(PaidCharge)`
    select charge.id as charge_id, charge.reader_id, charge.membership_id, charge.bank_ref,
           attempt.plan_code, charge.currency, charge.span_from, charge.span_to,
           not exists (select from charge later
                        where later.membership_id = charge.membership_id
                          and later.span_from >= charge.span_to
                          and later.refunded_from is distinct from later.span_from) as is_latest,
           charge.supplements_id, under.plan_code as supplements_plan
      from charge
      join charge_attempt attempt on attempt.id = charge.attempt_id
      left join (select charge.id, plan_code
                   from charge join charge_attempt on charge_attempt.id = attempt_id) as under
             on under.id = charge.supplements_id
     where charge.id = ${id}`);
  if (!row) return null;
  const { supplementsId, supplementsPlan } = row;
  const under = supplementsId !== null && supplementsPlan !== null;
  const supplements = under ? { chargeId: supplementsId, planCode: supplementsPlan } : null;
  return { ...row, supplements };
}

/** The charge that the bank calls so. */
export async function findChargeByRef(db: Db, bankRef: string): Promise<PaidCharge | null> {
  const row = await db.maybe(sql.of(z.object({ id: chargeId }))`
    select id from charge where bank_ref = ${bankRef}`);
  return row && findPaidCharge(db, row.id);
}

/** Makes accrual wait with this charge until `tx` ends. A statement of its own, before any read. */
export async function lockCharge(tx: Tx, charge: ChargeId): Promise<void> {
  await tx.run(sql`select from charge where id = ${charge} for update`);
}

/** Nothing of the charge accrues until it is let go, when the days in between are caught up on. */
export async function holdCharge(tx: Tx, charge: ChargeId, held: "dispute" | null): Promise<void> {
  await tx.run(sql`
    update charge set held = ${held} where id = ${charge} and held is distinct from 'gift'`);
}

export async function recordTier(tx: Tx, charge: ChargeId, to: "member" | "friend"): Promise<void> {
  await tx.run(sql`update charge set tier = ${to} where id = ${charge}`);
}

/** The unused days from `from` on are given back; null when they are not after all. */
export async function recordRefundedFrom(
  tx: Tx,
  charge: ChargeId,
  from: Day | null,
): Promise<void> {
  await tx.run(sql`update charge set refunded_from = ${from} where id = ${charge}`);
}

/** A gift begins: from now on it is a charge of whoever redeemed it. */
export async function beginGift(
  tx: Tx,
  charge: ChargeId,
  {
    readerId: reader,
    membershipId,
    span,
  }: { readerId: ReaderId; membershipId: number; span: Span },
): Promise<void> {
  await tx.run(sql`
    update charge
       set paid_by = reader_id, reader_id = ${reader}, membership_id = ${membershipId}, held = null,
           span_from = ${span.from}, span_to = ${span.to}, accrued_to = ${span.from}
     where id = ${charge} and held = 'gift'`);
}
