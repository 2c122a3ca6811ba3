/** Accrual in SQL. Sole writer of `accrual` and `dues`, and of how far a charge is accrued. */
import { z } from "zod";
import type { ChargeId, JournalId, ReaderId } from "../../core/ids.ts";
import type { Micros } from "../../core/money.ts";
import { type Day, dayAfter, dayStart, type Month, monthOf } from "../../core/time.ts";
import {
  chargeId,
  day,
  micros,
  month as monthColumn,
  readerId,
  whole,
} from "../../store/columns.ts";
import { type Db, sql, type Tx } from "../../store/db.ts";
import { tier } from "./store.ts";

/** The first day before `today` of which some charge's dues are not accrued. */
export async function findDayToAccrue(db: Db, today: Day): Promise<Day | null> {
  const { first } = await db.one(sql.of(z.object({ first: day.nullable() }))`
    select min(accrued_to) as first
      from charge
     where held is null and accrued_to < coalesce(refunded_from, span_to)
       and accrued_to < ${today}`);
  return first;
}

const DueCharge = z.object({
  chargeId,
  readerId,
  tier,
  currency: z.string(),
  /** What accrues from `baseFrom` on: net dues, or what is left of them after a part was taken back. */
  baseMicros: micros,
  baseFrom: day,
  spanTo: day,
  refundedFrom: day.nullable(),
  /** What a referrer has of it, as it was agreed when the member joined. */
  referrerId: readerId.nullable(),
  referralBps: whole.nullable(),
});
export type DueCharge = z.output<typeof DueCharge>;

/** Up to `limit` charges whose next day to accrue is `on`, by id, locked until `tx` ends. */
export async function lockChargesDue(tx: Tx, on: Day, limit: number): Promise<DueCharge[]> {
  const locked = await tx.many(sql.of(z.object({ id: chargeId }))`
    select id from charge
     where held is null and accrued_to = ${on} and accrued_to < coalesce(refunded_from, span_to)
     order by id limit ${limit} for update`);
  return tx.many(sql.of(DueCharge)`
    select id as charge_id, reader_id, tier, currency, span_to, refunded_from,
           coalesce(rebased_micros, net_micros) as base_micros,
           coalesce(rebased_on, span_from) as base_from, referrer_id, bps as referral_bps
      from charge left join referral on referral.member_id = reader_id
     where id = any (${locked.map(({ id }) => id)}::bigint[])
     order by id`);
}

/** The month whose pool takes what accrues on a day: its own, or the first that does not close yet. */
export async function poolMonthOf(tx: Tx, on: Day): Promise<Month> {
  const own = monthOf(dayStart(on));
  const { month } = await tx.one(sql.of(z.object({ month: monthColumn }))`
    select min(month) as month
      from (select ${own} as month
             union all
            select to_char(to_date(month, 'YYYY-MM') + interval '1 month', 'YYYY-MM') from closing
             where month >= ${own}) as candidate
     where month not in (select month from closing)`);
  return month;
}

/** How many accruals of the day were posted. */
export async function batchesOf(tx: Tx, on: Day): Promise<number> {
  const { batches } = await tx.one(sql.of(z.object({ batches: whole }))`
    select coalesce(max(batch), 0) as batches from accrual where day = ${on}`);
  return batches;
}

export interface AccruedCharge {
  chargeId: ChargeId;
  readerId: number;
  accruedMicros: Micros;
  poolMicros: Micros;
  /** The referrer's part, none for most. */
  referral: { partnerId: ReaderId; micros: Micros } | null;
}

/** The day of these charges is accrued: `month` is the one whose pool took it. */
export async function recordAccrued(
  tx: Tx,
  { on, month }: { on: Day; month: Month },
  charges: readonly AccruedCharge[],
): Promise<void> {
  const ids = charges.map((charge) => charge.chargeId);
  await tx.run(sql`
    insert into dues (charge_id, month, member_id, accrued_micros, pool_micros, referral_micros)
    select part.charge_id, ${month}, part.member_id, part.accrued_micros, part.pool_micros,
           part.referral_micros
      from unnest(${ids}::bigint[], ${charges.map((charge) => charge.readerId)}::bigint[],
                  ${charges.map((charge) => charge.accruedMicros)}::bigint[],
                  ${charges.map((charge) => charge.poolMicros)}::bigint[],
                  ${charges.map((charge) => charge.referral?.micros ?? 0n)}::bigint[])
        as part (charge_id, member_id, accrued_micros, pool_micros, referral_micros)
    on conflict (charge_id, month) do update
       set accrued_micros = dues.accrued_micros + excluded.accrued_micros,
           pool_micros = dues.pool_micros + excluded.pool_micros,
           referral_micros = dues.referral_micros + excluded.referral_micros`);
  await tx.run(sql`
    update charge set accrued_to = ${on}::date + 1 where id = any (${ids}::bigint[])`);
}

export async function insertAccrual(
  tx: Tx,
  at: Date,
  {
    on,
    batch,
    journalId,
    charges,
  }: { on: Day; batch: number; journalId: JournalId | null; charges: number },
): Promise<void> {
  await tx.run(sql`
    insert into accrual (day, batch, journal_id, charges, accrued_at)
    values (${on}, ${batch}, ${journalId}, ${charges}, ${at})`);
}

/** A part of the charge's pool in an open month is taken back. */
export async function lessenDues(
  tx: Tx,
  charge: ChargeId,
  month: Month,
  micros: Micros,
): Promise<void> {
  await tx.run(sql`
    update dues
       set accrued_micros = accrued_micros - ${micros}, pool_micros = pool_micros - ${micros}
     where charge_id = ${charge} and month = ${month}`);
}

/** It was taken for nothing: it stands in a month that is open. */
export async function restoreDues(
  tx: Tx,
  { chargeId: charge, readerId: member }: { chargeId: ChargeId; readerId: ReaderId },
  month: Month,
  micros: Micros,
): Promise<void> {
  await tx.run(sql`
    insert into dues (charge_id, month, member_id, accrued_micros, pool_micros)
    values (${charge}, ${month}, ${member}, ${micros}, ${micros})
    on conflict (charge_id, month) do update
       set accrued_micros = dues.accrued_micros + excluded.accrued_micros,
           pool_micros = dues.pool_micros + excluded.pool_micros`);
}

/**
 * From where the charge is accrued now, `micros` accrue over the rest of its span; when its days are
 * over, on the last of them once more.
 */
export async function rebaseCharge(
  tx: Tx,
  { chargeId: charge, accruedTo, spanTo }: { chargeId: ChargeId; accruedTo: Day; spanTo: Day },
  micros: Micros,
): Promise<void> {
  const from = accruedTo < spanTo ? accruedTo : dayAfter(spanTo, -1);
  await tx.run(sql`
    update charge
       set rebased_on = ${from}, rebased_micros = ${micros}, accrued_to = ${from},
           refunded_from = case when ${micros}::bigint = 0 then ${from}::date end
     where id = ${charge}`);
}
