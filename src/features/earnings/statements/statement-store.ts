/** Statements in SQL. Sole writer of `statement` and `statement_line`. */
import { z } from "zod";
import type { AuthorId, MemberId, StoryId } from "../../../core/ids.ts";
import { type Month, monthEnd, monthStart } from "../../../core/time.ts";
import {
  instant,
  micros,
  month as monthColumn,
  readerId,
  storyId,
  whole,
} from "../../../store/columns.ts";
import { type Db, sql, type Tx } from "../../../store/db.ts";

/**
 * The month's statements, from its lines and the reads behind them. Members of an author are counted
 * in the order of the lines' index, where a member's lines for an author stand together.
 */
export async function recordStatements(tx: Tx, month: Month): Promise<void> {
  const [start, end] = [monthStart(month), monthEnd(month)];
  await tx.run(sql`
    create temporary table story_sum on commit drop as
    select l.author_id, l.story_id, l.micros, l.escrow_micros, l.members, r.reads, r.seconds
      from (select author_id, story_id, sum(micros)::bigint as micros,
                   sum(escrow_micros)::bigint as escrow_micros, count(*)::int as members
              from allocation_line where month = ${month} group by author_id, story_id) as l
      join (select d.story_id, count(*)::int as reads, sum(earning_seconds) as seconds
              from reading_day as d
              join month_story as m on m.month = ${month} and m.story_id = d.story_id
              join pool as p on p.month = ${month} and p.member_id = d.reader_id
             where day >= greatest(${start}::date, m.earns_from) and day < ${end}::date
               and earning_seconds >= 30 and d.reader_id <> m.author_id
               and p.dues_micros + p.carried_micros > 0
             group by d.story_id) as r on r.story_id = l.story_id`);
  await tx.run(sql`
    insert into statement (month, author_id, micros, escrow_micros, members, reads)
    select ${month}, s.author_id, s.micros, s.escrow_micros, m.members, s.reads
      from (select author_id, sum(micros)::bigint as micros,
                   sum(escrow_micros)::bigint as escrow_micros, sum(reads) as reads
              from story_sum group by author_id) as s
      join (select author_id, count(*) as members
              from (select distinct member_id, author_id
                      from (select member_id, author_id from allocation_line
                             where month = ${month}
                             order by member_id, author_id offset 0) as line) as pair
             group by author_id) as m on m.author_id = s.author_id`);
  await tx.run(sql`
    insert into statement_line
           (month, author_id, story_id, micros, escrow_micros, members, reads, seconds)
    select ${month}, author_id, story_id, micros, escrow_micros, members, reads, seconds
      from story_sum`);
}

const Total = z.object({ partnerId: readerId, micros, escrowMicros: micros });

/** What each partner is owed for the month, by id. */
export function statementTotals(db: Db, month: Month): Promise<z.output<typeof Total>[]> {
  return db.many(sql.of(Total)`
    select author_id as partner_id, micros, escrow_micros
      from statement where month = ${month} order by author_id`);
}

const Statement = z.object({
  month: monthColumn,
  micros,
  escrowMicros: micros,
  members: z.int(),
  reads: z.int(),
  closedAt: instant,
  policyVersion: z.string(),
  currency: z.string(),
});
export type Statement = z.output<typeof Statement>;

/** A partner's statements, newest first. */
export function statementsOf(db: Db, author: AuthorId): Promise<Statement[]> {
  return db.many(sql.of(Statement)`
    select statement.month, micros, statement.escrow_micros, statement.members, reads, closed_at,
           policy_version, currency
      from statement join closing on closing.month = statement.month
     where author_id = ${author} and closing.state = 'closed'
     order by statement.month desc`);
}

const Line = z.object({
  storyId,
  key: z.string(),
  slug: z.string(),
  title: z.string(),
  micros,
  escrowMicros: micros,
  members: z.int(),
  reads: z.int(),
  seconds: whole,
});
export type StatementLine = z.output<typeof Line>;

/** An author's stories that were read for money in the month, best first. */
export function statementLines(db: Db, author: AuthorId, month: Month): Promise<StatementLine[]> {
  return db.many(sql.of(Line)`
    select l.story_id, story.key, story.slug, coalesce(revision.title, story.title) as title,
           l.micros, l.escrow_micros, l.members, l.reads, l.seconds
      from statement_line as l
      join story on story.id = l.story_id
      left join revision on revision.id = story.revision_id
     where l.author_id = ${author} and l.month = ${month}
     order by l.micros desc, l.story_id`);
}

const MonthStatement = Statement.extend({
  authorId: readerId,
  handle: z.string(),
  name: z.string(),
});
export type MonthStatement = z.output<typeof MonthStatement>;

/** Every partner's statement of a month, the largest first. */
export function monthStatements(db: Db, month: Month): Promise<MonthStatement[]> {
  return db.many(sql.of(MonthStatement)`
    select statement.month, micros, statement.escrow_micros, statement.members, reads, closed_at,
           policy_version, currency, author_id, handle, name
      from statement
      join closing on closing.month = statement.month
      join reader on reader.id = author_id
     where statement.month = ${month} and closing.state = 'closed'
     order by micros desc, author_id`);
}

const Address = z.object({
  authorId: readerId,
  email: z.string(),
  micros,
  currency: z.string(),
});

/** Who is told that a month's statement is there. */
export function statementAddresses(db: Db, month: Month): Promise<z.output<typeof Address>[]> {
  return db.many(sql.of(Address)`
    select author_id, email, micros, currency
      from statement
      join closing on closing.month = statement.month
      join reader on reader.id = author_id
     where statement.month = ${month}
     order by author_id`);
}

const Reader = z.object({ memberId: readerId });

/** Whose dues went to a story, the largest part first. Not for the author's eyes. */
export async function storyReaders(
  db: Db,
  month: Month,
  story: StoryId,
  limit: number,
): Promise<MemberId[]> {
  const rows = await db.many(sql.of(Reader)`
    select l.member_id
      from month_story as m
      join (select distinct reader_id from reading_day
             where story_id = ${story}
               and day >= ${monthStart(month)}::date and day < ${monthEnd(month)}::date) as r on true
      join allocation_line as l on l.month = m.month and l.member_id = r.reader_id
                               and l.author_id = m.author_id and l.story_id = m.story_id
     where m.month = ${month} and m.story_id = ${story} and l.micros > 0
     order by l.micros desc, l.member_id
     limit ${limit}`);
  return rows.map(({ memberId }) => memberId);
}
