/** An author begins to write. */
import type { AuthorId } from "../../../core/ids.ts";
import { EMPTY_DOCUMENT } from "../../../core/stories/grammar.ts";
import type { Database } from "../../../store/db.ts";
import { randomKey } from "../random-key.ts";
import { findUntouchedDraft, insertStory } from "../store.ts";

/** Resolves to the draft's key. A draft that was begun and never written in is given again. */
export async function startDraft(db: Database, now: Date, author: AuthorId): Promise<string> {
  const untouched = await findUntouchedDraft(db, author);
  if (untouched) return untouched;
  const key = randomKey();
  const copy = { title: "", subtitle: "", document: EMPTY_DOCUMENT };
  await insertStory(db, now, { key, authorId: author, ...copy });
  return key;
}
