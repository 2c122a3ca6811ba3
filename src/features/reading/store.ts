/** Reading in SQL. Sole writer of `reading_session`, `reading_clock`, `reading_day`, `view_day`, `visit_day`. */
import { z } from "zod";
import type { ReaderId, StoryId } from "../../core/ids.ts";
import type { Day } from "../../core/time.ts";
import { readerId, storyId, whole } from "../../store/columns.ts";
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
  const { id } = await tx.one(sql.of(z.object({ id: whole }))`
    with viewed as (
      insert into view_day (reader_id, story_id, day, entry)
      values (${reader}, ${story}, ${day}, ${entry}) on conflict do nothing
    ), begun as (
      insert into reading_clock (reader_id, counted_until) values (${reader}, ${at})
      on conflict do nothing
    )
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

// What follows runs thousands of times a second, so its rows are plain numbers, which need no parsing.

const Standing = z.object({
  sessionId: z.number(),
  seconds: z.number(),
  coveragePercent: z.number(),
  readerId: z.number(),
  countedUntilMs: z.number(),
});

/**
 * What sessions have counted, and until when their readers' time is (milliseconds since 1970). Nothing
 * is held. Sessions that are gone are left out.
 */
export function standingOf(
  db: Db,
  sessionIds: readonly number[],
): Promise<z.output<typeof Standing>[]> {
  return db.many(sql.of(Standing)`
    select s.id::float8 as session_id, s.seconds, s.coverage_percent, s.reader_id::float8,
           (extract(epoch from c.counted_until) * 1000)::float8 as counted_until_ms
      from reading_session as s
      join reading_clock as c on c.reader_id = s.reader_id
     where s.id = any(${list(sessionIds)}::bigint[])`);
}

export interface ClockMove {
  readerId: number;
  fromMs: number;
  toMs: number;
}

export interface SessionCount {
  sessionId: number;
  readerId: number;
  seconds: number;
  coveragePercent: number;
}

export interface DayGain {
  readerId: ReaderId;
  storyId: StoryId;
  day: Day;
  seconds: number;
  earningSeconds: number;
  /** Milliseconds since 1970. */
  firstAtMs: number;
  /** How much of the text was in view at most. */
  coveragePercent: number;
}

const Outrun = z.object({ readerId: z.number() });

/**
 * Writes what a batch of reports came to, for each reader whose clock stands where the batch read it:
 * all of a reader's, or nothing. Gives the readers for whom another process counted meanwhile.
 * Each session, reader and (reader, story, day) comes once.
 */
export async function recordCounted(
  db: Db,
  clocks: readonly ClockMove[],
  sessions: readonly SessionCount[],
  gains: readonly DayGain[],
): Promise<Set<number>> {
  const rows = await db.many(sql.of(Outrun)`
    with clock as (
      select * from unnest(${list(clocks.map((clock) => clock.readerId))}::bigint[],
                           ${list(clocks.map((clock) => clock.fromMs))}::float8[],
                           ${list(clocks.map((clock) => clock.toMs))}::float8[])
                    as n (reader_id, from_ms, to_ms)
    ), held as materialized (
      select c.reader_id, from_ms, to_ms
        from clock join reading_clock as c on c.reader_id = clock.reader_id
       where c.counted_until = to_timestamp(from_ms / 1000)
       order by c.reader_id for update of c
    ), moved as (
      update reading_clock as c set counted_until = to_timestamp(to_ms / 1000)
        from held where c.reader_id = held.reader_id and to_ms > from_ms
    ), counted as (
      update reading_session as s
         set seconds = n.seconds,
             coverage_percent = greatest(s.coverage_percent, n.coverage_percent)
        from unnest(${list(sessions.map((one) => one.sessionId))}::bigint[],
                    ${list(sessions.map((one) => one.readerId))}::bigint[],
                    ${list(sessions.map((one) => one.seconds))}::int[],
                    ${list(sessions.map((one) => one.coveragePercent))}::smallint[])
             as n (id, reader_id, seconds, coverage_percent)
       where s.id = n.id and n.reader_id in (select reader_id from held)
      returning n.reader_id
    ), gained as (
      insert into reading_day as d (reader_id, story_id, day, seconds, earning_seconds, first_at,
                                    coverage_percent)
      select reader_id, story_id, day, seconds, earning_seconds, to_timestamp(first_at_ms / 1000),
             coverage_percent
        from unnest(
          ${list(gains.map((gain) => gain.readerId))}::bigint[],
          ${list(gains.map((gain) => gain.storyId))}::bigint[],
          ${list(gains.map((gain) => gain.day))}::date[],
          ${list(gains.map((gain) => gain.seconds))}::int[],
          ${list(gains.map((gain) => gain.earningSeconds))}::int[],
          ${list(gains.map((gain) => gain.firstAtMs))}::float8[],
          ${list(gains.map((gain) => gain.coveragePercent))}::smallint[])
          as n (reader_id, story_id, day, seconds, earning_seconds, first_at_ms, coverage_percent)
       where reader_id in (select reader_id from counted)
      on conflict (reader_id, story_id, day) do update
        set seconds = least(86400, d.seconds + excluded.seconds),
            earning_seconds = least(86400, d.earning_seconds + excluded.earning_seconds),
            first_at = least(d.first_at, excluded.first_at),
            coverage_percent = greatest(d.coverage_percent, excluded.coverage_percent)
    )
    select reader_id::float8 from clock where reader_id not in (select reader_id from held)`);
  return new Set(rows.map(({ readerId }) => readerId));
}

/** An array as PostgreSQL reads it. The driver would look for what to quote in each of the numbers. */
function list(values: readonly (number | Day)[]): string {
  return `{${values.join(",")}}`;
}

const Counts = z.object({ views: whole, reads: whole });

/** How often a story was viewed and read, by everyone, ever. */
export function readingCounts(db: Db, story: StoryId): Promise<z.output<typeof Counts>> {
  return db.one(sql.of(Counts)`
    select (select count(*) from view_day where story_id = ${story})
           + (select count(*) from visit_day where story_id = ${story}) as views,
           (select count(*) from reading_day where story_id = ${story} and seconds >= 30) as reads`);
}
