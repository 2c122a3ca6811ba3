/** Refunds in SQL. Sole writer of `refund`. */
import { z } from "zod";
import type { ChargeId, ReaderId } from "../../core/ids.ts";
import type { Refund } from "../../core/membership/refund.ts";
import type { Micros } from "../../core/money.ts";
import type { Day } from "../../core/time.ts";
import { chargeId, day, instant, micros, readerId, whole } from "../../store/columns.ts";
import { type Db, sql, type Tx } from "../../store/db.ts";
import type { Charge } from "./charge-store.ts";

const AskedRefund = z.object({
  refundId: whole,
  key: z.string(),
  /** "unused": the days that a member had not used. "part": what an operator gave back. */
  kind: z.enum(["unused", "part"]),
  chargeId,
  readerId,
  membershipId: whole.nullable(),
  currency: z.string(),
  chargeRef: z.string(),
  spanTo: day,
  deferredMicros: micros,
  taxMicros: micros,
  borneMicros: micros,
  sharesMicros: micros,
  micros,
  /** "returned": it was paid, and came back to us. */
  state: z.enum(["asked", "paid", "refused", "returned"]),
  askedAt: instant,
});
export type AskedRefund = z.output<typeof AskedRefund>;

export async function insertRefund(
  tx: Tx,
  at: Date,
  { chargeId: charge, readerId: reader }: Charge,
  refund: Refund,
): Promise<number> {
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
    select refund.id as refund_id, key, kind, charge_id, refund.reader_id, membership_id, currency,
           charge.bank_ref as charge_ref, span_to, deferred_micros, refund.tax_micros, borne_micros,
           shares_micros, micros, state, asked_at
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

export async function recordRefundRefused(tx: Tx, at: Date, refund: number): Promise<void> {
  await tx.run(sql`
    update refund set state = 'refused', answered_at = ${at} where id = ${refund}`);
}

/** The card's bank did not take it. */
export async function recordRefundReturned(tx: Tx, refund: number): Promise<void> {
  await tx.run(sql`update refund set state = 'returned' where id = ${refund}`);
}

/** Refunds that were paid since then and have not come back, the oldest first. */
export async function refundsPaidSince(db: Db, since: Date): Promise<number[]> {
  const rows = await db.many(sql.of(z.object({ id: whole }))`
    select id from refund where state = 'paid' and answered_at >= ${since} order by id`);
  return rows.map(({ id }) => id);
}

export interface NewPartRefund {
  chargeId: ChargeId;
  readerId: ReaderId;
  fromDay: Day;
  deferredMicros: Micros;
  taxMicros: Micros;
  borneMicros: Micros;
  sharesMicros: Micros;
  /** The operator who gave it. */
  askedBy: ReaderId;
}

export async function insertPartRefund(tx: Tx, at: Date, refund: NewPartRefund): Promise<number> {
  const { id } = await tx.one(sql.of(z.object({ id: whole }))`
    insert into refund
      (kind, charge_id, reader_id, from_day, deferred_micros, tax_micros, borne_micros,
       shares_micros, asked_by, asked_at)
    values ('part', ${refund.chargeId}, ${refund.readerId}, ${refund.fromDay},
            ${refund.deferredMicros}, ${refund.taxMicros}, ${refund.borneMicros},
            ${refund.sharesMicros}, ${refund.askedBy}, ${at})
    returning id`);
  return id;
}
