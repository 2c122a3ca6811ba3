/** Imports that are refused, and those too large for one request. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  type Files,
  htmlPage,
  reportOf,
  sendFiles,
  storiesOf,
  zip,
} from "../../../../test/support/imports.ts";
import { NOW, openSite, type Person, type TestSite } from "../../../../test/support/site.ts";
import { sql } from "../../../store/db.ts";
import { storyTasks } from "../jobs.ts";

let site: TestSite;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

describe("an upload is refused at its field, with one sentence and nothing imported:", () => {
  let kim: Person;
  beforeAll(async () => {
    kim = await site.reader("kim");
  });

  const good = () => zip({ "posts/a.html": htmlPage("A", "<p>A.</p>") });
  const refused: [string, () => Promise<Files>, string][] = [
    ["no file", async () => ({}), "Choose a file first"],
    [
      "a file that is no zip",
      async () => ({ "a.zip": "words" }),
      "This file is not a zip archive.",
    ],
    ["a PDF", async () => ({ "a.pdf": "%PDF-1.7" }), "This file is not a zip archive."],
    [
      "half a zip",
      async () => ({ "a.zip": (await good()).subarray(0, 60) }),
      "This file is not a zip archive.",
    ],
    [
      "a zip whose list is broken",
      async () => ({ "a.zip": broken(await good()) }),
      "This archive is broken",
    ],
    [
      "a zip that reaches outside",
      async () => ({ "a.zip": renamed(await good(), "posts/a.html", "../../a.html") }),
      "would lie outside of it",
    ],
    [
      "a bomb",
      async () => ({ "a.zip": await zip({ "posts/a.html": Buffer.alloc(40_000_000, 97) }) }),
      "much larger unpacked than packed",
    ],
    [
      "a zip without a story",
      async () => ({ "a.zip": await zip({ "notes.txt": "words" }) }),
      "There is no story in this",
    ],
    ["51 MB", async () => ({ "a.zip": Buffer.alloc(51 * 1024 * 1024, 1) }), "more than 50 MB"],
  ];

  it.each(refused)("%s", async (_, make, sentence) => {
    const answer = await sendFiles(site, kim, await make(), true);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(sentence);
    expect(answer.body).toMatch(/id="publish"[^>]*checked/);
    expect(await storiesOf(site, kim)).toEqual([]);
    expect(answer.body).not.toContain("Earlier imports");
  });
});

describe("a large import", () => {
  const many = (count: number) =>
    zip(
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `${String(index + 1).padStart(3, "0")}.html`,
          htmlPage(`Story ${index + 1}`, `<p>Words of story ${index + 1}.</p>`),
        ]),
      ),
    );

  async function waiting(): Promise<unknown> {
    const rows = await site.db.many(sql.of(z.object({ payload: z.unknown() }))`
      select payload from graphile_worker._private_jobs order by id desc limit 1`);
    return rows[0]?.payload;
  }

  it("is left to the queue, tells how far it is, and ends as a small one does", async () => {
    const lea = await site.reader("lea");
    const report = await reportOf(site, lea, { "many.zip": await many(30) });
    expect(report).toContain("Still under way");
    expect(report).toContain('http-equiv="refresh"');
    await storyTasks["import-stories"]!(site, await waiting());
    const after = (await site.as(lea).get("/import/1")).body;
    expect(after).toContain("30 imported.");
    expect(after).not.toContain("Still under way");
    expect((await storiesOf(site, lea)).at(-1)?.title).toBe("Story 30");
  });

  it("stopped half-way and run again goes on where it was, and does nothing twice", async () => {
    const moe = await site.reader("moe");
    await reportOf(site, moe, { "many.zip": await many(24) });
    const task = storyTasks["import-stories"]!;
    const payload = await waiting();
    let asked = 0;
    const clock = () => {
      asked += 1;
      if (asked > 10) throw new Error("the machine stops");
      return NOW;
    };
    await expect(task({ ...site.house, clock }, payload)).rejects.toThrow("the machine stops");
    const half = (await storiesOf(site, moe)).length;
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(24);
    await task(site.house, payload);
    expect((await site.as(moe).get("/import/1")).body).toContain("24 imported.");
    expect(await storiesOf(site, moe)).toHaveLength(24);
    await task(site.house, payload);
    expect(await storiesOf(site, moe)).toHaveLength(24);
  });

  it("has its report in pages of 50", async () => {
    const nan = await site.reader("nan");
    await reportOf(site, nan, { "many.zip": await many(60) });
    await storyTasks["import-stories"]!(site, await waiting());
    const first = (await site.as(nan).get("/import/1")).body;
    expect(first).toContain("Story 50<");
    expect(first).not.toContain("Story 51<");
    expect((await site.as(nan).get("/import/1?page=2")).body).toContain("Story 60<");
  });
});

/** The list of the files with its first sign gone. */
function broken(archive: Buffer): Buffer {
  const list = archive.indexOf(Buffer.from("PK\x01\x02", "latin1"));
  const copy = Buffer.from(archive);
  copy[list] = 0;
  return copy;
}

/** Of the same length, so that everything else stays where it is. */
function renamed(archive: Buffer, from: string, to: string): Buffer {
  expect(to).toHaveLength(from.length);
  return Buffer.from(archive.toString("latin1").replaceAll(from, to), "latin1");
}
