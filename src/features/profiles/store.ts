/** What an author's page shows, read from the tables of accounts and stories. Writes nothing. */
import { z } from "zod";
import { isHandle } from "../../core/accounts/handle.ts";
import type { AuthorId } from "../../core/ids.ts";
import { readerId } from "../../store/columns.ts";
import { type Db, sql } from "../../store/db.ts";
import { type Cursor, ListedRow } from "../stories/listed-story.ts";

const Author = z.object({
  readerId,
  handle: z.string(),
  name: z.string(),
  bio: z.string(),
  pictureKey: z.string().nullable(),
});
export type Author = z.output<typeof Author>;

export async function findAuthor(db: Db, handle: string): Promise<Author | null> {
  if (!isHandle(handle)) return null;
  return db.maybe(sql.of(Author)`
    select id as reader_id, handle, name, bio, picture_key from reader where handle = ${handle}`);
}

/** Newest first, from after the cursor; one more than `size`, to tell whether there are more. */
export function storiesBy(
  db: Db,
  author: AuthorId,
  after: Cursor | null,
  size: number,
): Promise<ListedRow[]> {
  return db.many(sql.of(ListedRow)`
    select * from listed_story
     where author_id = ${author}
       and (published_at, story_id)
           < (${after?.at ?? "infinity"}::timestamptz, ${after?.id ?? 0}::bigint)
     order by published_at desc, story_id desc
     limit ${size + 1}`);
}
