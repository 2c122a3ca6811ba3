/**
 * Autosave: every change is in this browser within a quarter of a second and at the site within two,
 * or the author is told. Nothing is forgotten here before the site has acknowledged it.
 *
 * A save whose answer was lost is sent again exactly as it was, before anything newer: the site knows
 * it by its content, so a lost answer never looks like somebody else's change.
 */

/** A story's words as the editor has them. */
export interface Copy {
  title: string;
  subtitle: string;
  document: unknown;
}

export interface SavedCopy extends Copy {
  version: number;
  /** When the site saved it, ISO 8601. */
  savedAt: string;
}

export type Answer =
  | { is: "saved"; version: number }
  /** The story has gone on elsewhere from the version this was made from. */
  | { is: "stale"; current: SavedCopy }
  /** Sending the same again would be refused again. */
  | { is: "refused"; text: string }
  | { is: "signed-out" }
  /** The site could not be asked, or could not answer. */
  | { is: "away" };

/** How the words stand, for the line that says so. */
export type Standing =
  | { is: "saved" | "saving" }
  | { is: "away" | "signed-out" | "differing" }
  | { is: "refused"; text: string };

/** What autosave needs of the editor, the site and the browser. */
export interface Surroundings {
  read: () => Copy;
  /** The same copy in the order in which `read` writes it, so that equal ones are equal as JSON. */
  normal: (copy: Copy) => Copy;
  send: (version: number, copy: Copy) => Promise<Answer>;
  /** Keeps the copy in this browser, as made from `version`. */
  keep: (version: number, copy: Copy) => void;
  forget: () => void;
  say: (standing: Standing) => void;
  /** Two versions exist; saving rests until `settle`. */
  differ: (current: SavedCopy) => void;
  saved: (version: number) => void;
}

const KEEP_MS = 250;
const QUIET_MS = 700;
const LONGEST_MS = 1500;
const RETRY_MS_FIRST = 1000;
const RETRY_MS_MAX = 20_000;

export class Autosave {
  readonly #around: Surroundings;
  #version: number;
  /** The last copy that the site acknowledged, as JSON. */
  #acknowledged: string;
  /** Sent, and the answer never came. */
  #unanswered: Copy | null = null;
  #sending: Promise<void> | null = null;
  #isDiffering = false;
  #keepTimer: Timer;
  #sendTimer: Timer;
  #changedAt: number | null = null;
  #retryMs = RETRY_MS_FIRST;

  constructor(around: Surroundings, saved: SavedCopy) {
    this.#around = around;
    this.#version = saved.version;
    this.#acknowledged = this.#json(saved);
  }

  get version(): number {
    return this.#version;
  }

  /** Nothing is here that the site has not acknowledged. */
  get isClean(): boolean {
    return (
      !this.#sending &&
      !this.#unanswered &&
      JSON.stringify(this.#around.read()) === this.#acknowledged
    );
  }

  /** To be told of every change. */
  changed(): void {
    this.#keepTimer ??= setTimeout(() => this.keepNow(), KEEP_MS);
    if (this.#isDiffering) return;
    this.#around.say({ is: "saving" });
    if (this.#unanswered) return;
    const now = performance.now();
    this.#changedAt ??= now;
    this.#sendIn(Math.min(QUIET_MS, Math.max(0, this.#changedAt + LONGEST_MS - now)));
  }

  /** Before the page goes away, or when another reason makes waiting unwise. */
  keepNow(): void {
    clearTimeout(this.#keepTimer);
    this.#keepTimer = undefined;
    const copy = this.#around.read();
    if (JSON.stringify(copy) !== this.#acknowledged) this.#around.keep(this.#version, copy);
  }

  /** Sends what there is now; resolves to whether all of it is at the site. */
  async flush(): Promise<boolean> {
    this.keepNow();
    await this.#sending;
    if (!this.#isDiffering && !this.isClean) await this.#send();
    if (!this.#isDiffering && !this.isClean && !this.#unanswered) await this.#send();
    return this.isClean;
  }

  /** The network is back, or the reader signed in again. */
  retry(): void {
    if (this.#unanswered) this.#sendIn(0);
  }

  /** The two versions are settled: what is in the editor now follows `current`. */
  settle(current: SavedCopy): void {
    this.#isDiffering = false;
    this.#unanswered = null;
    this.#version = current.version;
    this.#acknowledged = this.#json(current);
    if (this.isClean) this.#allSaved();
    else this.changed();
  }

  #json({ title, subtitle, document }: Copy): string {
    return JSON.stringify(this.#around.normal({ title, subtitle, document }));
  }

  #sendIn(ms: number): void {
    clearTimeout(this.#sendTimer);
    this.#sendTimer = setTimeout(() => void this.#send(), ms);
  }

  #send(): Promise<void> {
    clearTimeout(this.#sendTimer);
    this.#sending ??= this.#sendOnce().finally(() => {
      this.#sending = null;
      if (!this.#isDiffering && !this.#unanswered && this.#changedAt !== null) this.changed();
    });
    return this.#sending;
  }

  async #sendOnce(): Promise<void> {
    const copy = this.#unanswered ?? this.#around.read();
    const json = JSON.stringify(copy);
    this.#changedAt = null;
    if (json === this.#acknowledged) return this.#allSaved();
    this.#unanswered = copy;
    const answer = await this.#around.send(this.#version, copy);
    if (answer.is === "away" || answer.is === "signed-out") return this.#later(answer);
    this.#unanswered = null;
    this.#retryMs = RETRY_MS_FIRST;
    if (answer.is === "stale") return this.#differ(answer.current);
    if (answer.is === "refused") return this.#around.say(answer);
    this.#version = answer.version;
    this.#acknowledged = json;
    this.#around.saved(answer.version);
    if (JSON.stringify(this.#around.read()) === json) this.#allSaved();
    else this.#changedAt ??= performance.now();
  }

  #allSaved(): void {
    clearTimeout(this.#keepTimer);
    this.#keepTimer = undefined;
    this.#around.forget();
    this.#around.say({ is: "saved" });
  }

  #later(standing: { is: "away" | "signed-out" }): void {
    this.keepNow();
    this.#around.say(standing);
    this.#sendIn(this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MS_MAX);
  }

  #differ(current: SavedCopy): void {
    this.#isDiffering = true;
    this.keepNow();
    this.#around.say({ is: "differing" });
    this.#around.differ(current);
  }
}

type Timer = ReturnType<typeof setTimeout> | undefined;
