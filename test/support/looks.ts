/** What is wrong with a page to whoever looks at it, wide and narrow, light and dark, or listens to it. */
import axe, { type AxeResults, type RunOptions } from "axe-core";
import type { Page, Response } from "playwright-core";
import { SECURITY_HEADERS } from "../../src/web/headers.ts";

const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

/** The width of a wide window whose text is set at four times its size (WCAG 2.2, 1.4.10). */
const NARROWEST = { width: 320, height: 844 };
const HALF = { width: 640, height: 450 };

/** All that axe has but what it keeps for later versions, which it leaves out by itself. */
const EVERYTHING: RunOptions = {
  resultTypes: ["violations"],
  rules: { "target-size": { enabled: true } },
};

/** The caret scrolls what stands in the editor, so it needs no stop of its own. */
const EDITING: RunOptions = {
  ...EVERYTHING,
  rules: { ...EVERYTHING.rules, "scrollable-region-focusable": { enabled: false } },
};
const COLOURS: RunOptions = { resultTypes: ["violations"], runOnly: ["color-contrast"] };

/** Faults of the page as it stands, each a sentence. The page is left wide and light. */
export async function faultsOf(page: Page): Promise<string[]> {
  const faults: string[] = [];
  const all = (await page.locator(".ProseMirror").count()) > 0 ? EDITING : EVERYTHING;
  const look = async (where: string, options: RunOptions) => {
    faults.push(...(await violations(page, options)).map((fault) => `${where}: ${fault}`));
  };
  await page.evaluate(axe.source);
  await page.evaluate(unfoldAll);
  await look("wide, light", all);
  await page.emulateMedia({ colorScheme: "dark" });
  await look("wide, dark", COLOURS);
  for (const size of [WIDE, HALF, NARROWEST, PHONE]) {
    await page.setViewportSize(size);
    faults.push(...(await page.evaluate(overflowFaults)));
  }
  await look("narrow, dark", all);
  await page.emulateMedia({ colorScheme: "light" });
  await look("narrow, light", COLOURS);
  await page.setViewportSize(WIDE);
  return faults;
}

async function violations(page: Page, options: RunOptions): Promise<string[]> {
  const { violations } = (await page.evaluate(
    (options) => (window as unknown as { axe: typeof axe }).axe.run(document, options),
    options,
  )) as AxeResults;
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, any }) => `${id} (${help}): ${html} ${any[0]?.message ?? ""}`),
  );
}

/** What is folded away is looked at too, but for the menu, which lies over the page. */
function unfoldAll(): void {
  for (const fold of document.querySelectorAll("details:not(.menu)")) {
    fold.setAttribute("open", "");
  }
}

/** What is wider than the window, unless it stands in a frame that scrolls by itself. */
function overflowFaults(): string[] {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const isFramed = (element: Element): boolean => {
    const frame = element.parentElement;
    if (!frame) return false;
    return getComputedStyle(frame).overflowX !== "visible" || isFramed(frame);
  };
  const wide = [...document.body.querySelectorAll("*")].filter(
    (element) => element.getBoundingClientRect().right > clientWidth + 1 && !isFramed(element),
  );
  const names = wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 100));
  return [`at ${clientWidth} px the page is ${scrollWidth} px wide: ${names.join(" | ")}`];
}

/** Watches every answer of the site for the headers that it must carry. */
export function watchHeaders(page: Page, origin: string, faults: string[]): void {
  page.on("response", (response) => {
    if (!response.url().startsWith(origin)) faults.push(`a stranger is asked: ${response.url()}`);
    else faults.push(...missingHeaders(response));
  });
}

function missingHeaders(response: Response): string[] {
  const headers = response.headers();
  return Object.entries(SECURITY_HEADERS)
    .filter(([name, value]) => headers[name] !== value)
    .map(([name]) => `${response.status()} ${response.url()} comes without ${name}`);
}
