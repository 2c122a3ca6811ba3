/**
 * The gate, at the data: whoever asks for a story's text gets the part they may read.
 *
 * Every representation of a story goes through here: page, feed, search, card, mail. The database
 * decides (by the rule of `core/stories/gate.ts`), so the rest of a text never leaves it for someone
 * who may not read it. One statement over unique keys; the text is not looked into.
 */
import { z } from "zod";
import { instant, readerId, revisionId, storyId } from "../../store/columns.ts";
import { type Db, sql } from "../../store/db.ts";
import type { Viewer } from "../../web/viewer.ts";

const StoryBody = z.object({
  storyId,
  key: z.string(),
  slug: z.string(),
  state: z.enum(["published", "withdrawn"]),
  audience: z.enum(["everyone", "members"]),
  title: z.string(),
  subtitle: z.string(),
  kicker: z.string(),
  tags: z.array(z.string()),
  responsesOpen: z.boolean(),
  publishedAt: instant,
  revisionId,
  revisedAt: instant,
  words: z.int(),
  readingSeconds: z.int(),
  /** From the part that anyone may read. */
  excerpt: z.string(),
  leadImageKey: z.string().nullable(),
  authorId: readerId,
  authorHandle: z.string(),
  authorName: z.string(),
  authorBio: z.string(),
  authorPictureKey: z.string().nullable(),
  part: z.enum(["whole", "preview"]),
  /** The HTML of that part, rendered by the house. */
  html: z.string(),
});
/** A story as one reader may have it. */
export type StoryBody = z.output<typeof StoryBody>;

export type Asker = Pick<Viewer, "readerId" | "isMember">;

/**
 * The story by its key, or null when there is none for this reader: unknown, never published, or
 * withdrawn and somebody else's. A draft is read in the editor, by its author alone.
 */
export function storyForReader(
  db: Db,
  key: string,
  viewer: Asker | null,
): Promise<StoryBody | null> {
  const asker = viewer?.readerId ?? null;
  const isMember = viewer?.isMember ?? false;
  return db.maybe(sql.of(StoryBody)`
    select story.id as story_id, story.key, story.slug, story.state, story.audience,
           revision.title, revision.subtitle, revision.kicker, story.tags, story.responses_open,
           story.published_at, revision.id as revision_id, revision.made_at as revised_at,
           revision.words, revision.reading_seconds, revision.excerpt,
           lead.key as lead_image_key, author.id as author_id, author.handle as author_handle,
           author.name as author_name, author.bio as author_bio,
           author.picture_key as author_picture_key,
           case when may.read_whole then 'whole' else 'preview' end as part,
           case when may.read_whole then revision.html else revision.preview_html end as html
      from story
      join revision on revision.id = story.revision_id
      join reader as author on author.id = story.author_id
      left join image as lead on lead.id = revision.lead_image_id
     cross join lateral (
             select story.author_id is not distinct from ${asker}::bigint as own
           ) as asker
     cross join lateral (
             select asker.own or story.audience = 'everyone' or ${isMember}::boolean as read_whole
           ) as may
     where story.key = ${key} and (story.state = 'published' or asker.own)`);
}
