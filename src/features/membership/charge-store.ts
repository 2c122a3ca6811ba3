/** Charges in SQL. Sole writer of `charge_attempt`, `charge` and `refund`. */
import { z } from "zod";
import type { ChargeId, ReaderId } from "../../core/ids.ts";
import type { Refund } from "../../core/membership/refund.ts";
import type { Span } from "../../core/membership/span.ts";
import type { Micros } from "../../core/money.ts";
import type { Day } from "../../core/time.ts";
import { chargeId, day, instant, micros, readerId, whole } from "../../store/columns.ts";
import { type Db, sql, type Tx } from "../../store/db.ts";
import type { CardDecline } from "../bank/bank.ts";
import { tier } from "./store.ts";

const decline = z.enum([
  ...(["card-declined", "insufficient-funds", "expired-card"] as const),
  ...(["invalid-number", "invalid-expiry", "invalid-cvc", "never-arrived"] as const),
]);

const Attempt = z.object({
  attemptId: whole,
  key: z.string(),
  readerId,
  renewsId: whole.nullable(),
  renewsFrom: day.nullable(),
  planCode: z.string(),
  micros,
  currency: z.string(),
  cardToken: z.string().nullable(),
  state: z.enum(["asked", "charged", "declined"]),
  askedAt: instant,
  decline: decline.nullable(),
});
export type Attempt = z.output<typeof Attempt>;

export interface NewAttempt {
  readerId: ReaderId;
  planCode: string;
  micros: Micros;
  currency: string;
  renewal: { membershipId: number; from: Day; cardToken: string } | null;
}

export function insertAttempt(tx: Tx, at: Date, attempt: NewAttempt): Promise<Attempt> {
  const { renewal } = attempt;
  return tx.one(sql.of(Attempt)`
    insert into charge_attempt
      (reader_id, plan_code, micros, currency, renews_id, renews_from, card_token, asked_at)
    values (${attempt.readerId}, ${attempt.planCode}, ${attempt.micros}, ${attempt.currency},
            ${renewal?.membershipId ?? null}, ${renewal?.from ?? null},
            ${renewal?.cardToken ?? null}, ${at})
    returning id as attempt_id, key, reader_id, renews_id, renews_from, plan_code, micros, currency,
              card_token, state, asked_at, decline`);
}

/** The reader's payment that has no answer yet. */
export function findOpenAttempt(db: Db, reader: ReaderId): Promise<Attempt | null> {
  return db.maybe(sql.of(Attempt)`
    select id as attempt_id, key, reader_id, renews_id, renews_from, plan_code, micros, currency,
           card_token, state, asked_at, decline
      from charge_attempt where reader_id = ${reader} and state = 'asked'`);
}

export function attemptOf(db: Db, id: number): Promise<Attempt> {
  return db.one(sql.of(Attempt)`
    select id as attempt_id, key, reader_id, renews_id, renews_from, plan_code, micros, currency,
           card_token, state, asked_at, decline
      from charge_attempt where id = ${id}`);
}

/** Attempts asked up to `before` that have no answer, the oldest first. */
export function openAttempts(db: Db, before: Date): Promise<Attempt[]> {
  return db.many(sql.of(Attempt)`
    select id as attempt_id, key, reader_id, renews_id, renews_from, plan_code, micros, currency,
           card_token, state, asked_at, decline
      from charge_attempt where state = 'asked' and asked_at <= ${before}
     order by id`);
}

export async function recordDecline(
  tx: Tx,
  at: Date,
  attempt: number,
  reason: CardDecline | "never-arrived",
): Promise<void> {
  await tx.run(sql`
    update charge_attempt set state = 'declined', decline = ${reason}, answered_at = ${at}
     where id = ${attempt}`);
}

export interface NewCharge {
  attempt: Attempt;
  membershipId: number;
  bankRef: string;
  tier: "member" | "friend";
  feeMicros: Micros;
  span: Span;
}

/** The attempt is charged. The bank's reference can stand for one charge only. */
export async function insertCharge(
  tx: Tx,
  at: Date,
  { attempt, span, ...charge }: NewCharge,
): Promise<ChargeId> {
  await tx.run(sql`
    update charge_attempt set state = 'charged', decline = null, answered_at = ${at}
     where id = ${attempt.attemptId}`);
  const { id } = await tx.one(sql.of(z.object({ id: chargeId }))`
    insert into charge
      (attempt_id, membership_id, reader_id, bank_ref, tier, currency,
       cash_micros, tax_micros, fee_micros, span_from, span_to, accrued_to, charged_at)
    values (${attempt.attemptId}, ${charge.membershipId}, ${attempt.readerId}, ${charge.bankRef},
            ${charge.tier}, ${attempt.currency}, ${attempt.micros}, 0, ${charge.feeMicros},
            ${span.from}, ${span.to}, ${span.from}, ${at})
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
  /** What was given back, or is asked back. */
  refundMicros: micros.nullable(),
  refundState: z.enum(["asked", "paid"]).nullable(),
  /** No other charge of the membership pays for later days. */
  isLatest: z.boolean(),
});
export type Charge = z.output<typeof Charge>;

/** A reader's charges, the newest first. */
export function chargesOf(db: Db, reader: ReaderId): Promise<Charge[]> {
  return db.many(sql.of(Charge)`
    select charge.id as charge_id, membership_id, charge.reader_id, charge.bank_ref, tier, currency,
           cash_micros, charge.tax_micros, fee_micros, net_micros, span_from, span_to, charged_at,
           refunded_from, accrued_to, refund.micros as refund_micros, refund.state as refund_state,
           not exists (select from charge later
                        where later.membership_id = charge.membership_id
                          and later.span_from >= charge.span_to
                          and later.refunded_from is distinct from later.span_from) as is_latest
      from charge left join refund on refund.charge_id = charge.id and refund.state <> 'refused'
     where charge.reader_id = ${reader}
     order by charge.charged_at desc, charge.id desc`);
}

/** Makes accrual wait with this charge until `tx` ends. A statement of its own, before any read. */
export async function lockCharge(tx: Tx, charge: ChargeId): Promise<void> {
  await tx.run(sql`select from charge where id = ${charge} for update`);
}

const AskedRefund = z.object({
  refundId: whole,
  key: z.string(),
  chargeId,
  readerId,
  membershipId: whole,
  currency: z.string(),
  chargeRef: z.string(),
  spanTo: day,
  deferredMicros: micros,
  taxMicros: micros,
  borneMicros: micros,
  micros,
  state: z.enum(["asked", "paid", "refused"]),
  askedAt: instant,
});
export type AskedRefund = z.output<typeof AskedRefund>;

/** Nothing accrues from the refund's day on, from now. */
export async function insertRefund(
  tx: Tx,
  at: Date,
  { chargeId: charge, readerId: reader }: Charge,
  refund: Refund,
): Promise<number> {
  await tx.run(sql`update charge set refunded_from = ${refund.fromDay} where id = ${charge}`);
  const { id } = await tx.one(sql.of(z.object({ id: whole }))`
    insert into refund
      (charge_id, reader_id, from_day, deferred_micros, tax_micros, borne_micros, asked_at)
    values (${charge}, ${reader}, ${refund.fromDay}, ${refund.deferredMicros},
            ${refund.taxMicros}, ${refund.borneMicros}, ${at})
    returning id`);
  return id;
}

export function refundOf(db: Db, id: number): Promise<AskedRefund> {
  return db.one(sql.of(AskedRefund)`
    select refund.id as refund_id, key, charge_id, refund.reader_id, membership_id, currency,
           charge.bank_ref as charge_ref, span_to, deferred_micros, refund.tax_micros, borne_micros,
           micros, state, asked_at
      from refund join charge on charge.id = charge_id
     where refund.id = ${id}`);
}

/** A refund to the reader that is asked for and has no answer yet. */
export async function findOpenRefund(db: Db, reader: ReaderId): Promise<number | null> {
  const row = await db.maybe(sql.of(z.object({ id: whole }))`
    select id from refund where reader_id = ${reader} and state = 'asked' order by id limit 1`);
  return row?.id ?? null;
}

/** The refund of the charge that is asked for and has no answer yet. */
export async function findOpenRefundOf(db: Db, charge: ChargeId): Promise<number | null> {
  const row = await db.maybe(sql.of(z.object({ id: whole }))`
    select id from refund where charge_id = ${charge} and state = 'asked'`);
  return row?.id ?? null;
}

/** Refunds asked up to `before` that have no answer, the oldest first. */
export async function openRefunds(db: Db, before: Date): Promise<number[]> {
  const rows = await db.many(sql.of(z.object({ id: whole }))`
    select id from refund where state = 'asked' and asked_at <= ${before} order by id`);
  return rows.map(({ id }) => id);
}

export async function recordRefundPaid(
  tx: Tx,
  at: Date,
  refund: number,
  bankRef: string,
): Promise<void> {
  await tx.run(sql`
    update refund set state = 'paid', bank_ref = ${bankRef}, answered_at = ${at}
     where id = ${refund}`);
}

/** The days accrue again. */
export async function recordRefundRefused(tx: Tx, at: Date, refund: AskedRefund): Promise<void> {
  await tx.run(sql`
    update refund set state = 'refused', answered_at = ${at} where id = ${refund.refundId}`);
  await tx.run(sql`update charge set refunded_from = null where id = ${refund.chargeId}`);
}
