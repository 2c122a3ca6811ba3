/**
 * <reading-counter>: counts the seconds a reader gives a story, and says so.
 *
 * A second counts while the tab is visible, the story is in view, and the reader did something within
 * 25 seconds. What is reported is the sum so far, every 15 seconds and on leaving; the server keeps
 * the largest and its own bounds. What it accepted is what is shown.
 */
const ACTIVE_MS = 25_000;
const REPORT_SECONDS = 15;

/** A longer gap between two ticks is a sleeping machine, not a reader. */
const TICK_MS_MAX = 2_000;

const SIGNS_OF_LIFE = [
  "scroll",
  "pointermove",
  "pointerdown",
  "keydown",
  "touchmove",
  "focusin",
  "selectionchange",
];

class ReadingCounter extends HTMLElement {
  #token: string | null = null;
  #secondsMax = 0;
  #milliseconds = 0;
  #reported = 0;
  #coverage = 0;
  #inView = true;
  #tickedAt = 0;
  #aliveAt = 0;

  async connectedCallback(): Promise<void> {
    const opened = await this.#open();
    if (!opened) return;
    this.#token = opened.token;
    this.#secondsMax = opened.secondsMax;
    this.#watch();
    this.#tickedAt = performance.now();
    this.#aliveAt = this.#tickedAt;
    setInterval(() => this.#tick(), 1000);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.#leave();
    });
    window.addEventListener("pagehide", () => this.#leave());
  }

  async #open(): Promise<{ token: string; secondsMax: number } | null> {
    const answer = await fetch(`/stories/${this.dataset.key}/readings`, {
      method: "post",
      headers: { "content-type": "application/json", "x-csrf": this.dataset.csrf ?? "" },
      body: JSON.stringify({ entry: entry() }),
    });
    return answer.status === 200 ? await answer.json() : null;
  }

  #watch(): void {
    const alive = () => {
      this.#aliveAt = performance.now();
      this.#cover();
    };
    for (const sign of SIGNS_OF_LIFE) document.addEventListener(sign, alive, { passive: true });
    const text = document.querySelector(".story-text");
    if (!text) return;
    new IntersectionObserver(([seen]) => {
      this.#inView = seen?.isIntersecting ?? true;
    }).observe(text);
    this.#cover();
  }

  /** How far down the story the reader has been, in percent. */
  #cover(): void {
    const box = document.querySelector(".story-text")?.getBoundingClientRect();
    if (!box || box.height === 0) return;
    const share = Math.min(1, Math.max(0, (innerHeight - box.top) / box.height));
    this.#coverage = Math.max(this.#coverage, Math.round(share * 100));
  }

  #tick(): void {
    const now = performance.now();
    const passed = Math.min(now - this.#tickedAt, TICK_MS_MAX);
    this.#tickedAt = now;
    const reading =
      document.visibilityState === "visible" && this.#inView && now - this.#aliveAt <= ACTIVE_MS;
    if (!reading) return;
    this.#milliseconds += passed;
    if (this.#seconds >= this.#reported + REPORT_SECONDS) void this.#report();
  }

  get #seconds(): number {
    return Math.min(Math.floor(this.#milliseconds / 1000), this.#secondsMax);
  }

  get #message(): string {
    return `${this.#token} ${this.#seconds} ${this.#coverage}`;
  }

  async #report(): Promise<void> {
    this.#reported = this.#seconds;
    const answer = await fetch("/readings", {
      method: "post",
      headers: { "content-type": "text/plain" },
      body: this.#message,
      keepalive: true,
    });
    if (!answer.ok) return;
    const { seconds } = await answer.json();
    const said = this.querySelector("output");
    if (said) said.textContent = `${inWords(seconds)} so far.`;
  }

  /** A report that is lost is made good by the next one. */
  #leave(): void {
    if (this.#seconds <= this.#reported) return;
    this.#reported = this.#seconds;
    navigator.sendBeacon("/readings", this.#message);
  }
}

function inWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  if (minutes === 0) return `${rest} s`;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}

/** How the reader came. */
function entry(): "feed" | "search" | "direct" | "e-mail" | "outside" {
  if (new URLSearchParams(location.search).get("from") === "mail") return "e-mail";
  if (!document.referrer) return "direct";
  const { host } = new URL(document.referrer);
  if (host === location.host) return "feed";
  return /(^|\.)(google|bing|duckduckgo|ecosia|qwant|startpage|kagi|yandex|baidu)\./.test(host)
    ? "search"
    : "outside";
}

customElements.define("reading-counter", ReadingCounter);
