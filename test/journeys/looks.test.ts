/**
 * Every page to everyone who may open it, full and empty, wide and narrow, light and dark: axe finds
 * nothing, nothing is wider than the window, the browser does not complain, every answer is guarded.
 */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, openWindow } from "../support/browser.ts";
import { type FullSite, openFullSite } from "../support/full-site.ts";
import { lettersTo } from "../support/letters.ts";
import { faultsOf, watchHeaders } from "../support/looks.ts";
import { openSite, type Person, type TestSite } from "../support/site.ts";

/** A page by its address, or what leads to it. */
type Way = string | { at: string; go: (page: Page) => Promise<void> };

let browser: Browser;
let full: FullSite;
let empty: TestSite;

beforeAll(async () => {
  full = await openFullSite();
  empty = await openSite(undefined, { listen: true });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await full?.site.close();
  await empty?.close();
});

/** Paths that were looked at on the full site. */
const seen = new Set<string>();

async function faultsOn(
  site: TestSite,
  person: Person | null,
  ways: readonly Way[],
): Promise<string[]> {
  // Colours that change slowly would be looked at half-way.
  const still = { reducedMotion: "reduce" } as const;
  const { page, context, troubles } = await openWindow(browser, site, person, still);
  const faults: string[] = [];
  watchHeaders(page, site.origin, faults);
  for (const way of ways) {
    const path = typeof way === "string" ? way : way.at;
    await page.goto(path);
    if (typeof way !== "string") await way.go(page);
    if (site === full.site) seen.add(new URL(page.url()).pathname);
    if (await page.locator("story-editor").count()) {
      await page.locator("story-editor.alive").waitFor();
    }
    faults.push(...(await faultsOf(page)).map((fault) => `${path} ${fault}`));
  }
  await context.close();
  return [...faults, ...troubles.filter((trouble) => !MISSING.test(trouble))];
}

/** Pages that are not there, or no longer, are looked at too. */
const MISSING = /\/(nothing|links\/nothing): Failed to load resource.* 4(04|10)/;

/** Sends the form with nothing in it, so that it comes back with what is missing. */
const sends = (name: string) => async (page: Page) => {
  await page.locator("main").getByRole("button", { name }).click();
  await page.locator(".error, .notice.refused").first().waitFor();
};

describe("every page is fit to be seen", () => {
  it("by a visitor", { timeout: 300_000 }, async () => {
    const { site, members, open, response } = full;
    await site.visitor.post("/join", { name: "Nora", email: "nora@example.org" });
    const [letter] = await lettersTo(site, "nora@example.org");
    const link = /\/links\/\S+/.exec(letter?.text ?? "")?.[0] ?? "";
    const ways = [
      "/",
      "/topics",
      "/topics/kitchens",
      "/join",
      { at: "/join", go: sends("Send the link") },
      "/sign-in",
      { at: "/sign-in", go: sends("Sign in") },
      "/membership",
      ...["/guide", "/guide/versions", "/guide/versions/earnest-1", "/membership/from/wil"],
      "/@wil",
      open.url,
      members.url,
      `/responses/${response}`,
      link,
      "/links/nothing",
      "/nothing",
    ];
    expect(await faultsOn(site, null, ways)).toEqual([]);
  });

  it("by a reader who has nothing yet", { timeout: 300_000 }, async () => {
    const { site, people, members } = full;
    const ways = [
      members.url,
      "/me",
      { at: "/me", go: emptiesName },
      "/me/sessions",
      "/membership",
      { at: "/membership", go: sends("Become a member") },
      "/partner",
      "/following",
      "/stories",
      "/import",
    ];
    expect(await faultsOn(site, people.eve, ways)).toEqual([]);
  });

  it("by a member", { timeout: 300_000 }, async () => {
    const { site, people, members, open } = full;
    const ways = [
      "/",
      { at: "/", go: (page: Page) => page.locator(".menu summary").click() },
      "/following",
      members.url,
      { at: open.url, go: sends("Respond") },
      ...["/membership", "/membership/plan", "/membership/gifts"],
      ...["/me/dues", "/me/dues/2026-10"],
    ];
    expect(await faultsOn(site, people.ann, ways)).toEqual([]);
  });

  it("by those whose responses are held", { timeout: 300_000 }, async () => {
    const { site, people, held } = full;
    expect(await faultsOn(site, people.cat, [`/responses/${held.waiting}`])).toEqual([]);
    expect(await faultsOn(site, people.ben, [`/responses/${held.kept}`])).toEqual([]);
  });

  it("by an author who is a partner", { timeout: 300_000 }, async () => {
    const { site, people, members, open, drafts } = full;
    const ways = [
      "/@wil",
      open.url,
      "/stories",
      "/stories?state=published",
      "/stories?state=withdrawn",
      `/stories/${drafts.full}/edit`,
      `/stories/${drafts.empty}/edit`,
      { at: `/stories/${drafts.full}/edit`, go: selectsWords },
      { at: `/stories/${drafts.full}/edit`, go: selectsPicture },
      { at: `/stories/${drafts.full}/edit`, go: findsKeptText },
      `/stories/${drafts.full}/publication`,
      { at: `/stories/${drafts.empty}/publication`, go: sends("Publish") },
      "/import",
      "/import/1",
      "/partner",
      "/me/statements",
      "/me/statements/2026-10",
      `/me/statements/2026-10/${members.key}`,
      "/me/payouts",
      "/me/followers",
    ];
    expect(await faultsOn(site, people.wil, ways)).toEqual([]);
    expect(await faultsOn(site, people.quin, ["/partner"]), "refused once").toEqual([]);
    expect(await faultsOn(site, people.pam, ["/partner", "/me/followers"]), "waiting").toEqual([]);
    expect(await faultsOn(site, people.quin, ["/me/followers"]), "decided about").toEqual([]);
    expect(await faultsOn(site, people.zoe, ["/me/payouts"]), "below the minimum").toEqual([]);
    expect(await faultsOn(site, people.eve, ["/me/payouts"]), "on its way").toEqual([]);
  });

  it("by a reviewer", { timeout: 300_000 }, async () => {
    const { site, people, applications } = full;
    const ways = [
      "/desk",
      "/desk/applications",
      `/desk/applications/${applications.refused}`,
      `/desk/applications/${applications.waiting}`,
      { at: `/desk/applications/${applications.waiting}`, go: sends("Refuse") },
      "/desk/responses",
      ...["/desk/cases", "/desk/cases?list=appeals", "/desk/cases?list=faded"],
      ...["/desk/cases/1", "/desk/cases/1?file=1", "/desk/cases/2"],
      { at: "/desk/cases/1", go: sends("Decide") },
    ];
    expect(await faultsOn(site, people.rob, ways)).toEqual([]);
  });

  it("by the operator", { timeout: 300_000 }, async () => {
    const { site, people, members } = full;
    const ways = [
      "/desk",
      "/desk/months",
      "/desk/months/2026-10",
      ...["/desk/statements/wil", "/desk/statements/wil/2026-10"],
      `/desk/statements/wil/2026-10/${members.key}`,
      ...["/desk/payouts", "/desk/payouts/1", "/desk/payouts/partners/wil"],
      ...["/desk/payouts/files", "/desk/payouts/files/1"],
      ...[
        "/desk/dues",
        "/desk/coupons",
        "/desk/plans",
        "/desk/policies",
        "/desk/lab",
        "/desk/lab/1",
      ],
      "/desk/ledger",
      "/desk/ledger?check=all",
      "/desk/mail",
      "/desk/mail/1",
    ];
    expect(await faultsOn(site, people.olga, ways)).toEqual([]);
  });

  it("by the operator of a site on which nothing has happened", { timeout: 300_000 }, async () => {
    const olga = await empty.reader("olga", "operator");
    const ways = [
      ...["/", "/topics", "/following", "/@olga", "/stories", "/import", "/partner"],
      ...["/membership", "/me/statements", "/me/payouts", "/desk", "/desk/applications"],
      ...["/desk/cases", "/desk/responses", "/me/followers"],
      ...[
        "/desk/months",
        "/desk/payouts",
        "/desk/payouts/files",
        ...["/desk/dues", "/desk/coupons", "/desk/plans", "/desk/policies", "/desk/lab"],
        "/desk/ledger",
        "/desk/ledger?check=all",
        "/desk/mail",
      ],
    ];
    expect(await faultsOn(empty, null, ["/", "/topics"])).toEqual([]);
    expect(await faultsOn(empty, olga, ways)).toEqual([]);
  });

  it("and none was left out", () => {
    const patterns = pagesOf(full.site).filter((path) => !NO_PAGES.has(path));
    const isSeen = (pattern: string) => {
      const whole = new RegExp(`^${pattern.replace(/\(.*?\)/g, "").replace(/:[a-z]+/g, "[^/]+")}$`);
      return [...seen].some((path) => whole.test(path));
    };
    expect(patterns.length).toBeGreaterThan(30);
    expect(patterns.filter((pattern) => !isSeen(pattern))).toEqual([]);
  });
});

async function emptiesName(page: Page): Promise<void> {
  await page.getByLabel("Name").fill("");
  await sends("Save")(page);
}

async function selectsWords(page: Page): Promise<void> {
  await page.getByText("At noon").first().dblclick();
  await page.getByRole("toolbar", { name: "Form of the words" }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByLabel("Link to").waitFor();
}

async function selectsPicture(page: Page): Promise<void> {
  await page.locator(".ProseMirror figure img").click();
  await page.getByLabel("Description for those who do not see it").waitFor();
}

/** As a tab leaves it that was lost before the site had its text. */
async function findsKeptText(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { key = "", copy = "" } = document.querySelector<HTMLElement>("story-editor")!.dataset;
    const kept = { version: 1, keptAt: "2026-11-01T10:00:00Z", copy: JSON.parse(copy) };
    kept.copy.title = "Another title";
    localStorage.setItem(`earnest-kept:${key}:1-1`, JSON.stringify(kept));
  });
  await page.reload();
  await page.getByRole("dialog").getByText("Another title").waitFor();
}

/** What answers a GET with something other than a page. */
const NO_PAGES = new Set([
  ...["/healthz", "/readyz", "/assets/*", "/*", "/pictures/:key", "/images/:key"],
  ...["/stories/:key", "/guide/policy.json", "/guide/versions/:name/policy.json"],
  // On the way back from a page of the bank; it leads on.
  "/membership/return",
  ...["/me/dues.csv", "/desk/lab/:id/authors.csv", "/desk/cases/:id/evidence.json"],
  ...["/me/statements/:month/statement.csv", "/me/statements/:month/statement.json"],
  ...["/desk/statements/:handle/:month/statement.csv"],
  ...["/desk/statements/:handle/:month/statement.json"],
  ...["/desk/payouts/files/:file/pain.xml", "/desk/payouts/files/:file/payments.csv"],
]);

/** The patterns of all addresses that answer a GET, read off the tree that the server prints. */
function pagesOf({ server }: TestSite): string[] {
  const above: string[] = [];
  return server
    .printRoutes({ commonPrefix: false })
    .split("\n")
    .flatMap((line) => {
      const found = /^((?:[│ ] {3})*)[├└]── (\S+)(?: \(([A-Z, ]+)\))?/u.exec(line);
      if (!found) return [];
      const [, indent = "", part = "", methods = ""] = found;
      const depth = indent.length / 4;
      above.splice(depth, above.length, part);
      return methods.split(", ").includes("GET") ? [above.join("").replace("//", "/")] : [];
    });
}
