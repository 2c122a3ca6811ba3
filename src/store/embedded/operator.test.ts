import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ask, workbench } from "../../../test/support/embedded.ts";
import { PROGRAM } from "../../../test/support/second-process.ts";
import { canReach } from "./account.ts";

const bench = workbench();

const AS_ROOT = process.getuid?.() === 0;
const NOBODY = { uid: 65534, gid: 65534 };
/** As root we can be somebody else too, if they can reach Node and this clone. */
const MAY_CHANGE = AS_ROOT && [process.execPath, PROGRAM].every((path) => canReach(NOBODY, path));

describe("what the operator must mend", () => {
  it("is a file where the folder should be", async () => {
    const file = join(bench.folder, "file");
    writeFileSync(file, "");
    await expect(bench.start(file)).rejects.toThrow("is not a folder");
    await expect(bench.start(join(file, "below"))).rejects.toThrow("is not a folder");
  });

  it("is a database of another PostgreSQL", async () => {
    writeFileSync(join(bench.folder, "data/PG_VERSION"), "17\n");
    await expect(bench.start()).rejects.toThrow("was made by PostgreSQL 17");
  });

  it("is a password that was not copied along", async () => {
    rmSync(join(bench.folder, "password"));
    await expect(bench.start()).rejects.toThrow(join(bench.folder, "password"));
    expect(existsSync(join(bench.folder, "data/PG_VERSION"))).toBe(true);
  });

  it("is a password of another database", async () => {
    writeFileSync(join(bench.folder, "password"), "a guess");
    await expect(bench.start()).rejects.toThrow("does not take the password kept there");
    expect(bench.isUp()).toBe(false);
  });

  it("is a server that cannot be seen from here, while others use it", async () => {
    const site = await bench.startApart();
    const file = join(bench.folder, "data/postmaster.pid");
    const seen = readFileSync(file, "utf8");
    writeFileSync(file, seen.replace(/^\d+/, "4194304"));
    try {
      // Not at once: it could be one that was killed and is being started again.
      await expect(bench.start()).rejects.toThrow("perhaps because it runs in another container");
    } finally {
      writeFileSync(file, seen);
    }
    await site.stop();
  });

  it.runIf(MAY_CHANGE)("is a folder that only another user may write", async () => {
    const { trouble } = await bench.startApart(bench.folder, NOBODY.uid);
    expect(trouble).toContain("cannot be written by this user");
  });

  it.runIf(AS_ROOT)("is a full disk", async (test) => {
    const disk = join(bench.folder, "disk");
    mkdirSync(disk);
    if (!mount(disk, "size=1m")) test.skip("this machine mounts nothing");
    const place = join(disk, "database");
    chmodSync(disk, 0o711);
    try {
      await expect(bench.start(place)).rejects.toThrow(/disk of .* is full/);
      mount(disk, "remount,size=200m");
      const { connection, stop } = await bench.start(place);
      await ask(connection, "create table note as select 'kettle' as text");
      await stop();
      fill(join(disk, "ballast"));
      await expect(bench.start(place)).rejects.toThrow(/disk of .* is full/);
      rmSync(join(disk, "ballast"));
      const again = await bench.start(place);
      expect(await ask(again.connection, "select text from note")).toEqual([{ text: "kettle" }]);
      await again.stop();
    } finally {
      spawnSync("umount", ["--lazy", disk]);
    }
  });
});

function mount(folder: string, options: string): boolean {
  const words = ["-t", "tmpfs", "-o", options, "tmpfs", folder];
  return spawnSync("mount", words).status === 0;
}

/** Writes until nothing more goes in. */
function fill(path: string): void {
  const words = ["if=/dev/zero", `of=${path}`, "bs=4k"];
  expect(spawnSync("dd", words).stderr.toString()).toContain("No space left on device");
}
