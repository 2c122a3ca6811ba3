import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ask, workbench } from "../../../test/support/embedded.ts";
import { PROGRAM } from "../../../test/support/second-process.ts";
import { canEnter, canReach } from "./account.ts";
import { binariesFor } from "./binaries.ts";
import { ROOTS_PLACE } from "./place.ts";

const AS_ROOT = process.getuid?.() === 0;
const NOBODY = { uid: 65534, gid: 65534 };
const MAY_CHANGE = AS_ROOT && [process.execPath, PROGRAM].every((path) => canReach(NOBODY, path));

describe.runIf(AS_ROOT)("root's database", () => {
  const bench = workbench();

  it("runs as another user, who owns its files", async () => {
    await bench.start();
    const { uid } = statSync(join(bench.folder, "data"));
    expect(uid).not.toBe(0);
    const status = readFileSync(`/proc/${bench.pid()}/status`, "utf8");
    expect(status).toContain(`\nUid:\t${uid}\t${uid}\t${uid}\t${uid}\n`);
    expect(status).toMatch(/\nGroups:\s*\n/);
  });

  it("lies elsewhere when its user cannot enter the folder, and is found there again", async () => {
    chmodSync(bench.folder, 0o700);
    const place = bench.newFolder;
    const first = await bench.start(place);
    await ask(first.connection, "create table note as select 'kettle' as text");
    await first.stop();
    const elsewhere = readlinkSync(join(place, "elsewhere"));
    try {
      expect(elsewhere.startsWith(ROOTS_PLACE)).toBe(true);
      expect(bench.told).toEqual([`A database is being made in ${elsewhere}.`]);
      expect(existsSync(join(place, "data"))).toBe(false);
      const { connection, stop } = await bench.start(place);
      expect(await ask(connection, "select text from note")).toEqual([{ text: "kettle" }]);
      await stop();
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  it("of an ordinary user is run as that user", async () => {
    spawnSync("chown", ["-R", `${NOBODY.uid}:${NOBODY.gid}`, bench.folder]);
    await bench.start();
    expect(statSync(`/proc/${bench.pid()}`).uid).toBe(NOBODY.uid);
  });
});

describe.runIf(MAY_CHANGE)("an ordinary user's database", () => {
  const bench = workbench();

  it("starts, starts again and is adopted after a kill", async () => {
    chownSync(bench.folder, NOBODY.uid, NOBODY.gid);
    const place = bench.newFolder;
    const first = await bench.startApart(place, NOBODY.uid);
    await first.stop();
    const second = await bench.startApart(place, NOBODY.uid);
    const pid = bench.pid(place);
    await second.kill();
    const third = await bench.startApart(place, NOBODY.uid);
    expect([first, second, third].map(({ adopted }) => adopted)).toEqual([false, false, true]);
    expect(bench.pid(place)).toBe(pid);
    await third.stop();
    expect(bench.isUp(place)).toBe(false);
  });
});

describe("PostgreSQL's programs", () => {
  let root: string;
  let from: { folder: string; version: string };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "earnest-binaries-"));
    chmodSync(root, 0o755);
    from = { folder: join(root, "package"), version: `0.0.0-test-${process.pid}` };
    for (const part of ["bin", "lib", "share"]) {
      mkdirSync(join(from.folder, "native", part), { recursive: true });
    }
    writeFileSync(join(from.folder, "native/bin/postgres"), "", { mode: 0o755 });
    writeFileSync(join(from.folder, "native/lib/libpq.so.5.18"), "library");
    const links = [{ source: "native/lib/libpq.so.5.18", target: "native/lib/libpq.so.5" }];
    writeFileSync(join(from.folder, "native/pg-symlinks.json"), JSON.stringify(links));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it("get the links that npm does not carry, and keep those that are there", () => {
    const native = binariesFor(root, null, from);
    expect(native).toBe(join(from.folder, "native"));
    expect(binariesFor(root, null, from)).toBe(native);
    expect(readlinkSync(join(native, "lib/libpq.so.5"))).toBe("libpq.so.5.18");
    expect(readFileSync(join(native, "lib/libpq.so.5"), "utf8")).toBe("library");
  });

  it.runIf(AS_ROOT)("are copied once to where the server's user reaches them", () => {
    chmodSync(root, 0o700);
    const native = binariesFor(root, NOBODY, from);
    try {
      expect(native.startsWith(ROOTS_PLACE)).toBe(true);
      expect(canReach(NOBODY, join(native, "bin/postgres"))).toBe(true);
      expect(readFileSync(join(native, "lib/libpq.so.5"), "utf8")).toBe("library");
      expect(binariesFor(root, NOBODY, from)).toBe(native);
    } finally {
      rmSync(native, { recursive: true });
    }
  });

  it("are out of reach behind a folder that is closed to their user", () => {
    mkdirSync(join(root, "open/closed/open"), { recursive: true });
    chmodSync(join(root, "open/closed"), 0o700);
    expect(canEnter(NOBODY, join(root, "open"))).toBe(true);
    expect(canEnter(NOBODY, join(root, "open/closed/open"))).toBe(false);
  });
});
