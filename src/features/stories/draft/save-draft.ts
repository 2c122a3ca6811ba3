/** A working copy is saved: over the version it was made from, and over no other. */
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import type { Database } from "../../../store/db.ts";
import { cleanText } from "../document/clean-text.ts";
import {
  type DocumentRefusal,
  documentJson,
  documentSentences,
  parseDocument,
} from "../document/parse-document.ts";
import type { StoryPlace } from "../own-story.ts";
import { type Copy, findOwnStory, findSame, type Saved, updateCopy } from "../store.ts";

/** Longer than what is published, so that a title being cut down is safe meanwhile. */
export const FIELD_CHARS_MAX = 1000;

export type SaveRefusal = "no-such-story" | "stale" | "field-too-long" | DocumentRefusal;

/** What the refusals say to the author. */
export const saveSentences: Record<SaveRefusal, string> = {
  "no-such-story":
    "This story is not one of yours, or is no longer there. Your text is kept in this browser.",
  stale:
    "This story was changed in another tab or on another device. Nothing was overwritten: compare the two and choose.",
  "field-too-long": `A title or subtitle has at most ${FIELD_CHARS_MAX.toLocaleString("en")} characters. Shorten it; your last saved version is unchanged.`,
  ...documentSentences,
};

/** What came from outside: the fields as texts, the document unchecked. */
export interface Submitted {
  /** The version the copy was made from. */
  version: number;
  title: string;
  subtitle: string;
  document: unknown;
}

/**
 * The same save sent again, after its answer was lost, is answered as if it were the first. One that
 * was made from an older version is refused, unless it says what the story says already.
 */
export async function saveDraft(
  db: Database,
  now: Date,
  { authorId, key }: StoryPlace,
  submitted: Submitted,
): Promise<Ruling<Saved, SaveRefusal>> {
  const copy = checkedCopy(submitted);
  if (!copy.ok) return copy;
  const { version } = submitted;
  const saved = await updateCopy(db, now, { authorId, key, version }, copy.value);
  if (saved) return allow(saved);
  const same = await findSame(db, authorId, key, copy.value);
  if (same) return allow(same);
  return refuse((await findOwnStory(db, authorId, key)) ? "stale" : "no-such-story");
}

/** The fields cleaned, the document checked. */
export function checkedCopy(
  submitted: Omit<Submitted, "version">,
): Ruling<Copy, "field-too-long" | DocumentRefusal> {
  const document = parseDocument(submitted.document);
  if (!document.ok) return document;
  const [title, subtitle] = [oneLine(submitted.title), oneLine(submitted.subtitle)];
  if (Math.max(title.length, subtitle.length) > FIELD_CHARS_MAX) return refuse("field-too-long");
  return allow({ title, subtitle, document: documentJson(document.value) });
}

/** A pasted line end in a title is a space. */
function oneLine(text: string): string {
  return cleanText(text).replace(/\s*\n\s*/g, " ");
}
