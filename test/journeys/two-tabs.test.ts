/** The editor in two tabs, and without a network: nothing that was written is lost. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, openWindow, sees } from "../support/browser.ts";
import { openSite, type Person, type TestSite } from "../support/site.ts";

let site: TestSite;
let browser: Browser;

beforeAll(async () => {
  site = await openSite(undefined, { listen: true });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

interface Desk {
  context: BrowserContext;
  /** With a new draft in it. */
  page: Page;
  troubles: string[];
  /** Another tab of the same browser, with the same draft. */
  another(): Promise<Page>;
}

async function desk(person: Person): Promise<Desk> {
  const { context, page, troubles } = await openWindow(browser, site, person);
  await page.goto("/stories");
  await page.locator("main").getByRole("button", { name: "Write a story" }).click();
  await text(page).waitFor();
  const another = async () => {
    const tab = await context.newPage();
    await tab.goto(page.url());
    await text(tab).waitFor();
    return tab;
  };
  return { context, page, troubles, another };
}

const text = (page: Page) => page.getByRole("textbox", { name: "Text" });
const title = (page: Page) => page.getByRole("textbox", { name: "Title", exact: true });
const trouble = (page: Page) => page.locator(".trouble");

async function writes(page: Page, words: string): Promise<void> {
  await text(page).click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(words);
}

const isSaved = (page: Page) => page.locator(".saving", { hasText: /^Saved$/ }).waitFor();

/** What the site has of the draft in this tab. */
async function savedText(page: Page): Promise<string> {
  const url = page.url().replace(/\/edit$/, "");
  const { document } = await (await page.request.get(url)).json();
  return JSON.stringify(document);
}

/** Holds back what this tab saves, until it is let go. */
async function holdSaves(page: Page): Promise<() => void> {
  const { promise: gate, resolve: letGo } = Promise.withResolvers<void>();
  await page.route("**/stories/*", async (route) => {
    if (route.request().method() === "PUT") await gate;
    await route.continue();
  });
  return letGo;
}

describe("a story open in two tabs", () => {
  it("tells both tabs, and brings the idle one up to date", async () => {
    const { page, another, troubles } = await desk(await site.reader("ann"));
    const second = await another();
    await sees(page, "This story is open in another tab too.");
    await sees(second, "This story is open in another tab too.");
    await title(page).fill("Kettle");
    await writes(page, "It sings.");
    await isSaved(page);
    await sees(second, "Brought up to date from another tab.");
    await sees(second, "It sings.");
    expect(await title(second).inputValue()).toBe("Kettle");
    expect(troubles).toEqual([]);
  });

  it("overwrites nothing when both wrote: the second is told, sees both, and keeps both", async () => {
    const { page, another } = await desk(await site.reader("ben"));
    const second = await another();
    const letGo = await holdSaves(second);
    await writes(second, "From the second tab.");
    await writes(page, "From the first tab.");
    await isSaved(page);
    letGo();

    const dialog = second.getByRole("dialog");
    await dialog.getByText("This story was changed elsewhere too").waitFor();
    await dialog.getByText("From the first tab.").waitFor();
    await dialog.getByText("From the second tab.").waitFor();
    expect(await savedText(page)).toContain("From the first tab.");
    await dialog.getByRole("button", { name: /^Keep both/ }).click();
    await sees(second, "The other text is a new draft.");
    await text(second).getByText("From the first tab.").waitFor();
    await second.getByRole("link", { name: "Open it" }).click();
    await text(second).getByText("From the second tab.").waitFor();
    expect(second.url()).not.toBe(page.url());
  });

  it("lets the author keep what is in the second tab, and the first follows", async () => {
    const { page, another } = await desk(await site.reader("cat"));
    const second = await another();
    const letGo = await holdSaves(second);
    await writes(second, "Second.");
    await writes(page, "First.");
    await isSaved(page);
    letGo();
    await second.getByRole("button", { name: "Keep what is here" }).click();
    await isSaved(second);
    expect(await savedText(second)).toContain("Second.");
    await text(page).getByText("Second.").waitFor();
  });
});

describe("a story without a network", () => {
  it("says so, keeps what is written, and saves it when the network is back", async () => {
    const { context, page } = await desk(await site.reader("dan"));
    await writes(page, "Before. ");
    await isSaved(page);
    await context.setOffline(true);
    await writes(page, "Meanwhile.");
    const kept = "Not saved: offline, trying again; your text is kept in this browser.";
    await trouble(page).getByText(kept).waitFor();
    expect(await savedText(page)).not.toContain("Meanwhile.");
    await context.setOffline(false);
    await isSaved(page);
    expect(await savedText(page)).toContain("Before. Meanwhile.");
  });

  it("is offered again when the tab was lost meanwhile", async () => {
    const { context, page } = await desk(await site.reader("eve"));
    await writes(page, "Before. ");
    await isSaved(page);
    await context.setOffline(true);
    await writes(page, "Meanwhile.");
    await trouble(page).getByText("your text is kept in this browser").waitFor();
    const url = page.url();
    await page.close();
    await context.setOffline(false);

    const again = await context.newPage();
    await again.goto(url);
    const dialog = again.getByRole("dialog");
    await dialog.getByText("This browser kept text that was not saved").waitFor();
    await dialog.getByText("Before. Meanwhile.").waitFor();
    await dialog.getByRole("button", { name: "Go on with the kept text" }).click();
    await isSaved(again);
    expect(await savedText(again)).toContain("Before. Meanwhile.");
  });

  it("is not lost when the session ended: signing in elsewhere goes on with it", async () => {
    const fay = await site.reader("fay");
    const { context, page } = await desk(fay);
    await writes(page, "Before. ");
    await isSaved(page);
    const cookies = await context.cookies();
    await context.clearCookies();
    await writes(page, "Signed out.");
    await trouble(page).getByText("Not saved: you are signed out").waitFor();
    await context.addCookies(cookies.map((cookie) => ({ ...cookie })));
    await isSaved(page);
    expect(await savedText(page)).toContain("Before. Signed out.");
  });
});
