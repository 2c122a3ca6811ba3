/** People read, clap, respond and follow: kept for the model, and written as the rooms write it. */
import { type Database, sql } from "../../src/store/db.ts";
import type { Evidence, Follow, Reading } from "./evidence.ts";
import type { Luck } from "./luck.ts";
import { dayOfTime, dayText, monthOfDay } from "./model/calendar.ts";
import type { People } from "./people.ts";

export interface Moment {
  db: Database;
  luck: Luck;
  people: People;
  now: number;
}

/** A sitting: some readers open some stories, and read them or do not. */
export async function sit({ db, luck, people, now }: Moment): Promise<string> {
  const { readers, evidence } = people;
  const day = dayOfTime(now);
  const pairs = new Map<string, { reader: number; story: number }>();
  for (let count = luck.whole(1, 6); count > 0; count--) {
    const [reader, story] = [luck.one(readers), luck.one(evidence.stories).id];
    pairs.set(`${reader} ${story}`, { reader, story });
  }
  const readings: Reading[] = [];
  for (const [index, { reader, story }] of [...pairs.values()].entries()) {
    if (luck.happens(0.85)) addView(evidence, { reader, story, day });
    if (luck.happens(0.15)) continue;
    readings.push(addReading(evidence, luck, { reader, story, day, at: now + index * 1000 }));
  }
  await writeViews(
    db,
    evidence.views.filter((view) => view.day === day),
  );
  await writeReadings(db, readings);
  return `${pairs.size} openings, ${readings.length} readings`;
}

function addView(evidence: Evidence, view: Evidence["views"][number]): void {
  const isSame = (one: typeof view) =>
    one.reader === view.reader && one.story === view.story && one.day === view.day;
  if (!evidence.views.some(isSame)) evidence.views.push(view);
}

/** The day's row as it is now. Own stories and those for everyone earn nothing, nor do most visitors. */
function addReading(
  { readings, stories }: Evidence,
  luck: Luck,
  { reader, story, day, at }: { reader: number; story: number; day: number; at: number },
): Reading {
  const { author, forMembers } = stories.find(({ id }) => id === story)!;
  // Equal times make equal weights, and those make ties.
  const kind = luck.weighed({ short: 2, even: 5, any: 4 });
  const seconds = { short: luck.whole(1, 31), even: 60, any: luck.whole(30, 500) }[kind];
  const earns = author !== reader && forMembers && luck.happens(0.95);
  const known = readings.find(
    (one) => one.reader === reader && one.story === story && one.day === day,
  );
  const row = known ?? { reader, story, day, at, seconds: 0, earning: 0 };
  if (!known) readings.push(row);
  row.seconds += seconds;
  row.earning += earns ? seconds : 0;
  return row;
}

async function writeViews(db: Database, views: Evidence["views"]): Promise<void> {
  await db.run(sql`
    insert into view_day (reader_id, story_id, day, entry)
    select reader, story, day, 'feed'
      from unnest(${views.map(({ reader }) => reader)}::bigint[],
                  ${views.map(({ story }) => story)}::bigint[],
                  ${views.map(({ day }) => dayText(day))}::date[]) as one (reader, story, day)
    on conflict do nothing`);
}

async function writeReadings(db: Database, readings: Reading[]): Promise<void> {
  await db.run(sql`
    insert into reading_day (reader_id, story_id, day, seconds, earning_seconds, first_at)
    select * from unnest(${readings.map(({ reader }) => reader)}::bigint[],
      ${readings.map(({ story }) => story)}::bigint[],
      ${readings.map(({ day }) => dayText(day))}::date[],
      ${readings.map(({ seconds }) => seconds)}::int[],
      ${readings.map(({ earning }) => earning)}::int[],
      ${readings.map(({ at }) => new Date(at))}::timestamptz[])
    on conflict (reader_id, story_id, day) do update
       set seconds = excluded.seconds, earning_seconds = excluded.earning_seconds`);
}

/** A reader claps for a story, responds to it, follows its author or follows no more. */
export async function engage({ db, luck, people, now }: Moment): Promise<string> {
  const { readers, evidence } = people;
  const reader = luck.one(readers);
  const story = luck.one(evidence.stories);
  const deed = luck.weighed({ claps: 4, responds: 2, follows: 4 });
  if (deed === "claps") return clap(db, evidence, { reader, story: story.id, now, luck });
  if (deed === "responds") return respond(db, evidence, { reader, story: story.id, now });
  if (reader === story.author) return `reader ${reader} follows nobody`;
  const open = evidence.follows.find(
    (one) => one.follower === reader && one.followee === story.author && one.endedAt === null,
  );
  if (open) return unfollow(db, open, now);
  // Who is followed may follow back at once, which looks like a trade.
  const first = { follower: reader, followee: story.author };
  const told = await follow(db, evidence, first, now);
  const back = { follower: story.author, followee: reader };
  const isOpen = evidence.follows.some(
    (one) => one.follower === back.follower && one.followee === reader && one.endedAt === null,
  );
  if (isOpen || !luck.happens(0.3)) return told;
  return `${told}, ${await follow(db, evidence, back, now + luck.whole(1, 90_000_000))}`;
}

async function clap(
  db: Database,
  { claps }: Evidence,
  { reader, story, now, luck }: { reader: number; story: number; now: number; luck: Luck },
): Promise<string> {
  const month = monthOfDay(dayOfTime(now));
  const known = claps.find(
    (one) => one.reader === reader && one.story === story && one.month === month,
  );
  const row = known ?? { reader, story, month, count: 0 };
  if (!known) claps.push(row);
  row.count = Math.min(50, row.count + luck.whole(1, 14));
  await db.run(sql`
    insert into clap_month (reader_id, story_id, month, count)
    values (${reader}, ${story}, ${month}, ${row.count})
    on conflict (reader_id, story_id, month) do update set count = excluded.count`);
  return `reader ${reader} claps for story ${story}: ${row.count}`;
}

async function respond(
  db: Database,
  { responses }: Evidence,
  { reader, story, now }: { reader: number; story: number; now: number },
): Promise<string> {
  responses.push({ reader, story, at: now });
  const key = `r${String(responses.length).padStart(9, "0")}`;
  await db.run(sql`
    insert into response (key, story_id, author_id, text, responded_at)
    values (${key}, ${story}, ${reader}, 'Well kept.', ${new Date(now)})`);
  return `reader ${reader} responds to story ${story}`;
}

async function follow(
  db: Database,
  { follows }: Evidence,
  pair: Pick<Follow, "follower" | "followee">,
  at: number,
): Promise<string> {
  follows.push({ ...pair, at, endedAt: null });
  await db.run(sql`
    insert into follow (follower_id, followee_id, followed_at)
    values (${pair.follower}, ${pair.followee}, ${new Date(at)})`);
  return `reader ${pair.follower} follows ${pair.followee}`;
}

async function unfollow(db: Database, open: Follow, now: number): Promise<string> {
  open.endedAt = Math.max(now, open.at);
  await db.run(sql`
    update follow set ended_at = ${new Date(open.endedAt)}
     where follower_id = ${open.follower} and followee_id = ${open.followee} and ended_at is null`);
  return `reader ${open.follower} follows ${open.followee} no more`;
}
