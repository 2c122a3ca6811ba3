/**
 * The preview: how much of a members-only story anyone may read (docs/policy/reading.md).
 *
 * It is a number of blocks at the start of the document. Unless the author sets it, it is the first
 * fifth of the text or the first three blocks with text, whichever is more, but no more than half of
 * the text. It always has a block with text and never all of them; so a story of one block has none.
 */
import type { DocumentNode } from "./grammar.ts";
import { inkOf, passagesOf } from "./text.ts";

export const PREVIEW_TEXT_BLOCKS = 3;

/** What never ends a preview: it announces what comes next. */
const ANNOUNCING: ReadonlySet<string> = new Set(["heading", "separator"]);

/** The number of top-level blocks shown, from the start; `chosen` is the author's own number. */
export function previewBlocks(document: DocumentNode, chosen: number | null): number {
  const blocks = document.content ?? [];
  const inks = blocks.map((block) => sumInk(passagesOf(block)));
  const first = inks.findIndex((ink) => ink > 0);
  const last = inks.findLastIndex((ink) => ink > 0);
  if (first === last) return 0;
  const wanted = chosen === null ? usualBlocks(inks) : Math.trunc(chosen);
  return withoutAnnouncing(blocks, Math.min(Math.max(wanted, first + 1), last), first + 1);
}

function usualBlocks(inks: readonly number[]): number {
  const total = sumInk(inks);
  let [shown, texts, count] = [0, 0, 0];
  for (const ink of inks) {
    const enough = shown * 5 >= total && texts >= PREVIEW_TEXT_BLOCKS;
    if (enough || (shown + ink) * 2 > total) break;
    shown += ink;
    count += 1;
    if (ink > 0) texts += 1;
  }
  return count;
}

function withoutAnnouncing(blocks: readonly DocumentNode[], end: number, least: number): number {
  let shown = end;
  while (shown > least && ANNOUNCING.has(blocks[shown - 1]!.type)) shown -= 1;
  return shown;
}

function sumInk(parts: readonly (string | number)[]): number {
  let total = 0;
  for (const part of parts) total += typeof part === "string" ? inkOf(part) : part;
  return total;
}
