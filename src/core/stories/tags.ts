/** Tags: at most five words or short phrases an author files a story under (docs/glossary.md). */
import { allow, type Ruling, refuse } from "../ruling.ts";

export const TAGS_MAX = 5;
export const TAG_CHARS_MAX = 30;

export type TagRefusal = "too-many-tags" | "tag-too-long";

/** What the refusals say to the author. */
export const tagSentences: Record<TagRefusal, string> = {
  "too-many-tags": `A story has at most ${TAGS_MAX} tags. Take some away.`,
  "tag-too-long": `A tag has at most ${TAG_CHARS_MAX} characters. Shorten it.`,
};

/**
 * A tag as it is stored and stands in a URL: lower case, letters and digits of any script, joined by
 * hyphens. `"#Machine Learning"` is `"machine-learning"`, `"C++"` stays `"c++"`; "" when nothing is left.
 */
export function tagOf(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/['’‘ʼ]/g, "")
    .replace(/[^\p{L}\p{M}\p{N}+#]+/gu, "-")
    .replace(/^[-#+]+|-+$/g, "");
}

/** A tag as it is shown: `"machine-learning"` is `"Machine learning"`. */
export function tagLabel(tag: string): string {
  const words = tag.replaceAll("-", " ");
  const [first = ""] = words;
  return first.toUpperCase() + words.slice(first.length);
}

/** The story's tags in the author's order, each once; names without a letter or digit are left out. */
export function ruleTags(names: readonly string[]): Ruling<string[], TagRefusal> {
  const tags = [...new Set(names.map(tagOf))].filter((tag) => tag !== "");
  if (tags.length > TAGS_MAX) return refuse("too-many-tags");
  if (tags.some((tag) => Array.from(tag).length > TAG_CHARS_MAX)) return refuse("tag-too-long");
  return allow(tags);
}
