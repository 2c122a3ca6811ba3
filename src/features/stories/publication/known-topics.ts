/** Topics that stories here are filed under already, to suggest them. */
import { z } from "zod";
import { type Db, sql } from "../../../store/db.ts";

const TOPICS_MAX = 200;

/** Of the newest stories, so that a large site answers as fast as a small one. */
const STORIES_LOOKED_AT = 2000;

/** The most used first. */
export async function knownTopics(db: Db): Promise<string[]> {
  const rows = await db.many(sql.of(z.object({ tag: z.string() }))`
    select tag
      from (select tags from story
             where state = 'published'
             order by published_at desc, id desc
             limit ${STORIES_LOOKED_AT}) as newest,
           unnest(newest.tags) as tag
     group by tag
     order by count(*) desc, tag
     limit ${TOPICS_MAX}`);
  return rows.map(({ tag }) => tag);
}
