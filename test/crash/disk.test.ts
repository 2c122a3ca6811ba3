/** A disk that is full: while the site is made, and while much is written. One sentence, nothing lost. */
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { insertReader } from "../../src/features/accounts/store.ts";
import { openDatabase, sql } from "../../src/store/db.ts";
import { beginSite, earnest, type RunningSite } from "../support/program.ts";
import { siteFolder } from "../support/site-folder.ts";
import { until } from "../support/until.ts";

const MEGABYTE = 1024 ** 2;
const mounted: string[] = [];
let site: RunningSite;

/** A disk of its own of so many megabytes; null where that is not allowed. */
function disk(megabytes: number): string | null {
  const path = mkdtempSync(join(tmpdir(), "earnest-disk-"));
  const options = ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", path];
  if (spawnSync("mount", options).status !== 0) {
    rmSync(path, { recursive: true });
    return null;
  }
  mounted.push(path);
  return path;
}

const grow = (path: string, megabytes: number) =>
  expect(spawnSync("mount", ["-o", `remount,size=${megabytes}m`, path]).status).toBe(0);

afterAll(async () => {
  await site?.kill();
  for (const path of mounted) {
    spawnSync("umount", ["-l", path]);
    rmSync(path, { recursive: true, force: true });
  }
});

const small = disk(24);
const large = disk(200);
if (!small || !large) console.log("A full disk is not tried here: this user may not mount one.");

/** Every line is a sentence, and none is of a stack. */
function expectSentences(err: string, words: RegExp): void {
  for (const line of err.trimEnd().split("\n")) expect(line).toMatch(/^\S.*\.$/);
  expect(err).toMatch(words);
}

describe.skipIf(!small || !large)("a full disk", () => {
  it("at the first start is told in a sentence, and the next start with room begins anew", async () => {
    const folder = siteFolder(small!);
    const { code, out, err } = await earnest(["migrate"], folder.settings);
    expect([code, out]).toEqual([1, ""]);
    expectSentences(err, /^earnest migrate: The disk of .+ is full.+ make room/m);
    grow(small!, 160);
    expect((await earnest(["migrate"], folder.settings)).code).toBe(0);
  });

  it("while much is written loses nothing: with room again, the site and the import go on", async () => {
    const folder = siteFolder(large!);
    site = await beginSite(folder.settings);
    const db = openDatabase(folder.config());
    await db.transaction((tx) =>
      insertReader(tx, new Date(), { handle: "ann", name: "Ann", email: "ann@example.org" }),
    );
    const pages = pagesOf(60, 400_000);
    const command = ["import", "--author", "ann", pages];
    const { bavail, bsize } = statfsSync(large!);
    // Room for another segment of the write-ahead log, 16 MB, and for some of the pages, not for all.
    writeFileSync(join(large!, "filler"), Buffer.alloc(bavail * bsize - 30 * MEGABYTE));

    const { code, out, err } = await earnest(command, folder.settings);
    expect([code, out]).toEqual([1, ""]);
    expectSentences(err, /^earnest import: .+ is kept: .+$/m);
    rmSync(join(large!, "filler"));
    grow(large!, 600);
    await until(async () => (await fetch(`${site.origin}/readyz`)).ok);
    const stories = async () => {
      const row = sql.of(z.object({ count: z.int(), whole: z.int() }));
      return db.one(row`
        select count(*)::int, count(*) filter (where length(document::text) > 400000)::int as whole
          from story`);
    };
    const saved = await stories();
    expect(saved.count).toBeGreaterThan(0);
    expect(saved.count).toBeLessThan(60);

    const again = await earnest(command, folder.settings);
    expect(again).toMatchObject({ code: 0, err: "" });
    expect(again.out).toMatch(new RegExp(`imported +${60 - saved.count}\\n`));
    expect(again.out).toMatch(new RegExp(`unchanged +${saved.count}\\n`));
    expect(await stories()).toEqual({ count: 60, whole: 60 });
    expect(site.isOver()).toBe(false);
    await db.close();
    expect((await site.stop()).code).toBe(0);
    rmSync(pages, { recursive: true });
  });
});

/** A folder with so many pages of noise, which cannot be pressed together. */
function pagesOf(count: number, letters: number): string {
  const folder = mkdtempSync(join(tmpdir(), "earnest-pages-"));
  mkdirSync(folder, { recursive: true });
  for (let number = 0; number < count; number++) {
    const words = randomBytes(letters / 2)
      .toString("hex")
      .match(/.{1,9}/g)!
      .join(" ");
    writeFileSync(join(folder, `${number}.html`), `<h1>Page ${number}</h1><p>${words}</p>`);
  }
  return folder;
}
