/** Someone who has a keyboard and nothing else. */
import type { Locator, Page } from "playwright-core";

/** More stops than any page has between two things. */
const STOPS_MAX = 80;

/** Presses Tab until the focus is on `target`; every stop on the way must be seen to have it. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let stop = 0; stop < STOPS_MAX; stop++) {
    await page.keyboard.press("Tab");
    const fault = await page.evaluate(focusFault);
    if (fault) throw new Error(`${page.url()}: ${fault}`);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${page.url()}: Tab does not come to ${target}`);
}

/** Why somebody who looks at the page does not see where the focus is; null when they do. */
function focusFault(): string | null {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const name = at.outerHTML.slice(0, 120);
  if (!at.matches(":focus-visible")) return `the focus does not show itself: ${name}`;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
  const hasOutline = outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
  if (!hasOutline && boxShadow === "none") return `nothing is drawn around the focus: ${name}`;
  const { top, bottom, left, right, width, height } = at.getBoundingClientRect();
  const isOff = bottom <= 0 || right <= 0 || top >= innerHeight || left >= innerWidth;
  if (isOff || width < 2 || height < 2) return `the focus is out of sight: ${name}`;
  return null;
}
