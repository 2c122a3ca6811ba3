/**
 * Seals: what the books of each day were when it was over, each tied to the one before
 * (docs/policy/money.md §8). They are made and computed again by the database (0016_seals.sql).
 */
import { z } from "zod";
import { type Day, dayAfter, dayOf } from "../../core/time.ts";
import { day, instant, whole } from "../../store/columns.ts";
import { type Database, type Db, sql } from "../../store/db.ts";
import { Finding } from "./finding.ts";

const Seal = z.object({
  day,
  journals: whole,
  sha256: z.instanceof(Buffer),
  sealedAt: instant,
});
export type Seal = z.output<typeof Seal>;

/** The newest seal. */
export function findLastSeal(db: Db): Promise<Seal | null> {
  return db.maybe(sql.of(Seal)`
    select day, journals, sha256, sealed_at from seal order by day desc limit 1`);
}

/**
 * Seals every day before that of `at` and gives how many it sealed. From then on the books take nothing
 * posted on one of them. Run again, or twice at once, it seals each day once; stopped anywhere, the next
 * run goes on. Fails when somebody has been posting for so long that others would wait for it.
 */
export async function sealDays(db: Database, at: Date): Promise<number> {
  const through = dayAfter(dayOf(at), -1);
  const last = await findLastSeal(db);
  if (last !== null && last.day >= through) return 0;
  await db.run(sql`select shut_books(${through}, ${at})`);
  let sealed = 0;
  while ((await sealNextDay(db, at)) !== null) sealed += 1;
  return sealed;
}

async function sealNextDay(db: Db, at: Date): Promise<Day | null> {
  const row = await db.one(sql.of(z.object({ day: day.nullable() }))`
    select seal_next_day(${at}) as day`);
  return row.day;
}

/** The first seal that is not what the books say, if there is one. Computes all of them anew. */
export async function sealFindings(db: Db): Promise<Finding[]> {
  return db.many(sql.of(Finding)`
    with tied as (
      select seal.*, lag(day) over (order by day) as day_before,
             lag(sha256) over (order by day) as sha256_before
        from seal
    ), judged as (
      select day,
             case when day_before is null and exists (
                         select from journal
                          where posted_at < tied.day::timestamp at time zone 'UTC')
                    then 'Journals stand before the first seal.'
                  when day_before <> day - 1 then 'The day before has no seal.'
                  when previous_sha256
                       <> coalesce(sha256_before, decode(repeat('00', 32), 'hex'))
                    then 'The seal is not tied to the one before it.'
                  when (first_id, last_id, journals, sums, sha256) is distinct from
                       (select (made.first_id, made.last_id, made.journals, made.sums, made.sha256)
                          from seal_of(tied.day, tied.previous_sha256) made)
                    then 'The seal of the day is not what its books are.' end as what
        from tied
    )
    select what, to_char(day, 'YYYY-MM-DD') as where
      from judged where what is not null
     order by day limit 1`);
}

/** A day that is over, has journals and no seal: the nightly task has not been there. */
export function unsealedDays(db: Db, at: Date): Promise<Finding[]> {
  const today = dayOf(at);
  return db.many(sql.of(Finding)`
    select 'A day that is over is not sealed.' as what,
           to_char(min(posted_at at time zone 'UTC'), 'YYYY-MM-DD') as where
      from journal
     where posted_at < ${today}::date::timestamp at time zone 'UTC'
       and posted_at >= coalesce((select max(day) + 1 from seal)::timestamp at time zone 'UTC', '-infinity')
    having count(*) > 0`);
}
