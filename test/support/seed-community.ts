/**
 * A made-up community as a site's tables hold it, written in sets and past the rooms. Accounts and stories
 * get the next ids in their order, so that a place in its columns is the id less the first.
 */
import type { Events } from "../../src/core/integrity/events.ts";
import { DAY_MS } from "../../src/core/time.ts";
import { type Database, sql } from "../../src/store/db.ts";
import type { Community } from "../simulation/community/simulate.ts";

const ROWS = 50_000;

/** Its first day is `start`. The database holds nobody yet: the account at place 0 gets id 1. */
export async function seedCommunity(
  db: Database,
  { events, texts }: Pick<Community, "events" | "texts">,
  start: Date,
): Promise<void> {
  await seedAccounts(db, events, start);
  await seedStories(db, events, start);
  await seedFollows(db, events, start);
  await seedReads(db, events, start);
  await seedClaps(db, events, start);
  await seedResponses(db, events, texts, start);
  await db.run(sql`analyze`);
}

/** Milliseconds since 1970 of a day of the community. */
const msOf = (start: Date, day: number) => Math.round(start.getTime() + day * DAY_MS);

/** An array as PostgreSQL reads it. */
const list = (values: Iterable<number>) => `{${[...values].join(",")}}`;

async function inParts(count: number, write: (places: number[]) => Promise<unknown>) {
  for (let from = 0; from < count; from += ROWS)
    await write(Array.from({ length: Math.min(ROWS, count - from) }, (_, n) => from + n));
}

async function seedAccounts(db: Database, { accounts }: Events, start: Date): Promise<void> {
  await inParts(accounts.ids.length, (places) =>
    db.run(sql`
      insert into reader (handle, name, email, joined_at)
      select 'p' || place, 'P' || place, 'p' || place || '@example.org',
             to_timestamp(ms / 1000.0)
        from unnest(${list(places)}::int[],
                    ${list(places.map((place) => msOf(start, accounts.joined[place]!)))}::float8[])
          as one (place, ms) order by place`),
  );
  const members = [...accounts.member.keys()].filter((place) => accounts.member[place] === 1);
  await db.run(sql`
    insert into membership (reader_id, plan_code, tier, card_last4, card_token, started_at,
                            anchor_day, paid_until)
    select place + 1, 'member-monthly', 'member', '4242', 'card_test_4242', ${start}, 1,
           (${start}::timestamptz + interval '1 year')::date
      from unnest(${list(members)}::int[]) as place`);
}

async function seedStories(db: Database, { stories }: Events, start: Date): Promise<void> {
  await inParts(stories.ids.length, (places) =>
    db.run(sql`
      insert into story (key, author_id, title, slug, document, reading_seconds, state, made_at,
                         saved_at, published_at, withdrawn_at)
      select 's' || lpad(place::text, 9, '0'), author + 1, 'One', 'one', '{}', seconds, 'withdrawn',
             at, at, at, at
        from unnest(${list(places)}::int[],
                    ${list(places.map((place) => stories.author[place]!))}::int[],
                    ${list(places.map((place) => Math.round(stories.expectedSeconds[place]!)))}::int[],
                    ${list(places.map((place) => msOf(start, stories.published[place]!)))}::float8[])
          as one (place, author, seconds, ms)
       cross join lateral (select to_timestamp(ms / 1000.0) as at) as published
       order by place`),
  );
}

async function seedFollows(db: Database, { follows, until }: Events, start: Date): Promise<void> {
  const end = (place: number) =>
    follows.unfollowedAt[place]! <= until ? msOf(start, follows.unfollowedAt[place]!) : 0;
  await inParts(follows.at.length, (places) =>
    db.run(sql`
      insert into follow (follower_id, followee_id, followed_at, ended_at)
      select follower + 1, followee + 1, to_timestamp(ms / 1000.0),
             to_timestamp(nullif(ended_ms, 0) / 1000.0)
        from unnest(${list(places.map((place) => follows.follower[place]!))}::int[],
                    ${list(places.map((place) => follows.followee[place]!))}::int[],
                    ${list(places.map((place) => msOf(start, follows.at[place]!)))}::float8[],
                    ${list(places.map(end))}::float8[]) as one (follower, followee, ms, ended_ms)
       order by ms
      on conflict do nothing`),
  );
}

async function seedReads(db: Database, { reads }: Events, start: Date): Promise<void> {
  await inParts(reads.at.length, (places) =>
    db.run(sql`
      insert into reading_day as d (reader_id, story_id, day, seconds, earning_seconds, first_at,
                                    coverage_percent)
      select reader + 1, story + 1, (at at time zone 'UTC')::date, least(86400, sum(seconds)), 0,
             min(at), max(coverage)
        from unnest(${list(places.map((place) => reads.reader[place]!))}::int[],
                    ${list(places.map((place) => reads.story[place]!))}::int[],
                    ${list(places.map((place) => msOf(start, reads.at[place]!)))}::float8[],
                    ${list(places.map((place) => Math.round(reads.seconds[place]!)))}::int[],
                    ${list(places.map((place) => Math.round(100 * reads.coverage[place]!)))}::int[])
          as one (reader, story, ms, seconds, coverage)
       cross join lateral (select to_timestamp(ms / 1000.0) as at) as moment
       group by 1, 2, 3
      on conflict (reader_id, story_id, day)
      do update set seconds = least(86400, d.seconds + excluded.seconds)`),
  );
  await inParts(reads.at.length, (places) =>
    db.run(sql`
      insert into reading_session (reader_id, story_id, opened_at, earning, entry, seconds,
                                   coverage_percent)
      select reader + 1, story + 1, to_timestamp(ms / 1000.0), false, 'feed', seconds, coverage
        from unnest(${list(places.map((place) => reads.reader[place]!))}::int[],
                    ${list(places.map((place) => reads.story[place]!))}::int[],
                    ${list(places.map((place) => msOf(start, reads.at[place]!)))}::float8[],
                    ${list(places.map((place) => Math.round(reads.seconds[place]!)))}::int[],
                    ${list(places.map((place) => Math.round(100 * reads.coverage[place]!)))}::int[])
          as one (reader, story, ms, seconds, coverage) order by ms`),
  );
}

async function seedClaps(db: Database, { claps }: Events, start: Date): Promise<void> {
  await inParts(claps.at.length, (places) =>
    db.run(sql`
      insert into clap as c (reader_id, story_id, count, clapped_at)
      select reader + 1, story + 1, least(50, sum(count)), to_timestamp(max(ms) / 1000.0)
        from unnest(${list(places.map((place) => claps.reader[place]!))}::int[],
                    ${list(places.map((place) => claps.story[place]!))}::int[],
                    ${list(places.map((place) => msOf(start, claps.at[place]!)))}::float8[],
                    ${list(places.map((place) => claps.count[place]!))}::int[])
          as one (reader, story, ms, count)
       group by 1, 2
      on conflict (reader_id, story_id)
      do update set count = least(50, c.count + excluded.count)`),
  );
}

async function seedResponses(
  db: Database,
  { responses }: Events,
  texts: readonly string[],
  start: Date,
): Promise<void> {
  await inParts(responses.at.length, (places) =>
    db.run(sql`
      insert into response (key, story_id, author_id, text, responded_at)
      select 'r' || lpad(place::text, 9, '0'), story + 1, reader + 1, left(text, 5000),
             to_timestamp(ms / 1000.0)
        from unnest(${list(places)}::int[],
                    ${list(places.map((place) => responses.reader[place]!))}::int[],
                    ${list(places.map((place) => responses.story[place]!))}::int[],
                    ${list(places.map((place) => msOf(start, responses.at[place]!)))}::float8[],
                    ${places.map((place) => texts[place] || "Yes.")}::text[])
          as one (place, reader, story, ms, text) order by ms`),
  );
}
