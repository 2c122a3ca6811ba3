/** Elements that are taken as a whole: pictures, code, embedded things, and headings taken as fields. */
import { ALT_CHARS_MAX, isSafeHref, LAYOUTS, type Layout } from "../../../core/stories/grammar.ts";
import { codeText } from "../../../core/stories/text.ts";
import { isInk, isRead, leftOut, says } from "./elements.ts";
import { type Marks, NO_MARKS } from "./line.ts";
import type { DroppedKind } from "./report.ts";
import { count, type Reading } from "./role-plan.ts";
import {
  findEmbedHref,
  findHref,
  findPictureSource,
  isEmbed,
  isLink,
  isTracker,
} from "./source-address.ts";
import { elementsWhere, findAround, rawText, type SourceElement, within } from "./source-tree.ts";

export function keepPicture({ blocks, dropped }: Reading, image: SourceElement, { href }: Marks) {
  const src = findPictureSource(image);
  if (isTracker(image)) count(dropped, "tracker");
  else if (src === null) count(dropped, "picture-without-address");
  else {
    const { alt = "", width, height } = image.attributes;
    blocks.picture({
      src,
      alt: alt.slice(0, ALT_CHARS_MAX).toWellFormed(),
      layout: layoutOf(image),
      width: pixels(image.attributes["data-width"] ?? width),
      height: pixels(image.attributes["data-height"] ?? height),
      href,
    });
  }
  return null;
}

/** Medium's figure says it by its class, and so does ours. */
function layoutOf(image: SourceElement): Layout {
  const figure = findAround(image, ({ name }) => name === "figure");
  if (figure === null) return "inset";
  if (says(figure, /\bgraf--layoutFillWidth\b/)) return "full";
  if (says(figure, /\bgraf--layoutOutset/)) return "outset";
  return LAYOUTS.find((layout) => says(figure, new RegExp(`\\bfigure-${layout}\\b`))) ?? "inset";
}

function pixels(written: string | undefined): number | null {
  const size = Number.parseInt(written ?? "", 10);
  return size >= 1 && size <= 100_000 && !written?.includes("%") ? size : null;
}

/** Code is kept as it is written; a break is a line end. It holds text and nothing else. */
export function keepCode({ blocks, dropped, plan }: Reading, pre: SourceElement) {
  const parts: string[] = [];
  for (const node of within(pre, (inner) => isRead(inner) && !isEmbed(inner))) {
    if (typeof node === "string") parts.push(node);
    else if (node.name === "br") parts.push("\n");
    else {
      const kind = noRoomInCode(node);
      if (kind !== null) count(dropped, kind);
    }
  }
  const written = parts.join("");
  // Medium ends lines of code by breaks only, so blanks with a line end before the code are layout.
  const text = codeText(plan.isMedium ? written.replace(/^\s*\n\s*/, "") : written);
  if (!isInk(text)) blocks.endLine();
  else {
    const attrs = { language: languageOf(pre) };
    blocks.leaf({ type: "code_block", attrs, content: [{ type: "text", text }] });
  }
  return null;
}

/** What of the element a block of code has no room for. */
function noRoomInCode(element: SourceElement): DroppedKind | null {
  if (isEmbed(element)) return "embed-in-code";
  if (isLink(element)) return "link-in-code";
  if (element.name === "img") return "picture-in-code";
  const reason = leftOut(element);
  return reason === "page" ? null : reason;
}

function languageOf(pre: SourceElement): string | null {
  const candidates = [pre, ...elementsWhere(pre, ({ name }) => name === "code")];
  for (const { attributes } of candidates) {
    const named = /(?:^|\s)lang(?:uage)?-([\w+#.-]+)/.exec(attributes.class ?? "")?.[1];
    const language = (attributes["data-code-block-lang"] ?? named ?? "").toLowerCase();
    if (/^[a-z0-9+#.-]{1,30}$/.test(language)) return language;
  }
  return null;
}

/** An embedded video, tweet or the like becomes a paragraph that links to it. */
export function keepEmbed({ blocks, changed, dropped }: Reading, embed: SourceElement) {
  const href = findEmbedHref(embed);
  blocks.endLine();
  if (href === null) count(dropped, "embed-without-address");
  else {
    blocks.text(href, { ...NO_MARKS, href });
    blocks.endLine();
    count(changed, "embed");
  }
  return null;
}

/**
 * Of an element whose text is a field already: its pictures, and its references to notes, for which
 * a title has no room. Another link in it (many titles link to their own page) is left out.
 */
export function keepLeftovers(reading: Reading, taken: SourceElement) {
  reading.blocks.endLine();
  for (const node of within(taken, isRead)) {
    if (typeof node === "string" || !isRead(node)) continue;
    if (node.name === "img") keepPicture(reading, node, NO_MARKS);
    else if (isNoteReference(node)) keepNoteReference(reading, node);
    else if (isLink(node)) count(reading.dropped, "link-in-title");
  }
  return null;
}

function keepNoteReference({ blocks, changed }: Reading, reference: SourceElement): void {
  const href = findHref(reference);
  blocks.text(rawText(reference), { ...NO_MARKS, href: isSafeHref(href) ? href : null });
  blocks.endLine();
  count(changed, "note-in-title");
}

/** A link in a text whose own text is a number or a sign: `5`, `[5]`, `†`. */
export function isNoteReference(element: SourceElement): boolean {
  if (!isLink(element)) return false;
  if (says(element, /\bnoteref\b/)) return true;
  const isShort = /^\s*\[?(\d{1,4}|[*†‡§¶]{1,3})\]?\s*$/.test(rawText(element));
  return isShort && hasNeighbour(element);
}

/** Not so in `<h1><a href="…">1984</a></h1>`, which is a title. */
function hasNeighbour(element: SourceElement): boolean {
  const beside = (element.parent?.children ?? []).filter((node) => node !== element);
  return beside.some((node) => (typeof node === "string" ? isInk(node) : node.name !== "br"));
}
