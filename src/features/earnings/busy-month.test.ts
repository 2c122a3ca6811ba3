/** A month in which everything happens that the policy weighs: two implementations, one result. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { becomesMember, becomesPartner, publishes } from "../../../test/support/community.ts";
import { openSite, type Person, type TestSite } from "../../../test/support/site.ts";
import { EARNEST_1 } from "../../core/earnings/policy.ts";
import type { Month } from "../../core/time.ts";
import { whole } from "../../store/columns.ts";
import { sql } from "../../store/db.ts";
import { auditMonth } from "./audit/audit-month.ts";
import { closeMonth } from "./closing/close-month.ts";

const OCTOBER = "2026-10" as Month;
const AUTHORS = ["ava", "bob", "cid", "dot", "eli"];
const MEMBERS = Array.from({ length: 12 }, (_, index) => `member${index + 1}`);

let site: TestSite;

beforeAll(async () => {
  site = await openSite(new Date("2026-10-01T00:00:00Z"));
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
  await happen();
});
afterAll(() => site.close());

/** Evidence by arithmetic on ids: days around the half minute, opened and left, several days, all kinds of ties. */
async function happen(): Promise<void> {
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
    insert into response (key, story_id, author_id, text, responded_at, withdrawn_at)
    select lpad((m.id * 100 + s.id)::text, 10, '0'), s.id, m.id, 'x',
           timestamptz '2026-10-20Z', case when m.id % 2 = 0 then timestamptz '2026-10-25Z' end
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
}

async function kinds(table: "ties" | "bonuses"): Promise<Record<string, number>> {
  const Row = z.object({ kind: z.string(), count: whole });
  const rows =
    table === "ties"
      ? await site.db.many(sql.of(Row)`
          select class || case when first_ever then ' new' else '' end as kind, count(*)
            from month_tie group by 1`)
      : await site.db.many(sql.of(Row)`
          select reason as kind, count(*) from exclusion group by 1`);
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
}

describe("a busy month", () => {
  it("comes out the same by the engine and by SQL, to the last micro", async () => {
    site.at("2026-11-01T01:00:00Z");
    const closed = await closeMonth(site.db, site.clock, OCTOBER);
    expect(closed.ok).toBe(true);
    const audit = await auditMonth(site.db, OCTOBER);
    expect(audit?.findings).toEqual([]);
    expect(audit?.lines).toBeGreaterThan(100);
  });

  it("had ties of every kind, and readings that are not paid for every reason but none without", async () => {
    expect(Object.keys(await kinds("ties")).sort()).toEqual([
      "earned new",
      "traded new",
      "unproven new",
    ]);
    expect(Object.keys(await kinds("bonuses")).sort()).toEqual(["not-a-partner", "own-story"]);
  });

  it("comes out otherwise under other weights, each of which the audit notices", async () => {
    const found: string[] = [];
    for (const bonus of ["clapsBps", "responseBps", "followerBps", "repeatBps"] as const) {
      const changed = { ...EARNEST_1, bonus: { ...EARNEST_1.bonus, [bonus]: 0 } };
      await site.db.run(sql`update policy set canonical = ${JSON.stringify(changed)}`);
      const audit = await auditMonth(site.db, OCTOBER);
      if (audit && audit.findings.length > 0) found.push(bonus);
    }
    await site.db.run(sql`update policy set canonical = ${JSON.stringify(EARNEST_1)}`);
    expect(found).toEqual(["clapsBps", "responseBps", "followerBps", "repeatBps"]);
    expect((await auditMonth(site.db, OCTOBER))?.findings).toEqual([]);
  });
});
