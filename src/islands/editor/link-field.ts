/** The field for the address of a link, in the place of the toolbar's buttons. */
import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { isSafeHref } from "../../core/stories/grammar.ts";
import { hasMark } from "./acts.ts";
import { button, element } from "./elements.ts";
import { schema } from "./schema.ts";

const { link } = schema.marks;

const REFUSED = "A link leads to a web address, such as https://example.org, or to a mail address.";

export class LinkField {
  readonly dom: HTMLElement;
  readonly #view: EditorView;
  readonly #close: () => void;
  readonly #changed: () => void;
  readonly #field: HTMLInputElement;
  readonly #error: HTMLElement;
  readonly #remove: HTMLButtonElement;

  /** `changed` is called when the field has become higher or lower. */
  constructor(view: EditorView, { close, changed }: { close: () => void; changed: () => void }) {
    this.#view = view;
    this.#close = close;
    this.#changed = changed;
    this.#field = element("input", {
      id: "link-address",
      type: "text",
      inputmode: "url",
      autocomplete: "off",
      placeholder: "https://",
      "aria-describedby": "link-error",
    });
    this.#error = element("p", { id: "link-error", class: "error", role: "alert" });
    this.#remove = button("Remove", {}, () => this.#apply(null));
    this.dom = element(
      "div",
      { class: "link-field", hidden: true },
      element("label", { for: "link-address" }, "Link to"),
      this.#field,
      button("Set", {}, () => this.#submit()),
      this.#remove,
      this.#error,
    );
    this.dom.addEventListener("keydown", (event) => this.#onKey(event));
  }

  get isOpen(): boolean {
    return !this.dom.hidden;
  }

  shut(): void {
    this.dom.hidden = true;
  }

  open(): void {
    const href = hrefAt(this.#view.state);
    this.dom.hidden = false;
    this.#field.value = href ?? "";
    this.#remove.hidden = href === null;
    this.#error.textContent = "";
    this.#field.focus();
    this.#field.select();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === "Escape") this.#close();
    else if (event.key === "Enter" && event.target === this.#field) this.#submit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #submit(): void {
    const typed = this.#field.value.trim();
    const href = completed(typed);
    if (typed === "" || href !== null) {
      this.#apply(href);
      return;
    }
    this.#error.textContent = REFUSED;
    this.#field.setAttribute("aria-invalid", "true");
    this.#changed();
  }

  /** Null takes the link away. Without a selection the whole link at the caret is meant. */
  #apply(href: string | null): void {
    const { state } = this.#view;
    const { from, to } = rangeAt(state);
    const tr = state.tr.removeMark(from, to, link);
    if (href !== null) {
      if (from === to) tr.insertText(href, from);
      tr.addMark(from, tr.mapping.map(to, 1), link.create({ href }));
    }
    this.#field.removeAttribute("aria-invalid");
    this.#view.dispatch(tr.removeStoredMark(link));
    this.#close();
  }
}

/** "example.org" means "https://example.org", "a@example.org" a mail address; null for no address. */
export function completed(typed: string): string | null {
  if (/^[^\s@/:]+@[^\s@/]+\.[^\s@/]+$/.test(typed)) return `mailto:${typed}`;
  const isHost = /^(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?::\d+)?(?:[/?#].*)?$/u.test(typed);
  const href = isHost ? `https://${typed}` : typed;
  return isSafeHref(href) ? href : null;
}

function hrefAt(state: EditorState): string | null {
  if (!hasMark(state, link)) return null;
  const { from, to } = rangeAt(state);
  let href: string | null = null;
  state.doc.nodesBetween(from, to, (node) => {
    href ??= link.isInSet(node.marks)?.attrs.href ?? null;
  });
  return href;
}

function rangeAt({ doc, selection }: EditorState): { from: number; to: number } {
  const { from, to, empty, $from } = selection;
  const mark = link.isInSet($from.marks());
  if (!empty || !mark) return { from, to };
  let range = { from, to };
  const start = $from.start();
  doc.nodesBetween(start, $from.end(), (node, at) => {
    const holds = at <= from && at + node.nodeSize >= from && mark.isInSet(node.marks);
    if (node.isText && holds) range = { from: at, to: at + node.nodeSize };
  });
  return range;
}
