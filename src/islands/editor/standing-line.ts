/** The line that says how the words stand. Trouble is read out; the rest is only to be seen. */
import type { Standing } from "./autosave.ts";
import { element } from "./elements.ts";
import type { KeptText } from "./kept-text.ts";

const KEPT = "your text is kept in this browser";
const NOT_KEPT = "this browser has no room to keep your text, so leave this page open";

/** "" when there is none. */
function troubleOf(standing: Standing): string {
  if (standing.is === "saved" || standing.is === "saving") return "";
  if (standing.is === "refused") return `Not saved. ${standing.text.replace(/\.$/, "")}`;
  if (standing.is === "differing") return "Not saved: this story was changed elsewhere too";
  if (standing.is === "signed-out") {
    return "Not saved: you are signed out. Sign in in another tab, then come back to this one";
  }
  return navigator.onLine
    ? "Not saved: the site does not answer, trying again"
    : "Not saved: offline, trying again";
}

export class StandingLine {
  readonly #line: HTMLElement;
  readonly #trouble: HTMLElement;
  readonly #note: HTMLElement;
  readonly #kept: KeptText;

  constructor(host: HTMLElement, kept: KeptText) {
    this.#kept = kept;
    this.#line = element("span", { class: "saving" });
    this.#trouble = element("span", { class: "trouble", role: "alert" });
    this.#note = element("span", { class: "note quiet", role: "status", hidden: true });
    host.querySelector(".saving")?.replaceWith(this.#line, this.#trouble, this.#note);
    this.say({ is: "saved" });
  }

  say(standing: Standing): void {
    const trouble = troubleOf(standing);
    const kept = this.#kept.isKept ? KEPT : NOT_KEPT;
    show(this.#line, standing.is === "saving" ? "Saving…" : standing.is === "saved" ? "Saved" : "");
    show(this.#trouble, trouble && `${trouble}; ${kept}.`);
  }

  another(): void {
    show(this.#note, "This story is open in another tab too.");
  }

  followed(): void {
    show(this.#note, "Brought up to date from another tab.");
  }

  /** What was here is a draft of its own now. */
  copied(key: string): void {
    const link = element("a", { href: `/stories/${key}/edit` }, "Open it");
    this.#note.hidden = false;
    this.#note.replaceChildren("The other text is a new draft. ", link);
  }
}

/** Said only when it changes, so that nothing is read out twice. */
function show(place: HTMLElement, text: string): void {
  place.hidden = text === "";
  if (place.textContent !== text) place.textContent = text;
}
