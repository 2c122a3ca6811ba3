import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publishes } from "../../../test/support/community.ts";
import { openSite, type Person, type TestSite } from "../../../test/support/site.ts";

let site: TestSite;
let ann: Person;
let wil: Person;
let zoe: Person;

beforeAll(async () => {
  site = await openSite();
  [ann, wil, zoe] = [await site.reader("ann"), await site.reader("wil"), await site.reader("zoe")];
});
afterAll(() => site.close());

/** The titles in the order in which a page lists them. */
function titles(body: string): string[] {
  return [...body.matchAll(/<h[23]><a href="\/@[^"]*"[^>]*>([^<]*)<\/a><\/h[23]>/g)].map(
    ([, title]) => title!,
  );
}

describe("an empty site", () => {
  it("says what will be here and how to begin", async () => {
    expect((await site.visitor.get("/")).body).toContain("The newest stories will be here");
    expect((await site.visitor.get("/topics")).body).toContain("Topics will be here");
    expect((await site.as(ann).get("/following")).body).toContain("people you follow will be here");
  });
});

describe("lists of stories", () => {
  beforeAll(async () => {
    for (let number = 1; number <= 60; number++) {
      site.at(new Date(Date.UTC(2026, 9, 15, 12, number)));
      const author = number % 2 ? wil : zoe;
      const tags = number % 3 ? ["rivers"] : ["rivers", "C++"];
      await publishes(site, author, { title: `Story ${number}`, minutes: 1, tags });
    }
    await site.as(ann).post("/@zoe/follow");
  });

  it("show the newest first, page by page, each once", async () => {
    const seen: string[] = [];
    let path: string | undefined = "/";
    while (path) {
      const { body } = await site.visitor.get(path);
      seen.push(...titles(body));
      path = /<a class="older" href="([^"]*)"/.exec(body)?.[1]?.replaceAll("&amp;", "&");
    }
    expect(seen).toEqual(Array.from({ length: 60 }, (_, index) => `Story ${60 - index}`));
  });

  it("show only the followed under Following", async () => {
    const { body } = await site.as(ann).get("/following");
    expect(titles(body)[0]).toBe("Story 60");
    expect(titles(body).every((title) => Number(title.slice(6)) % 2 === 0)).toBe(true);
  });

  it("show a topic under its name, whatever signs are in it", async () => {
    const all = await site.visitor.get("/topics");
    expect(all.body).toContain('href="/topics/c%2B%2B"');
    const one = await site.visitor.get("/topics/c%2B%2B");
    expect(titles(one.body)).toHaveLength(20);
    expect((await site.visitor.get("/topics/nothing")).statusCode).toBe(404);
  });

  it("begin anew when an address says nonsense of where to go on", async () => {
    for (const after of [
      "x",
      "2026-99-99T00:00:00.000Z_1",
      "'; drop table story; --",
      "_",
      "%00",
    ]) {
      const { statusCode, body } = await site.visitor.get(`/?after=${encodeURIComponent(after)}`);
      expect([after, statusCode, titles(body)[0]]).toEqual([after, 200, "Story 60"]);
    }
  });

  it("never show more of a members-only story than anybody may read", async () => {
    const { body } = await site.visitor.get("/");
    expect(body).not.toContain("Part 2.");
  });
});
