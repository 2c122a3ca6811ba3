/** Where a member's own dues went. Reads only; nobody but the member sees it. */
import { z } from "zod";
import type { ReaderId } from "../../../core/ids.ts";
import type { Month } from "../../../core/time.ts";
import { micros, month as monthColumn, readerId, storyId } from "../../../store/columns.ts";
import { type Db, sql } from "../../../store/db.ts";

const DuesMonth = z.object({
  month: monthColumn,
  currency: z.string(),
  /** Charged in the month: what was paid, and what the bank kept of it. */
  paidMicros: micros,
  feeMicros: micros,
  /** Of net dues, what the month's days earned, and whose it is. */
  accruedMicros: micros,
  poolMicros: micros,
  referralMicros: micros,
  /** Taken back of the month's shares since. */
  takenMicros: micros,
  /** From months without reading, into this month's pool. */
  carriedInMicros: micros,
  /** From this month's pool to the next, and to the fund for grants. */
  carriedOutMicros: micros,
  commonsMicros: micros,
  state: z.enum(["open", "closing", "closed"]),
});
export type DuesMonth = z.output<typeof DuesMonth>;

/** Every month in which the member was charged or earned a day, the newest first. */
export function duesMonthsOf(db: Db, member: ReaderId): Promise<DuesMonth[]> {
  return db.many(sql.of(DuesMonth)`
    with own as (
      select id, paid_by, currency, cash_micros, least(fee_micros, cash_micros - tax_micros) as fee,
             to_char(charged_at at time zone 'UTC', 'YYYY-MM') as month
        from charge where reader_id = ${member} and membership_id is not null
    ), charged as (
      select month, sum(cash_micros) as paid_micros, sum(fee) as fee_micros
        from own where paid_by is null group by month
    ), earned as (
      select dues.month, sum(accrued_micros) as accrued_micros, sum(pool_micros) as pool_micros,
             sum(referral_micros) as referral_micros
        from dues where charge_id in (select id from own) group by dues.month
    ), taken as (
      select part.month, sum(part.micros) as taken_micros
        from take_back_part part left join refund on refund.id = refund_id
       where part.charge_id in (select id from own) and part.holder <> 'pool'
         and part.month is not null and (refund_id is null or state <> 'refused')
       group by part.month
    ), month_of as (
      select month from charged union select month from earned
    )
    select month_of.month,
           (select min(currency) from own) as currency,
           coalesce(paid_micros, 0) as paid_micros, coalesce(fee_micros, 0) as fee_micros,
           coalesce(accrued_micros, 0) as accrued_micros,
           coalesce(earned.pool_micros, 0) as pool_micros,
           coalesce(referral_micros, 0) as referral_micros,
           coalesce(taken_micros, 0) as taken_micros,
           coalesce((select carried_micros from pool
                      where pool.month = month_of.month and member_id = ${member}), 0)
             as carried_in_micros,
           coalesce((select sum(micros) from unclaimed
                      where unclaimed.month = month_of.month and member_id = ${member}
                        and fate = 'carried'), 0) as carried_out_micros,
           coalesce((select sum(micros) from unclaimed
                      where unclaimed.month = month_of.month and member_id = ${member}
                        and fate = 'commons'), 0) as commons_micros,
           coalesce(closing.state, 'open') as state
      from month_of
      left join charged on charged.month = month_of.month
      left join earned on earned.month = month_of.month
      left join taken on taken.month = month_of.month
      left join closing on closing.month = month_of.month
     order by month_of.month desc`);
}

const DuesLine = z.object({
  authorId: readerId,
  handle: z.string(),
  name: z.string(),
  storyId,
  key: z.string(),
  slug: z.string(),
  title: z.string(),
  micros,
  /** Of that, what is held until a reviewer has decided. */
  escrowMicros: micros,
});
export type DuesLine = z.output<typeof DuesLine>;

/** What each story got of the member's pool of a closed month, by author, the largest first. */
export function duesLines(db: Db, member: ReaderId, month: Month): Promise<DuesLine[]> {
  return db.many(sql.of(DuesLine)`
    select l.author_id, reader.handle, reader.name, l.story_id, story.key, story.slug,
           coalesce(revision.title, story.title) as title, l.micros, l.escrow_micros
      from allocation_line as l
      join closing on closing.month = l.month and closing.state = 'closed'
      join story on story.id = l.story_id
      join reader on reader.id = l.author_id
      left join revision on revision.id = story.revision_id
     where l.month = ${month} and l.member_id = ${member}
     order by sum(l.micros) over (partition by l.author_id) desc, l.author_id, l.micros desc,
              l.story_id`);
}
