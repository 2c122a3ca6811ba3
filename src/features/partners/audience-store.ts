/** An applicant's audience in SQL: what a reviewer must see. Reads only. */
import { z } from "zod";
import type { AuthorId } from "../../core/ids.ts";
import { instant, whole } from "../../store/columns.ts";
import { type Db, sql } from "../../store/db.ts";

const Audience = z.object({
  followers: z.int(),
  /** What integrity says of them, since last night: earned by reading, traded, or neither is shown. */
  earned: z.int(),
  unproven: z.int(),
  traded: z.int(),
  /** Of the followers, who once read the author for half a minute in a day. */
  followersWhoRead: z.int(),
  /** Whom the author follows back. */
  mutual: z.int(),
  /** Of the mutual, whose second follow came within a day of the first. */
  mutualWithinDay: z.int(),
  /** Half of the mutual were returned within so many minutes. */
  medianReturnMinutes: whole.nullable(),
  /** Of the mutual, pairs in which neither ever read the other. */
  mutualUnread: z.int(),
  /** The most followers gained in any 48 hours. */
  mostInTwoDays: z.int(),
  mostInTwoDaysAt: instant.nullable(),
  /** Readers with half a minute on a day who do not follow. */
  readersOutside: z.int(),
  /** Days of half a minute, by anybody but the author. */
  reads: z.int(),
});
export type Audience = z.output<typeof Audience>;

/** Everything in one moment, from the follows that stand and the reading there ever was. */
export function audienceOf(db: Db, author: AuthorId): Promise<Audience> {
  return db.one(sql.of(Audience)`
    with follower as (
      select follow.follower_id, followed_at, coalesce(class, 'unproven') as class
        from follow left join tie on tie.follow_id = follow.id
       where follow.followee_id = ${author} and ended_at is null
    ), reads as (
      select reader_id, count(*) as days
        from reading_day join story on story.id = reading_day.story_id
       where story.author_id = ${author} and reader_id <> ${author} and seconds >= 30
       group by reader_id
    ), mutual as (
      select follower.follower_id,
             abs(extract(epoch from back.followed_at - follower.followed_at)) as lag_seconds,
             exists (select from reads where reads.reader_id = follower.follower_id) as read_here,
             exists (select from reading_day join story on story.id = reading_day.story_id
                      where reading_day.reader_id = ${author} and seconds >= 30
                        and story.author_id = follower.follower_id) as read_there
        from follower
        join follow as back on back.follower_id = ${author} and back.ended_at is null
                           and back.followee_id = follower.follower_id
    ), burst as (
      select followed_at,
             count(*) over (order by followed_at
                            range between current row and interval '48 hours' following) as gained
        from follower
    )
    select (select count(*) from follower)::int as followers,
           (select count(*) from follower where class = 'earned')::int as earned,
           (select count(*) from follower where class = 'unproven')::int as unproven,
           (select count(*) from follower where class = 'traded')::int as traded,
           (select count(*) from follower join reads on reads.reader_id = follower_id)::int
             as followers_who_read,
           (select count(*) from mutual)::int as mutual,
           (select count(*) from mutual where lag_seconds <= 86400)::int as mutual_within_day,
           (select round(percentile_cont(0.5) within group (order by lag_seconds) / 60)::bigint
              from mutual) as median_return_minutes,
           (select count(*) from mutual where not read_here and not read_there)::int
             as mutual_unread,
           coalesce((select max(gained) from burst), 0)::int as most_in_two_days,
           (select followed_at from burst order by gained desc, followed_at limit 1)
             as most_in_two_days_at,
           (select count(*) from reads
             where reader_id not in (select follower_id from follower))::int as readers_outside,
           (select coalesce(sum(days), 0) from reads)::int as reads`);
}
