import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CommandError } from "../command.ts";
import { writeResults } from "./result-folder.ts";

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "earnest-results-"));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const write = (out: string) =>
  writeResults(out, ["a.csv"], async (folder) => writeFileSync(join(folder, "a.csv"), "new"));

describe("a folder of results", () => {
  it("is made where there is none, and keeps what else is in it", async () => {
    await write(join(base, "deep", "out"));
    expect(readFileSync(join(base, "deep", "out", "a.csv"), "utf8")).toBe("new");
    writeFileSync(join(base, "deep", "out", "note"), "mine");
    await write(join(base, "deep", "out"));
    expect(readdirSync(join(base, "deep", "out")).sort()).toEqual(["a.csv", "note"]);
  });

  it("has nothing of what was not finished", async () => {
    const out = join(base, "out");
    const broken = writeResults(out, ["a.csv"], async (folder) => {
      writeFileSync(join(folder, "a.csv"), "half");
      throw new CommandError("no");
    });
    await expect(broken).rejects.toThrow("no");
    expect(readdirSync(base)).toEqual([]);
  });

  it.each([
    [
      "itself is a file",
      (path: string) => writeFileSync(path, "mine"),
      "out is a file, and --out names a folder.",
    ],
    [
      "has a folder where a file goes",
      (path: string) => mkdirSync(join(path, "a.csv"), { recursive: true }),
      "a.csv is a folder.",
    ],
  ])("is refused in a sentence when it %s", async (_, prepare, sentence) => {
    const out = join(base, "out");
    prepare(out);
    const refused = await write(out).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(CommandError);
    expect(refused).toMatchObject({ exitCode: 2, message: expect.stringContaining(sentence) });
    expect(readdirSync(base)).toEqual(["out"]);
  });

  it("is refused when a file is on the way there", async () => {
    writeFileSync(join(base, "out"), "mine");
    await expect(write(join(base, "out", "below"))).rejects.toThrow("out is a file");
    expect(existsSync(join(base, "out", "below"))).toBe(false);
  });
});
