/**
 * A month of a site's life by the million, as it stands before its close: readers, partners, stories,
 * dues, reading, and books that agree. Everything follows from ids by arithmetic, so the same size gives
 * the same month again.
 *
 * Written in sets and straight into the tables, past the rooms: what takes rooms a month takes this a
 * second for each hundred thousand readings or so.
 */
import { z } from "zod";
import { fees, memberPool, platform, provider } from "../../src/core/ledger/chart.ts";
import { legs } from "../../src/core/ledger/journal.ts";
import {
  DAY_MS,
  type Month,
  monthAfter,
  monthEnd,
  monthOf,
  monthStart,
} from "../../src/core/time.ts";
import { postJournal } from "../../src/features/ledger/post-journal.ts";
import { ensureFirstPolicy } from "../../src/features/policies/first-policy.ts";
import { micros } from "../../src/store/columns.ts";
import { type Database, sql, type Tx } from "../../src/store/db.ts";

export interface MonthSize {
  month: Month;
  members: number;
  /** How many different stories each member opens. */
  storiesPerMember: number;
  authors: number;
  stories: number;
}

/** The ids that were given: each kind from its first on, without gaps. */
export interface SeededMonth {
  firstAuthor: number;
  firstMember: number;
  firstStory: number;
}

/** The last month that is over by the real clock, and for so long that it can be closed. */
export function lastMonth(now = new Date()): Month {
  return monthAfter(monthOf(new Date(now.getTime() - DAY_MS / 4)), -1);
}

interface Plan extends MonthSize, SeededMonth {
  start: Date;
  end: Date;
  days: number;
}

/** The database may hold other people, but nothing of this month. Ends with fresh statistics. */
export async function seedMonth(db: Database, size: MonthSize): Promise<SeededMonth> {
  const [start, end] = [monthStart(size.month), monthEnd(size.month)];
  await ensureFirstPolicy(db, start);
  const firsts = await db.transaction(async (tx) => {
    const firstAuthor = await nextId(tx, "reader");
    const firstMember = firstAuthor + size.authors;
    const firstStory = await nextId(tx, "story");
    const days = Math.round((end.getTime() - start.getTime()) / DAY_MS);
    const plan = { ...size, start, end, days, firstAuthor, firstMember, firstStory };
    await seedReaders(tx, plan);
    await seedStories(tx, plan);
    await seedDues(tx, plan);
    await seedBooks(tx, plan);
    await seedReading(tx, plan);
    await seedEngagement(tx, plan);
    await seedNight(tx, plan);
    return { firstAuthor, firstMember, firstStory };
  });
  await db.run(sql`analyze`);
  return firsts;
}

async function nextId(tx: Tx, table: "reader" | "story"): Promise<number> {
  const row = z.object({ next: z.int() });
  const text = `select coalesce(max(id), 0)::int + 1 as next from ${table}`;
  const { next } = await tx.one({ text, name: "", values: [], row });
  return next;
}

/** Authors, then members. One author in fifteen is no partner. */
async function seedReaders(tx: Tx, plan: Plan): Promise<void> {
  const { firstAuthor, firstMember, members, start } = plan;
  await tx.run(sql`
    insert into reader (id, handle, name, email, joined_at)
    overriding system value
    select id, 'seed_' || id, 'Reader ' || id, 'seed_' || id || '@example.org',
           ${start}::timestamptz - interval '200 days'
      from generate_series(${firstAuthor}::bigint, ${firstMember + members - 1}::bigint) as id`);
  await tx.run(sql`
    insert into partner (reader_id, since, country, payout_rail, payout_account)
    select id, ${start}::timestamptz - interval '100 days', 'NL', 'test-bank', 'acct_test_seed_' || id
      from generate_series(${firstAuthor}::bigint, ${firstMember - 1}::bigint) as id
     where (id - ${firstAuthor}) % 15 <> 14`);
  await tx.run(sql`
    select setval(pg_get_serial_sequence('reader', 'id'), ${firstMember + members - 1})`);
}

/** Published before the month, in turn by each author; one in twenty-five is for everyone. */
async function seedStories(tx: Tx, plan: Plan): Promise<void> {
  const { firstAuthor, firstStory, authors, stories, start } = plan;
  await tx.run(sql`
    insert into story (id, key, author_id, audience, slug, title, document, reading_seconds,
                       made_at, saved_at, published_at)
    overriding system value
    select id, 's' || lpad(id::text, 9, '0'), ${firstAuthor} + id % ${authors},
           case when id % 25 = 24 then 'everyone' else 'members' end,
           'story-' || id, 'Story ' || id, ${DOCUMENT}::jsonb, 120 + id % 11 * 40, at, at, at
      from generate_series(${firstStory}::bigint, ${firstStory + stories - 1}::bigint) as id
     cross join lateral (select ${start}::timestamptz - interval '1 day'
                                - id % 90 * interval '1 hour' as at) as published`);
  await tx.run(sql`
    insert into revision (story_id, number, title, subtitle, kicker, document, html, preview_html,
                          excerpt, words, reading_seconds, made_at)
    select id, 1, title, '', '', document, ${HTML}, ${HTML}, 'A short story.', 800,
           reading_seconds, made_at
      from story where id >= ${firstStory}`);
  await tx.run(sql`
    update story set state = 'published', revision_id = revision.id
      from revision where revision.story_id = story.id and story.id >= ${firstStory}`);
  await tx.run(sql`
    select setval(pg_get_serial_sequence('story', 'id'), ${firstStory + stories - 1})`);
}

const DOCUMENT = `{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"A short story."}]}]}`;
const HTML = "<p>A short story.</p>";

/** Everyone pays for the whole month, one in ten as a Friend; what is left after fees differs a little. */
async function seedDues(tx: Tx, plan: Plan): Promise<void> {
  const { month, firstMember, members, start, end } = plan;
  const last = firstMember + members - 1;
  await tx.run(sql`
    insert into membership (reader_id, plan_code, tier, card_last4, card_token, started_at,
                            anchor_day, paid_until, cancelled_at, ended_at)
    select id, kind || '-monthly', kind, '4242', 'card_test_4242', ${start}, 1, ${end}::date, ${end},
           ${end}
      from generate_series(${firstMember}::bigint, ${last}::bigint) as id
     cross join lateral (select case when id % 10 = 3 then 'friend' else 'member' end as kind) as k`);
  await tx.run(sql`
    insert into charge_attempt (reader_id, plan_code, micros, currency, state, asked_at, answered_at)
    select reader_id, plan_code, price_micros, 'USD', 'charged', ${start}, ${start}
      from membership join plan on plan.code = plan_code
     where reader_id between ${firstMember} and ${last}
     order by reader_id`);
  await tx.run(sql`
    insert into charge (attempt_id, membership_id, reader_id, bank_ref, tier, currency, cash_micros,
                        tax_micros, fee_micros, span_from, span_to, charged_at, accrued_to)
    select attempt.id, membership.id, reader_id, 'ch_seed_' || reader_id, tier, 'USD',
           attempt.micros, 0, 450000 + reader_id % 97, ${start}::date, ${end}::date, ${start},
           ${end}::date
      from charge_attempt as attempt join membership using (reader_id)
     where reader_id between ${firstMember} and ${last}
     order by reader_id`);
  await tx.run(sql`
    insert into dues (charge_id, month, member_id, accrued_micros, pool_micros)
    select id, ${month}, reader_id, net_micros,
           net_micros * case tier when 'friend' then 8000 else 6000 end / 10000
      from charge where reader_id between ${firstMember} and ${last}`);
}

const Sums = z.object({ cash: micros, fees: micros, pool: micros });

/** One journal for all: what came in, what the bank kept, the members' pool, and the rest. */
async function seedBooks(tx: Tx, { month, firstMember, members, start, end }: Plan): Promise<void> {
  const sums = await tx.one(sql.of(Sums)`
    select sum(cash_micros) as cash, sum(fee_micros) as fees, sum(pool_micros) as pool
      from charge join dues on dues.charge_id = charge.id
     where reader_id between ${firstMember} and ${firstMember + members - 1}`);
  await tx.run(sql`
    insert into test_bank_request (key, body_sha256, kind, ref, micros, currency, target, answer,
                                   asked_at)
    select attempt.key, sha256(attempt.key::bytea), 'charge', bank_ref, cash_micros, 'USD', null,
           jsonb_build_object('state', 'settled', 'ref', bank_ref, 'feeMicros', fee_micros::text,
             'card', jsonb_build_object('token', 'card_test_4242', 'last4', '4242')), ${start}
      from charge join charge_attempt as attempt on attempt.id = attempt_id
     where charge.reader_id between ${firstMember} and ${firstMember + members - 1}`);
  const journal = {
    key: `seed:${month}`,
    kind: "seed",
    currency: "USD",
    legs: legs(
      [provider(), memberPool(month), sums.pool],
      [provider(), platform(), sums.cash - sums.pool],
      [fees(), provider(), sums.fees],
    ),
  };
  await postJournal(tx, journal, { occurredAt: end, postedAt: end });
}

/**
 * Who reads what, when and for how long. One member in forty reads nothing; some readings are too short
 * to count, and one in five is taken up again on two more days.
 */
async function seedReading(tx: Tx, plan: Plan): Promise<void> {
  const { firstMember, members, storiesPerMember, firstStory, stories, start, days } = plan;
  await tx.run(sql`
    insert into reading_day (reader_id, story_id, day, seconds, earning_seconds, first_at)
    select member, story.id, at::date, seconds, case audience when 'members' then seconds else 0 end,
           at
      from generate_series(${firstMember}::bigint, ${firstMember + members - 1}::bigint) as member
     cross join generate_series(0, ${storiesPerMember - 1}::int) as nth
     cross join generate_series(0, case when (member + nth) % 5 = 0 then 2 else 0 end) as again
     cross join lateral (select (${firstStory} + (member * 7 + nth) % ${stories})::bigint as story_id,
                                ((member + nth * 3 + again * 4) % ${days})::int as day,
                                (12 + (member * 31 + nth * 17 + again * 7) % 600)::int as seconds) as r
     cross join lateral (select ${start}::timestamptz + r.day * interval '1 day'
                                + (member % 80000) * interval '1 second' as at) as moment
      join story on story.id = r.story_id
     where member % 40 <> 39
     order by member, story.id, moment.at`);
  await tx.run(sql`
    insert into view_day (reader_id, story_id, day, entry)
    select reader_id, story_id, shown, 'feed'
      from reading_day
     cross join lateral (select day as shown
                          union
                         select ${start}::date + ((reader_id + story_id) % ${days})::int
                          where (reader_id + story_id) % 4 = 0) as view
     where reader_id between ${firstMember} and ${firstMember + members - 1}
     order by reader_id, story_id, shown
    on conflict do nothing`);
}

/** Claps of a third of the readings, and some follows and responses. */
async function seedEngagement(tx: Tx, plan: Plan): Promise<void> {
  const { month, firstAuthor, firstMember, members, authors, start } = plan;
  const last = firstMember + members - 1;
  await tx.run(sql`
    insert into clap (reader_id, story_id, count, clapped_at)
    select reader_id, story_id, 1 + (reader_id * 3 + story_id) % 20, min(first_at)
      from reading_day
     where reader_id between ${firstMember} and ${last} and (reader_id + story_id) % 3 = 0
     group by reader_id, story_id`);
  await tx.run(sql`
    insert into clap_month (reader_id, story_id, month, count)
    select reader_id, story_id, ${month}, count
      from clap where reader_id between ${firstMember} and ${last}`);
  await tx.run(sql`
    insert into story_tally (story_id, claps, clappers)
    select story_id, sum(count), count(*) from clap
     where reader_id between ${firstMember} and ${last} group by story_id`);
  await tx.run(sql`
    insert into follow (follower_id, followee_id, followed_at)
    select id, ${firstAuthor} + id % ${authors},
           ${start}::timestamptz + (id % 40 - 20) * interval '1 day'
      from generate_series(${firstMember}::bigint, ${last}::bigint) as id where id % 3 = 0`);
  await tx.run(sql`
    insert into response (key, story_id, author_id, text, responded_at)
    select 'r' || lpad(reader_id::text, 9, '0'), min(story_id), reader_id, 'Well kept.', min(first_at)
      from reading_day
     where reader_id between ${firstMember} and ${last} and reader_id % 11 = 0 and seconds >= 30
     group by reader_id`);
}

/** The night after the month looked at everybody: follows are earned or unproven, and nobody stands out. */
async function seedNight(tx: Tx, { end }: Plan): Promise<void> {
  await tx.run(sql`
    with run as (
      insert into integrity_run (started_at, until_at, ended_at, enough_evidence)
      values (${end}, ${end}, ${end}, true) returning id
    )
    insert into tie (follow_id, follower_id, followee_id, q, class, run_id)
    select follow.id, follower_id, followee_id, 0.05,
           case when follower_id % 2 = 0 then 'earned' else 'unproven' end, run.id
      from follow cross join run
    on conflict (follow_id) do nothing`);
}
