/**
 * <story-editor>: the story with a caret in it.
 *
 * It wraps a real form, which saves plain paragraphs until this file arrives, or if it never does.
 */
import { Node } from "prosemirror-model";
import { Autosave, type Copy, type SavedCopy } from "./editor/autosave.ts";
import { compare } from "./editor/compare-dialog.ts";
import { forget, type Kept, KeptText } from "./editor/kept-text.ts";
import { listenToTabs } from "./editor/other-tabs.ts";
import { schema } from "./editor/schema.ts";
import { SiteDoor } from "./editor/site.ts";
import { StandingLine } from "./editor/standing-line.ts";
import { TextEditor } from "./editor/text-editor.ts";
import { Titles } from "./editor/titles.ts";

class StoryEditor extends HTMLElement {
  #text!: TextEditor;
  #titles!: Titles;
  #autosave!: Autosave;
  #door!: SiteDoor;
  #line!: StandingLine;
  #kept!: KeptText;

  connectedCallback(): void {
    const key = this.dataset.key ?? "";
    const saved: SavedCopy = JSON.parse(this.dataset.copy ?? "");
    const form = this.querySelector("form");
    const host = this.querySelector<HTMLElement>(".story-text");
    const csrf = form?.querySelector<HTMLInputElement>("[name=csrf]")?.value ?? "";
    if (!form || !host) return;
    this.classList.add("alive");
    this.#door = new SiteDoor(key, csrf);
    this.#kept = new KeptText(key);
    this.#line = new StandingLine(this, this.#kept);
    const changed = () => this.#autosave.changed();
    this.#titles = new Titles(form, changed, () => this.#text.view.focus());
    this.#text = new TextEditor(host, {
      document: saved.document,
      upload: this.#door.upload,
      changed,
      toTitle: () => this.#titles.focusLast(),
    });
    this.#autosave = this.#startAutosave(key, saved);
    this.#watchPage(form);
    void this.#offerKept(saved);
  }

  #read(): Copy {
    return { ...this.#titles.read(), document: this.#text.document };
  }

  #write(copy: Copy): void {
    this.#titles.write(copy);
    this.#text.replace(copy.document);
  }

  #startAutosave(key: string, saved: SavedCopy): Autosave {
    const tell = listenToTabs(key, {
      another: () => this.#line.another(),
      saved: (version) => void this.#follow(version),
    });
    const around = {
      read: () => this.#read(),
      normal: (copy: Copy) => ({
        ...copy,
        document: Node.fromJSON(schema, copy.document).toJSON(),
      }),
      send: (version: number, copy: Copy) => this.#door.save(version, copy),
      keep: (version: number, copy: Copy) => this.#kept.keep(version, copy),
      forget: () => this.#kept.forget(),
      say: (standing: Parameters<StandingLine["say"]>[0]) => this.#line.say(standing),
      differ: (current: SavedCopy) => void this.#choose(current),
      saved: tell,
    };
    return new Autosave(around, saved);
  }

  #watchPage(form: HTMLFormElement): void {
    form.addEventListener("submit", (event) => void this.#submit(event));
    window.addEventListener("online", () => this.#autosave.retry());
    window.addEventListener("pagehide", () => this.#autosave.keepNow());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") void this.#autosave.flush();
      else this.#autosave.retry();
    });
    window.addEventListener("beforeunload", (event) => {
      if (!this.#autosave.isClean) event.preventDefault();
    });
  }

  /** The form's buttons: first everything is saved, then the page is left for the publish sheet. */
  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const isSaved = await this.#autosave.flush();
    const { value } = event.submitter as HTMLButtonElement;
    if (isSaved && value === "publication")
      location.assign(`/stories/${this.dataset.key}/publication`);
  }

  /** Another tab saved: a tab without changes of its own shows that text. */
  async #follow(version: number): Promise<void> {
    if (version <= this.#autosave.version || !this.#autosave.isClean) return;
    const current = await this.#door.saved();
    if (!current || !this.#autosave.isClean) return;
    this.#write(current);
    this.#autosave.settle(current);
    this.#line.followed();
  }

  async #choose(current: SavedCopy): Promise<void> {
    const mine = this.#read();
    const choice = await compare(this, {
      title: "This story was changed elsewhere too",
      text: "Another tab or device saved it while you were writing here. Nothing was overwritten. Which text should stay?",
      left: { name: "Here", copy: mine },
      right: { name: "Saved elsewhere", copy: current },
      labels: {
        left: "Keep what is here",
        right: "Take what was saved elsewhere",
        both: "Keep both: put what is here in a new draft",
      },
    });
    await this.#settle(choice, mine, current);
  }

  async #settle(choice: "left" | "right" | "both", mine: Copy, current: SavedCopy): Promise<void> {
    if (choice === "both") {
      const key = await this.#door.saveAsNew(mine);
      if (!key) return this.#choose(current);
      this.#line.copied(key);
    }
    if (choice !== "left") this.#write(current);
    this.#autosave.settle(current);
  }

  /** Text that a closed tab could not save is offered, the newest first. */
  async #offerKept(saved: SavedCopy): Promise<void> {
    for (const kept of await this.#kept.leftBehind()) {
      await this.#offer(kept, saved);
      forget(kept.slot);
    }
  }

  async #offer(kept: Kept, saved: SavedCopy): Promise<void> {
    const here = this.#read();
    if (JSON.stringify(kept.copy) === JSON.stringify(here)) return;
    const choice = await compare(this, {
      title: "This browser kept text that was not saved",
      text: `It was written here on ${momentIn(kept.keptAt)}. Which text should stay?`,
      left: { name: "Kept in this browser", copy: kept.copy },
      right: { name: "Saved", copy: here },
      labels: {
        left: "Go on with the kept text",
        right: "Stay with what is saved",
        both: "Keep both: put the kept text in a new draft",
      },
    });
    if (choice === "left") {
      this.#write(kept.copy);
      this.#autosave.changed();
      this.#autosave.keepNow();
    }
    if (choice === "both") {
      const key = await this.#door.saveAsNew(kept.copy);
      if (!key) return this.#offer(kept, saved);
      this.#line.copied(key);
    }
  }
}

function momentIn(instant: string): string {
  return new Date(instant).toLocaleString(undefined, { dateStyle: "long", timeStyle: "short" });
}

customElements.define("story-editor", StoryEditor);
