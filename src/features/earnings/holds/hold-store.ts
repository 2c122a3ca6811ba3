/** Shares in hold, in SQL. Sole writer of `share_hold`. */
import { z } from "zod";
import type { AuthorId, MemberId } from "../../../core/ids.ts";
import { type Day, type Month, monthEnd } from "../../../core/time.ts";
import { day, instant, micros, month as monthColumn, readerId } from "../../../store/columns.ts";
import { type Db, sql, type Tx } from "../../../store/db.ts";

const NewMember = z.object({ memberId: readerId, firstAt: instant, latestAt: instant });

/** Members of the month whose first charge was made after `since`, by id. */
export function newMembers(
  db: Db,
  month: Month,
  since: Date,
): Promise<z.output<typeof NewMember>[]> {
  return db.many(sql.of(NewMember)`
    select member_id, min(charged_at) as first_at, max(charged_at) as latest_at
      from pool join charge on charge.reader_id = member_id
     where month = ${month} and charged_at < ${monthEnd(month)}
     group by member_id
    having min(charged_at) > ${since}
     order by member_id`);
}

export interface HeldMember {
  memberId: MemberId;
  untilOn: Day;
}

/** What these members' dues earned for each author, less what is in escrow, waits until their days. */
export async function insertHolds(
  tx: Tx,
  month: Month,
  held: readonly HeldMember[],
): Promise<void> {
  const members = held.map(({ memberId }) => memberId);
  const days = held.map(({ untilOn }) => untilOn);
  await tx.run(sql`
    insert into share_hold (month, author_id, until_on, micros)
    select ${month}, author_id, until_on, sum(micros - escrow_micros)::bigint
      from unnest(${members}::bigint[], ${days}::date[]) as held (member_id, until_on)
      join allocation_line as line on line.month = ${month} and line.member_id = held.member_id
     group by author_id, until_on
    having sum(micros - escrow_micros) > 0`);
}

const Held = z.object({ authorId: readerId, micros });

/** How much of each author's shares of the month is in hold. */
export async function heldByAuthor(db: Db, month: Month): Promise<Map<AuthorId, bigint>> {
  const rows = await db.many(sql.of(Held)`
    select author_id, sum(micros) as micros from share_hold
     where month = ${month} and released_at is null group by author_id`);
  return new Map(rows.map(({ authorId, micros }) => [authorId, micros]));
}

const Due = z.object({ month: monthColumn, untilOn: day, currency: z.string() });
export type DueHold = z.output<typeof Due>;

/** Months and days whose holds are over by `on` and not released, the earliest first. */
export function dueHolds(db: Db, on: Day): Promise<DueHold[]> {
  return db.many(sql.of(Due)`
    select distinct share_hold.month, until_on, currency
      from share_hold join closing on closing.month = share_hold.month
     where released_at is null and until_on <= ${on}::date
     order by until_on, share_hold.month`);
}

/** The holds of a month and day that are not released, by author. Others wait for them until `tx` ends. */
export async function lockHolds(
  tx: Tx,
  { month, untilOn }: DueHold,
): Promise<z.output<typeof Held>[]> {
  await tx.run(sql`
    select from share_hold where month = ${month} and until_on = ${untilOn}::date
     order by author_id for update`);
  return tx.many(sql.of(Held)`
    select author_id, micros from share_hold
     where month = ${month} and until_on = ${untilOn}::date and released_at is null
     order by author_id`);
}

export async function recordReleased(tx: Tx, at: Date, { month, untilOn }: DueHold): Promise<void> {
  await tx.run(sql`
    update share_hold set released_at = ${at}
     where month = ${month} and until_on = ${untilOn}::date and released_at is null`);
}

const OwnHold = z.object({ month: monthColumn, untilOn: day, micros });
export type OwnHold = z.output<typeof OwnHold>;

/** An author's shares that wait, by the day on which they are released. */
export function holdsOf(db: Db, author: AuthorId): Promise<OwnHold[]> {
  return db.many(sql.of(OwnHold)`
    select month, until_on, micros from share_hold
     where author_id = ${author} and released_at is null
     order by until_on, month`);
}

/** How an author's shares of one month wait or waited. */
export function monthHolds(
  db: Db,
  author: AuthorId,
  month: Month,
): Promise<(OwnHold & { releasedAt: Date | null })[]> {
  return db.many(sql.of(OwnHold.extend({ releasedAt: instant.nullable() }))`
    select month, until_on, micros, released_at from share_hold
     where author_id = ${author} and month = ${month}
     order by until_on`);
}
