/**
 * The close of a month in SQL. Sole writer of `closing` and of what a close begins with: `pool`,
 * `month_story`, `month_tie`, `exclusion`. Those are written once, in the transaction that begins the
 * close, so that whoever computes the month again has the same evidence.
 */
import { z } from "zod";
import type { Month } from "../../../core/time.ts";
import { dayOf, monthAfter, monthEnd, monthOf, monthStart } from "../../../core/time.ts";
import { instant, micros, month as monthColumn, whole } from "../../../store/columns.ts";
import { type Db, sql, type Tx } from "../../../store/db.ts";

const Closing = z.object({
  month: monthColumn,
  policyVersion: z.string(),
  currency: z.string(),
  state: z.enum(["closing", "closed"]),
  startedAt: instant,
  closedAt: instant.nullable(),
  members: z.int(),
  membersDone: z.int(),
  doneToId: whole,
  poolMicros: micros,
  sharedMicros: micros,
  escrowMicros: micros,
  unclaimedMicros: micros,
  lines: z.int(),
  outputSha256: z.instanceof(Buffer).nullable(),
});
export type Closing = z.output<typeof Closing>;

export function findClosing(db: Db, month: Month): Promise<Closing | null> {
  return db.maybe(sql.of(Closing)`select * from closing where month = ${month}`);
}

/** The close as it stands once whoever holds it has let go. */
export async function lockClosing(tx: Tx, month: Month): Promise<Closing> {
  await tx.run(sql`select from closing where month = ${month} for update`);
  return tx.one(sql.of(Closing)`select * from closing where month = ${month}`);
}

/** All that were closed or are closing, newest first. */
export function closings(db: Db): Promise<Closing[]> {
  return db.many(sql.of(Closing)`select * from closing order by month desc`);
}

const First = z.object({ month: monthColumn.nullable() });

/**
 * The earliest month that is not closed and has dues, or has only what was carried to it: a month without
 * any member closes as well, or what waits for its members would wait there for ever.
 */
export async function firstOpenMonth(db: Db): Promise<Month | null> {
  const { month } = await db.one(sql.of(First)`
    select min(month) as month
      from (select month from dues
             union all
            select to_char(to_date(month, 'YYYY-MM') + interval '1 month', 'YYYY-MM')
              from closing
             where state = 'closed'
               and exists (select from unclaimed
                            where unclaimed.month = closing.month and fate = 'carried')) as owed
     where month not in (select month from closing where state = 'closed')`);
  return month;
}

/** False when the month is being closed already. */
export async function insertClosing(
  tx: Tx,
  at: Date,
  closing: { month: Month; policyVersion: string; currency: string },
): Promise<boolean> {
  const count = await tx.run(sql`
    insert into closing (month, policy_version, currency, started_at)
    values (${closing.month}, ${closing.policyVersion}, ${closing.currency}, ${at})
    on conflict (month) do nothing`);
  return count === 1;
}

/** Gives the statements of `tx` room to sort and hash a month in memory. */
export async function makeRoom(tx: Tx): Promise<void> {
  await tx.run(sql`set local work_mem = '64MB'`);
}

/** This month's dues of each member, and what was carried to it from the month before. */
export async function recordPools(tx: Tx, month: Month): Promise<void> {
  await tx.run(sql`
    insert into pool (month, member_id, dues_micros, carried_micros)
    select ${month}, member_id, sum(dues_micros)::bigint, sum(carried_micros)::bigint
      from (select member_id, pool_micros as dues_micros, 0 as carried_micros
              from dues where month = ${month}
             union all
            select member_id, 0, micros
              from unclaimed where month = ${monthAfter(month, -1)} and fate = 'carried') as part
     group by member_id
     order by member_id`);
  await tx.run(sql`
    update closing
       set members = (select count(*) from pool where pool.month = ${month}),
           pool_micros = (select coalesce(sum(dues_micros + carried_micros), 0)
                            from pool where pool.month = ${month})
     where month = ${month}`);
  // What follows reads it, and would take it for a few rows.
  await tx.run(sql`analyze pool`);
}

/** Stories of active partners that were read in the month, as they stand now. */
export async function recordStories(tx: Tx, month: Month): Promise<void> {
  await tx.run(sql`
    insert into month_story (month, story_id, author_id, expected_seconds, earns_from)
    select ${month}, story.id, story.author_id, story.reading_seconds,
           greatest(partner.since::date, ${monthStart(month)}::date)
      from story
      join partner on partner.reader_id = story.author_id and partner.state = 'active'
     where partner.since < ${monthEnd(month)}
       and exists (select from reading_day
                    where reading_day.story_id = story.id
                      and day >= ${monthStart(month)}::date and day < ${monthEnd(month)}::date)`);
  await tx.run(sql`analyze month_story`);
}

/**
 * Follows of the month's authors by its members that stood when it ended, each with what integrity says
 * of it (docs/policy/integrity.md §5). What it has not looked at is unproven.
 */
export async function recordTies(tx: Tx, month: Month): Promise<void> {
  const end = monthEnd(month);
  await tx.run(sql`
    insert into month_tie (month, follower_id, followee_id, followed_at, first_ever, class)
    select ${month}, f.follower_id, f.followee_id, f.followed_at,
           not exists (select from follow as older
                        where older.follower_id = f.follower_id
                          and older.followee_id = f.followee_id and older.id < f.id),
           coalesce(tie.class, 'unproven')
      from follow as f
      join pool on pool.month = ${month} and pool.member_id = f.follower_id
      left join tie on tie.follow_id = f.id
     where f.followed_at < ${end} and (f.ended_at is null or f.ended_at >= ${end})
       and f.followee_id in (select author_id from month_story where month = ${month})`);
}

/** What members read of partners, and of others for members, that is not paid, and why. */
export async function recordExclusions(tx: Tx, month: Month): Promise<void> {
  await tx.run(sql`
    insert into exclusion (month, member_id, story_id, reason, seconds)
    select ${month}, r.reader_id, r.story_id,
           case when story.author_id = r.reader_id then 'own-story'
                when m.story_id is null or r.day < m.earns_from then 'not-a-partner'
                when story.audience = 'everyone' then 'not-members-only'
                else 'not-a-member' end,
           sum(case when m.earns_from <= r.day then r.seconds - r.earning_seconds
                    else r.earning_seconds end)
      from reading_day as r
      join story on story.id = r.story_id
      left join month_story as m on m.month = ${month} and m.story_id = r.story_id
     where r.day >= ${dayOf(monthStart(month))} and r.day < ${dayOf(monthEnd(month))}
       and case when m.earns_from <= r.day then r.seconds > r.earning_seconds
                else r.earning_seconds > 0 end
     group by 2, 3, 4
     order by 2, 3`);
}

const Range = z.object({ lastId: whole.nullable(), members: z.int() });

/** The next members in order of id: the last of them, and how many they are. */
export function nextRange(
  db: Db,
  month: Month,
  after: number,
  limit: number,
): Promise<z.output<typeof Range>> {
  return db.one(sql.of(Range)`
    select max(member_id) as last_id, count(*)::int as members
      from (select member_id from pool
             where month = ${month} and member_id > ${after}
             order by member_id limit ${limit}) as range`);
}

export async function recordRangeDone(
  tx: Tx,
  month: Month,
  range: { lastId: number; members: number; lines: number },
): Promise<void> {
  await tx.run(sql`
    update closing
       set done_to_id = ${range.lastId}, members_done = members_done + ${range.members},
           lines = lines + ${range.lines}
     where month = ${month}`);
}

export interface MonthTotals {
  sharedMicros: bigint;
  escrowMicros: bigint;
  unclaimedMicros: bigint;
  outputSha256: Buffer;
}

export async function recordClosed(
  tx: Tx,
  at: Date,
  month: Month,
  totals: MonthTotals,
): Promise<void> {
  await tx.run(sql`
    update closing
       set state = 'closed', closed_at = ${at}, shared_micros = ${totals.sharedMicros},
           escrow_micros = ${totals.escrowMicros}, unclaimed_micros = ${totals.unclaimedMicros},
           output_sha256 = ${totals.outputSha256}
     where month = ${month}`);
}

const Open = z.object({
  month: monthColumn,
  members: z.int(),
  poolMicros: micros,
  isOver: z.boolean(),
});
export type OpenMonth = z.output<typeof Open>;

/** Months with dues that nobody has begun to close, newest first. */
export function openMonths(db: Db, at: Date): Promise<OpenMonth[]> {
  return db.many(sql.of(Open)`
    select month, count(distinct member_id)::int as members, sum(pool_micros) as pool_micros,
           month < ${monthOf(at)} as is_over
      from dues
     where month not in (select month from closing)
     group by month
     order by month desc`);
}
