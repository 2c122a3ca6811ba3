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

describe("the settings of Stripe", () => {
  const TEST = { STRIPE_SECRET_KEY: "sk_test_1", STRIPE_WEBHOOK_SECRET: "whsec_1" };
  const LIVE = { ...TEST, STRIPE_SECRET_KEY: "sk_live_1" };

  it("are none on a fresh machine: then the test bank plays the bank", () => {
    expect(readConfig({}, nowhere).stripe).toBeNull();
  });

  it("say whether real money moves, and take one signing secret for each endpoint", () => {
    const more = { ...LIVE, STRIPE_WEBHOOK_SECRET: "whsec_1, whsec_2" };
    expect(readConfig(more, nowhere).stripe).toEqual({
      secretKey: "sk_live_1",
      webhookSecrets: ["whsec_1", "whsec_2"],
      apiUrl: null,
      isLive: true,
    });
    const restricted = { ...TEST, STRIPE_SECRET_KEY: "rk_test_1" };
    expect(readConfig(restricted, nowhere).stripe).toMatchObject({ isLive: false });
  });

  it.each([
    [{ ...TEST, STRIPE_SECRET_KEY: "pk_test_1" }, /STRIPE_SECRET_KEY .*is a secret key/],
    [{ ...TEST, STRIPE_WEBHOOK_SECRET: "secret" }, /STRIPE_WEBHOOK_SECRET .*signing secret/],
    [{ STRIPE_SECRET_KEY: "sk_test_1" }, /needs STRIPE_WEBHOOK_SECRET beside it/],
    [{ STRIPE_WEBHOOK_SECRET: "whsec_1" }, /mean nothing without STRIPE_SECRET_KEY/],
    [{ STRIPE_API_URL: "http://127.0.0.1:4242" }, /mean nothing without STRIPE_SECRET_KEY/],
    [{ ...LIVE, STRIPE_API_URL: "http://127.0.0.1:4242" }, /a live key is sent to Stripe only/],
  ])("that do not fit together are refused: %#", (environment, sentence) => {
    expect(() => readConfig(environment, nowhere)).toThrow(ConfigError);
    expect(() => readConfig(environment, nowhere)).toThrow(sentence);
  });

  it("are not repeated in a sentence about them", () => {
    const wrong = { ...TEST, STRIPE_SECRET_KEY: "hunter2" };
    expect(() => readConfig(wrong, nowhere)).not.toThrow(/hunter2/);
  });
});
