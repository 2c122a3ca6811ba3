/** One line box of a page while it is read: its texts, marks and breaks, blanks collapsed as they come. */
import type { DocumentMark, DocumentNode } from "../../../core/stories/grammar.ts";

/** The marks around a text. */
export interface Marks {
  href: string | null;
  em: boolean;
  strong: boolean;
  code: boolean;
}

export const NO_MARKS: Marks = { href: null, em: false, strong: false, code: false };

export class Line {
  #items: DocumentNode[] = [];

  get isEmpty(): boolean {
    return this.#items.length === 0;
  }

  text(value: string, marks: Marks): void {
    const last = this.#items.at(-1);
    const joined = value.replace(/[ \t\n\r\f]+/g, " ");
    const afterBlank = last?.text === undefined || last.text.endsWith(" ");
    const text = afterBlank && joined.startsWith(" ") ? joined.slice(1) : joined;
    if (text === "") return;
    const list = markList(marks);
    if (last?.text !== undefined && sameMarks(last.marks, list)) last.text += text;
    else this.#items.push({ type: "text", text, ...(list.length > 0 && { marks: list }) });
  }

  /** A break before any text is not kept: it would only be space above. */
  lineBreak(): void {
    if (this.isEmpty) return;
    this.#dropBlank();
    this.#items.push({ type: "hard_break" });
  }

  /** The content, without blanks and breaks at its end. */
  finish(): DocumentNode[] {
    this.#dropBlank();
    while (this.#items.at(-1)?.type === "hard_break") {
      this.#items.pop();
      this.#dropBlank();
    }
    return this.#items;
  }

  #dropBlank(): void {
    const last = this.#items.at(-1);
    if (!last?.text?.endsWith(" ")) return;
    last.text = last.text.slice(0, -1);
    if (last.text === "") this.#items.pop();
  }
}

function markList({ href, em, strong, code }: Marks): DocumentMark[] {
  const list: DocumentMark[] = [];
  if (href !== null) list.push({ type: "link", attrs: { href } });
  if (em) list.push({ type: "em" });
  if (strong) list.push({ type: "strong" });
  if (code) list.push({ type: "code" });
  return list;
}

function sameMarks(left: readonly DocumentMark[] = [], right: readonly DocumentMark[]): boolean {
  return (
    left.length === right.length &&
    left.every(
      ({ type, attrs }, at) => type === right[at]?.type && attrs?.href === right[at].attrs?.href,
    )
  );
}
