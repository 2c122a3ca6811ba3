/** A month in which everything happens that the policy weighs, and nothing is closed yet. */
import { becomesMember, becomesPartner, publishes } from "../../../test/support/community.ts";
import { openSite, type Person, type TestSite } from "../../../test/support/site.ts";
import { sql } from "../../store/db.ts";

const AUTHORS = ["ava", "bob", "cid", "dot", "eli"];
const MEMBERS = Array.from({ length: 12 }, (_, index) => `member${index + 1}`);

/** October 2026, on the 12th; the caller closes the site. */
export async function busySite(): Promise<TestSite> {
  const site = await openSite(new Date("2026-10-01T00:00:00Z"));
  const authors: Person[] = [];
  for (const handle of AUTHORS) authors.push(await site.reader(handle));
  for (const author of authors.slice(0, 4)) await becomesPartner(site, author);
  for (const author of authors) {
    await publishes(site, author, { title: "One", minutes: 2 });
    await publishes(site, author, { title: "Two", minutes: 9 });
  }
  for (const handle of MEMBERS) await becomesMember(site, await site.reader(handle));
  // Authors are members too: what they read of their own must count for nothing.
  for (const author of authors) await becomesMember(site, author, "friend-monthly");
  site.at("2026-10-12T00:00:00Z");
  await becomesPartner(site, authors[4]!);
  await happen(site);
  return site;
}

/** Evidence by arithmetic on ids: days around the half minute, opened and left, several days, all kinds of ties. */
async function happen(site: TestSite): Promise<void> {
  const { run } = site.db;
  await run(sql`
    insert into view_day (reader_id, story_id, day, entry)
    select m.id, s.id, date '2026-10-01' + d, 'feed'
      from reader as m, story as s, generate_series(0, 30) as d
     where (m.id * 7 + s.id * 3 + d * 5) % 11 < 2 and (m.id + s.author_id) % 4 <> 1`);
  await run(sql`
    insert into reading_day (reader_id, story_id, day, seconds, earning_seconds, first_at)
    select reader_id, story_id, day, least(86400, n), case when story.author_id = reader_id
           then 0 else n end, day + interval '9 hours' + make_interval(secs => n)
      from (select *, (reader_id * 37 + story_id * 53 + extract(day from day)::int * 29) % 190 as n
              from view_day) as v
      join story on story.id = story_id
     where n > 3`);
  await run(sql`
    insert into clap_month (reader_id, story_id, month, count)
    select m.id, s.id, '2026-10', (m.id * 5 + s.id) % 14
      from reader as m, story as s where (m.id + s.id) % 3 = 0`);
  await run(sql`
    insert into response (key, story_id, author_id, text, responded_at, withdrawn_at, held_until)
    select lpad((m.id * 100 + s.id)::text, 10, '0'), s.id, m.id, 'x',
           timestamptz '2026-10-20Z', case when m.id % 2 = 0 then timestamptz '2026-10-25Z' end,
           case m.id % 6 when 3 then timestamptz 'infinity' when 5 then timestamptz '2026-10-21Z' end
      from reader as m, story as s where (m.id + s.id) % 5 = 0`);
  await run(sql`
    insert into follow (follower_id, followee_id, followed_at, ended_at)
    select m.id, a.id, timestamptz '2026-09-20Z' + make_interval(hours => (m.id * 13 + a.id)::int % 900),
           case when (m.id + a.id) % 7 = 0 then timestamptz '2026-11-20Z' end
      from reader as m, reader as a
     where m.id <> a.id and a.handle = any(${AUTHORS}::text[]) and (m.id * 3 + a.id) % 4 <> 0`);
  await run(sql`
    insert into follow (follower_id, followee_id, followed_at)
    select followee_id, follower_id, followed_at + interval '20 minutes'
      from follow where (follower_id + followee_id) % 3 = 0 on conflict do nothing`);
  await trade(site, "member12", "ava");
}

/** An offer, a follow each way within the hour, and neither ever reads the other. */
async function trade(site: TestSite, reader: string, author: string): Promise<void> {
  const { run } = site.db;
  await run(sql`
    delete from follow using reader as a, reader as b
     where a.handle = ${reader} and b.handle = ${author}
       and (follower_id, followee_id) in ((a.id, b.id), (b.id, a.id))`);
  await run(sql`
    delete from reading_day using reader, story
     where reader.handle = ${reader} and reader.id = reader_id and story.id = story_id
       and story.author_id = (select id from reader where handle = ${author})`);
  await run(sql`
    insert into response (key, story_id, author_id, text, responded_at)
    select 'trade00000', min(story.id), min(a.id), 'Follow me and I will follow you back!',
           timestamptz '2026-10-14T09:00:00Z'
      from reader as a, story join reader as b on b.id = author_id
     where a.handle = ${reader} and b.handle = ${author}`);
  await run(sql`
    insert into follow (follower_id, followee_id, followed_at)
    select a.id, b.id, timestamptz '2026-10-14T10:00:00Z' from reader as a, reader as b
     where a.handle = ${reader} and b.handle = ${author}
     union all
    select b.id, a.id, timestamptz '2026-10-14T10:20:00Z' from reader as a, reader as b
     where a.handle = ${reader} and b.handle = ${author}`);
}
