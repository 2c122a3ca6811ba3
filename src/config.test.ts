import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ConfigError, readConfig } from "./config.ts";

const folder = mkdtempSync(join(tmpdir(), "earnest-config-"));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(text: string): string {
  const file = join(folder, "earnest.env");
  writeFileSync(file, text);
  return file;
}

const nowhere = join(folder, "none.env");

describe("settings", () => {
  it("have defaults that run on a fresh machine", () => {
    const { port, origin, databaseUrl, smtpUrl } = readConfig({}, nowhere);
    expect({ port, origin, databaseUrl, smtpUrl }).toEqual({
      port: 4000,
      origin: "http://localhost:4000",
      databaseUrl: null,
      smtpUrl: null,
    });
  });

  it("come from the file, and from the environment before it", () => {
    const file = fileOf("# ours\nPORT=5000\nSITE_NAME = The Quarterly \n");
    expect(readConfig({}, file)).toMatchObject({ port: 5000, siteName: "The Quarterly" });
    expect(readConfig({ PORT: "6000" }, file)).toMatchObject({ port: 6000 });
  });

  it("that cannot be used are named with their line", () => {
    const file = fileOf("SITE_NAME=The Quarterly\nPORT=many\n");
    expect(() => readConfig({}, file)).toThrow(ConfigError);
    expect(() => readConfig({}, file)).toThrow(/PORT in .*earnest\.env, line 2 cannot be used/);
    expect(() => readConfig({ ORIGIN: "example" }, nowhere)).toThrow(
      /ORIGIN in the environment cannot be used/,
    );
  });

  it("that nobody knows are refused", () => {
    expect(() => readConfig({}, fileOf("PROT=5000\n"))).toThrow(/line 1 is not a setting we know/);
  });
});
