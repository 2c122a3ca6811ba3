import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockAlone, tryLock } from "./lock.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "earnest-lock-"));
  path = join(folder, "lock");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What `kind` meets when these hold the lock already, in one process. */
async function meets(kind: "shared" | "alone", ...holders: ("shared" | "alone")[]) {
  const held = await Promise.all(holders.map((holder) => tryLock(path, holder)));
  const lock = await tryLock(path, kind);
  for (const each of [lock, ...held]) each?.release();
  return lock ? "let in" : "kept out";
}

describe("a lock", () => {
  it("is for many who share, or for one alone", async () => {
    expect(await meets("shared")).toBe("let in");
    expect(await meets("shared", "shared", "shared")).toBe("let in");
    expect(await meets("alone", "shared")).toBe("kept out");
    expect(await meets("shared", "alone")).toBe("kept out");
    expect(await meets("alone", "alone")).toBe("kept out");
    expect(await meets("alone")).toBe("let in");
  });

  it("is waited for", async () => {
    const first = await lockAlone(path, 0);
    expect(await lockAlone(path, 0)).toBeNull();
    const second = lockAlone(path, 60_000);
    first?.release();
    expect(await second).not.toBeNull();
    (await second)?.release();
  });

  it("ends with the process that holds it", async () => {
    const module = fileURLToPath(new URL("./lock.ts", import.meta.url));
    const program = `
      const { tryLock } = await import(${JSON.stringify(module)});
      console.log((await tryLock(${JSON.stringify(path)}, "alone")) !== null);
      setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ["--input-type=module", "-e", program]);
    const [said] = await once(holder.stdout, "data");
    expect(String(said).trim()).toBe("true");
    expect(await tryLock(path, "shared")).toBeNull();
    holder.kill("SIGKILL");
    await once(holder, "exit");
    const lock = await tryLock(path, "alone");
    expect(lock).not.toBeNull();
    lock?.release();
  });

  it("writes nothing, so that a full disk keeps nobody from stopping", async () => {
    const lock = await tryLock(path, "alone");
    expect(readdirSync(folder)).toEqual(["lock"]);
    expect(statSync(path).size).toBe(0);
    lock?.release();
  });
});
