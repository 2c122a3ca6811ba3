/**
 * The text of a document as a reader sees it, with neither marks nor pictures.
 *
 * White space is collapsed as a browser does it, except in code; a no-break space or a word joiner
 * is a character like any other.
 */
import { type DocumentNode, holdsText } from "./grammar.ts";

const BLANKS = /[ \t\n\r\f]+/g;
/** Whether there is anything to collapse: most texts have single spaces only. */
const UNEVEN = /[\t\n\r\f]| {2}/;

/** The text of each block that has some, in reading order. Captions count, alternative texts do not. */
export function passagesOf(node: DocumentNode): string[] {
  const passages: string[] = [];
  const waiting: DocumentNode[] = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (holdsText(next.type)) {
      const passage = passageOf(next);
      if (passage !== "") passages.push(passage);
    } else {
      for (const child of (next.content ?? []).toReversed()) waiting.push(child);
    }
  }
  return passages;
}

/** All text, with an empty line between blocks. */
export function plainTextOf(node: DocumentNode): string {
  return passagesOf(node).join("\n\n");
}

/** The number of characters that are not white space: `Café au lait` is 10. */
export function inkOf(text: string): number {
  let ink = 0;
  for (let at = 0; at < text.length; at += 1) if (!isBlank(text.charCodeAt(at))) ink += 1;
  return ink;
}

/** Each run of white space becomes one space. */
export function evened(text: string): string {
  return UNEVEN.test(text) ? text.replace(BLANKS, " ") : text;
}

/** White space runs become one space, and none is left at the ends. */
export function collapsed(text: string): string {
  return trimmed(evened(text));
}

/**
 * The first `charsMax` characters at most, cut between words where there is one to cut at, and with
 * an ellipsis when something was cut.
 */
export function cutText(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text;
  const room = text.slice(0, charsMax - 1);
  const space = room.lastIndexOf(" ");
  const kept =
    space > charsMax / 2 ? room.slice(0, space) : room.toWellFormed().replace(/\ufffd$/, "");
  return `${kept}…`;
}

function passageOf(block: DocumentNode): string {
  const inline = block.content ?? [];
  if (block.type === "code_block") return codeText(inline.map((item) => item.text ?? "").join(""));
  const parts = inline.map(({ type, text = "" }) => (type === "hard_break" ? "\n" : evened(text)));
  const joined = parts.join("").replace(/ {2,}/g, " ");
  return trimmed(joined.includes("\n") ? joined.replace(/ ?\n ?/g, "\n") : joined);
}

/** Code without the empty lines before it and the blanks after it. */
export function codeText(code: string): string {
  return withoutEnd(code.replace(/^(?:[ \t]*\n)+/, ""));
}

function trimmed(text: string): string {
  let start = 0;
  while (isBlank(text.charCodeAt(start))) start += 1;
  return withoutEnd(text.slice(start));
}

/** A loop, because `/\s+$/` takes quadratic time on a long run of blanks in the middle. */
function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13 && code !== 11);
}
