/**
 * The HTML of a story, made by the server from the checked document and from nothing else.
 *
 * Every text and attribute is escaped here; no HTML from outside passes through.
 */
import type { Fragment, Mark, Node } from "prosemirror-model";
import { assert } from "../../../core/assert.ts";
import { slugOf } from "../../../core/stories/address.ts";
import { leavesSite } from "../../../core/stories/grammar.ts";
import type { Document } from "./parse-document.ts";

/** A picture of ours as a page shows it. */
export interface PictureUrls {
  src: string;
  /** Several widths, as the `srcset` attribute wants them. */
  srcset?: string;
  sizes?: string;
}

/** Builds a picture's URLs; null when there is no such picture any more. */
export type PictureLookup = (key: string, layout: string) => PictureUrls | null;

/** A heading's id starts so, lest a writer's heading takes an id the page itself needs. */
const HEADING_ID_PREFIX = "s-";

/** The whole story. */
export function renderHtml(document: Document, pictures: PictureLookup): string {
  return renderBlocks(document, document.childCount, pictures);
}

/** The first `blocks` top-level blocks, with the same heading ids as in the whole. */
export function renderPreviewHtml(
  document: Document,
  blocks: number,
  pictures: PictureLookup,
): string {
  return renderBlocks(document, blocks, pictures);
}

interface Page {
  pictures: PictureLookup;
  /** How often each heading id was wanted. */
  ids: Map<string, number>;
}

function renderBlocks(document: Document, blocks: number, pictures: PictureLookup): string {
  const page: Page = { pictures, ids: new Map() };
  let html = "";
  for (let index = 0; index < Math.min(blocks, document.childCount); index += 1) {
    html += blockHtml(document.child(index), page);
  }
  return html;
}

type Renderer = (node: Node, page: Page) => string;

/** What may be wider than the page is scrolled by the arrow keys once it has the focus. */
const SCROLLS = 'tabindex="0"';

const renderers: Record<string, Renderer> = {
  paragraph: (node) => (node.childCount === 0 ? "" : `<p>${inlineHtml(node.content)}</p>`),
  heading: headingHtml,
  blockquote: (node, page) => `<blockquote>${childrenHtml(node, page)}</blockquote>`,
  pullquote: (node) =>
    node.childCount === 0
      ? ""
      : `<blockquote class="pullquote"><p>${inlineHtml(node.content)}</p></blockquote>`,
  bullet_list: (node, page) => `<ul>${childrenHtml(node, page)}</ul>`,
  ordered_list: (node, page) =>
    `<ol${node.attrs.start === 1 ? "" : ` start="${node.attrs.start}"`}>${childrenHtml(node, page)}</ol>`,
  list_item: (node, page) => `<li>${childrenHtml(node, page)}</li>`,
  code_block: codeHtml,
  figure: figureHtml,
  separator: () => "<hr>",
  table: (node, page) =>
    `<div class="table" ${SCROLLS}><table><tbody>${childrenHtml(node, page)}</tbody></table></div>`,
  table_row: (node, page) => `<tr>${childrenHtml(node, page)}</tr>`,
  table_cell: (node, page) => cellHtml("td", node, page),
  table_header: (node, page) => cellHtml("th", node, page),
};

function blockHtml(node: Node, page: Page): string {
  const renderer = renderers[node.type.name];
  assert(renderer !== undefined, `a ${node.type.name} can be rendered`);
  return renderer(node, page);
}

function childrenHtml(node: Node, page: Page): string {
  let html = "";
  for (let index = 0; index < node.childCount; index += 1) {
    html += blockHtml(node.child(index), page);
  }
  return html;
}

function headingHtml(node: Node, { ids }: Page): string {
  if (node.childCount === 0) return "";
  const wanted = HEADING_ID_PREFIX + slugOf(node.textContent);
  const earlier = ids.get(wanted) ?? 0;
  ids.set(wanted, earlier + 1);
  const id = earlier === 0 ? wanted : `${wanted}--${earlier + 1}`;
  const { level } = node.attrs;
  return `<h${level} id="${escapeAttribute(id)}">${inlineHtml(node.content)}</h${level}>`;
}

function codeHtml(node: Node): string {
  const { language } = node.attrs;
  const name = language === null ? "" : ` class="language-${escapeAttribute(language)}"`;
  // A line end right after <pre> is not part of the text, so one is put there.
  return `<pre ${SCROLLS}>\n<code${name}>${escapeText(node.textContent)}</code></pre>`;
}

function cellHtml(tag: "td" | "th", node: Node, page: Page): string {
  const { colspan, rowspan } = node.attrs;
  const spans =
    (colspan === 1 ? "" : ` colspan="${colspan}"`) + (rowspan === 1 ? "" : ` rowspan="${rowspan}"`);
  return `<${tag}${spans}>${childrenHtml(node, page)}</${tag}>`;
}

function figureHtml(node: Node, { pictures }: Page): string {
  const { layout, href } = node.attrs;
  const picture = pictureHtml(node, pictures);
  const shown = href === null ? picture : `<a${linkAttributes(href)}>${picture}</a>`;
  const caption =
    node.childCount === 0 ? "" : `<figcaption>${inlineHtml(node.content)}</figcaption>`;
  return `<figure class="figure-${escapeAttribute(layout)}">${shown}${caption}</figure>`;
}

/** A picture that is not ours yet, or no more, is its alternative text: no third party is asked. */
function pictureHtml(node: Node, pictures: PictureLookup): string {
  const { key, layout, alt, width, height } = node.attrs;
  const urls = key === null ? null : pictures(key, layout);
  if (urls === null) {
    const label = escapeAttribute(alt || "A picture that is not here");
    return `<span class="picture-missing" role="img" aria-label="${label}"></span>`;
  }
  const attributes = [
    ["src", urls.src],
    ["srcset", urls.srcset],
    ["sizes", urls.sizes],
    ["alt", alt],
    ["width", width],
    ["height", height],
  ]
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeAttribute(String(value))}"`);
  return `<img${attributes.join("")} loading="lazy" decoding="async">`;
}

function inlineHtml(content: Fragment): string {
  let html = "";
  let open: readonly Mark[] = [];
  content.forEach((node) => {
    const shared = sharedMarks(open, node.marks);
    html += closings(open, shared) + openings(node.marks, shared);
    html += node.isText ? escapeText(node.text ?? "") : "<br>";
    open = node.marks;
  });
  return html + closings(open, 0);
}

/** How many marks, from the outermost, two neighbours have in common and so need not close. */
function sharedMarks(left: readonly Mark[], right: readonly Mark[]): number {
  let shared = 0;
  while (shared < left.length && shared < right.length && left[shared]!.eq(right[shared]!)) {
    shared += 1;
  }
  return shared;
}

const markTags: Record<string, string> = { link: "a", em: "em", strong: "strong", code: "code" };

function openings(marks: readonly Mark[], from: number): string {
  let html = "";
  for (const mark of marks.slice(from)) {
    const attributes = mark.type.name === "link" ? linkAttributes(mark.attrs.href) : "";
    html += `<${markTags[mark.type.name]}${attributes}>`;
  }
  return html;
}

function closings(marks: readonly Mark[], from: number): string {
  let html = "";
  for (const mark of marks.slice(from).toReversed()) html += `</${markTags[mark.type.name]}>`;
  return html;
}

/** Links out of the site are the writer's word, not ours: search engines are told so. */
function linkAttributes(href: string): string {
  const rel = leavesSite(href) ? ' rel="nofollow ugc noopener"' : "";
  return ` href="${escapeAttribute(href)}"${rel}`;
}

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeText(text: string): string {
  return text.replace(/[&<>]/g, (sign) => ESCAPES[sign] ?? "");
}

function escapeAttribute(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? "");
}
