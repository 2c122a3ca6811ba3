/**
 * An account and those around it, from PostgreSQL into the columns that integrity looks at: those it is
 * tied to by follows, and those tied to most of them, each with their latest reads of anybody: who reads
 * others and not each other is told from who does not read at all. Reads only, in one statement, by indexes
 * alone: what it costs does not grow with the community.
 */
import { z } from "zod";
import type { ReaderId } from "../../core/ids.ts";
import type { Events } from "../../core/integrity/events.ts";
import { type Db, sql } from "../../store/db.ts";
import { daysOf } from "./events-store.ts";

/** The latest so many ties of the account itself, each way. */
const TIES_MAX = 20;
/** Of each of those around it so many, each way, by which the next are found. */
const THEIR_TIES_MAX = 8;
const NEXT_MAX = 20;
/** Of each of them the latest so many reads. */
const READS_MAX = 50;

const rows = z.array(z.array(z.number()));
const Near = z.object({
  accounts: rows,
  stories: rows,
  follows: rows,
  reads: rows,
  claps: rows,
  responses: rows,
  texts: z.array(z.string()),
});

export interface Neighbourhood {
  events: Events;
  followIds: Float64Array;
  texts: string[];
  /** The account's own place. */
  place: number;
}

/** Everything before `at`; null when there is no such account. */
export async function neighbourhoodOf(
  db: Db,
  account: ReaderId,
  at: Date,
): Promise<Neighbourhood | null> {
  const found = await db.one(near(account, at));
  const accounts = found.accounts;
  const placeOf = new Map(accounts.map(([id], place) => [id!, place]));
  const place = placeOf.get(account);
  if (place === undefined) return null;
  const storyOf = new Map(found.stories.map(([id], story) => [id!, story]));
  const whole = (kind: number[][], column: number, of?: Map<number, number>) =>
    Int32Array.from(kind, (row) => (of ? of.get(row[column]!)! : row[column]!));
  const decimal = (kind: number[][], column: number) =>
    Float64Array.from(kind, (row) => row[column]!);
  const acts = (kind: number[][]) => ({
    reader: whole(kind, 0, placeOf),
    story: whole(kind, 1, storyOf),
    at: decimal(kind, 2),
  });
  const { follows, reads, claps, responses } = found;
  const events: Events = {
    accounts: {
      ...{ ids: whole(accounts, 0), joined: decimal(accounts, 1) },
      ...{
        member: Uint8Array.from(whole(accounts, 2)),
        author: Uint8Array.from(whole(accounts, 3)),
      },
    },
    stories: {
      ...{ ids: whole(found.stories, 0), author: whole(found.stories, 1, placeOf) },
      ...{ published: decimal(found.stories, 2), expectedSeconds: decimal(found.stories, 3) },
    },
    follows: {
      ...{ follower: whole(follows, 0, placeOf), followee: whole(follows, 1, placeOf) },
      at: decimal(follows, 2),
      unfollowedAt: Float64Array.from(follows, (row) => row[3]! || Number.POSITIVE_INFINITY),
    },
    reads: { ...acts(reads), seconds: decimal(reads, 3), coverage: decimal(reads, 4) },
    claps: { ...acts(claps), count: decimal(claps, 3) },
    responses: {
      ...acts(responses),
      genericness: new Float64Array(responses.length),
      solicits: new Float64Array(responses.length),
    },
    shown: null,
    until: daysOf(at),
  };
  return { events, followIds: decimal(follows, 4), texts: found.texts, place };
}

/** Rows come as JSON, which the driver reads faster than so many rows of a table. */
const near = (account: ReaderId, at: Date) => sql.of(Near)`
  with first as materialized (
    select id from (
      (select followee_id as id from follow where follower_id = ${account}
        order by followed_at desc limit ${TIES_MAX})
      union
      (select follower_id from follow where followee_id = ${account}
        order by followed_at desc limit ${TIES_MAX})) as tied
  ), next as materialized (
    select their.id
      from first
     cross join lateral (
       (select followee_id as id from follow where follower_id = first.id
         order by id desc limit ${THEIR_TIES_MAX})
       union
       (select follower_id from follow where followee_id = first.id
         order by followed_at desc limit ${THEIR_TIES_MAX})) as their
     group by their.id order by count(*) desc, their.id limit ${NEXT_MAX}
  ), account as materialized (
    select id from first union select id from next union select ${account}::bigint
  ), read as materialized (
    select account.id as reader_id, d.*
      from account
     cross join lateral (select story_id, opened_at, seconds, coverage_percent
                           from reading_session
                          where reader_id = account.id and opened_at < ${at}
                          order by opened_at desc limit ${READS_MAX}) as d
     where seconds > 0
  ), near_story as materialized (
    select story.id, author_id, published_at, reading_seconds
      from story join account on account.id = author_id where published_at < ${at}
     union
    select story.id, author_id, published_at, reading_seconds
      from (select distinct story_id from read) as r join story on story.id = r.story_id
     where published_at < ${at}
  ), someone as materialized (
    select id from account union select author_id from near_story
  ), said as materialized (
    select r.author_id, r.story_id, r.responded_at, r.text, r.id
      from response as r
      join account on account.id = r.author_id
      join near_story as s on s.id = r.story_id and s.author_id <> r.author_id
     where responded_at < ${at} and (r.held_until is null or r.held_until = 'infinity')
  )
  select (select coalesce(json_agg(json_build_array(
            reader.id, date_part('epoch', joined_at) / 86400,
            exists (select from membership where reader_id = reader.id)::int,
            (reader.id in (select author_id from near_story))::int) order by reader.id),
            '[]') from reader join someone using (id)) as accounts,
         (select coalesce(json_agg(json_build_array(
            id, author_id, date_part('epoch', published_at) / 86400, reading_seconds) order by id),
            '[]') from near_story) as stories,
         (select coalesce(json_agg(json_build_array(
            follower_id, followee_id, date_part('epoch', followed_at) / 86400,
            coalesce(date_part('epoch', ended_at) / 86400, 0), follow.id) order by follow.id), '[]')
            from follow
            join account as a on a.id = follower_id
            join someone as b on b.id = followee_id
           where followed_at < ${at}) as follows,
         (select coalesce(json_agg(json_build_array(
            reader_id, story_id, date_part('epoch', opened_at) / 86400, seconds,
            coverage_percent / 100.0::float8)), '[]')
            from read join near_story as s on s.id = story_id and author_id <> reader_id) as reads,
         (select coalesce(json_agg(json_build_array(
            reader_id, story_id, date_part('epoch', clapped_at) / 86400, count)), '[]')
            from account
            join clap on clap.reader_id = account.id
            join near_story as s on s.id = clap.story_id and s.author_id <> account.id
           where clapped_at < ${at}) as claps,
         (select coalesce(json_agg(json_build_array(
            author_id, story_id, date_part('epoch', responded_at) / 86400) order by id), '[]')
            from said) as responses,
         (select coalesce(json_agg(text order by id), '[]') from said) as texts`;
