/** A browser without script saves a story: the fields, and the text where it is plain paragraphs. */
import { type Ruling, refuse } from "../../../core/ruling.ts";
import { documentOfParagraphs, paragraphsOf } from "../../../core/stories/paragraphs.ts";
import type { Database } from "../../../store/db.ts";
import type { OwnStory, Saved } from "../store.ts";
import { type SaveRefusal, saveDraft } from "./save-draft.ts";

export interface TypedCopy {
  version: number;
  title: string;
  subtitle: string;
  /** Absent when the form had no field for it. */
  text?: string | undefined;
}

/** A text that says what the story says already leaves its document alone, to the last detail. */
export function saveParagraphs(
  db: Database,
  now: Date,
  story: OwnStory,
  { version, title, subtitle, text }: TypedCopy,
): Promise<Ruling<Saved, SaveRefusal>> {
  const plain = paragraphsOf(story.document);
  // The story got its form after this field was shown: another tab is ahead.
  if (text !== undefined && plain === null) return Promise.resolve(refuse("stale"));
  const typed = text?.replaceAll("\r\n", "\n");
  const isSame = typed === undefined || typed.trim() === plain?.trim();
  const document = isSame ? story.document : documentOfParagraphs(typed);
  const place = { authorId: story.authorId, key: story.key };
  return saveDraft(db, now, place, { version, title, subtitle, document });
}
