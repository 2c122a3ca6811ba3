/**
 * Puts together a document from what an importer meets, so that it always keeps the grammar.
 *
 * Text without a paragraph gets one, a list gets items, a table holds rows of cells and nothing else;
 * what stands in the wrong place goes to the nearest right one, and nothing is lost.
 */
import { assert } from "../../../core/assert.ts";
import type { DocumentNode } from "../../../core/stories/grammar.ts";
import { Line, type Marks } from "./line.ts";

/** Beyond this, lists and quotes inside each other are flattened: their text goes one level up. */
const OPEN_MAX = 24;

/** What a line becomes when it ends; "caption" goes to the figure around it. */
export interface LineKind {
  type: "paragraph" | "heading" | "pullquote" | "caption";
  level?: number;
}

const PARAGRAPH: LineKind = { type: "paragraph" };

/** A figure being read: its pictures come before or after its caption. */
interface OpenFigure {
  pictures: DocumentNode[];
  captions: DocumentNode[][];
}

interface OpenBlock {
  type: string;
  attrs?: Record<string, unknown>;
  content: DocumentNode[];
  /** What a table was given that no table may hold; it goes before it, as browsers do. */
  strays: DocumentNode[];
}

export class BlockBuilder {
  readonly #document: OpenBlock = openBlock("doc");
  readonly #open: OpenBlock[] = [this.#document];
  readonly #kinds: LineKind[] = [];
  readonly #figures: OpenFigure[] = [];
  #line = new Line();

  get isEmpty(): boolean {
    return this.#document.content.length === 0 && this.#open.length === 1 && this.#line.isEmpty;
  }

  text(value: string, marks: Marks): void {
    this.#line.text(value, marks);
  }

  lineBreak(): void {
    this.#line.lineBreak();
  }

  /** Ends the line, if there is one: what comes next is another block. */
  endLine(): void {
    const content = this.#line.finish();
    this.#line = new Line();
    if (content.length === 0) return;
    const kind = this.#kinds.at(-1) ?? PARAGRAPH;
    const figure = this.#figures.at(-1);
    if (kind.type === "caption" && figure !== undefined) figure.captions.push(content);
    else this.#place(textBlock(kind, content));
  }

  /** Lines from here on become this, until the kind is closed again. */
  openKind(kind: LineKind): void {
    this.endLine();
    this.#kinds.push(kind);
  }

  closeKind(): void {
    this.endLine();
    this.#kinds.pop();
  }

  /** Whether a block of that type was opened; if not, what would stand in it stands around it. */
  open(type: string, attrs?: Record<string, unknown>): boolean {
    this.endLine();
    const parents = PARENTS[type];
    if (this.#open.length >= OPEN_MAX) return false;
    if (parents !== undefined && !parents.includes(this.#top().type)) return false;
    this.#open.push(openBlock(type, attrs));
    return true;
  }

  /** Closes the block opened last. */
  close(): void {
    this.endLine();
    const block = this.#open.pop();
    assert(block !== undefined && this.#open.length > 0, "a block is closed that was opened");
    for (const stray of block.strays) this.#place(stray);
    const { type, attrs, content } = block;
    if (content.length === 0 && !CELLS.has(type)) return;
    if (content.length === 0) content.push({ type: "paragraph" });
    this.#place({ type, ...(attrs && { attrs }), content });
  }

  /** A block without lines of its own: code, a separator. */
  leaf(node: DocumentNode): void {
    this.endLine();
    this.#place(node);
  }

  picture(attrs: Record<string, unknown>): void {
    const node: DocumentNode = { type: "figure", attrs };
    this.leaf(node);
    this.#figures.at(-1)?.pictures.push(node);
  }

  openFigure(): void {
    this.endLine();
    this.#figures.push({ pictures: [], captions: [] });
  }

  /** The caption goes to the last picture; without one it is a paragraph. */
  closeFigure(): void {
    this.endLine();
    const figure = this.#figures.pop();
    assert(figure !== undefined, "a figure is closed that was opened");
    const picture = figure.pictures.at(-1);
    if (picture === undefined) {
      for (const content of figure.captions) this.#place(textBlock(PARAGRAPH, content));
    } else if (figure.captions.length > 0) {
      picture.content = figure.captions.flatMap((content, index) =>
        index === 0 ? content : [{ type: "hard_break" }, ...content],
      );
    }
  }

  /** The document; one without any block is an empty paragraph. */
  finish(): DocumentNode {
    this.endLine();
    assert(this.#open.length === 1, "every block is closed when the document is finished");
    const { content } = this.#document;
    return { type: "doc", content: content.length === 0 ? [{ type: "paragraph" }] : content };
  }

  #top(): OpenBlock {
    return this.#open.at(-1) ?? this.#document;
  }

  #place(node: DocumentNode): void {
    const around = this.#top();
    if (LISTS.has(around.type)) this.#placeInList(around, node);
    else if (around.type === "table_row" && !CELLS.has(node.type)) this.#strays().push(node);
    else if (around.type === "table" && node.type !== "table_row") this.#strays().push(node);
    else {
      const needsParagraph = around.type === "list_item" && around.content.length === 0;
      if (needsParagraph && node.type !== "paragraph") around.content.push({ type: "paragraph" });
      around.content.push(node);
    }
  }

  #placeInList(list: OpenBlock, node: DocumentNode): void {
    if (node.type === "list_item") {
      list.content.push(node);
      return;
    }
    const last = list.content.at(-1)?.content;
    if (LISTS.has(node.type) && last !== undefined) last.push(node);
    else if (node.type === "paragraph") list.content.push({ type: "list_item", content: [node] });
    else list.content.push({ type: "list_item", content: [{ type: "paragraph" }, node] });
  }

  #strays(): DocumentNode[] {
    return this.#open.findLast(({ type }) => type === "table")?.strays ?? this.#document.content;
  }
}

const LISTS: ReadonlySet<string> = new Set(["bullet_list", "ordered_list"]);
const CELLS: ReadonlySet<string> = new Set(["table_cell", "table_header"]);

/** Blocks that stand in certain blocks only. */
const PARENTS: Readonly<Record<string, readonly string[]>> = {
  list_item: [...LISTS],
  table_row: ["table"],
  table_cell: ["table_row"],
  table_header: ["table_row"],
};

function openBlock(type: string, attrs?: Record<string, unknown>): OpenBlock {
  return { type, ...(attrs && { attrs }), content: [], strays: [] };
}

function textBlock({ type, level }: LineKind, content: DocumentNode[]): DocumentNode {
  const name = type === "caption" ? "paragraph" : type;
  return { type: name, ...(level !== undefined && { attrs: { level } }), content };
}
