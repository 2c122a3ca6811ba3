/** What a document holds, counted as source-counts.ts counts the page it was made of. */
import type { Node } from "prosemirror-model";
import { inkOf } from "../../../core/stories/text.ts";
import type { Document } from "../document/parse-document.ts";
import type { Counts } from "./report.ts";
import { type Counted, emptyCounts, withoutBlanks } from "./source-counts.ts";

/** A part of the page that is a field of the story now. */
export interface TakenPart {
  kind: "heading" | "paragraph";
  text: string;
}

/** Fields come first, in the order given. */
export function keptCounts(document: Document, taken: readonly TakenPart[]): Counted {
  const counts = emptyCounts();
  const passages: string[] = [];
  for (const { kind, text } of taken) {
    passages.push(withoutBlanks(text));
    counts[kind === "heading" ? "headings" : "paragraphs"] += 1;
  }
  document.descendants((node) => {
    countBlock(counts, node);
    if (!node.isTextblock) return true;
    const passage = withoutBlanks(node.textContent);
    if (passage === "") return false;
    passages.push(passage);
    countPassage(counts, node);
    return false;
  });
  for (const passage of passages) counts.characters += inkOf(passage);
  return { counts, passages };
}

const BLOCK_COUNTS: Readonly<Record<string, keyof Counts>> = {
  list_item: "listItems",
  blockquote: "quotes",
  pullquote: "quotes",
  table: "tables",
  figure: "images",
};

function countBlock(counts: Counts, node: Node): void {
  const what = BLOCK_COUNTS[node.type.name];
  if (what !== undefined) counts[what] += 1;
  if (node.type.name === "figure" && node.attrs.href !== null) counts.links += 1;
}

function countPassage(counts: Counts, node: Node): void {
  const { name } = node.type;
  if (name === "heading") counts.headings += 1;
  else if (name === "code_block") counts.codeBlocks += 1;
  else if (name !== "figure") counts.paragraphs += 1;
  let last: string | null = null;
  node.forEach((item) => {
    if (withoutBlanks(item.text ?? "") === "") return;
    const link = item.marks.find(({ type }) => type.name === "link");
    const href: string | null = link?.attrs.href ?? null;
    if (href !== null && href !== last) counts.links += 1;
    last = href;
  });
}
