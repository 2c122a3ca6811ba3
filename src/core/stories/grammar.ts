/**
 * The grammar of a story's document: which blocks and marks there are and what may stand in what.
 *
 * Plain data in the shape of ProseMirror's specs, read by the server (which adds a renderer) and by
 * the editor (which adds how to show and read the DOM). So that both may, this file imports nothing.
 * Title, subtitle and kicker are fields of the story, not blocks (docs/glossary.md).
 */

/** A document, or a part of one, as it is stored: ProseMirror's JSON. */
export interface DocumentNode {
  type: string;
  attrs?: Record<string, unknown>;
  content?: DocumentNode[];
  text?: string;
  marks?: DocumentMark[];
}

export interface DocumentMark {
  type: string;
  attrs?: Record<string, unknown>;
}

/** What an attribute may hold; `validate` throws a RangeError, as ProseMirror asks. */
export interface AttributeRule {
  default?: unknown;
  validate: (value: unknown) => void;
}

export interface NodeRule {
  content?: string;
  group?: string;
  marks?: string;
  inline?: boolean;
  code?: boolean;
  defining?: boolean;
  isolating?: boolean;
  draggable?: boolean;
  selectable?: boolean;
  tableRole?: string;
  attrs?: Record<string, AttributeRule>;
}

export interface MarkRule {
  inclusive?: boolean;
  code?: boolean;
  attrs?: Record<string, AttributeRule>;
}

/** How wide a picture stands: in the column, beyond it, or across the page. */
export const LAYOUTS = ["inset", "outset", "full"] as const;
export type Layout = (typeof LAYOUTS)[number];

export const HREF_CHARS_MAX = 2000;
export const ALT_CHARS_MAX = 1000;

const ADDRESS_CONTROLS = /[\p{Cc}\p{Cs}\s]/u;
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const ELSEWHERE = /^[\\/]{2}/;

/** Whether a link may lead there: http, https, mailto or an address within the site. */
export function isSafeHref(href: unknown): href is string {
  return isAddress(href, /^(https?|mailto):/i);
}

/** Whether a picture may be fetched from there: http, https or a path beside the imported file. */
export function isPictureSource(source: unknown): source is string {
  return isAddress(source, /^https?:/i);
}

/** Whether the address leaves the site. Only for an address that is safe. */
export function leavesSite(href: string): boolean {
  return SCHEME.test(href);
}

function isAddress(value: unknown, schemes: RegExp): value is string {
  if (typeof value !== "string" || value === "" || value.length > HREF_CHARS_MAX) return false;
  if (ADDRESS_CONTROLS.test(value)) return false;
  return SCHEME.test(value) ? schemes.test(value) : !ELSEWHERE.test(value);
}

function rule(fallback: unknown, allowed: (value: unknown) => boolean): AttributeRule {
  const validate = (value: unknown) => {
    if (!allowed(value)) throw new RangeError("The attribute may not hold that value");
  };
  return { default: fallback, validate };
}

function orNull(allowed: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => value === null || allowed(value);
}

function oneOf(choices: readonly unknown[]): (value: unknown) => boolean {
  return (value) => choices.includes(value);
}

function whole(min: number, max: number): (value: unknown) => boolean {
  return (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= min && value <= max;
}

function matching(pattern: RegExp): (value: unknown) => boolean {
  return (value) => typeof value === "string" && pattern.test(value);
}

function textUpTo(charsMax: number): (value: unknown) => boolean {
  return (value) => typeof value === "string" && value.length <= charsMax;
}

const pixels = rule(null, orNull(whole(1, 100_000)));
const cellRule = {
  content: "block+",
  isolating: true,
  attrs: { colspan: rule(1, whole(1, 50)), rowspan: rule(1, whole(1, 50)) },
};

/** The paragraph comes first of all blocks: an empty document is filled with it. */
export const nodes = {
  doc: { content: "block+" },
  paragraph: { content: "inline*", group: "block" },
  heading: {
    content: "inline*",
    group: "block",
    defining: true,
    attrs: { level: rule(2, oneOf([2, 3])) },
  },
  blockquote: { content: "block+", group: "block", defining: true },
  pullquote: { content: "inline*", group: "block", defining: true },
  bullet_list: { content: "list_item+", group: "block" },
  ordered_list: {
    content: "list_item+",
    group: "block",
    attrs: { start: rule(1, whole(0, 1_000_000)) },
  },
  list_item: { content: "paragraph block*", defining: true },
  code_block: {
    content: "text*",
    marks: "",
    group: "block",
    code: true,
    defining: true,
    attrs: { language: rule(null, orNull(matching(/^[a-z0-9+#.-]{1,30}$/))) },
  },
  /**
   * A picture with its caption. `key` names a picture of ours; until it is fetched, `src` says from
   * where. `href` is set when the picture is itself a link.
   */
  figure: {
    content: "inline*",
    group: "block",
    isolating: true,
    draggable: true,
    attrs: {
      key: rule(null, orNull(matching(/^[a-z0-9]{16}$/))),
      src: rule(null, orNull(isPictureSource)),
      layout: rule("inset", oneOf(LAYOUTS)),
      alt: rule("", textUpTo(ALT_CHARS_MAX)),
      width: pixels,
      height: pixels,
      href: rule(null, orNull(isSafeHref)),
    },
  },
  separator: { group: "block" },
  table: { content: "table_row+", group: "block", isolating: true, tableRole: "table" },
  table_row: { content: "(table_cell | table_header)+", tableRole: "row" },
  table_cell: { ...cellRule, tableRole: "cell" },
  table_header: { ...cellRule, tableRole: "header_cell" },
  hard_break: { inline: true, group: "inline", selectable: false },
  text: { group: "inline" },
} satisfies Record<string, NodeRule>;

/** In this order marks nest: a link is outermost. */
export const marks = {
  link: { inclusive: false, attrs: { href: { validate: mustBeSafe } } },
  em: {},
  strong: {},
  code: { code: true },
} satisfies Record<string, MarkRule>;

export type NodeName = keyof typeof nodes;
export type MarkName = keyof typeof marks;

function mustBeSafe(href: unknown): void {
  if (!isSafeHref(href)) throw new RangeError("A link may not lead there");
}

/** Whether the block holds text itself, rather than other blocks. */
export function holdsText(type: string): boolean {
  return TEXT_BLOCKS.has(type);
}

const TEXT_BLOCKS: ReadonlySet<string> = new Set([
  "paragraph",
  "heading",
  "pullquote",
  "code_block",
  "figure",
]);

/** What a new draft holds: one empty paragraph. */
export const EMPTY_DOCUMENT: DocumentNode = { type: "doc", content: [{ type: "paragraph" }] };
