/**
 * People at browsers: one browser for a test file, and for each person a window with cookies of its own.
 */
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { inject } from "vitest";
import { SESSION_COOKIE } from "../../src/web/session.ts";
import type { Person, TestSite } from "./site.ts";

/** How long a person waits for what must come, on a machine that is busy with other things. */
const PATIENCE_MS = 30_000;

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: inject("browserPath"), args: ["--no-sandbox"] });
}

export interface Window {
  page: Page;
  context: BrowserContext;
  /** What the browser complained of: faults in scripts, refused requests, the policy of the site broken. */
  troubles: string[];
}

/** A window on the site; signed in as `person`, if there is one. */
export async function openWindow(
  browser: Browser,
  site: TestSite,
  person: Person | null = null,
  options: BrowserContextOptions = {},
): Promise<Window> {
  const context = await browser.newContext({ baseURL: site.origin, ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  if (person) await context.addCookies([sessionCookie(site, person)]);
  const troubles: string[] = [];
  context.on("page", (page) => listen(page, troubles));
  const page = await context.newPage();
  return { page, context, troubles };
}

/** Such a name is taken from an https address only; the browser then sends it to http://localhost too. */
function sessionCookie({ origin }: TestSite, { token }: Person) {
  const url = origin.replace("http:", "https:");
  return { name: SESSION_COOKIE, value: token, url, httpOnly: true, sameSite: "Lax" } as const;
}

/** A form that is refused is answered with 422; the browser calls that a failure, and it is none. */
const REFUSED_FORM = /status of 422/;

function listen(page: Page, troubles: string[]): void {
  page.on("pageerror", (error) => troubles.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    const isTrouble = message.type() === "error" && !REFUSED_FORM.test(message.text());
    if (isTrouble) troubles.push(`${page.url()}: ${message.text()}`);
  });
}

/** Waits until the words stand on the page, to be seen. */
export async function sees(page: Page, words: string | RegExp): Promise<void> {
  await page.getByText(words).filter({ visible: true }).first().waitFor();
}

/** The amount in micros that an element of money carries, whatever it shows of it. */
export async function amountsIn(page: Page, selector: string): Promise<bigint[]> {
  const values = await page
    .locator(`${selector} data.money`)
    .evaluateAll((found) => found.map((one) => one.getAttribute("value") ?? ""));
  return values.map(micros);
}

/** "-1.239999" is -1239999n. */
function micros(value: string): bigint {
  if (!/^-?\d+\.\d{6}$/.test(value)) throw new Error(`“${value}” is no exact amount`);
  return BigInt(value.replace(".", ""));
}
