/**
 * The toolbar: beside a selection it offers forms for the words, at an empty line things to put in.
 * On a phone it is a bar at the bottom that holds both. Alt+F10 goes to it, the arrow keys move in it,
 * Escape goes back to the text.
 */
import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import {
  type Act,
  bold,
  bullets,
  code,
  codeBlock,
  heading,
  italic,
  numbers,
  onEmptyLine,
  pullquote,
  quote,
  separator,
  subheading,
} from "./acts.ts";
import { button, element } from "./elements.ts";
import { LinkField } from "./link-field.ts";
import { schema } from "./schema.ts";

const WORDS = [bold, italic, code];
const BLOCKS = [heading, subheading, quote, pullquote, bullets, numbers];
const THINGS = [heading, quote, bullets, codeBlock, separator];

const GAP_PIXELS = 8;

export class Toolbar {
  readonly dom: HTMLElement;
  readonly #view: EditorView;
  readonly #buttons: HTMLElement;
  readonly #link: LinkField;
  readonly #linkButton: HTMLButtonElement;
  readonly #inserts: HTMLElement;
  readonly #acts = new Map<HTMLButtonElement, Act>();
  /** Asked for by key, so it stays although nothing is selected. */
  #isCalled = false;

  constructor(view: EditorView, pickPicture: () => void) {
    this.#view = view;
    this.#link = new LinkField(view, {
      close: () => this.#closeLink(),
      changed: () => this.update(),
    });
    this.#linkButton = button("Link", { title: "Link (Ctrl+K)" }, () => this.openLink());
    this.#buttons = element(
      "div",
      { class: "forms", role: "toolbar", "aria-label": "Form of the words" },
      ...WORDS.map((act) => this.#button(act)),
      this.#linkButton,
      element("span", { class: "gap" }),
      ...BLOCKS.map((act) => this.#button(act)),
    );
    this.#inserts = element(
      "div",
      { class: "things", role: "toolbar", "aria-label": "Put in" },
      button("Picture", { title: "Picture" }, pickPicture),
      ...THINGS.map((act) => this.#button(act, BLOCKS.includes(act) ? "also" : "")),
    );
    this.dom = element(
      "div",
      { class: "editor-tools" },
      this.#inserts,
      this.#buttons,
      this.#link.dom,
    );
    for (const bar of [this.#buttons, this.#inserts]) roving(bar, () => this.#leave());
    this.dom.addEventListener("focusout", () => this.updateSoon());
    this.#minds(window.visualViewport);
    this.update();
  }

  /** When the focus has arrived where it goes. */
  updateSoon(): void {
    requestAnimationFrame(() => this.update());
  }

  /** Shows what belongs to the selection, where it belongs. */
  update(): void {
    const { state } = this.#view;
    const isNear = this.#view.hasFocus() || this.dom.contains(document.activeElement);
    const atWords = isNear && isText(state) && (!state.selection.empty || this.#isCalled);
    const atLine = isNear && onEmptyLine(state);
    if (!isNear) this.#isCalled = false;
    this.dom.classList.toggle("near", isNear);
    this.#buttons.classList.toggle("wanted", atWords && !this.#link.isOpen);
    this.#inserts.classList.toggle("wanted", atLine && !this.#link.isOpen);
    for (const [pressed, act] of this.#acts) {
      pressed.setAttribute("aria-pressed", String(act.isOn(state)));
      pressed.disabled = !act.run(state);
    }
    if (atWords || atLine || this.#link.isOpen) this.#stand();
  }

  /** Moves the keyboard to the buttons that fit the selection. */
  focus(): void {
    this.#isCalled = true;
    this.update();
    const bar = onEmptyLine(this.#view.state) ? this.#inserts : this.#buttons;
    bar.querySelector<HTMLButtonElement>("button:not(:disabled)")?.focus();
  }

  openLink(): boolean {
    if (!isText(this.#view.state)) return false;
    this.#link.open();
    this.update();
    return true;
  }

  /** A keyboard on the screen covers the bottom of the page, where the bar of a phone stands. */
  #minds(seen: VisualViewport | null): void {
    const rise = () => {
      const covered = seen ? window.innerHeight - seen.height - seen.offsetTop : 0;
      this.dom.style.setProperty("--keyboard", `${Math.max(0, covered)}px`);
    };
    seen?.addEventListener("resize", rise);
    seen?.addEventListener("scroll", rise);
  }

  #closeLink(): void {
    this.#link.shut();
    this.#leave();
  }

  #leave(): void {
    this.#isCalled = false;
    this.#view.focus();
    this.update();
  }

  #button(act: Act, className = ""): HTMLButtonElement {
    const made = button(act.label, { title: act.title, class: className }, () => {
      act.run(this.#view.state, this.#view.dispatch, this.#view);
      if (!this.dom.contains(document.activeElement)) this.#view.focus();
    });
    this.#acts.set(made, act);
    return made;
  }

  /** Above the selection, or below it where there is no room above. */
  #stand(): void {
    const host = this.dom.parentElement?.getBoundingClientRect();
    if (!host) return;
    const isLine = onEmptyLine(this.#view.state);
    this.dom.classList.toggle("at-line", isLine);
    // Measured at the start of the line, where nothing presses it into two rows.
    this.dom.style.setProperty("--start", "0px");
    const { from, to } = this.#view.state.selection;
    const [start, end] = [this.#view.coordsAtPos(from), this.#view.coordsAtPos(to, -1)];
    const height = this.dom.offsetHeight;
    const above = start.top - height - GAP_PIXELS;
    const top = isLine ? start.top - (height - (start.bottom - start.top)) / 2 : above;
    const shown = top < 0 ? end.bottom + GAP_PIXELS : top;
    const left = Math.min(start.left - host.left, host.width - this.dom.offsetWidth);
    this.dom.style.setProperty("--top", `${shown - host.top}px`);
    this.dom.style.setProperty("--start", `${Math.max(0, left)}px`);
  }
}

/** Words that may have a form: not code, nor a picture as a whole. */
function isText({ selection }: EditorState): boolean {
  const { parent } = selection.$from;
  return parent.isTextblock && parent.type !== schema.nodes.code_block;
}

/** One stop for Tab; the arrow keys move within. */
function roving(bar: HTMLElement, leave: () => void): void {
  const buttons = () => [...bar.querySelectorAll<HTMLButtonElement>("button:not(:disabled)")];
  const all = [...bar.querySelectorAll("button")];
  for (const [index, each] of all.entries()) each.tabIndex = index === 0 ? 0 : -1;
  const go = (to: HTMLButtonElement | undefined) => {
    if (!to) return;
    for (const each of all) each.tabIndex = each === to ? 0 : -1;
    to.focus();
  };
  bar.addEventListener("keydown", (event) => {
    const shown = buttons();
    const at = event.target instanceof HTMLButtonElement ? shown.indexOf(event.target) : -1;
    const steps: Record<string, number> = {
      ArrowRight: 1,
      ArrowDown: 1,
      ArrowLeft: -1,
      ArrowUp: -1,
    };
    const step = steps[event.key];
    if (step !== undefined) go(shown.at((at + step) % shown.length));
    else if (event.key === "Home") go(shown[0]);
    else if (event.key === "End") go(shown.at(-1));
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
  });
}
