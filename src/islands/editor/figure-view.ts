/**
 * A picture in the editor: as on the page, with its caption to write in, and under it, while it is
 * chosen, how wide it stands and what is said of it to those who do not see it.
 */
import type { Node } from "prosemirror-model";
import { NodeSelection } from "prosemirror-state";
import type { EditorView, NodeView, ViewMutationRecord } from "prosemirror-view";
import { ALT_CHARS_MAX, LAYOUTS, type Layout } from "../../core/stories/grammar.ts";
import { button, element } from "./elements.ts";
import { pictureUrl } from "./schema.ts";

const ALT_LABEL = "Description for those who do not see it";

const LABELS: Record<Layout, string> = {
  inset: "In the column",
  outset: "Wider",
  full: "Full width",
};

export class FigureView implements NodeView {
  readonly dom: HTMLElement;
  readonly contentDOM: HTMLElement;
  readonly #view: EditorView;
  readonly #position: () => number | undefined;
  readonly #picture: HTMLElement;
  readonly #alt: HTMLInputElement;
  readonly #layouts: Map<Layout, HTMLButtonElement>;
  #node: Node;

  constructor(node: Node, view: EditorView, position: () => number | undefined) {
    this.#node = node;
    this.#view = view;
    this.#position = position;
    this.#picture = element("div", { class: "picture", contenteditable: "false" });
    this.contentDOM = element("figcaption", { "data-placeholder": "Caption" });
    this.#alt = altField((alt) => this.#set({ alt }));
    this.#layouts = new Map(
      LAYOUTS.map((layout) => [layout, button(LABELS[layout], {}, () => this.#set({ layout }))]),
    );
    this.dom = element("figure", {}, this.#picture, this.contentDOM, this.#tools());
    this.#picture.addEventListener("click", () => this.#choose());
    this.#show();
  }

  update(node: Node): boolean {
    if (node.type !== this.#node.type) return false;
    this.#node = node;
    this.#show();
    return true;
  }

  /** Typing in the field for the description is none of the editor's business. */
  stopEvent(event: Event): boolean {
    return event.target instanceof globalThis.Node && this.#toolsHold(event.target);
  }

  ignoreMutation(mutation: ViewMutationRecord): boolean {
    return mutation.type !== "selection" && !this.contentDOM.contains(mutation.target);
  }

  selectNode(): void {
    this.dom.classList.add("ProseMirror-selectednode");
  }

  deselectNode(): void {
    this.dom.classList.remove("ProseMirror-selectednode");
  }

  #toolsHold(target: globalThis.Node): boolean {
    return this.dom.lastElementChild?.contains(target) ?? false;
  }

  #tools(): HTMLElement {
    const widths = element(
      "div",
      { role: "group", "aria-label": "Width" },
      ...this.#layouts.values(),
    );
    const label = element("label", { class: "alt" }, ALT_LABEL, this.#alt);
    return element("div", { class: "figure-tools", contenteditable: "false" }, widths, label);
  }

  #show(): void {
    const { attrs } = this.#node;
    // The library and its plugins put classes here too, so only ours is changed.
    for (const layout of LAYOUTS) {
      this.dom.classList.toggle(`figure-${layout}`, layout === attrs.layout);
    }
    this.contentDOM.classList.toggle("waiting", this.#node.content.size === 0);
    this.#showPicture();
    if (document.activeElement !== this.#alt) this.#alt.value = attrs.alt;
    for (const [layout, pressed] of this.#layouts) {
      pressed.setAttribute("aria-pressed", String(layout === attrs.layout));
    }
  }

  #showPicture(): void {
    const { key, src, alt, width, height } = this.#node.attrs;
    const shown = this.#picture.querySelector("img");
    if (key !== null && shown?.getAttribute("src") === pictureUrl(key)) {
      shown.alt = alt;
      return;
    }
    if (key === null) {
      this.#picture.replaceChildren(waiting(src));
      return;
    }
    const size: Record<string, string> =
      width && height ? { width: String(width), height: String(height) } : {};
    this.#picture.replaceChildren(element("img", { src: pictureUrl(key), alt, ...size }));
  }

  #choose(): void {
    const at = this.#position();
    if (at === undefined) return;
    const { state } = this.#view;
    this.#view.dispatch(state.tr.setSelection(NodeSelection.create(state.doc, at)));
    this.#view.focus();
  }

  #set(attributes: Record<string, unknown>): void {
    const at = this.#position();
    if (at === undefined) return;
    const tr = this.#view.state.tr;
    for (const [name, value] of Object.entries(attributes)) tr.setNodeAttribute(at, name, value);
    this.#view.dispatch(tr);
  }
}

function altField(onInput: (alt: string) => void): HTMLInputElement {
  const field = element("input", { type: "text", maxlength: String(ALT_CHARS_MAX) });
  field.addEventListener("input", () => onInput(field.value));
  return field;
}

/** A picture that is elsewhere is not fetched from there: its readers would be seen by a stranger. */
function waiting(src: string | null): HTMLElement {
  const text = "This picture is not on this site yet, so readers do not see it.";
  if (src === null) return element("p", { class: "picture-waiting" }, text);
  const isLink = /^https?:/i.test(src);
  const where = isLink ? element("a", { href: src, rel: "noopener noreferrer" }, src) : src;
  return element("p", { class: "picture-waiting" }, `${text} Picture at `, where);
}
