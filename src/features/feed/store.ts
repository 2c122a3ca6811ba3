/** Lists of stories in SQL. The feed writes nothing. */
import { z } from "zod";
import type { ReaderId } from "../../core/ids.ts";
import { whole } from "../../store/columns.ts";
import { type Db, sql } from "../../store/db.ts";
import { type Cursor, ListedRow } from "../stories/listed-story.ts";

/** Newest first, from after the cursor; one more than `size`, to tell whether there are more. */
export function newestStories(db: Db, after: Cursor | null, size: number): Promise<ListedRow[]> {
  return db.many(sql.of(ListedRow)`
    select * from listed_story
     where (published_at, story_id)
           < (${after?.at ?? "infinity"}::timestamptz, ${after?.id ?? 0}::bigint)
     order by published_at desc, story_id desc
     limit ${size + 1}`);
}

/** By the people a reader follows, strictly by time. */
export function followedStories(
  db: Db,
  reader: ReaderId,
  after: Cursor | null,
  size: number,
): Promise<ListedRow[]> {
  return db.many(sql.of(ListedRow)`
    select * from listed_story
     where author_id in (select followee_id from follow
                          where follower_id = ${reader} and ended_at is null)
       and (published_at, story_id)
           < (${after?.at ?? "infinity"}::timestamptz, ${after?.id ?? 0}::bigint)
     order by published_at desc, story_id desc
     limit ${size + 1}`);
}

export function topicStories(
  db: Db,
  tag: string,
  after: Cursor | null,
  size: number,
): Promise<ListedRow[]> {
  return db.many(sql.of(ListedRow)`
    select * from listed_story
     where tags @> array[${tag}::text]
       and (published_at, story_id)
           < (${after?.at ?? "infinity"}::timestamptz, ${after?.id ?? 0}::bigint)
     order by published_at desc, story_id desc
     limit ${size + 1}`);
}

const Topic = z.object({ tag: z.string(), stories: whole });
export type Topic = z.output<typeof Topic>;

/** The tags of published stories, the most used first. */
export function topics(db: Db, limit: number): Promise<Topic[]> {
  return db.many(sql.of(Topic)`
    select tag, count(*) as stories
      from story, unnest(tags) as tag
     where state = 'published'
     group by tag
     order by stories desc, tag
     limit ${limit}`);
}
