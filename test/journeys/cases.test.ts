/** A case from the list to its end, by keyboard alone: a reviewer decides, the accused appeals, another answers. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { files, ringEvidence } from "../../src/features/cases/ring.test-support.ts";
import { openBrowser, openWindow, sees } from "../support/browser.ts";
import { becomesPartner } from "../support/community.ts";
import { tabTo } from "../support/keyboard.ts";
import { openSite, type Person, type TestSite } from "../support/site.ts";

let site: TestSite;
let browser: Browser;
const people = new Map<string, Person>();
const person = (handle: string) => people.get(handle)!;
const PHONE = { viewport: { width: 390, height: 844 } };

beforeAll(async () => {
  site = await openSite(undefined, { listen: true });
  browser = await openBrowser();
  for (const handle of ["rob", "ria"]) people.set(handle, await site.reader(handle, "reviewer"));
  const ring = ["wil", "zoe", "pam", "dan"];
  for (const handle of ring) people.set(handle, await site.reader(handle));
  await becomesPartner(site, person("wil"));
  await files(site, 1, [ringEvidence(site, ring.map(person))]);
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

it("a reviewer finds a case, reads it and decides", async () => {
  const { page, troubles } = await openWindow(browser, site, person("rob"));
  const { keyboard } = page;
  await page.goto("/desk/cases");
  await tabTo(page, page.getByRole("link", { name: "Wil, Zoe and 2 others" }));
  await keyboard.press("Enter");
  await sees(page, "Evidence in favour");
  await tabTo(page, page.getByRole("radio", { name: "Dismiss: they are honest" }));
  await keyboard.press("ArrowDown");
  await keyboard.press("ArrowDown");
  const ties = page.getByRole("radio", { name: "Do not count these ties" });
  expect(await ties.isChecked()).toBe(true);
  await tabTo(page, page.getByRole("checkbox", { name: "Dan" }));
  await keyboard.press("Space");
  await tabTo(page, page.getByRole("button", { name: "Decide" }));
  await keyboard.press("Enter");
  await sees(page, "Give the reason in a sentence or two.");
  expect(await ties.isChecked(), "what was chosen is kept").toBe(true);
  expect(await page.getByRole("checkbox", { name: "Dan" }).isChecked()).toBe(false);
  await tabTo(page, page.getByLabel("The reason"));
  await keyboard.type("They follow one another and read nothing of it.");
  await tabTo(page, page.getByRole("button", { name: "Decide" }));
  await keyboard.press("Enter");
  await sees(page, "Ties discounted");
  expect(troubles).toEqual([]);
});

it("the accused reads why, on a phone, and appeals", async () => {
  const { page, troubles } = await openWindow(browser, site, person("wil"), PHONE);
  await page.goto("/me/followers");
  await sees(page, "They follow one another and read nothing of it.");
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow, "nothing is wider than the phone").toBeLessThanOrEqual(0);
  await tabTo(page, page.getByLabel("Appeal"));
  await page.keyboard.type("We are a class and read on paper.");
  await tabTo(page, page.getByRole("button", { name: "Send the appeal" }));
  await page.keyboard.press("Enter");
  await sees(page, "Your appeal is with somebody else");
  expect(troubles).toEqual([]);
});

it("somebody else answers, without script", async () => {
  const options = { javaScriptEnabled: false };
  const { page } = await openWindow(browser, site, person("ria"), options);
  await page.goto("/desk/cases");
  await page.getByRole("link", { name: /^Appeals/ }).click();
  await page.getByRole("link", { name: "Wil, Zoe and 2 others" }).click();
  await page.getByLabel("The answer to Wil").fill("Your class reads on paper: we take it back.");
  await page.getByRole("button", { name: "Grant" }).click();
  await page
    .getByText(/granted/i)
    .first()
    .waitFor();

  const accused = await openWindow(browser, site, person("wil"), options);
  await accused.page.goto("/me/followers");
  await accused.page.getByText("Your appeal was granted").waitFor();
});
