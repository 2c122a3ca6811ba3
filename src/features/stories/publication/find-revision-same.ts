/** Whether what readers see of a story is what its author has now. */
import { z } from "zod";
import type { PublishedFields } from "../../../core/stories/publish.ts";
import { revisionId } from "../../../store/columns.ts";
import { type Db, sql } from "../../../store/db.ts";
import type { OwnStory } from "../store.ts";

const SameRevision = z.object({ revisionId, readingSeconds: z.int() });

/** The story's current revision, when it holds exactly these words; otherwise null. */
export function findRevisionSame(
  db: Db,
  story: OwnStory,
  { title, subtitle, kicker }: Pick<PublishedFields, "title" | "subtitle" | "kicker">,
): Promise<z.output<typeof SameRevision> | null> {
  return db.maybe(sql.of(SameRevision)`
    select id as revision_id, reading_seconds
      from revision
     where id = ${story.revisionId} and title = ${title} and subtitle = ${subtitle}
       and kicker = ${kicker} and document = ${JSON.stringify(story.document)}::jsonb`);
}
