/** What the editor asks of the site. */
import type { Answer, Copy, SavedCopy } from "./autosave.ts";
import type { UploadAnswer } from "./uploads.ts";

export class SiteDoor {
  readonly #key: string;
  #csrf: string;

  constructor(key: string, csrf: string) {
    this.#key = key;
    this.#csrf = csrf;
  }

  async save(version: number, copy: Copy): Promise<Answer> {
    const answer = await this.#put(this.#key, version, copy);
    if (answer.is !== "signed-out" || !(await this.#freshToken())) return answer;
    return this.#put(this.#key, version, copy);
  }

  /** A new draft with these words; null when it could not be made. */
  async saveAsNew(copy: Copy): Promise<string | null> {
    const begun = await this.#ask("/stories", { method: "POST" });
    if (!begun?.ok) return null;
    const { key, version } = await begun.json();
    const answer = await this.#put(key, version, copy);
    return answer.is === "saved" ? key : null;
  }

  async saved(): Promise<SavedCopy | null> {
    const answer = await this.#ask(`/stories/${this.#key}`, { method: "GET" });
    return answer?.ok ? await answer.json() : null;
  }

  readonly upload = async (file: File): Promise<UploadAnswer> => {
    const body = new FormData();
    body.append("picture", file);
    const answer = await this.#ask("/images", { method: "POST", body });
    if (!answer)
      return { ok: false, text: "The site could not be reached. The file is kept here." };
    if (answer.ok) return { ok: true, picture: await answer.json() };
    return { ok: false, text: await textOf(answer) };
  };

  async #put(key: string, version: number, copy: Copy): Promise<Answer> {
    const answer = await this.#ask(`/stories/${key}`, {
      method: "PUT",
      body: JSON.stringify({ version, ...copy }),
      headers: { "content-type": "application/json" },
    });
    if (!answer || answer.status >= 500 || answer.status === 429) return { is: "away" };
    if (answer.ok) return { is: "saved", version: (await answer.json()).version };
    if (answer.status === 401 || answer.status === 403) return { is: "signed-out" };
    if (answer.status === 409) return { is: "stale", current: (await answer.json()).current };
    return { is: "refused", text: await textOf(answer) };
  }

  /** After signing in again in another tab the old token is no longer good. */
  async #freshToken(): Promise<boolean> {
    const answer = await this.#ask(`/stories/${this.#key}`, { method: "GET" });
    if (!answer?.ok) return false;
    this.#csrf = (await answer.json()).csrf;
    return true;
  }

  /** Null when the network failed. */
  async #ask(url: string, init: RequestInit): Promise<Response | null> {
    const headers = { accept: "application/json", "x-csrf": this.#csrf, ...init.headers };
    return fetch(url, { ...init, headers, redirect: "error" }).catch(() => null);
  }
}

/** The site's own sentence, or one for an answer that has none. */
async function textOf(answer: Response): Promise<string> {
  const said = await answer.json().catch(() => null);
  return typeof said?.text === "string" ? said.text : `The site answered ${answer.status}.`;
}
