/**
 * A small notation for documents, to write them in tests and to print them:
 *
 *     doc(h2("Ways"), p("To ", em("walk"), "."))   prints   h2(Ways) p(To em(walk).)
 */
import { assert } from "../../../core/assert.ts";
import type { DocumentMark, DocumentNode } from "../../../core/stories/grammar.ts";
import { type Document, documentJson, parseDocument } from "./parse-document.ts";

export type Inline = string | DocumentNode | readonly Inline[];

/** Asserts that what was written is a document. */
export function doc(...blocks: DocumentNode[]): Document {
  const ruling = parseDocument(json(...blocks));
  assert(ruling.ok, "the notation makes documents of the grammar");
  return ruling.value;
}

/** The same, unchecked. */
export function json(...blocks: DocumentNode[]): DocumentNode {
  return { type: "doc", content: blocks };
}

export const p = (...inline: Inline[]) => textBlock("paragraph", inline);
export const h2 = (...inline: Inline[]) => textBlock("heading", inline, { level: 2 });
export const h3 = (...inline: Inline[]) => textBlock("heading", inline, { level: 3 });
export const pull = (...inline: Inline[]) => textBlock("pullquote", inline);
export const code = (text: string, language: string | null = null) =>
  textBlock("code_block", [text], { language });
export const fig = (attrs: Record<string, unknown>, ...caption: Inline[]) =>
  textBlock("figure", caption, attrs);

export const quote = (...content: DocumentNode[]) => ({ type: "blockquote", content });
export const ul = (...content: DocumentNode[]) => ({ type: "bullet_list", content });
export const ol = (start: number, ...content: DocumentNode[]) => ({
  type: "ordered_list",
  attrs: { start },
  content,
});
export const li = (...content: DocumentNode[]) => ({ type: "list_item", content });
export const table = (...content: DocumentNode[]) => ({ type: "table", content });
export const tr = (...content: DocumentNode[]) => ({ type: "table_row", content });
export const td = (...content: DocumentNode[]) => ({ type: "table_cell", content });
export const th = (...content: DocumentNode[]) => ({ type: "table_header", content });
export const hr: DocumentNode = { type: "separator" };
export const br: DocumentNode = { type: "hard_break" };

export const em = (...inline: Inline[]) => marked({ type: "em" }, inline);
export const strong = (...inline: Inline[]) => marked({ type: "strong" }, inline);
export const mono = (...inline: Inline[]) => marked({ type: "code" }, inline);
export const a = (href: string, ...inline: Inline[]) =>
  marked({ type: "link", attrs: { href } }, inline);

const MARK_ORDER = ["link", "em", "strong", "code"];

function marked(mark: DocumentMark, inline: readonly Inline[]): DocumentNode[] {
  return nodesOf(inline).map((node) => ({
    ...node,
    marks: [mark, ...(node.marks ?? [])].toSorted(
      (left, right) => MARK_ORDER.indexOf(left.type) - MARK_ORDER.indexOf(right.type),
    ),
  }));
}

function nodesOf(inline: readonly Inline[]): DocumentNode[] {
  return inline.flatMap((item) => {
    if (typeof item === "string") return item === "" ? [] : [{ type: "text", text: item }];
    return isMany(item) ? nodesOf(item) : [item];
  });
}

function isMany(item: DocumentNode | readonly Inline[]): item is readonly Inline[] {
  return Array.isArray(item);
}

function textBlock(
  type: string,
  inline: readonly Inline[],
  attrs?: Record<string, unknown>,
): DocumentNode {
  const content = nodesOf(inline);
  const node: DocumentNode = content.length === 0 ? { type } : { type, content };
  return attrs === undefined ? node : { ...node, attrs };
}

/** The document on one line. */
export function printed(document: Document): string {
  return printedAll(documentJson(document).content ?? [], " ");
}

const NAMES: Record<string, string> = {
  paragraph: "p",
  blockquote: "quote",
  pullquote: "pull",
  bullet_list: "ul",
  list_item: "li",
  table_row: "tr",
  table_cell: "td",
  table_header: "th",
  separator: "hr",
  hard_break: "br",
};

function printedAll(nodes: readonly DocumentNode[], between: string): string {
  return nodes.map(printedNode).join(between);
}

function printedNode(node: DocumentNode): string {
  if (node.type === "text") return (node.marks ?? []).reduceRight(printedMark, node.text ?? "");
  const inner = node.content ?? [];
  const isInline = inner.some(({ type }) => type === "text" || type === "hard_break");
  const content = printedAll(inner, isInline ? "" : " ");
  const name = nameOf(node);
  if (node.type === "hard_break") return "⏎";
  return node.type === "separator" ? name : `${name}(${content})`;
}

function printedMark(text: string, mark: DocumentMark): string {
  const names: Record<string, string> = { code: "mono", link: `a[${mark.attrs?.href}]` };
  return `${names[mark.type] ?? mark.type}(${text})`;
}

function nameOf({ type, attrs = {} }: DocumentNode): string {
  if (type === "heading") return `h${attrs.level}`;
  if (type === "ordered_list") return `ol[${attrs.start}]`;
  if (type === "code_block") return attrs.language === null ? "code" : `code[${attrs.language}]`;
  if (type === "figure") return `fig[${attrs.key ?? attrs.src} ${attrs.layout}]`;
  return NAMES[type] ?? type;
}
