/**
 * A story as plain paragraphs: what a bare text field can hold, with an empty line between two.
 *
 * For a browser without script. A story with anything more in it is not offered there, since saving
 * it would take its form away.
 */
import type { DocumentNode } from "./grammar.ts";

/** The text, or null when the document holds more than plain paragraphs. Empty ones are left out. */
export function paragraphsOf(document: DocumentNode): string | null {
  const paragraphs = (document.content ?? []).map(lineOf);
  if (paragraphs.includes(null)) return null;
  return paragraphs.filter((text) => text !== "").join("\n\n");
}

/** A line end within a paragraph is a break; runs of empty lines are one end. */
export function documentOfParagraphs(text: string): DocumentNode {
  const paragraphs = text
    .replaceAll("\r\n", "\n")
    .split(/\n[ \t]*(?:\n[ \t]*)+/)
    .map((paragraph) => paragraph.replace(/^\n+|\n+$/g, ""))
    .filter((paragraph) => paragraph.trim() !== "")
    .map((paragraph) => ({ type: "paragraph", content: lines(paragraph) }));
  return { type: "doc", content: paragraphs.length > 0 ? paragraphs : [{ type: "paragraph" }] };
}

function lineOf(block: DocumentNode): string | null {
  if (block.type !== "paragraph") return null;
  const parts = (block.content ?? []).map((item) => {
    if (item.type === "hard_break") return "\n";
    const isPlain = (item.marks ?? []).length === 0 && !item.text?.includes("\n");
    return isPlain ? (item.text ?? "") : null;
  });
  if (parts.includes(null)) return null;
  const text = parts.join("");
  // Breaks side by side, or at an end, would come back as something else.
  return /\n[ \t]*\n|^\n|\n$/.test(text) ? null : text;
}

function lines(paragraph: string): DocumentNode[] {
  return paragraph
    .split("\n")
    .flatMap((line, index): DocumentNode[] => [
      ...(index > 0 ? [{ type: "hard_break" }] : []),
      ...(line === "" ? [] : [{ type: "text", text: line }]),
    ]);
}
