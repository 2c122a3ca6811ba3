/** Reading in SQL. Sole writer of `reading_session`, `reading_clock`, `reading_day`, `view_day`, `visit_day`. */
import { z } from "zod";
import type { ReaderId, StoryId } from "../../core/ids.ts";
import type { Day } from "../../core/time.ts";
import { instant, readerId, storyId, whole } from "../../store/columns.ts";
import { type Db, sql, type Tx } from "../../store/db.ts";

export type Entry = "feed" | "search" | "direct" | "e-mail" | "outside";

const OpenedStory = z.object({
  storyId,
  authorId: readerId,
  readingSeconds: z.int(),
  forMembers: z.boolean(),
});
export type OpenedStory = z.output<typeof OpenedStory>;

/** A published story as far as attention needs it. */
export function findOpenedStory(db: Db, key: string): Promise<OpenedStory | null> {
  return db.maybe(sql.of(OpenedStory)`
    select id as story_id, author_id, reading_seconds, audience = 'members' as for_members
      from story where key = ${key} and state = 'published'`);
}

/** Opens a session, begins the reader's clock if it is their first, and counts the day's view once. */
export async function insertReadingSession(
  tx: Tx,
  at: Date,
  session: { readerId: ReaderId; storyId: StoryId; earning: boolean; entry: Entry; day: Day },
): Promise<number> {
  const { readerId: reader, storyId: story, earning, entry, day } = session;
  await tx.run(sql`
    insert into view_day (reader_id, story_id, day, entry)
    values (${reader}, ${story}, ${day}, ${entry}) on conflict do nothing`);
  await tx.run(sql`
    insert into reading_clock (reader_id, counted_until) values (${reader}, ${at})
    on conflict do nothing`);
  const { id } = await tx.one(sql.of(z.object({ id: whole }))`
    insert into reading_session (reader_id, story_id, opened_at, earning, entry)
    values (${reader}, ${story}, ${at}, ${earning}, ${entry}) returning id`);
  return id;
}

/** A visitor's view, once a story and day. */
export async function insertVisit(
  db: Db,
  visit: { visitor: string; storyId: StoryId; day: Day; entry: Entry },
): Promise<void> {
  await db.run(sql`
    insert into visit_day (visitor, story_id, day, entry)
    values (${visit.visitor}::uuid, ${visit.storyId}, ${visit.day}, ${visit.entry})
    on conflict do nothing`);
}

const ReaderClock = z.object({ readerId, countedUntil: instant });

/** Readers' clocks, held until `tx` ends: no other batch counts for these readers meanwhile. */
export function lockClocks(
  tx: Tx,
  readers: readonly ReaderId[],
): Promise<z.output<typeof ReaderClock>[]> {
  return tx.many(sql.of(ReaderClock)`
    select reader_id, counted_until from reading_clock
     where reader_id = any(${readers}::bigint[]) order by reader_id for update`);
}

const SessionSoFar = z.object({ sessionId: whole, seconds: z.int(), coveragePercent: z.int() });
export type SessionSoFar = z.output<typeof SessionSoFar>;

/** What the sessions have counted. Read after `lockClocks`, which keeps it still. */
export function sessionsSoFar(db: Db, sessionIds: readonly number[]): Promise<SessionSoFar[]> {
  return db.many(sql.of(SessionSoFar)`
    select id as session_id, seconds, coverage_percent from reading_session
     where id = any(${sessionIds}::bigint[])`);
}

export interface SessionCount {
  sessionId: number;
  seconds: number;
  coveragePercent: number;
}

export interface DayGain {
  readerId: ReaderId;
  storyId: StoryId;
  day: Day;
  seconds: number;
  earningSeconds: number;
  firstAt: Date;
}

/** Writes what a batch of reports came to. Each session, reader and (reader, story, day) comes once. */
export async function recordCounted(
  tx: Tx,
  sessions: readonly SessionCount[],
  clocks: ReadonlyMap<ReaderId, Date>,
  gains: readonly DayGain[],
): Promise<void> {
  await tx.run(sql`
    update reading_session as s
       set seconds = n.seconds, coverage_percent = n.coverage_percent
      from unnest(${sessions.map((one) => one.sessionId)}::bigint[],
                  ${sessions.map((one) => one.seconds)}::int[],
                  ${sessions.map((one) => one.coveragePercent)}::smallint[])
           as n (id, seconds, coverage_percent)
     where s.id = n.id`);
  if (gains.length === 0) return;
  await tx.run(sql`
    update reading_clock as c set counted_until = n.counted_until
      from unnest(${[...clocks.keys()]}::bigint[], ${[...clocks.values()]}::timestamptz[])
           as n (reader_id, counted_until)
     where c.reader_id = n.reader_id`);
  await tx.run(sql`
    insert into reading_day as d (reader_id, story_id, day, seconds, earning_seconds, first_at)
    select * from unnest(
      ${gains.map((gain) => gain.readerId)}::bigint[], ${gains.map((gain) => gain.storyId)}::bigint[],
      ${gains.map((gain) => gain.day)}::date[], ${gains.map((gain) => gain.seconds)}::int[],
      ${gains.map((gain) => gain.earningSeconds)}::int[],
      ${gains.map((gain) => gain.firstAt)}::timestamptz[])
    on conflict (reader_id, story_id, day) do update
      set seconds = least(86400, d.seconds + excluded.seconds),
          earning_seconds = least(86400, d.earning_seconds + excluded.earning_seconds),
          first_at = least(d.first_at, excluded.first_at)`);
}

const Counts = z.object({ views: whole, reads: whole });

/** How often a story was viewed and read, by everyone, ever. */
export function readingCounts(db: Db, story: StoryId): Promise<z.output<typeof Counts>> {
  return db.one(sql.of(Counts)`
    select (select count(*) from view_day where story_id = ${story})
           + (select count(*) from visit_day where story_id = ${story}) as views,
           (select count(*) from reading_day where story_id = ${story} and seconds >= 30) as reads`);
}
