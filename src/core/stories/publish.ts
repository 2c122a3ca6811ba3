/** Publishing: what a draft needs before readers may see it, and what it is published as. */
import { allow, type Ruling, refuse } from "../ruling.ts";
import { slugOf } from "./address.ts";
import type { DocumentNode } from "./grammar.ts";
import { ruleTags, type TagRefusal, tagSentences } from "./tags.ts";
import { collapsed, cutText, passagesOf } from "./text.ts";

export const TITLE_CHARS_MAX = 200;
export const SUBTITLE_CHARS_MAX = 300;
export const KICKER_CHARS_MAX = 80;

/** How much of the first text stands for a title that is missing. */
const BORROWED_TITLE_CHARS_MAX = 80;

export interface Draft {
  title: string;
  subtitle: string;
  kicker: string;
  tags: readonly string[];
  document: DocumentNode;
}

/** The draft's fields as readers will see them. */
export interface PublishedFields {
  title: string;
  subtitle: string;
  kicker: string;
  tags: string[];
  slug: string;
}

export type PublishRefusal =
  | "nothing-written"
  | "title-too-long"
  | "subtitle-too-long"
  | "kicker-too-long"
  | TagRefusal;

/** What the refusals say to the author. */
export const publishSentences: Record<PublishRefusal, string> = {
  "nothing-written": "There is nothing to publish yet. Write a title or some text first.",
  "title-too-long": `A title has at most ${TITLE_CHARS_MAX} characters. Shorten it.`,
  "subtitle-too-long": `A subtitle has at most ${SUBTITLE_CHARS_MAX} characters. Shorten it.`,
  "kicker-too-long": `A kicker has at most ${KICKER_CHARS_MAX} characters. Shorten it.`,
  ...tagSentences,
};

/** A story without a title is published under the beginning of its text. */
export function rulePublish(draft: Draft): Ruling<PublishedFields, PublishRefusal> {
  const title = collapsed(draft.title) || borrowedTitle(draft.document);
  const subtitle = collapsed(draft.subtitle);
  const kicker = collapsed(draft.kicker);
  if (title === "") return refuse("nothing-written");
  if (title.length > TITLE_CHARS_MAX) return refuse("title-too-long");
  if (subtitle.length > SUBTITLE_CHARS_MAX) return refuse("subtitle-too-long");
  if (kicker.length > KICKER_CHARS_MAX) return refuse("kicker-too-long");
  const tags = ruleTags(draft.tags);
  if (!tags.ok) return tags;
  return allow({ title, subtitle, kicker, tags: tags.value, slug: slugOf(title) });
}

function borrowedTitle(document: DocumentNode): string {
  return cutText(collapsed(passagesOf(document)[0] ?? ""), BORROWED_TITLE_CHARS_MAX);
}
