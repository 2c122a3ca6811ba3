/** Everything that matters works in a browser that runs no script. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, openWindow, sees, type Window } from "../support/browser.ts";
import { becomesMember, publishes, type TestStory } from "../support/community.ts";
import { lettersTo } from "../support/letters.ts";
import { openSite, type Person, type TestSite } from "../support/site.ts";
import { mediumExport, picture } from "../support/uploads.ts";

const DECLINED = "The bank declined this card";

let site: TestSite;
let browser: Browser;
let story: TestStory;

beforeAll(async () => {
  site = await openSite(undefined, { listen: true });
  browser = await openBrowser();
  story = await publishes(site, await site.reader("wil"), { title: "Kettle" });
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

const plainWindow = (person: Person | null = null): Promise<Window> =>
  openWindow(browser, site, person, { javaScriptEnabled: false });

describe("without script", () => {
  it("a visitor joins by a link in the mail, and signs out and in again", async () => {
    const { page, troubles } = await plainWindow();
    await page.goto("/join");
    await page.getByLabel("Name").fill("Nora Lind");
    await page.getByLabel("E-mail address").fill("nora@example.org");
    await page.getByLabel("Password").fill("a kettle that sings at noon");
    await page.getByRole("button", { name: "Send the link" }).click();
    await sees(page, "We have written to nora@example.org");
    const [letter] = await lettersTo(site, "nora@example.org");
    await page.goto(/http\S+\/links\/\S+/.exec(letter?.text ?? "")?.[0] ?? "");
    await page.getByRole("button", { name: "Make the account" }).click();
    await page.locator(".menu summary", { hasText: "Nora Lind" }).click();
    await page.getByRole("button", { name: "Sign out" }).click();

    await page.getByRole("link", { name: "Sign in" }).click();
    await page.getByLabel("E-mail address").fill("nora@example.org");
    await page.getByLabel("Password").fill("a kettle that sings at noon");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.locator(".menu summary", { hasText: "Nora Lind" }).waitFor();
    expect(troubles).toEqual([]);
  });

  it("a reader becomes a member after a card is declined, reads on, and cancels", async () => {
    const { page, troubles } = await plainWindow(await site.reader("ann"));
    await page.goto("/");
    await page.getByRole("link", { name: "Kettle" }).click();
    await sees(page, "The rest of this story is for members");
    expect(await page.getByText("Part 4.").count()).toBe(0);
    await page.locator("main").getByRole("link", { name: "Become a member" }).click();
    for (const card of ["4000 0000 0000 0002", "4242 4242 4242 4242"]) {
      await page.getByLabel("Card number").fill(card);
      await page.getByLabel("Good until").fill("12/30");
      await page.getByLabel("Security code").fill("123");
      await page.locator("main").getByRole("button", { name: "Become a member" }).click();
      if (card.endsWith("0002")) await page.locator("#card-error", { hasText: DECLINED }).waitFor();
    }
    await page.getByRole("heading", { level: 1, name: "Kettle" }).waitFor();
    await sees(page, "Part 4.");

    await page.goto("/membership");
    await page.getByRole("button", { name: "Cancel the membership" }).click();
    await sees(page, "Cancelled");
    await page.getByRole("button", { name: "Go on as a member" }).click();
    await sees(page, "Your membership goes on");
    expect(troubles).toEqual([]);
  });

  it("a member claps, takes it back, follows and responds", async () => {
    const cat = await site.reader("cat");
    await becomesMember(site, cat);
    const { page, troubles } = await plainWindow(cat);
    await page.goto(story.url);
    await sees(page, "Your reading is being counted");
    await page.getByRole("button", { name: "Clap" }).click();
    await sees(page, "1 of them yours.");
    await page.getByRole("button", { name: "Take back" }).click();
    await sees(page, "0 claps");
    await page.getByRole("button", { name: "Follow", exact: true }).click();
    await sees(page, "You follow them.");
    expect(new URL(page.url()).pathname, "still on the story").toBe(story.url);
    await page.getByLabel("Your response").fill("It sings.\n\nEvery day.");
    await page.getByRole("button", { name: "Respond" }).click();
    await page.locator(".response", { hasText: "It sings." }).waitFor();
    await page.getByRole("button", { name: "Withdraw" }).click();
    await sees(page, "Nobody has responded yet.");
    await page.goto("/following");
    await page.getByRole("link", { name: "Kettle" }).waitFor();
    expect(troubles).toEqual([]);
  });

  it("an author writes a plain story, publishes it, changes it and withdraws it", async () => {
    const { page, troubles } = await plainWindow(await site.reader("dan"));
    await page.goto("/");
    await page.getByRole("button", { name: "Write" }).click();
    await page.getByRole("textbox", { name: "Title", exact: true }).fill("Low water");
    await page.getByRole("textbox", { name: "Text" }).fill("First it goes out.\n\nThen it stays.");
    await page.getByRole("button", { name: "Save" }).click();
    const text = page.getByRole("textbox", { name: "Text" });
    expect(await text.inputValue()).toBe("First it goes out.\n\nThen it stays.");
    await page.getByRole("button", { name: "Publish…" }).click();
    await page.getByLabel("Topic 1").fill("Tides");
    await page.getByRole("radio", { name: "Everyone" }).check();
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Low water" }).waitFor();
    expect(await page.locator(".prose p").allTextContents()).toEqual([
      "First it goes out.",
      "Then it stays.",
    ]);

    await page.getByRole("link", { name: "Edit" }).click();
    await text.fill("First it goes out.\n\nThen it comes back.");
    await page.getByRole("button", { name: "Update…" }).click();
    await page.getByRole("button", { name: "Update", exact: true }).click();
    await sees(page, "Then it comes back.");
    await page.goto("/stories?state=published");
    await page.getByRole("button", { name: "Withdraw “Low water”" }).click();
    await sees(page, "can come back until");
    expect(troubles).toEqual([]);
  });

  it("an author brings stories from elsewhere, and changes name and picture", async () => {
    const { page, troubles } = await plainWindow(await site.reader("eve"));
    const sent = await mediumExport();
    await page.goto("/import");
    await page.getByLabel("Files").setInputFiles(sent);
    await page.getByRole("button", { name: "Import" }).click();
    await sees(page, new RegExp(`${sent.stories} imported`));
    expect(await page.getByText("Every word kept").count()).toBe(sent.stories);

    await page.goto("/me");
    await page.getByLabel("Name").fill("Eve Marsh");
    await page.getByRole("button", { name: "Save" }).click();
    await sees(page, "Your profile is saved.");
    await page.getByLabel("A picture of you").setInputFiles(await picture("eve.png"));
    await page.getByRole("button", { name: "Use this picture" }).click();
    await sees(page, "Your picture is changed.");
    await page.locator(".menu summary", { hasText: "Eve Marsh" }).waitFor();
    expect(troubles).toEqual([]);
  });
});
