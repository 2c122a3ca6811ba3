/**
 * What a page holds, counted from the page itself and not by what converts it.
 *
 * A passage is what stands between two block boundaries and has something to see: a browser would
 * set it as lines of its own. The document is counted by the same definition in kept-counts.ts.
 */
import { inkOf } from "../../../core/stories/text.ts";
import { BLOCKS, HEADINGS, isInk, isRead } from "./elements.ts";
import type { Counts } from "./report.ts";
import { findEmbedHref, isEmbed, isLink } from "./source-address.ts";
import type { SourceElement } from "./source-tree.ts";

export interface Counted {
  counts: Counts;
  /** The text of each passage without white space, in order. */
  passages: string[];
}

export function emptyCounts(): Counts {
  return {
    characters: 0,
    paragraphs: 0,
    headings: 0,
    listItems: 0,
    quotes: 0,
    codeBlocks: 0,
    tables: 0,
    links: 0,
    images: 0,
  };
}

/** An element being looked at, with what matters of all that is around it. */
interface Around {
  element: SourceElement;
  next: number;
  /** The passages and pictures there were when the element was entered. */
  before: number;
  /** The nearest link around. */
  link: SourceElement | null;
  /** What a passage in it is counted as. */
  kind: "paragraphs" | "headings" | "codeBlocks" | "caption";
}

interface Count extends Counted {
  text: string;
  /** The address the last visible text of the passage leads to. */
  href: string | null;
}

export function sourceCounts(root: SourceElement): Counted {
  const count: Count = { counts: emptyCounts(), passages: [], text: "", href: null };
  const page: Around = { element: root, next: 0, before: 0, link: null, kind: "paragraphs" };
  const path: Around[] = [page];
  for (let around = path.at(-1); around !== undefined; around = path.at(-1)) {
    const child = around.element.children[around.next];
    around.next += 1;
    if (child === undefined) {
      path.pop();
      leave(count, around, path.at(-1)?.kind === "codeBlocks");
    } else if (typeof child === "string") see(count, around, child);
    else if (enter(count, around, child)) path.push(inner(around, child, seen(count)));
  }
  endPassage(count, page);
  return { counts: count.counts, passages: count.passages };
}

function inner(around: Around, element: SourceElement, before: number): Around {
  const link = isLink(element) ? element : around.link;
  return { element, next: 0, before, link, kind: kindIn(around, element) };
}

/** Code wins over a heading, and a heading over a caption. */
function kindIn({ kind }: Around, { name }: SourceElement): Around["kind"] {
  if (kind === "codeBlocks" || name === "pre") return "codeBlocks";
  if (kind === "headings" || HEADINGS.has(name)) return "headings";
  return name === "figcaption" ? "caption" : kind;
}

/** Whether there is anything in the element to look at. */
function enter(count: Count, around: Around, element: SourceElement): boolean {
  const { name } = element;
  if (around.kind === "codeBlocks") {
    if (name === "img") count.counts.images += 1;
    return isRead(element) && !isEmbed(element);
  }
  if (BLOCKS.has(name) || isEmbed(element) || name === "img") endPassage(count, around);
  if (isEmbed(element)) countEmbed(count, element);
  if (isEmbed(element) || !isRead(element)) return false;
  if (name === "img") countImage(count, around, element);
  if (name === "q") see(count, around, "“");
  return true;
}

/** In code there are no blocks and no quotations. */
function leave(count: Count, left: Around, isInCode: boolean): void {
  const { name } = left.element;
  if (isInCode) return;
  if (name === "q") see(count, left, "”");
  if (!BLOCKS.has(name)) return;
  endPassage(count, left);
  if (seen(count) === left.before) return;
  if (name === "li") count.counts.listItems += 1;
  if (name === "blockquote") count.counts.quotes += 1;
  if (name === "table") count.counts.tables += 1;
}

function see(count: Count, { link }: Around, text: string): void {
  count.text += text;
  if (!isInk(text)) return;
  const href = link?.attributes.href ?? null;
  if (href !== null && href !== count.href) count.counts.links += 1;
  count.href = href;
}

function endPassage(count: Count, { kind }: Around): void {
  const passage = withoutBlanks(count.text);
  count.text = "";
  count.href = null;
  if (passage === "") return;
  count.passages.push(passage);
  count.counts.characters += inkOf(passage);
  if (kind !== "caption") count.counts[kind] += 1;
}

function countImage({ counts }: Count, { link }: Around, image: SourceElement): void {
  counts.images += 1;
  if (link !== null && (image.attributes.src ?? "") !== "") counts.links += 1;
}

function countEmbed({ counts, passages }: Count, embed: SourceElement): void {
  const href = findEmbedHref(embed);
  if (href === null) return;
  passages.push(href);
  counts.characters += inkOf(href);
  counts.paragraphs += 1;
  counts.links += 1;
}

function seen({ counts, passages }: Count): number {
  return passages.length + counts.images;
}

export function withoutBlanks(text: string): string {
  return text.replace(/[ \t\n\r\f]+/g, "");
}
