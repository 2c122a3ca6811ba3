/** One line box of a page while it is read: its texts, marks and breaks, blanks collapsed as they come. */
import type { DocumentMark, DocumentNode } from "../../../core/stories/grammar.ts";
import { evened } from "../../../core/stories/text.ts";

/** The marks around a text. */
export interface Marks {
  href: string | null;
  em: boolean;
  strong: boolean;
  code: boolean;
}

export const NO_MARKS: Marks = { href: null, em: false, strong: false, code: false };

/** A text being put together; its parts are joined once, for there may be thousands. */
interface Piece {
  parts: string[];
  endsBlank: boolean;
  marks: DocumentMark[];
}

const BREAK = "break";

export class Line {
  readonly #pieces: (Piece | typeof BREAK)[] = [];

  get isEmpty(): boolean {
    return this.#pieces.length === 0;
  }

  text(value: string, marks: Marks): void {
    const last = this.#lastPiece();
    const joined = evened(value);
    const afterBlank = last === null || last.endsBlank;
    const text = afterBlank && joined.startsWith(" ") ? joined.slice(1) : joined;
    if (text === "") return;
    const list = markList(marks);
    const endsBlank = text.endsWith(" ");
    if (last === null || !sameMarks(last.marks, list)) {
      this.#pieces.push({ parts: [text], endsBlank, marks: list });
    } else {
      last.parts.push(text);
      last.endsBlank = endsBlank;
    }
  }

  /** A break before any text is not kept: it would only be space above. */
  lineBreak(): void {
    if (this.isEmpty) return;
    this.#dropBlank();
    this.#pieces.push(BREAK);
  }

  /** The content, without blanks and breaks at its end. */
  finish(): DocumentNode[] {
    this.#dropBlank();
    while (this.#pieces.at(-1) === BREAK) {
      this.#pieces.pop();
      this.#dropBlank();
    }
    return this.#pieces.map(contentOf);
  }

  #lastPiece(): Piece | null {
    const last = this.#pieces.at(-1);
    return last === undefined || last === BREAK ? null : last;
  }

  #dropBlank(): void {
    const last = this.#lastPiece();
    if (!last?.endsBlank) return;
    last.endsBlank = false;
    const part = last.parts.pop()?.slice(0, -1) ?? "";
    if (part !== "") last.parts.push(part);
    if (last.parts.length === 0) this.#pieces.pop();
  }
}

function contentOf(piece: Piece | typeof BREAK): DocumentNode {
  if (piece === BREAK) return { type: "hard_break" };
  const { parts, marks } = piece;
  return { type: "text", text: parts.join(""), ...(marks.length > 0 && { marks }) };
}

function markList({ href, em, strong, code }: Marks): DocumentMark[] {
  const list: DocumentMark[] = [];
  if (href !== null) list.push({ type: "link", attrs: { href } });
  if (em) list.push({ type: "em" });
  if (strong) list.push({ type: "strong" });
  if (code) list.push({ type: "code" });
  return list;
}

function sameMarks(left: readonly DocumentMark[], right: readonly DocumentMark[]): boolean {
  return (
    left.length === right.length &&
    left.every(
      ({ type, attrs }, at) => type === right[at]?.type && attrs?.href === right[at].attrs?.href,
    )
  );
}
