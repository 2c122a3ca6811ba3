/** What waits in escrow, in SQL. Sole writer of `month_hold` and `escrow_end`. */
import { z } from "zod";
import type { AuthorId, MemberId, ReaderId, RunId, VerdictId } from "../../../core/ids.ts";
import type { Micros } from "../../../core/money.ts";
import { type Month, monthEnd, monthStart } from "../../../core/time.ts";
import {
  instant,
  micros,
  month as monthColumn,
  readerId,
  runId,
  verdictId,
  whole,
} from "../../../store/columns.ts";
import { type Db, sql, type Tx } from "../../../store/db.ts";
import { VERDICTS } from "../../integrity/verdict-store.ts";
import { lockPartners } from "../../membership/take-back/take-back-store.ts";

const kind = z.enum(VERDICTS).nullable();

const Suspect = z.object({
  memberId: readerId,
  authorId: readerId,
  discount: z.number(),
  memberSurprise: z.number(),
  authorSurprise: z.number(),
  memberVerdict: kind,
  memberVerdictSurprise: z.number(),
  authorVerdict: kind,
  authorVerdictSurprise: z.number(),
  pairVerdict: kind,
  pairVerdictSurprise: z.number(),
  verdictId: verdictId.nullable(),
});
export type Suspect = z.output<typeof Suspect>;

/**
 * Members and the month's authors between whom the run found something, or a person decided something,
 * with all that is to be weighed about the two.
 */
export function suspects(db: Db, month: Month, run: RunId): Promise<Suspect[]> {
  const [start, end] = [monthStart(month), monthEnd(month)];
  return db.many(sql.of(Suspect)`
    with author as materialized (
      select distinct author_id from month_story where month = ${month}
    ), pair as (
      select from_id as member_id, to_id as author_id, discount
        from integrity_pair where run_id = ${run}
       union all
      select account_id, other_id, 0 from verdict where ended_at is null and other_id is not null
       union all
      select r.reader_id, s.author_id, 0
        from verdict as v
        join month_story as s on s.month = ${month} and s.author_id = v.account_id
        join reading_day as r on r.story_id = s.story_id and r.earning_seconds > 0
                             and r.day >= ${start}::date and r.day < ${end}::date
       where v.ended_at is null and v.other_id is null and v.kind in ('escrowed', 'left')
    ), one as (
      select pair.member_id, pair.author_id, max(discount) as discount
        from pair
        join author using (author_id)
        join pool on pool.month = ${month} and pool.member_id = pair.member_id
       group by pair.member_id, pair.author_id
    )
    select one.member_id, one.author_id, one.discount,
           coalesce(m.surprise, 0) as member_surprise, coalesce(a.surprise, 0) as author_surprise,
           vm.kind as member_verdict, coalesce(vm.surprise, 0) as member_verdict_surprise,
           va.kind as author_verdict, coalesce(va.surprise, 0) as author_verdict_surprise,
           vp.kind as pair_verdict, coalesce(vp.surprise, 0) as pair_verdict_surprise,
           coalesce(vp.id, va.id, vm.id) as verdict_id
      from one
      left join integrity_account as m on m.run_id = ${run} and m.account_id = one.member_id
      left join integrity_account as a on a.run_id = ${run} and a.account_id = one.author_id
      left join verdict as vm on vm.account_id = one.member_id and vm.other_id is null
                             and vm.ended_at is null
      left join verdict as va on va.account_id = one.author_id and va.other_id is null
                             and va.ended_at is null
      left join verdict as vp on vp.account_id = one.member_id and vp.other_id = one.author_id
                             and vp.ended_at is null
     order by one.member_id, one.author_id`);
}

export interface MonthHold {
  memberId: MemberId;
  authorId: AuthorId;
  bps: number;
  verdictId: VerdictId | null;
}

export async function insertMonthHolds(
  tx: Tx,
  month: Month,
  run: RunId,
  holds: readonly MonthHold[],
): Promise<void> {
  await tx.run(sql`
    insert into month_hold (month, member_id, author_id, bps, run_id, verdict_id)
    select ${month}, member_id, author_id, bps, ${run}, nullif(verdict_id, 0)
      from unnest(${holds.map(({ memberId }) => memberId)}::bigint[],
                  ${holds.map(({ authorId }) => authorId)}::bigint[],
                  ${holds.map(({ bps }) => bps)}::int[],
                  ${holds.map(({ verdictId }) => verdictId ?? 0)}::bigint[])
        as hold (member_id, author_id, bps, verdict_id)`);
}

/** What the holds of a month came to, once its lines are there. */
export async function recordWaiting(tx: Tx, month: Month): Promise<void> {
  await tx.run(sql`
    update month_hold as h set micros = l.micros
      from (select member_id, author_id, sum(escrow_micros)::bigint as micros
              from allocation_line
             where month = ${month} and escrow_micros > 0 group by member_id, author_id) as l
     where h.month = ${month} and h.member_id = l.member_id and h.author_id = l.author_id`);
}

const Waiting = z.object({
  month: monthColumn,
  memberId: readerId,
  authorId: readerId,
  bps: z.int(),
  runId,
  verdictId: verdictId.nullable(),
  micros,
  /** What is there still: dues that were taken back are gone from it. */
  leftMicros: micros,
  currency: z.string(),
});
export type Waiting = z.output<typeof Waiting>;

/** What waits of an author's shares of closed months, the oldest month first. */
export function waitingOf(db: Db, author: AuthorId): Promise<Waiting[]> {
  return db.many(sql.of(Waiting)`
    with taken as (
      select share.pool_month as month, share.member_id, sum(part.micros) as micros
        from charge_share as share
        join take_back_part as part on part.charge_id = share.charge_id
                                   and part.month = share.month
                                   and part.author_id = share.author_id
                                   and part.holder = 'escrow' and part.end_id is null
        left join refund on refund.id = part.refund_id
       where share.author_id = ${author} and share.holder = 'escrow'
         and (part.refund_id is null or refund.state <> 'refused')
       group by share.pool_month, share.member_id
    )
    select h.month, h.member_id, author_id, bps, run_id, verdict_id, h.micros,
           h.micros - coalesce(taken.micros, 0) as left_micros, currency
      from month_hold as h
      join closing on closing.month = h.month and closing.state = 'closed'
      left join taken on taken.month = h.month and taken.member_id = h.member_id
     where author_id = ${author} and end_id is null and h.micros > 0
     order by h.month, h.member_id`);
}

/** The same; others who end this author's escrow, and who take a part of it back, wait until `tx` ends. */
export async function lockWaiting(tx: Tx, author: AuthorId): Promise<Waiting[]> {
  await tx.run(sql`select from reader where id = ${author} for update`);
  await lockPartners(tx, [author]);
  return waitingOf(tx, author);
}

const WaitingAuthor = z.object({ authorId: readerId, micros, months: whole });

/** Authors of whose shares something waits, and how much that is, the most first. */
export function waitingAuthors(db: Db): Promise<z.output<typeof WaitingAuthor>[]> {
  return db.many(sql.of(WaitingAuthor)`
    select author_id, sum(micros) as micros, count(distinct month) as months
      from month_hold where end_id is null and micros > 0
     group by author_id order by sum(micros) desc, author_id`);
}

export const ESCROW_ENDS = ["faded", "released", "forfeited"] as const;
export type EscrowEndKind = (typeof ESCROW_ENDS)[number];

export interface NewEscrowEnd {
  authorId: AuthorId;
  how: EscrowEndKind;
  micros: Micros;
  movedMicros: Micros;
  currency: string;
  decidedBy: ReaderId | null;
  reason: string;
}

/** Ends exactly these; gives the number of the end. Within `lockWaiting`. */
export async function insertEscrowEnd(
  tx: Tx,
  at: Date,
  end: NewEscrowEnd,
  parts: readonly Waiting[],
): Promise<number> {
  const { authorId, how, decidedBy, reason, currency } = end;
  const { id } = await tx.one(sql.of(z.object({ id: whole }))`
    insert into escrow_end (author_id, how, micros, moved_micros, currency, decided_by, reason,
                            ended_at)
    values (${authorId}, ${how}, ${end.micros}, ${end.movedMicros}, ${currency}, ${decidedBy},
            ${reason}, ${at})
    returning id`);
  await tx.run(sql`
    update month_hold as h set end_id = ${id}
      from unnest(${parts.map(({ month }) => month)}::text[],
                  ${parts.map(({ memberId }) => memberId)}::bigint[]) as part (month, member_id)
     where h.month = part.month and h.member_id = part.member_id and h.author_id = ${authorId}
       and h.end_id is null`);
  return id;
}

const EscrowEnd = z.object({
  id: whole,
  how: z.enum(ESCROW_ENDS),
  micros,
  movedMicros: micros,
  currency: z.string(),
  decidedBy: readerId.nullable(),
  reason: z.string(),
  endedAt: instant,
});

/** How parts of an author's escrow ended, the newest first. */
export function escrowEndsOf(db: Db, author: AuthorId): Promise<z.output<typeof EscrowEnd>[]> {
  return db.many(sql.of(EscrowEnd)`
    select id, how, micros, moved_micros, currency, decided_by, reason, ended_at
      from escrow_end where author_id = ${author} order by id desc`);
}
