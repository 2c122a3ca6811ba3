/** Paying on the bank's own page, in a browser: there and back, and the card changed later. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openStandIn, type StandIn } from "../../src/stand-in/stand-in.ts";
import { openBrowser, openWindow, sees } from "../support/browser.ts";
import { runQueue } from "../support/queue.ts";
import { openSite, type TestSite } from "../support/site.ts";
import { HOOK_SECRET, openTestStripe } from "../support/stripe.ts";

const START = new Date("2026-10-15T12:00:00Z");

let standIn: StandIn;
let site: TestSite;
let browser: Browser;
beforeAll(async () => {
  standIn = await openStandIn({ port: 0, clock: () => site.clock(), pendingDays: 0 });
  site = await openSite(START, { listen: true, formTargets: [standIn.url] });
  const { bank } = await openTestStripe(site.served, site.clock, { running: standIn });
  site.useBank(bank);
  const url = `${site.house.origin}/bank/stripe/events`;
  standIn.webhooks.endpoints.push({ url, secret: HOOK_SECRET, connect: false });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await standIn?.close();
  await site?.close();
});

it("a reader pays on the bank’s page, is a member, renews by that card, and changes it", async () => {
  const ann = await site.reader("ann");
  const { page, troubles } = await openWindow(browser, { ...site, origin: site.house.origin }, ann);
  await page.goto("/membership");
  await page.locator('form[action="/membership"] button').click();
  await sees(page, "Pay 5.00 USD");

  await page.getByLabel("Card number").fill("4000 0000 0000 9995");
  await page.getByRole("button").click();
  await sees(page, "Your card was declined.");
  await page.getByLabel("Card number").fill("4242 4242 4242 4242");
  await page.getByRole("button").click();
  await page.waitForURL(/\/membership\?done=joined/);
  await sees(page, "4242");

  await page.locator('form[action="/membership/card"] button').click();
  await page.getByLabel("Card number").fill("5555 5555 5555 4444");
  await page.getByRole("button").click();
  await page.waitForURL(/\/membership$/);

  await standIn.webhooks.settle();
  site.at("2026-11-14T12:30:00Z");
  await runQueue(site, "renew-memberships");
  await page.goto("/membership");
  await sees(page, "4444");
  // The bank's page answers 402 to a declined card, as its API does.
  expect(troubles.filter((trouble) => !trouble.includes("status of 402"))).toEqual([]);
});
