/** A story without its form: for search, e-mail, cards and counting. */

import { expectedSeconds, wordsOf } from "../../../core/stories/reading-time.ts";
import { cutText, plainTextOf } from "../../../core/stories/text.ts";
import { type Document, documentJson } from "./parse-document.ts";
import { picturesOf } from "./pictures.ts";

/** All text, with an empty line between blocks; of the first `blocks` top-level blocks if given. */
export function plainText(document: Document, blocks = document.childCount): string {
  const { content = [], ...rest } = documentJson(document);
  return plainTextOf({ ...rest, content: content.slice(0, blocks) });
}

/** The beginning on one line. Give the preview's blocks, or a members-only text leaks. */
export function excerptOf(document: Document, charsMax: number, blocks: number): string {
  return cutText(plainText(document, blocks).replaceAll(/\s+/g, " "), charsMax);
}

export interface Measure {
  words: number;
  images: number;
  /** What an attentive reader needs. */
  expectedSeconds: number;
}

export function measureOf(document: Document): Measure {
  const words = wordsOf(plainText(document));
  const images = picturesOf(document).length;
  return { words, images, expectedSeconds: expectedSeconds({ words, images }) };
}
