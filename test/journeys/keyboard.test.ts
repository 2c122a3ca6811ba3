/** Journeys by keyboard alone: Tab, Enter and Space, with the focus to be seen at every stop. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, openWindow, sees } from "../support/browser.ts";
import { becomesMember, publishes } from "../support/community.ts";
import { tabTo } from "../support/keyboard.ts";
import { lettersTo } from "../support/letters.ts";
import { openSite, type Person, type TestSite } from "../support/site.ts";

let site: TestSite;
let browser: Browser;
let mia: Person;

beforeAll(async () => {
  site = await openSite(undefined, { listen: true });
  browser = await openBrowser();
  mia = await site.reader("mia");
  const wil = await site.reader("wil");
  await becomesMember(site, mia);
  await publishes(site, wil, { title: "Kettle", tags: ["kitchens"] });
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

describe("by keyboard alone", () => {
  it("a member comes from the front page to a story, claps, responds and signs out", async () => {
    const { page, troubles } = await openWindow(browser, site, mia);
    const { keyboard } = page;
    await page.goto("/");
    await tabTo(page, page.getByRole("link", { name: "Kettle" }));
    await keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Kettle" }).waitFor();

    const clap = page.getByRole("button", { name: "Clap" });
    await tabTo(page, clap);
    await keyboard.press("Space");
    await sees(page, "1 of them yours.");
    await clap.and(page.locator(":focus")).waitFor();
    await keyboard.press("Enter");
    await sees(page, "2 of them yours.");
    await tabTo(page, page.getByRole("button", { name: "Take back" }));
    await keyboard.press("Enter");
    await sees(page, "0 claps");
    await clap.and(page.locator(":focus")).waitFor();
    await keyboard.press("Enter");
    await sees(page, "1 of them yours.");

    await tabTo(page, page.getByLabel("Your response"));
    await keyboard.type("It sings.");
    await tabTo(page, page.getByRole("button", { name: "Respond" }));
    await keyboard.press("Enter");
    await page.locator(".response", { hasText: "It sings." }).waitFor();

    await page.goto("/");
    await tabTo(page, page.locator(".menu summary"));
    await keyboard.press("Enter");
    await tabTo(page, page.getByRole("button", { name: "Sign out" }));
    await keyboard.press("Enter");
    await page.getByRole("link", { name: "Sign in" }).waitFor();
    expect(troubles).toEqual([]);
  });

  it("the first stop of a page leads past its head, to the text", async () => {
    const { page } = await openWindow(browser, site, mia);
    await page.goto("/");
    await tabTo(page, page.getByRole("link", { name: "Skip to the text" }));
    await page.keyboard.press("Enter");
    await tabTo(page, page.getByRole("link", { name: "Kettle" }));
    expect(await page.evaluate(() => document.activeElement?.closest("main")?.id)).toBe("main");
  });

  it("a visitor joins, is told what is missing, and opens the link", async () => {
    const { page, troubles } = await openWindow(browser, site);
    const { keyboard } = page;
    await page.goto("/join");
    await tabTo(page, page.getByLabel("Name"));
    await keyboard.type("Nora Lind");
    await keyboard.press("Enter");
    await page.locator("#email-error").waitFor();
    await tabTo(page, page.getByLabel("E-mail address"));
    await keyboard.type("nora@example.org");
    await tabTo(page, page.getByLabel("Password"));
    await tabTo(page, page.getByRole("button", { name: "Send the link" }));
    await keyboard.press("Enter");
    await sees(page, "We have written to nora@example.org");

    const [letter] = await lettersTo(site, "nora@example.org");
    await page.goto(/http\S+\/links\/\S+/.exec(letter?.text ?? "")?.[0] ?? "");
    await tabTo(page, page.getByRole("button", { name: "Make the account" }));
    await keyboard.press("Space");
    await page.locator(".menu summary", { hasText: "Nora Lind" }).waitFor();
    expect(troubles).toEqual([]);
  });

  it("a reader becomes a member", async () => {
    const { page, troubles } = await openWindow(browser, site, await site.reader("ben"));
    const { keyboard } = page;
    await page.goto("/membership");
    await tabTo(page, page.getByRole("radio", { checked: true }));
    await keyboard.press("ArrowDown");
    expect(await page.getByRole("radio").nth(1).isChecked(), "the next plan").toBe(true);
    await tabTo(page, page.getByLabel("Card number"));
    await keyboard.type("4242 4242 4242 4242");
    await tabTo(page, page.getByLabel("Good until"));
    await keyboard.type("12/30");
    await tabTo(page, page.getByLabel("Security code"));
    await keyboard.type("123");
    await tabTo(page, page.locator("main").getByRole("button", { name: "Become a member" }));
    await keyboard.press("Enter");
    await sees(page, "You are a member");
    expect(troubles).toEqual([]);
  });
});
