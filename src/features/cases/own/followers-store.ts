/** What an author's ties are made of, in SQL, without naming anybody. Reads only. */
import { z } from "zod";
import type { AuthorId } from "../../../core/ids.ts";
import { whole } from "../../../store/columns.ts";
import { type Db, sql } from "../../../store/db.ts";

/** Kinds of follower that do not count; each follower is of the first kind that fits. */
export const KINDS = [
  "answered-at-once",
  "answered",
  "one-of-many",
  "never-read",
  "other",
] as const;
export type FollowerKind = (typeof KINDS)[number];

const KindRow = z.object({ kind: z.enum(KINDS), count: whole });
export type KindCount = z.output<typeof KindRow>;

/** A read as everywhere: half a minute on a day. */
const READ_SECONDS = 30;
/** So many other follows within twelve hours are many at once. */
const MANY = 8;

/** Traded followers by kind, the most first. */
export function tradedKinds(db: Db, author: AuthorId): Promise<KindCount[]> {
  return db.many(sql.of(KindRow)`
    with traded as (
      select follow.follower_id, follow.followed_at
        from follow join tie on tie.follow_id = follow.id
       where follow.followee_id = ${author} and ended_at is null and class = 'traded'
    ), seen as (
      select traded.*,
             (select min(abs(extract(epoch from back.followed_at - traded.followed_at))) / 3600
                from follow as back
               where back.follower_id = ${author} and back.followee_id = traded.follower_id)
               as hours_between,
             exists (select from reading_day join story on story.id = reading_day.story_id
                      where reading_day.reader_id = traded.follower_id
                        and story.author_id = ${author} and seconds >= ${READ_SECONDS}) as has_read,
             (select count(*) from follow as near
               where near.follower_id = traded.follower_id
                 and near.followed_at between traded.followed_at - interval '12 hours'
                                          and traded.followed_at + interval '12 hours') as near
        from traded
    )
    select case when hours_between <= 24 and not has_read then 'answered-at-once'
                when hours_between is not null and not has_read then 'answered'
                when near > ${MANY} and not has_read then 'one-of-many'
                when not has_read then 'never-read'
                else 'other' end as kind,
           count(*) as count
      from seen group by 1 order by count desc, kind`);
}

const Made = z.object({ traded: whole });

/** Of those whom the author follows: how many of these follows look traded. */
export async function tradedFollows(db: Db, author: AuthorId): Promise<number> {
  const { traded } = await db.one(sql.of(Made)`
    select count(*) as traded from follow join tie on tie.follow_id = follow.id
     where follow.follower_id = ${author} and ended_at is null and class = 'traded'`);
  return traded;
}
