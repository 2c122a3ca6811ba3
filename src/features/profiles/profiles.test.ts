/** Authors' pages, as readers meet them. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NOW, openSite, type Person, type TestSite } from "../../../test/support/site.ts";
import { publishStory } from "../stories/publication/publish-story.ts";
import { randomKey } from "../stories/random-key.ts";
import { insertStory } from "../stories/store.ts";

let site: TestSite;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

describe("an author's page", () => {
  it("says who they are and how many follow them", async () => {
    const [wil, ann] = [await site.reader("wil"), await site.reader("ann")];
    await site
      .as(wil)
      .post("/me", { name: "Wil Marsh", handle: "wil", bio: "Writes about tides." });
    await site.as(ann).post("/@wil/follow");
    const { body, statusCode } = await site.as(ann).get("/@wil");
    expect(statusCode).toBe(200);
    expect(body).toContain("<h1>Wil Marsh</h1>");
    expect(body).toContain("Writes about tides.");
    expect(body).toContain("1 follower<");
    expect(body).toContain('action="/@wil/unfollow"');
    expect(body).toContain('<link rel="canonical" href="http://localhost/@wil"');
  });

  it("lets a visitor follow after signing in, and an author change their profile", async () => {
    const cyd = await site.reader("cyd");
    const visited = await site.visitor.get("/@cyd");
    expect(visited.body).toContain('href="/sign-in?to=%2F%40cyd"');
    const own = await site.as(cyd).get("/@cyd");
    expect(own.body).toContain("Change your profile");
    expect(own.body).not.toContain("/@cyd/follow");
  });

  it("lists what is published, the newest first, in pages", async () => {
    const eve = await site.reader("eve");
    for (let number = 1; number <= 23; number += 1)
      await published(eve, `Story ${number}.`, number);
    await drafted(eve, "Only a draft");
    await published(await site.reader("other"), "By another", 50);

    const first = await site.visitor.get("/@eve");
    expect(titlesIn(first.body)).toEqual(range(23, 4).map((number) => `Story ${number}.`));
    const older = /href="([^"]+)" rel="next"/.exec(first.body)![1]!;
    const second = await site.visitor.get(older);
    expect(titlesIn(second.body)).toEqual(["Story 3.", "Story 2.", "Story 1."]);
    expect(second.body).toContain('href="/@eve" rel="prev"');
    expect(second.body).not.toContain('rel="next"');
    for (const { body } of [first, second]) {
      expect(body).not.toContain("Only a draft");
      expect(body).not.toContain("By another");
    }
  });

  it("says what will be here when there is nothing yet", async () => {
    const fay = await site.reader("fay");
    expect((await site.visitor.get("/@fay")).body).toContain("What Fay publishes will be here.");
    expect((await site.as(fay).get("/@fay")).body).toContain("Write the first one");
  });

  it("is found by its handle in any letters, at one address", async () => {
    await site.reader("gil");
    const answer = await site.visitor.get("/@Gil");
    expect([answer.statusCode, answer.headers.location]).toEqual([301, "/@gil"]);
  });

  it.each([
    "/@nobody",
    "/@",
    "/@..",
    "/@%00",
    "/@gil%27--",
  ])("of nobody (%s) is not found", async (path) => {
    expect((await site.visitor.get(path)).statusCode).toBe(404);
  });

  it("takes any cursor that makes no sense for the beginning", async () => {
    for (const after of ["x", "9999-99-99T99:99:99Z_1", "2026-10-15T12:00:00.000Z_"]) {
      const answer = await site.visitor.get(`/@eve?after=${encodeURIComponent(after)}`);
      expect(answer.statusCode).toBe(200);
      expect(titlesIn(answer.body)[0]).toBe("Story 23.");
    }
  });

  it("is kept for visitors until its author changes something, and never for others", async () => {
    const hal = await site.reader("hal");
    const origin = await site.server.listen({ port: 0, host: "127.0.0.1" });
    const visited = () => fetch(`${origin}/@hal`);
    const text = async () => (await visited()).text();
    // Only what comes from the cache has an ETag.
    const isKept = async () => (await visited()).headers.has("etag");
    expect((await visited()).headers.get("cache-control")).toBe("public, no-cache");
    await expect.poll(isKept).toBe(true);
    expect((await site.as(hal).get("/@hal")).headers["cache-control"]).toBe("private, no-store");

    await published(hal, "A new story", 60);
    await expect.poll(text).toContain("A new story");
    await expect.poll(isKept).toBe(true);
    await site.as(hal).post("/me", { name: "Hal Renamed", handle: "hal", bio: "" });
    await expect.poll(text).toContain("Hal Renamed");
  });
});

const WORDS = {
  type: "doc",
  content: [{ type: "paragraph", content: [{ type: "text", text: "Words." }] }],
};

async function drafted(author: Person, title: string): Promise<string> {
  const key = randomKey();
  const story = { key, authorId: author.id, title, subtitle: "", document: WORDS };
  await insertStory(site.db, NOW, story);
  return key;
}

/** `minutes` after the present. */
async function published(author: Person, title: string, minutes: number): Promise<void> {
  const key = await drafted(author, title);
  const at = new Date(NOW.getTime() + minutes * 60_000);
  const ruling = await publishStory(
    site.db,
    at,
    { authorId: author.id, key },
    { version: 1, kicker: "", tags: ["tides"], audience: "everyone", responsesOpen: true },
  );
  expect(ruling.ok).toBe(true);
}

function titlesIn(html: string): string[] {
  return [...html.matchAll(/<h2><a [^>]+>(?:<span[^>]*>)?([^<]+)</g)].map((match) => match[1]!);
}

/** From `first` down to `last`. */
function range(first: number, last: number): number[] {
  return Array.from({ length: first - last + 1 }, (_, index) => first - index);
}
