/** The grammar of a story as the editor's schema: how each block is shown, and how pasted HTML is read. */
import {
  type DOMOutputSpec,
  type MarkSpec,
  type Node,
  type NodeSpec,
  Schema,
  type TagParseRule,
} from "prosemirror-model";
import {
  isPictureSource,
  isSafeHref,
  type MarkName,
  marks,
  type NodeName,
  nodes,
} from "../../core/stories/grammar.ts";

type Shown<Spec> = Pick<Spec, "toDOM" & keyof Spec> & { parseDOM?: readonly TagParseRule[] };

/** As the server's renderer writes them, so that the editor looks like the story. */
const blocks: Record<Exclude<NodeName, "doc" | "text">, Shown<NodeSpec>> = {
  paragraph: { toDOM: () => ["p", 0], parseDOM: [{ tag: "p" }] },
  heading: {
    toDOM: ({ attrs }) => [`h${attrs.level}`, 0],
    parseDOM: ["h1", "h2", "h3", "h4", "h5", "h6"].map((tag) => ({
      tag,
      attrs: { level: tag < "h3" ? 2 : 3 },
    })),
  },
  blockquote: { toDOM: () => ["blockquote", 0], parseDOM: [{ tag: "blockquote" }] },
  pullquote: {
    toDOM: () => ["blockquote", { class: "pullquote" }, ["p", 0]],
    parseDOM: [{ tag: "blockquote.pullquote", priority: 60 }, { tag: "aside" }],
  },
  bullet_list: { toDOM: () => ["ul", 0], parseDOM: [{ tag: "ul" }] },
  ordered_list: {
    toDOM: ({ attrs }) => ["ol", attrs.start === 1 ? {} : { start: attrs.start }, 0],
    parseDOM: [
      { tag: "ol", getAttrs: (element) => ({ start: wholeAttribute(element, "start", 0) }) },
    ],
  },
  list_item: { toDOM: () => ["li", 0], parseDOM: [{ tag: "li" }] },
  code_block: {
    toDOM: () => ["pre", { spellcheck: "false" }, ["code", 0]],
    parseDOM: [{ tag: "pre", preserveWhitespace: "full" }],
  },
  figure: { toDOM: figureDom, parseDOM: figureRules() },
  separator: { toDOM: () => ["hr"], parseDOM: [{ tag: "hr" }] },
  table: {
    toDOM: () => ["div", { class: "table" }, ["table", ["tbody", 0]]],
    parseDOM: [{ tag: "table" }],
  },
  table_row: { toDOM: () => ["tr", 0], parseDOM: [{ tag: "tr" }] },
  table_cell: cell("td"),
  table_header: cell("th"),
  hard_break: { toDOM: () => ["br"], parseDOM: [{ tag: "br" }] },
};

const inline: Record<MarkName, Shown<MarkSpec>> = {
  link: {
    toDOM: ({ attrs }) => ["a", { href: attrs.href }, 0],
    parseDOM: [
      {
        tag: "a[href]",
        getAttrs: (element) => {
          const href = element.getAttribute("href");
          return isSafeHref(href) ? { href } : false;
        },
      },
    ],
  },
  em: { toDOM: () => ["em", 0], parseDOM: [{ tag: "em" }, { tag: "i" }] },
  strong: { toDOM: () => ["strong", 0], parseDOM: [{ tag: "strong" }, { tag: "b" }] },
  code: { toDOM: () => ["code", { spellcheck: "false" }, 0], parseDOM: [{ tag: "code" }] },
};

export const schema: Schema<NodeName, MarkName> = new Schema<NodeName, MarkName>({
  nodes: merged<NodeName, NodeSpec>(nodes, blocks),
  marks: merged<MarkName, MarkSpec>(marks, inline),
});

/** The grammar's rules with how each is shown; the order of the grammar is kept. */
function merged<Name extends string, Spec>(
  rules: Record<Name, object>,
  shown: Partial<Record<Name, object>>,
): Record<Name, Spec> {
  const names = Object.keys(rules) as Name[];
  const specs = names.map((name) => [name, { ...rules[name], ...shown[name] }]);
  return Object.fromEntries(specs);
}

function cell(tag: "td" | "th"): Shown<NodeSpec> {
  return {
    toDOM: ({ attrs }) => [tag, { colspan: attrs.colspan, rowspan: attrs.rowspan }, 0],
    parseDOM: [
      {
        tag,
        getAttrs: (element) => ({
          colspan: wholeAttribute(element, "colspan", 1),
          rowspan: wholeAttribute(element, "rowspan", 1),
        }),
      },
    ],
  };
}

function figureDom({ attrs }: Node): DOMOutputSpec {
  const src = attrs.key === null ? attrs.src : pictureUrl(attrs.key);
  const image = ["img", { src, alt: attrs.alt }];
  return ["figure", { class: `figure-${attrs.layout}` }, image, ["figcaption", 0]];
}

/** A whole figure, or a bare picture, which then has no caption. */
function figureRules(): TagParseRule[] {
  return [
    {
      tag: "figure",
      getAttrs: (element) => pictureAttributes(element.querySelector("img")),
      contentElement: (element) => captionOf(element),
    },
    { tag: "img", getAttrs: (element) => pictureAttributes(element) },
  ];
}

function captionOf(figure: globalThis.Node): HTMLElement {
  const caption = figure instanceof Element ? figure.querySelector("figcaption") : null;
  return caption instanceof HTMLElement ? caption : document.createElement("figcaption");
}

function pictureAttributes(image: Element | null): Record<string, unknown> | false {
  const src = image?.getAttribute("src");
  const alt = image?.getAttribute("alt")?.slice(0, 1000) ?? "";
  const key = /^(?:https?:\/\/[^/]+)?\/images\/([a-z0-9]{16})(?:\?|$)/.exec(src ?? "")?.[1];
  if (key && isOurs(src ?? "")) return { key, alt };
  return isPictureSource(src) ? { src, alt } : false;
}

function isOurs(src: string): boolean {
  return new URL(src, location.href).origin === location.origin;
}

function wholeAttribute(element: HTMLElement, name: string, least: number): number {
  const value = Number(element.getAttribute(name) ?? 1);
  return Number.isInteger(value) && value >= least && value <= 50 ? value : 1;
}

export function pictureUrl(key: string): string {
  return `/images/${key}`;
}
