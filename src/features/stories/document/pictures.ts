/** The pictures of a story: which it shows, where, and how fetched ones take their places. */
import type { Node } from "prosemirror-model";
import { assert } from "../../../core/assert.ts";
import type { DocumentNode } from "../../../core/stories/grammar.ts";
import { type Document, documentJson, parseDocument } from "./parse-document.ts";

export interface StoryPicture {
  /** Set once the picture is ours; else `src` says where it waits. */
  key: string | null;
  src: string | null;
  alt: string;
  /** The caption's text. */
  caption: string;
  /** The top-level block it stands in; it is in the preview when that has more blocks than this. */
  block: number;
}

/** In reading order. Figures with neither a key nor a source are left out. */
export function picturesOf(document: Document): StoryPicture[] {
  const pictures: StoryPicture[] = [];
  document.forEach((top, _, block) => {
    if (top.type.name === "figure") pictures.push(picture(top, block));
    else
      top.descendants((node) => {
        if (node.type.name === "figure") pictures.push(picture(node, block));
        return !node.isTextblock;
      });
  });
  return pictures.filter(({ key, src }) => key !== null || src !== null);
}

/** The first picture that is ours: what a card of the story shows. */
export function firstImage(document: Document): StoryPicture | null {
  return picturesOf(document).find(({ key }) => key !== null) ?? null;
}

/** A picture that was fetched and re-encoded. */
export interface FetchedPicture {
  key: string;
  width: number;
  height: number;
}

/** The document with each waiting picture that `fetched` has, by its source, put in place. */
export function withPictures(
  document: Document,
  fetched: ReadonlyMap<string, FetchedPicture>,
): Document {
  const ruling = parseDocument(placed(documentJson(document), fetched));
  assert(ruling.ok, "a document keeps the grammar when its pictures are put in place");
  return ruling.value;
}

function placed(node: DocumentNode, fetched: ReadonlyMap<string, FetchedPicture>): DocumentNode {
  const { attrs, content } = node;
  const found = typeof attrs?.src === "string" ? fetched.get(attrs.src) : undefined;
  const changed: DocumentNode = { ...node };
  if (content !== undefined) changed.content = content.map((child) => placed(child, fetched));
  if (found !== undefined) changed.attrs = { ...attrs, ...found, src: null };
  return changed;
}

function picture(node: Node, block: number): StoryPicture {
  const { key, src, alt } = node.attrs;
  return { key, src, alt, caption: node.textContent, block };
}
