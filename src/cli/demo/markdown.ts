/**
 * The little Markdown of the demo's stories as a story document: paragraphs, two headings, quotes,
 * lists, code, separators, bold, italic, inline code, links.
 */
import type { DocumentNode } from "../../core/stories/grammar.ts";

type Inline = { type: string; text?: string; marks?: { type: string; attrs?: object }[] };

export function documentOf(markdown: string, figure: DocumentNode | null): DocumentNode {
  const blocks = markdown.trim().split(/\n{2,}(?![^`]*```\n)/);
  const content = joinedCode(blocks).map(blockOf);
  return { type: "doc", content: figure ? [figure, ...content] : content } as DocumentNode;
}

/** A fenced block may hold empty lines, at which the text was cut. */
function joinedCode(blocks: string[]): string[] {
  const joined: string[] = [];
  for (const block of blocks) {
    const last = joined.at(-1);
    const isOpen = last?.startsWith("```") && !/\n```$/.test(last);
    if (isOpen) joined[joined.length - 1] = `${last}\n\n${block}`;
    else joined.push(block);
  }
  return joined;
}

function blockOf(block: string): object {
  const heading = /^(##|###) (.*)$/s.exec(block);
  if (heading) {
    const level = heading[1] === "##" ? 2 : 3;
    return { type: "heading", attrs: { level }, content: inlines(oneLine(heading[2]!)) };
  }
  if (/^(---|\* \* \*)$/.test(block)) return { type: "separator" };
  const code = /^```(\w*)\n(.*?)\n?```$/s.exec(block);
  if (code) {
    const content = code[2] ? [{ type: "text", text: code[2] }] : [];
    return { type: "code_block", attrs: { language: code[1] ?? "" }, content };
  }
  if (block.startsWith(">")) return quoteOf(block);
  if (/^- /.test(block)) return { type: "bullet_list", content: items(block, /^- /m) };
  if (/^\d+\. /.test(block)) return { type: "ordered_list", content: items(block, /^\d+\. /m) };
  return paragraph(block);
}

function quoteOf(block: string): object {
  const text = block.replace(/^> ?/gm, "");
  return { type: "blockquote", content: text.split(/\n\n+/).map(paragraph) };
}

function items(block: string, mark: RegExp): object[] {
  const texts = block.split(new RegExp(mark.source, "gm")).filter(Boolean);
  return texts.map((text) => ({ type: "list_item", content: [paragraph(text)] }));
}

const paragraph = (text: string) => ({ type: "paragraph", content: inlines(oneLine(text)) });

const oneLine = (text: string) => text.trim().replace(/\s*\n\s*/g, " ");

const INLINE = /\*\*(.+?)\*\*|\*(.+?)\*|`(.+?)`|\[(.+?)\]\((\S+?)\)/;

function inlines(text: string, marks: Inline["marks"] = []): Inline[] {
  const found = INLINE.exec(text);
  if (!found) return text === "" ? [] : [withMarks(text, marks)];
  const [whole, strong, em, code, label, href] = found;
  const before = text.slice(0, found.index);
  const inner =
    strong !== undefined
      ? inlines(strong, [...marks, { type: "strong" }])
      : em !== undefined
        ? inlines(em, [...marks, { type: "em" }])
        : code !== undefined
          ? [withMarks(code, [...marks, { type: "code" }])]
          : inlines(label!, [...marks, { type: "link", attrs: { href } }]);
  return [
    ...(before === "" ? [] : [withMarks(before, marks)]),
    ...inner,
    ...inlines(text.slice(found.index + whole.length), marks),
  ];
}

function withMarks(text: string, marks: Inline["marks"] = []): Inline {
  return marks.length > 0 ? { type: "text", text, marks } : { type: "text", text };
}
