import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { becomesPartner, publishes, type TestStory } from "../../test/support/community.ts";
import { openSite, type Person, type TestSite } from "../../test/support/site.ts";
import { openDatabase, sql } from "../store/db.ts";
import { dropPages, hearDrops } from "./drops.ts";
import { PageCache } from "./page-cache.ts";
import { mayCall, type Who } from "./viewer.ts";

let site: TestSite;
let ann: Person;
let story: TestStory;
const people = new Map<Who, Person>();

beforeAll(async () => {
  site = await openSite();
  ann = await site.reader("ann");
  people.set("reader", ann);
  people.set("reviewer", await site.reader("rex", "reviewer"));
  people.set("operator", await site.reader("olga", "operator"));
  await becomesPartner(site, ann);
  story = await publishes(site, ann, { audience: "everyone" });
});
afterAll(() => site.close());

describe("who may call", () => {
  it("is said by every route, and kept for every role", async () => {
    const routes = site.server.routesOfSite.filter(({ method }) => method !== "HEAD");
    expect(routes.length).toBeGreaterThan(60);
    const open: string[] = [];
    for (const { method, url, who } of routes) {
      for (const role of ["anyone", "reader", "reviewer"] as const) {
        const person = people.get(role);
        const viewer = person ? { role } : null;
        if (mayCall(who, viewer as Parameters<typeof mayCall>[1])) continue;
        const path = url.replace(/:\w+/g, "1").replace("*", "x");
        const browser = person ? site.as(person) : site.visitor;
        const { statusCode, headers } =
          method === "GET" ? await browser.get(path) : await browser.post(path);
        const sentToSignIn = String(headers.location ?? "").startsWith("/sign-in");
        if (![401, 403].includes(statusCode) && !sentToSignIn) {
          open.push(`${method} ${url} for ${role}: ${statusCode}`);
        }
      }
    }
    expect(open).toEqual([]);
  });

  it("does not depend on how an address is written", async () => {
    for (const path of ["/desk", "/desk/", "//desk", "/Desk", "/%64esk", "/./desk", "/desk?x=1"]) {
      const { statusCode, body } = await site.as(ann).get(path);
      expect([path, [403, 404].includes(statusCode)]).toEqual([path, true]);
      expect(body).not.toContain("What waits");
    }
  });
});

describe("what changes something", () => {
  it("is refused from another site, whatever the cookie", async () => {
    const path = `/stories/${story.key}/responses`;
    const foreign = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    const answer = await site.as(ann).post(path, { text: "hm" }, foreign);
    expect(answer.statusCode).toBe(403);
    expect(answer.body).toContain("this came from another site");
  });

  it("is refused without the session’s own token", async () => {
    const answer = await site.server.inject({
      method: "POST",
      url: "/sign-out",
      headers: {
        host: "localhost",
        origin: "http://localhost",
        cookie: `__Host-earnest=${ann.token}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      payload: "csrf=nothing",
    });
    expect(answer.statusCode).toBe(403);
    expect(answer.body).toContain("no longer current");
    expect((await site.as(ann).get("/me")).statusCode).toBe(200);
  });
});

describe("every answer", () => {
  it("carries the security headers and an id, and nothing inline is allowed", async () => {
    for (const path of ["/", story.url, "/nothing", "/healthz", "/desk"]) {
      const { headers } = await site.visitor.get(path);
      const policy = String(headers["content-security-policy"]);
      expect([path, policy]).toEqual([path, expect.stringContaining("default-src 'self'")]);
      expect(policy).not.toContain("unsafe");
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(String(headers["x-request-id"])).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it("has no script or style inline", async () => {
    const { body } = await site.as(ann).get(story.url);
    expect(body).not.toMatch(/<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=/);
  });

  it("speaks like a person when there is nothing", async () => {
    const answer = await site.visitor.get("/@ann/nothing-0123456789");
    expect(answer.statusCode).toBe(404);
    expect(answer.body).toContain("There is nothing here");
  });

  it("says whether the process lives and whether it has its database", async () => {
    expect((await site.visitor.get("/healthz")).body).toBe("ok\n");
    expect((await site.visitor.get("/readyz")).body).toBe("ready\n");
  });
});

/** What a visitor gets over a real connection, where kept pages are sent before the server is asked. */
async function fetched(path: string, headers: Record<string, string> = {}) {
  if (!site.server.server.listening) await site.server.listen({ port: 0, host: "127.0.0.1" });
  const address = site.server.server.address();
  if (address === null || typeof address === "string") throw new Error("a port was wanted");
  const url = `http://127.0.0.1:${address.port}${path}`;
  return fetch(url, { headers, redirect: "manual" });
}

describe("a page for visitors", () => {
  it("is kept, and sent again with its tag until its tag is dropped", async () => {
    await waitUntil(async () => (await fetched(story.url)).headers.has("etag"));
    const kept = await fetched(story.url);
    const etag = kept.headers.get("etag") ?? "";
    expect((await fetched(story.url, { "if-none-match": etag })).status).toBe(304);

    await site.db.transaction((tx) => dropPages(tx, [`story:${story.id}`]));
    await waitUntil(async () => !(await fetched(story.url)).headers.has("etag"));
  });

  it("is the same for everyone: no header of a request can change what is kept", async () => {
    await waitUntil(async () => (await fetched("/topics")).headers.has("etag"));
    await site.db.transaction((tx) => dropPages(tx, ["feed"]));
    await waitUntil(async () => !(await fetched("/topics")).headers.has("etag"));
    const poison = {
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
      "x-original-url": "/desk",
      "accept-language": "xx",
      referer: "https://evil.example/<script>",
    };
    await (await fetched("/topics", poison)).text();
    await waitUntil(async () => (await fetched("/topics")).headers.has("etag"));
    const body = await (await fetched("/topics")).text();
    expect(body).not.toContain("evil");
  });

  it("is never sent to somebody who is signed in, nor kept from them", async () => {
    await waitUntil(async () => (await fetched("/")).headers.has("etag"));
    const own = await fetched("/", { cookie: `__Host-earnest=${ann.token}` });
    expect(own.headers.get("cache-control")).toBe("private, no-store");
    expect(await own.text()).toContain("Sign out");
    expect(await (await fetched("/")).text()).not.toContain("Sign out");
  });

  it("is not kept under an address with a query", async () => {
    for (let times = 0; times < 3; times++) {
      const answer = await fetched(`/?x=${times % 2}`);
      expect(answer.headers.get("cache-control")).toBe("private, no-store");
    }
  });

  it("is dropped in every process of the site", async () => {
    const other = openDatabase(site.config);
    const cache = new PageCache();
    const deafen = await hearDrops(other, cache);
    await cache.keep("/x", "<p>old</p>", {}, { tags: ["feed"], drops: cache.drops });
    const before = cache.drops;
    await site.db.transaction((tx) => dropPages(tx, ["feed"]));
    await waitUntil(async () => cache.drops > before);
    await deafen();
    await other.close();
  });

  it("is not kept when a drop came while it was made", async () => {
    const cache = new PageCache();
    cache.hears = true;
    const drops = cache.drops;
    cache.drop("feed");
    await cache.keep("/x", "<p>old</p>", {}, { tags: ["feed"], drops });
    expect(sent(cache, "/x")).toBe(false);
    await cache.keep("/x", "<p>new</p>", {}, { tags: ["feed"], drops: cache.drops });
    expect(sent(cache, "/x")).toBe(true);
  });
});

function sent(cache: PageCache, url: string): boolean {
  const response = { writeHead: () => ({ end: () => {} }) };
  const request = { method: "GET", url, headers: {} };
  return cache.answer(
    request as Parameters<PageCache["answer"]>[0],
    response as unknown as Parameters<PageCache["answer"]>[1],
  );
}

async function waitUntil(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) {
    await site.db.run(sql`select pg_sleep(0.005)`);
  }
}
