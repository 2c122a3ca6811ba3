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

/** What the passage being read stands in, from the outermost. */
interface Around {
  element: SourceElement;
  next: number;
  /** The passages and pictures there were when the element was entered. */
  before: number;
}

interface Count extends Counted {
  text: string;
  /** The link the last visible text of the passage stands in. */
  link: SourceElement | null;
}

export function sourceCounts(root: SourceElement): Counted {
  const count: Count = { counts: emptyCounts(), passages: [], text: "", link: null };
  const path: Around[] = [{ element: root, next: 0, before: 0 }];
  for (let around = path.at(-1); around !== undefined; around = path.at(-1)) {
    const child = around.element.children[around.next];
    around.next += 1;
    if (child === undefined) {
      leave(count, path);
      path.pop();
    } else if (typeof child === "string") see(count, path, child);
    else if (enter(count, path, child)) {
      path.push({ element: child, next: 0, before: seen(count) });
    }
  }
  endPassage(count, path);
  return { counts: count.counts, passages: count.passages };
}

/** Whether there is anything in the element to look at. */
function enter(count: Count, path: readonly Around[], element: SourceElement): boolean {
  const { name } = element;
  if (isInCode(path)) {
    if (name === "img") count.counts.images += 1;
    return isRead(element) && !isEmbed(element);
  }
  if (BLOCKS.has(name) || isEmbed(element) || name === "img") endPassage(count, path);
  if (isEmbed(element)) countEmbed(count, element);
  if (isEmbed(element) || !isRead(element)) return false;
  if (name === "img") countImage(count, path, element);
  if (name === "q") see(count, path, "“");
  return true;
}

function leave(count: Count, path: readonly Around[]): void {
  const { element, before } = path.at(-1)!;
  if (isInCode(path.slice(0, -1))) return;
  if (element.name === "q") see(count, path, "”");
  if (!BLOCKS.has(element.name)) return;
  endPassage(count, path);
  if (seen(count) === before) return;
  if (element.name === "li") count.counts.listItems += 1;
  if (element.name === "blockquote") count.counts.quotes += 1;
  if (element.name === "table") count.counts.tables += 1;
}

/** All in one `pre` is one block of code. */
function isInCode(path: readonly Around[]): boolean {
  return path.some(({ element }) => element.name === "pre");
}

function see(count: Count, path: readonly Around[], text: string): void {
  count.text += text;
  if (!isInk(text)) return;
  const link = path.findLast(({ element }) => isLink(element))?.element ?? null;
  if (link !== null && link.attributes.href !== count.link?.attributes.href) {
    count.counts.links += 1;
  }
  count.link = link;
}

function endPassage(count: Count, path: readonly Around[]): void {
  const passage = withoutBlanks(count.text);
  count.text = "";
  count.link = null;
  if (passage === "") return;
  count.passages.push(passage);
  count.counts.characters += inkOf(passage);
  const names = path.map(({ element }) => element.name);
  if (names.includes("pre")) count.counts.codeBlocks += 1;
  else if (names.some((name) => HEADINGS.has(name))) count.counts.headings += 1;
  else if (!names.includes("figcaption")) count.counts.paragraphs += 1;
}

function countImage({ counts }: Count, path: readonly Around[], image: SourceElement): void {
  counts.images += 1;
  const isLinked = path.some(({ element }) => isLink(element));
  if (isLinked && (image.attributes.src ?? "") !== "") counts.links += 1;
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
