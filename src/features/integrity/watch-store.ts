/**
 * What happened since it was last looked at, in SQL, by the ends of indexes and never by a scan. Sole
 * writer of `watch_mark`.
 */
import { z } from "zod";
import { DAY_MS } from "../../core/time.ts";
import { instant, whole } from "../../store/columns.ts";
import { copyNumbers, copyQuery } from "../../store/copy.ts";
import { type Db, sql, type Tx } from "../../store/db.ts";
import type { Watched } from "./watch.ts";

const Mark = z.object({
  followId: whole,
  sessionId: whole,
  responseId: whole,
  clappedAt: instant,
});
export type Mark = z.output<typeof Mark>;

/** Until where all was seen; others who watch wait until `tx` ends. */
export async function lockMark(tx: Tx, at: Date): Promise<Mark> {
  await tx.run(sql`
    insert into watch_mark (follow_id, session_id, response_id, clapped_at)
    select coalesce((select max(id) from follow), 0),
           coalesce((select max(id) from reading_session), 0),
           coalesce((select max(id) from response), 0), ${at}
    on conflict (one) do nothing`);
  await tx.run(sql`select from watch_mark for update`);
  return tx.one(sql.of(Mark)`
    select follow_id, session_id, response_id, clapped_at from watch_mark`);
}

export async function recordMark(tx: Tx, mark: Mark): Promise<void> {
  await tx.run(sql`
    update watch_mark
       set follow_id = ${mark.followId}, session_id = ${mark.sessionId},
           response_id = ${mark.responseId}, clapped_at = ${mark.clappedAt}`);
}

/** Told of each event: what of whom, and when, in days. */
export type Heed = (what: Watched, account: number, at: number) => void;

/** More than this at once waits for the next time. */
const EVENTS_MAX = 200_000;

/**
 * Tells of everything after `mark` that is a moment old, kind by kind in order of time, and gives the new
 * mark. A row whose transaction lasted longer than that moment may be passed over: the night sees it.
 */
export async function eventsSince(tx: Tx, mark: Mark, until: Date, heed: Heed): Promise<Mark> {
  const end = Math.floor(until.getTime());
  const next = { ...mark };
  const follows = copyQuery`
    select id::float8, follower_id::float8, followee_id::float8,
           date_part('epoch', followed_at) / 86400
      from follow
     where id > ${mark.followId} and followed_at < to_timestamp(${end} / 1000.0)
     order by follow.id limit ${EVENTS_MAX}`;
  await copyNumbers(tx, follows, 4, (row) => {
    next.followId = row[0]!;
    heed("follows", row[1]!, row[3]!);
    heed("followers", row[2]!, row[3]!);
  });
  const sessions = copyQuery`
    select s.id::float8, author_id::float8, date_part('epoch', opened_at) / 86400
      from reading_session as s join story on story.id = story_id
     where s.id > ${mark.sessionId} and opened_at < to_timestamp(${end} / 1000.0)
     order by s.id limit ${EVENTS_MAX}`;
  await copyNumbers(tx, sessions, 3, (row) => {
    next.sessionId = row[0]!;
    heed("readers", row[1]!, row[2]!);
  });
  const responses = copyQuery`
    select id::float8, author_id::float8, date_part('epoch', responded_at) / 86400
      from response
     where id > ${mark.responseId} and responded_at < to_timestamp(${end} / 1000.0)
     order by response.id limit ${EVENTS_MAX}`;
  await copyNumbers(tx, responses, 3, (row) => {
    next.responseId = row[0]!;
    heed("responses", row[1]!, row[2]!);
  });
  next.clappedAt = await clapsSince(tx, mark.clappedAt, until, heed);
  return next;
}

/** Claps have no number of their own and are written again and again: they are found by their time. */
async function clapsSince(tx: Tx, since: Date, until: Date, heed: Heed): Promise<Date> {
  const [from, end] = [Math.floor(since.getTime()), Math.floor(until.getTime())];
  const query = copyQuery`
    select reader_id::float8, date_part('epoch', clapped_at) / 86400
      from clap
     where clapped_at >= to_timestamp(${from} / 1000.0)
       and clapped_at < to_timestamp(${end} / 1000.0)
     order by clap.clapped_at`;
  await copyNumbers(tx, query, 2, (row) => heed("claps", row[0]!, row[1]!));
  return until;
}

const Sums = z.object({ follows: whole, sessions: whole, responses: whole });

/** A mark that stands `days` before `at`: from where a watch that begins remembers. */
export async function markBefore(db: Db, at: Date, days: number): Promise<Mark> {
  const since = new Date(at.getTime() - days * DAY_MS);
  const { follows, sessions, responses } = await db.one(sql.of(Sums)`
    select coalesce((select max(id) from follow where followed_at < ${since}), 0) as follows,
           coalesce((select max(id) from reading_session where opened_at < ${since}), 0) as sessions,
           coalesce((select max(id) from response where responded_at < ${since}), 0) as responses`);
  return { followId: follows, sessionId: sessions, responseId: responses, clappedAt: since };
}

/** About how many accounts there are, as the last analysis of the table has it. */
export async function accountsCount(db: Db): Promise<number> {
  const { count } = await db.one(sql.of(z.object({ count: whole }))`
    select greatest(0, reltuples)::bigint as count from pg_class where oid = 'reader'::regclass`);
  return count;
}
