/** An author's own stories, by where they stand. */
import { z } from "zod";
import type { AuthorId } from "../../../core/ids.ts";
import type { StoryState } from "../../../core/stories/gate.ts";
import { RESTORE_DAYS } from "../../../core/stories/withdrawal.ts";
import { DAY_MS } from "../../../core/time.ts";
import { instant, whole } from "../../../store/columns.ts";
import { type Db, sql } from "../../../store/db.ts";

export const SHELF_STORIES = 25;

const ShelfStory = z.object({
  key: z.string(),
  state: z.enum(["draft", "published", "withdrawn"]),
  slug: z.string(),
  /** "" when it has none yet. */
  title: z.string(),
  subtitle: z.string(),
  audience: z.enum(["everyone", "members"]),
  savedAt: instant,
  publishedAt: instant.nullable(),
  withdrawnAt: instant.nullable(),
  /** Published, and the author has written on since: readers do not see that yet. */
  isAhead: z.boolean(),
});
export type ShelfStory = z.output<typeof ShelfStory>;

/** A page of them, newest first: drafts by when they were saved, others by their own dates. */
export function ownStories(
  db: Db,
  now: Date,
  author: AuthorId,
  { state, page }: { state: StoryState; page: number },
): Promise<ShelfStory[]> {
  return db.many(sql.of(ShelfStory)`
    select story.key, story.state, story.slug,
           coalesce(nullif(story.title, ''), revision.title, '') as title, story.subtitle,
           story.audience, story.saved_at, story.published_at, story.withdrawn_at,
           coalesce(story.saved_at > revision.made_at, false) as is_ahead
      from story left join revision on revision.id = story.revision_id
     where story.author_id = ${author} and story.state = ${state}
       and (story.withdrawn_at is null or story.withdrawn_at >= ${oldestRestorable(now)})
     order by coalesce(story.withdrawn_at, case when story.state = 'draft' then story.saved_at
                                                else story.published_at end) desc, story.id desc
     limit ${SHELF_STORIES + 1} offset ${page * SHELF_STORIES}`);
}

const Counts = z.object({ draft: whole, published: whole, withdrawn: whole });

/** How many there are of each; withdrawn ones only while they can come back. */
export function shelfCounts(db: Db, now: Date, author: AuthorId): Promise<z.output<typeof Counts>> {
  return db.one(sql.of(Counts)`
    select count(*) filter (where state = 'draft') as draft,
           count(*) filter (where state = 'published') as published,
           count(*) filter (where withdrawn_at >= ${oldestRestorable(now)}) as withdrawn
      from story where author_id = ${author}`);
}

function oldestRestorable(now: Date): Date {
  return new Date(now.getTime() - RESTORE_DAYS * DAY_MS);
}
