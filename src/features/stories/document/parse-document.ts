/**
 * A document from outside: bounded first, then checked against the grammar.
 *
 * The library walks documents by recursion, so depth and size are looked at before it sees anything.
 */
import { Node } from "prosemirror-model";
import { assert } from "../../../core/assert.ts";
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import { type DocumentNode, holdsText } from "../../../core/stories/grammar.ts";
import { cleanJson, isCleanText } from "./clean-text.ts";
import { storySchema } from "./schema.ts";

export const TEXT_CHARS_MAX = 500_000;
export const BLOCKS_MAX = 5_000;
export const NODES_MAX = 60_000;
export const NODE_DEPTH_MAX = 40;
const MARKS_MAX = 8;

/** Each level of nodes is an object and a list, and attributes add two. */
const JSON_DEPTH_MAX = 2 * NODE_DEPTH_MAX + 2;
const JSON_VALUES_MAX = 12 * NODES_MAX;
/** Texts, addresses and names of types together. */
const JSON_CHARS_MAX = 8 * TEXT_CHARS_MAX;

declare const checked: unique symbol;
/** A document that keeps the grammar and its bounds: only parsing makes one. */
export type Document = Node & { readonly [checked]: true };

export type DocumentRefusal =
  | "malformed-document"
  | "document-too-deep"
  | "document-too-long"
  | "too-many-blocks";

/** What the refusals say to the author. */
export const documentSentences: Record<DocumentRefusal, string> = {
  "malformed-document":
    "This is not a story we can read, so it was not saved. Your last saved version is unchanged.",
  "document-too-deep":
    "This story has lists, quotes or tables inside each other deeper than we can show. Take some out; your last saved version is unchanged.",
  "document-too-long": `A story has at most ${TEXT_CHARS_MAX.toLocaleString("en")} characters, and this one has more. Split it into parts; your last saved version is unchanged.`,
  "too-many-blocks": `A story has at most ${BLOCKS_MAX.toLocaleString("en")} paragraphs, headings and pictures, and this one has more. Split it into parts; your last saved version is unchanged.`,
};

/**
 * The document, without what no database keeps (control characters, broken characters). Attributes
 * the grammar does not know are left out.
 */
export function parseDocument(json: unknown): Ruling<Document, DocumentRefusal> {
  const bounded = ruleBounds(json);
  if (!bounded.ok) return bounded;
  const node = findNode(bounded.value === "clean" ? json : cleanJson(json));
  return node === null ? refuse("malformed-document") : allow(node);
}

/** A document as it came out of the database, where only checked ones go. */
export function storedDocument(json: unknown): Document {
  const ruling = parseDocument(json);
  assert(ruling.ok, "a stored document keeps the grammar");
  return ruling.value;
}

/** The document for `jsonb`, and for the rules in core. */
export function documentJson(document: Document): DocumentNode {
  const json: DocumentNode = document.toJSON();
  return json;
}

function findNode(json: unknown): Document | null {
  try {
    const node = Node.fromJSON(storySchema, json);
    if (node.type !== storySchema.topNodeType || node.marks.length > 0) return null;
    node.check();
    return node as Document;
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return null;
    throw error;
  }
}

interface Tally {
  values: number;
  nodes: number;
  blocks: number;
  textChars: number;
  chars: number;
  clean: boolean;
}

/** Looks at every value once, by a list of what waits and not by recursion. */
function ruleBounds(json: unknown): Ruling<"clean" | "unclean", DocumentRefusal> {
  const tally: Tally = { values: 0, nodes: 0, blocks: 0, textChars: 0, chars: 0, clean: true };
  const values: unknown[] = [json];
  const depths: number[] = [0];
  while (values.length > 0) {
    const value = values.pop();
    const depth = depths.pop() ?? 0;
    const refusal = depth > JSON_DEPTH_MAX ? "document-too-deep" : weigh(value, tally);
    if (refusal !== null) return refuse(refusal);
    if (typeof value !== "object" || value === null) continue;
    for (const part of Object.values(value)) {
      values.push(part);
      depths.push(depth + 1);
    }
  }
  return allow(tally.clean ? "clean" : "unclean");
}

function weigh(value: unknown, tally: Tally): DocumentRefusal | null {
  tally.values += 1;
  if (tally.values > JSON_VALUES_MAX) return "too-many-blocks";
  if (typeof value === "string") return weighText(value, tally);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return weighNode(value as Record<string, unknown>, tally);
}

function weighText(text: string, tally: Tally): DocumentRefusal | null {
  tally.chars += text.length;
  if (tally.clean && !isCleanText(text)) tally.clean = false;
  return tally.chars > JSON_CHARS_MAX ? "document-too-long" : null;
}

function weighNode(node: Record<string, unknown>, tally: Tally): DocumentRefusal | null {
  const { type, text, marks } = node;
  if (Array.isArray(marks) && marks.length > MARKS_MAX) return "malformed-document";
  if (typeof type !== "string") return null;
  tally.nodes += 1;
  if (holdsText(type) || type === "separator") tally.blocks += 1;
  if (tally.nodes > NODES_MAX || tally.blocks > BLOCKS_MAX) return "too-many-blocks";
  if (typeof text === "string") tally.textChars += text.length;
  return tally.textChars > TEXT_CHARS_MAX ? "document-too-long" : null;
}
