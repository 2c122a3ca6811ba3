/** The figures of the overview, in SQL. The desk writes nothing. */
import { z } from "zod";
import type { Day, Month } from "../../core/time.ts";
import { instant, micros, whole } from "../../store/columns.ts";
import { type Db, sql } from "../../store/db.ts";

const Count = z.object({ count: whole });

/** Readers for whom `on` is a paid day, or whose renewal is being asked for. */
export async function membersOn(db: Db, on: Day): Promise<number> {
  const { count } = await db.one(sql.of(Count)`
    select count(distinct reader_id) as count
      from membership
     where ended_at is null and (paid_until > ${on} or cancelled_at is null)`);
  return count;
}

const DuesOfMonth = z.object({ accruedMicros: micros, poolMicros: micros });
export type DuesOfMonth = z.output<typeof DuesOfMonth>;

/** What a month's days have earned so far, and the writers' part of it. */
export function duesOfMonth(db: Db, month: Month): Promise<DuesOfMonth> {
  return db.one(sql.of(DuesOfMonth)`
    select coalesce(sum(accrued_micros), 0) as accrued_micros,
           coalesce(sum(pool_micros), 0) as pool_micros
      from dues where month = ${month}`);
}

const Letters = z.object({ queued: whole, kept: whole, failed: whole });
export type Letters = z.output<typeof Letters>;

/** Letters that have not gone out: on their way, kept for want of mail settings, refused. */
export function lettersNotSent(db: Db): Promise<Letters> {
  return db.one(sql.of(Letters)`
    select count(*) filter (where state = 'queued') as queued,
           count(*) filter (where state = 'kept') as kept,
           count(*) filter (where state = 'failed') as failed
      from mail`);
}

const Waiting = z.object({ count: whole, oldestAt: instant.nullable() });
export type Waiting = z.output<typeof Waiting>;

/** Applications to the Partner Program that nobody has decided. */
export function waitingApplications(db: Db): Promise<Waiting> {
  return db.one(sql.of(Waiting)`
    select count(*) as count, min(applied_at) as oldest_at
      from application where state = 'waiting'`);
}
