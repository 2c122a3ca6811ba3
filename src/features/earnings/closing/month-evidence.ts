/** The evidence of a range of members, from the database into the columns of the split. */
import { Catalogue } from "../../../core/earnings/catalogue.ts";
import { type Evidence, FOLLOW_CLASS, type FollowClass } from "../../../core/earnings/evidence.ts";
import { dayOf, type Month, monthEnd, monthStart } from "../../../core/time.ts";
import { copyNumbers, copyQuery } from "../../../store/copy.ts";
import type { Tx } from "../../../store/db.ts";

/** The stories that may earn, and from which day of the month on. */
export interface MonthStories {
  catalogue: Catalogue;
  /** By the place of the story, 1 to 31. */
  earnsFrom: Uint8Array;
}

/** Members with ids above `after`, up to and with `to`. */
export interface MemberRange {
  month: Month;
  after: number;
  to: number;
}

export async function monthStories(tx: Tx, month: Month): Promise<MonthStories> {
  const rows: number[][] = [];
  const query = copyQuery`
    select story_id::float8, author_id::float8, expected_seconds::float8,
           date_part('day', earns_from)
      from month_story where month = ${month}`;
  await copyNumbers(tx, query, 4, (row) => void rows.push([...row]));
  const column = (index: number) => rows.map((row) => row[index]!);
  const catalogue = new Catalogue(column(0), column(1), column(2));
  const earnsFrom = new Uint8Array(rows.length);
  for (const [storyId, , , from] of rows) earnsFrom[catalogue.storyPlace(storyId!)] = from!;
  return { catalogue, earnsFrom };
}

/**
 * Replaces what `evidence` holds by that of the range.
 *
 * The columns are sorted by under their tables' names: the bare name would be that of the converted
 * column, and no index is in its order.
 */
export async function gatherEvidence(
  tx: Tx,
  { catalogue, earnsFrom }: MonthStories,
  evidence: Evidence,
  range: MemberRange,
): Promise<void> {
  evidence.clear();
  await gatherPools(tx, evidence, range);
  const storyOn = (story: number, day: number): number => {
    const place = catalogue.storyPlace(story);
    return place >= 0 && day >= earnsFrom[place]! ? place : -1;
  };
  await gatherReadings(tx, evidence, range, storyOn);
  await gatherViews(tx, evidence, range, storyOn);
  await gatherClaps(tx, evidence, range, catalogue);
  await gatherResponses(tx, evidence, range, catalogue);
  await gatherFollows(tx, evidence, range, catalogue);
  await gatherHolds(tx, evidence, range, catalogue);
}

async function gatherPools(tx: Tx, { pools }: Evidence, range: MemberRange): Promise<void> {
  const { month, after, to } = range;
  // A pool is in micros below 2^53, which a float8 holds exactly; the schema has no larger dues.
  const query = copyQuery`
    select member_id::float8, (dues_micros + carried_micros)::float8
      from pool where month = ${month} and member_id > ${after} and member_id <= ${to}
     order by pool.member_id`;
  await copyNumbers(tx, query, 2, (row) => pools.add(row[0]!, BigInt(row[1]!)));
}

type StoryOn = (story: number, day: number) => number;

async function gatherReadings(
  tx: Tx,
  { readings }: Evidence,
  { month, after, to }: MemberRange,
  storyOn: StoryOn,
): Promise<void> {
  const query = copyQuery`
    select reader_id::float8, story_id::float8, date_part('day', day), earning_seconds::float8,
           date_part('epoch', first_at)
      from reading_day
     where reader_id > ${after} and reader_id <= ${to} and earning_seconds > 0
       and day >= ${dayOf(monthStart(month))} and day < ${dayOf(monthEnd(month))}
     order by reading_day.reader_id`;
  await copyNumbers(tx, query, 5, (row) => {
    const place = storyOn(row[1]!, row[2]!);
    if (place < 0) return;
    readings.add(row[0]!, place);
    readings.put(row[2]!, row[3]!, 0, Math.round(row[4]! * 1000));
  });
}

async function gatherViews(
  tx: Tx,
  { views }: Evidence,
  { month, after, to }: MemberRange,
  storyOn: StoryOn,
): Promise<void> {
  const query = copyQuery`
    select reader_id::float8, story_id::float8, date_part('day', day)
      from view_day
     where reader_id > ${after} and reader_id <= ${to}
       and day >= ${dayOf(monthStart(month))} and day < ${dayOf(monthEnd(month))}
     order by view_day.reader_id`;
  await copyNumbers(tx, query, 3, (row) => {
    const place = storyOn(row[1]!, row[2]!);
    if (place < 0) return;
    views.add(row[0]!, place);
    views.put(row[2]!);
  });
}

async function gatherClaps(
  tx: Tx,
  { claps }: Evidence,
  { month, after, to }: MemberRange,
  catalogue: Catalogue,
): Promise<void> {
  const query = copyQuery`
    select reader_id::float8, story_id::float8, count::float8
      from clap_month
     where month = ${month} and reader_id > ${after} and reader_id <= ${to} and count > 0
     order by clap_month.reader_id`;
  await copyNumbers(tx, query, 3, (row) => {
    const place = catalogue.storyPlace(row[1]!);
    if (place < 0) return;
    claps.add(row[0]!, place);
    claps.put(row[2]!);
  });
}

/** A response withdrawn before the month was over does not count; one hidden by the author does; one held
 * until then does not. */
async function gatherResponses(
  tx: Tx,
  { responses }: Evidence,
  { month, after, to }: MemberRange,
  catalogue: Catalogue,
): Promise<void> {
  const end = dayOf(monthEnd(month));
  const query = copyQuery`
    select distinct author_id::float8, story_id::float8
      from response
     where author_id > ${after} and author_id <= ${to}
       and responded_at >= (${dayOf(monthStart(month))}::date at time zone 'UTC')
       and responded_at < (${end}::date at time zone 'UTC')
       and (withdrawn_at is null or withdrawn_at >= (${end}::date at time zone 'UTC'))
       and (held_until is null or held_until < (${end}::date at time zone 'UTC'))
     order by 1, 2`;
  await copyNumbers(tx, query, 2, (row) => {
    const place = catalogue.storyPlace(row[1]!);
    if (place >= 0) responses.add(row[0]!, place);
  });
}

const CLASSES = Object.keys(FOLLOW_CLASS) as FollowClass[];

async function gatherFollows(
  tx: Tx,
  { follows }: Evidence,
  { month, after, to }: MemberRange,
  catalogue: Catalogue,
): Promise<void> {
  const query = copyQuery`
    select follower_id::float8, followee_id::float8, date_part('epoch', followed_at),
           first_ever::int::float8,
           (case class when 'earned' then 1 when 'unproven' then 2 else 3 end)::float8
      from month_tie
     where month = ${month} and follower_id > ${after} and follower_id <= ${to}
     order by month_tie.follower_id`;
  await copyNumbers(tx, query, 5, (row) => {
    const place = catalogue.authorPlace(row[1]!);
    if (place < 0) return;
    follows.add(row[0]!, place);
    const kind = CLASSES.find((name) => FOLLOW_CLASS[name] === row[4])!;
    follows.put(Math.round(row[2]! * 1000), kind, row[3] === 1);
  });
}

async function gatherHolds(
  tx: Tx,
  { holds }: Evidence,
  { month, after, to }: MemberRange,
  catalogue: Catalogue,
): Promise<void> {
  const query = copyQuery`
    select member_id::float8, author_id::float8, bps::float8
      from month_hold
     where month = ${month} and member_id > ${after} and member_id <= ${to}
     order by month_hold.member_id`;
  await copyNumbers(tx, query, 3, (row) => {
    const place = catalogue.authorPlace(row[1]!);
    if (place < 0) return;
    holds.add(row[0]!, place);
    holds.put(row[2]!);
  });
}
