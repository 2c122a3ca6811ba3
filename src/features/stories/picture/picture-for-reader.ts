/** The gate for picture files: a picture is as open as the most open place that shows it. */
import { z } from "zod";
import { type Db, sql } from "../../../store/db.ts";
import type { Asker } from "../story-body.ts";

const ShownPicture = z.object({
  key: z.string(),
  width: z.int(),
  /** Anyone may see it, so it may be kept by whoever sees it. */
  isPublic: z.boolean(),
});
export type ShownPicture = z.output<typeof ShownPicture>;

/**
 * Its owner's in any case; anyone's when it stands in a published story that is for everyone, or in
 * the preview of one that is not; otherwise members' alone. Only what stories show now counts, not
 * earlier revisions. Null for whoever may not see it.
 */
export function pictureForReader(
  db: Db,
  key: string,
  viewer: Asker | null,
): Promise<ShownPicture | null> {
  const asker = viewer?.readerId ?? null;
  const isMember = viewer?.isMember ?? false;
  return db.maybe(sql.of(ShownPicture)`
    select image.key, image.width, shown.open as is_public
      from image
     cross join lateral (
             select coalesce(bool_or(story.audience = 'everyone' or revision_image.in_preview), false)
                      as open,
                    count(*) > 0 as to_members
               from revision_image
               join revision on revision.id = revision_image.revision_id
               join story on story.id = revision.story_id and story.revision_id = revision.id
              where revision_image.image_id = image.id and story.state = 'published'
           ) as shown
     where image.key = ${key}
       and (shown.open or image.owner_id = ${asker}::bigint
            or (shown.to_members and ${isMember}::boolean))`);
}
