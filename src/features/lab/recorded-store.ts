/**
 * A month as it was recorded, in plain rows for any rule. The same evidence as the close's: members with
 * pools, stories of partners from the day they earn on, ties as they were classed.
 *
 * Claps are recorded by month, so they stand on the day the member first read the story. Highlights and
 * editors are not recorded, and holds fall after the close: the rows have none.
 */
import type {
  Crowd,
  Entry,
  RecordedDay,
  RecordedFollow,
  RecordedMember,
  RecordedMonth,
  RecordedStory,
} from "../../core/earnings/presets/recorded-month.ts";
import { dayOf, type Month, monthEnd, monthStart } from "../../core/time.ts";
import { copyNumbers, copyQuery } from "../../store/copy.ts";
import type { Tx } from "../../store/db.ts";

export async function recordedMonth(tx: Tx, month: Month): Promise<RecordedMonth> {
  const [members, stories] = [await membersOf(tx, month), await storiesOf(tx, month)];
  return {
    ...{ month, members, stories },
    days: [...(await daysOf(tx, month)), ...(await daysBefore(tx, month))],
    follows: await followsOf(tx, month),
    crowds: await crowdsOf(tx, month),
    conversions: await conversionsOf(tx, month),
    referrals: await referralsOf(tx, month),
    holds: [],
  };
}

/** The rows of a query, each made into a value; columns are numbers. */
async function rowsOf<Row>(
  tx: Tx,
  query: string,
  columns: number,
  row: (values: readonly number[]) => Row,
): Promise<Row[]> {
  const rows: Row[] = [];
  await copyNumbers(tx, query, columns, (values) => rows.push(row([...values])));
  return rows;
}

function membersOf(tx: Tx, month: Month): Promise<RecordedMember[]> {
  const query = copyQuery`
    select member_id::float8, (dues_micros + carried_micros)::float8
      from pool where month = ${month} order by pool.member_id`;
  return rowsOf(tx, query, 2, ([member = 0, micros = 0]) => ({
    member,
    poolMicros: BigInt(micros),
  }));
}

function storiesOf(tx: Tx, month: Month): Promise<RecordedStory[]> {
  const query = copyQuery`
    select story_id::float8, author_id::float8, expected_seconds::float8
      from month_story where month = ${month} order by month_story.story_id`;
  return rowsOf(tx, query, 3, ([story = 0, author = 0, expectedSeconds = 0]) => ({
    ...{ story, author, expectedSeconds, editor: null },
  }));
}

const ENTRIES: readonly Entry[] = ["inside", "outside", "search"];

function daysOf(tx: Tx, month: Month): Promise<RecordedDay[]> {
  const [from, to] = [dayOf(monthStart(month)), dayOf(monthEnd(month))];
  const query = copyQuery`
    with did as (
      select r.reader_id, r.story_id, date_part('day', r.day) as on_day, r.earning_seconds as seconds,
             date_part('epoch', r.first_at) as first_at, 0 as opened, 0 as entry, 0 as claps,
             0 as responses
        from reading_day as r
        join month_story as m on m.month = ${month} and m.story_id = r.story_id
       where r.day >= ${from} and r.day < ${to} and r.day >= m.earns_from and r.earning_seconds > 0
       union all
      select v.reader_id, v.story_id, date_part('day', v.day), 0, null, 1,
             case v.entry when 'feed' then 0 when 'search' then 2 else 1 end, 0, 0
        from view_day as v
        join month_story as m on m.month = ${month} and m.story_id = v.story_id
       where v.day >= ${from} and v.day < ${to} and v.day >= m.earns_from
       union all
      select c.reader_id, c.story_id,
             coalesce((select date_part('day', min(day)) from reading_day as r
                        where r.reader_id = c.reader_id and r.story_id = c.story_id
                          and r.day >= greatest(m.earns_from, ${from}) and r.day < ${to}), 1),
             0, null, 0, 0, c.count, 0
        from clap_month as c
        join month_story as m on m.month = ${month} and m.story_id = c.story_id
       where c.month = ${month} and c.count > 0
       union all
      select s.author_id, s.story_id, date_part('day', s.responded_at at time zone 'UTC'), 0, null,
             0, 0, 0, 1
        from response as s
        join month_story as m on m.month = ${month} and m.story_id = s.story_id
       where s.responded_at >= (${from}::date at time zone 'UTC')
         and s.responded_at < (${to}::date at time zone 'UTC')
         and (s.withdrawn_at is null or s.withdrawn_at >= (${to}::date at time zone 'UTC'))
         and (s.held_until is null or s.held_until < (${to}::date at time zone 'UTC'))
    )
    select reader_id::float8, story_id::float8, on_day, sum(seconds)::float8,
           coalesce(min(first_at), 0), max(opened)::float8, max(entry)::float8, sum(claps)::float8,
           sum(responses)::float8
      from did
      join pool on pool.month = ${month} and pool.member_id = did.reader_id
     group by reader_id, story_id, on_day`;
  return rowsOf(tx, query, 9, (row) => {
    const [member = 0, story = 0, day = 1, seconds = 0, firstAt = 0] = row;
    const [opened, entry = 0, claps = 0, responses = 0] = row.slice(5);
    return {
      ...{ member, story, day, seconds, boostedSeconds: 0, opened: opened === 1 },
      firstAtMs: Math.round(firstAt * 1000),
      ...{ claps, highlights: 0, responses, daysBeforeJoining: 0 },
      entry: ENTRIES[entry] ?? "inside",
    };
  });
}

/** What readers who joined in the month had read in the days before, on the day they joined. */
function daysBefore(tx: Tx, month: Month): Promise<RecordedDay[]> {
  const [from, to] = [dayOf(monthStart(month)), dayOf(monthEnd(month))];
  const query = copyQuery`
    select s.reader_id::float8, s.story_id::float8,
           date_part('day', c.converted_at at time zone 'UTC'), s.seconds::float8,
           ((c.converted_at at time zone 'UTC')::date - s.last_day)::float8
      from conversion as c
      join conversion_story as s on s.reader_id = c.reader_id
      join month_story as m on m.month = ${month} and m.story_id = s.story_id
     where c.converted_at >= (${from}::date at time zone 'UTC')
       and c.converted_at < (${to}::date at time zone 'UTC')`;
  return rowsOf(tx, query, 5, ([member = 0, story = 0, day = 1, seconds = 0, before = 0]) => ({
    ...{ member, story, day, seconds, boostedSeconds: 0, firstAtMs: 0, opened: false },
    ...{ claps: 0, highlights: 0, responses: 0, entry: "inside" },
    // Of the day of joining itself is what came before: never nought.
    daysBeforeJoining: Math.max(1, before),
  }));
}

const CLASSES = ["earned", "unproven", "traded"] as const;

function followsOf(tx: Tx, month: Month): Promise<RecordedFollow[]> {
  const query = copyQuery`
    select follower_id::float8, followee_id::float8, date_part('epoch', followed_at),
           first_ever::int::float8,
           (case class when 'earned' then 0 when 'unproven' then 1 else 2 end)::float8
      from month_tie where month = ${month} order by month_tie.follower_id`;
  return rowsOf(tx, query, 5, ([member = 0, author = 0, at = 0, firstEver = 0, kind = 1]) => ({
    ...{ member, author, atMs: Math.round(at * 1000), firstEver: firstEver === 1 },
    class: CLASSES[kind] ?? "unproven",
  }));
}

/** Everyone who opened a story on a day, visitors too, and those who stayed. */
function crowdsOf(tx: Tx, month: Month): Promise<Crowd[]> {
  const [from, to] = [dayOf(monthStart(month)), dayOf(monthEnd(month))];
  const query = copyQuery`
    with came as (
      select story_id, day, 1 as opened, 0 as stayed from view_day
       where day >= ${from} and day < ${to}
       union all
      select story_id, day, 1, 0 from visit_day where day >= ${from} and day < ${to}
       union all
      select story_id, day, 0, 1 from reading_day
       where day >= ${from} and day < ${to} and seconds >= 30
    )
    select came.story_id::float8, date_part('day', day), sum(opened)::float8, sum(stayed)::float8
      from came
      join month_story as m on m.month = ${month} and m.story_id = came.story_id
     group by came.story_id, day`;
  return rowsOf(tx, query, 4, ([story = 0, day = 1, opened = 0, stayed = 0]) => ({
    ...{ story, day, opened, stayed },
  }));
}

function conversionsOf(tx: Tx, month: Month): Promise<{ story: number }[]> {
  const [from, to] = [dayOf(monthStart(month)), dayOf(monthEnd(month))];
  const query = copyQuery`
    select s.story_id::float8
      from conversion as c
      join conversion_story as s on s.reader_id = c.reader_id and s.is_last
      join month_story as m on m.month = ${month} and m.story_id = s.story_id
     where c.converted_at >= (${from}::date at time zone 'UTC')
       and c.converted_at < (${to}::date at time zone 'UTC')
     order by c.converted_at, c.reader_id`;
  return rowsOf(tx, query, 1, ([story = 0]) => ({ story }));
}

/** Net dues of the month of members whom somebody had brought. */
function referralsOf(tx: Tx, month: Month): Promise<{ author: number; netMicros: bigint }[]> {
  const query = copyQuery`
    select referral.referrer_id::float8, sum(dues.accrued_micros)::float8
      from dues
      join referral on referral.member_id = dues.member_id
     where dues.month = ${month}
     group by referral.referrer_id`;
  return rowsOf(tx, query, 2, ([author = 0, micros = 0]) => ({
    author,
    netMicros: BigInt(micros),
  }));
}
