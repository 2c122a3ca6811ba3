/**
 * Text kept in this browser until the site has it: one slot for each tab and story, so that two tabs
 * never write over each other here either. A tab holds a lock while it lives; a slot without its lock
 * was left behind by a tab that crashed or was closed before its text was saved.
 */
import type { Copy } from "./autosave.ts";

export interface Kept {
  slot: string;
  /** The version it was made from. */
  version: number;
  copy: Copy;
  /** When it was kept, ISO 8601. */
  keptAt: string;
}

const PREFIX = "earnest-kept";

export class KeptText {
  readonly #story: string;
  readonly #slot: string;
  /** False once the browser had no room: then the author must be told. */
  isKept = true;

  constructor(story: string) {
    this.#story = `${PREFIX}:${story}:`;
    this.#slot = this.#story + crypto.getRandomValues(new Uint32Array(2)).join("-");
    // Held until the page goes, by a promise that never settles.
    void navigator.locks?.request(this.#slot, () => new Promise(() => {}));
  }

  keep(version: number, copy: Copy): void {
    try {
      const kept = { version, copy, keptAt: new Date().toISOString() };
      localStorage.setItem(this.#slot, JSON.stringify(kept));
      this.isKept = true;
    } catch {
      // Full, or forbidden by the reader's settings: the line that says how the text stands says so.
      this.isKept = false;
    }
  }

  forget(): void {
    forget(this.#slot);
  }

  /** What closed tabs left of this story, the newest first. */
  async leftBehind(): Promise<Kept[]> {
    const others = slots().filter((slot) => slot.startsWith(this.#story) && slot !== this.#slot);
    const left = await Promise.all(others.map(isLeft));
    return others
      .filter((_, index) => left[index])
      .flatMap((slot) => keptIn(slot) ?? [])
      .sort((a, b) => b.keptAt.localeCompare(a.keptAt));
  }
}

/** A browser lets go of a closed tab's lock a moment later. */
const PARTING_MS = 1000;

/** Whether the tab that kept it is gone. */
async function isLeft(slot: string): Promise<boolean> {
  try {
    await navigator.locks?.request(slot, { signal: AbortSignal.timeout(PARTING_MS) }, () => {});
    return true;
  } catch {
    return false;
  }
}

export function forget(slot: string): void {
  try {
    localStorage.removeItem(slot);
  } catch {
    // Nothing can be kept where nothing can be reached, so there is nothing to forget.
  }
}

function slots(): string[] {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

/** Null for what is no kept text; such a slot is given back. */
function keptIn(slot: string): Kept | null {
  try {
    const { version, copy, keptAt } = JSON.parse(localStorage.getItem(slot) ?? "");
    if (typeof version === "number" && typeof copy?.title === "string" && copy.document) {
      return { slot, version, copy, keptAt: String(keptAt) };
    }
  } catch {
    // Not JSON: it was not written by us.
  }
  return null;
}
