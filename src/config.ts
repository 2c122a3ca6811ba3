/** The site's settings: the only reader of the environment and of `earnest.env`. */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";

const port = z.coerce.number("a port is a number").int().min(0).max(65535);
const url = (protocols: RegExp, example: string) =>
  z.url({ protocol: protocols, error: `this is an address such as ${example}` });

const Settings = z.object({
  PORT: port.default(4000),
  HOST: z.string().min(1).default("127.0.0.1"),
  /** What readers type, without a path: links in mail and canonical addresses begin with it. */
  ORIGIN: url(/^https?$/, "https://stories.example.org").optional(),
  SITE_NAME: z.string().min(1).max(60).default("Earnest"),
  /** Where the embedded database and the pictures are. */
  DATA_FOLDER: z.string().min(1).default("data"),
  DATABASE_URL: url(/^postgres(ql)?$/, "postgres://name:password@host:5432/earnest").optional(),
  /** The role that makes tables, where that of DATABASE_URL only runs the site. */
  DATABASE_OWNER_URL: url(
    /^postgres(ql)?$/,
    "postgres://owner:password@host:5432/earnest",
  ).optional(),
  SMTP_URL: url(/^smtps?$/, "smtp://name:password@host:587").optional(),
  MAIL_FROM: z.string().min(3).default("Earnest <noreply@localhost>"),
  /** Makes Stripe the bank; without it the test bank plays one. */
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_\w+$/, "this is a secret key, such as sk_test_…")
    .optional(),
  /** Of each endpoint that calls us, separated by commas. */
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_\w+(\s*,\s*whsec_\w+)*$/, "this is a signing secret, such as whsec_…")
    .optional(),
  /** Another place that speaks as Stripe does. */
  STRIPE_API_URL: url(/^https?$/, "http://127.0.0.1:4242").optional(),
  /** Addresses of proxies whose X-Forwarded-For is believed, separated by commas. */
  TRUSTED_PROXIES: z.string().default(""),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("warn"),
});

export interface Config {
  port: number;
  host: string;
  origin: string;
  siteName: string;
  dataFolder: string;
  databaseUrl: string | null;
  /** Null where one role does everything. */
  databaseOwnerUrl: string | null;
  smtpUrl: string | null;
  mailFrom: string;
  /** Null where the test bank plays the bank. */
  stripe: StripeConfig | null;
  trustedProxies: string[];
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
}

export interface StripeConfig {
  secretKey: string;
  webhookSecrets: string[];
  apiUrl: string | null;
  /** Real money moves. */
  isLive: boolean;
}

/** A setting that cannot be used, in a sentence that says which and where. */
export class ConfigError extends Error {}

/** The environment goes before the file `earnest.env` in the working folder. */
export function readConfig(
  environment: Record<string, string | undefined> = process.env,
  file = resolve("earnest.env"),
): Config {
  const lines = settingLines(file);
  const given: Record<string, string> = {};
  for (const name of Object.keys(Settings.shape)) {
    const value = environment[name] || lines.get(name)?.value;
    if (value) given[name] = value;
  }
  const read = Settings.safeParse(given);
  if (read.success) return configOf(read.data);

  const issue = read.error.issues[0]!;
  const name = String(issue.path[0]);
  const line = environment[name] ? undefined : lines.get(name)?.number;
  const where = line ? `${file}, line ${line}` : "the environment";
  throw new ConfigError(`${name} in ${where} cannot be used: ${issue.message}.`);
}

function configOf(settings: z.output<typeof Settings>): Config {
  const { PORT, HOST, ORIGIN } = settings;
  return {
    port: PORT,
    host: HOST,
    origin: ORIGIN ? new URL(ORIGIN).origin : `http://localhost:${PORT}`,
    siteName: settings.SITE_NAME,
    dataFolder: resolve(settings.DATA_FOLDER),
    databaseUrl: settings.DATABASE_URL ?? null,
    databaseOwnerUrl: settings.DATABASE_OWNER_URL ?? null,
    smtpUrl: settings.SMTP_URL ?? null,
    mailFrom: settings.MAIL_FROM,
    stripe: stripeOf(settings),
    trustedProxies: settings.TRUSTED_PROXIES.split(",")
      .map((text) => text.trim())
      .filter(Boolean),
    logLevel: settings.LOG_LEVEL,
  };
}

/** A key without its signing secret would pay and never hear of it; a live key goes to Stripe alone. */
function stripeOf(settings: z.output<typeof Settings>): StripeConfig | null {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: secrets } = settings;
  const apiUrl = settings.STRIPE_API_URL ?? null;
  if (!secretKey) {
    if (!secrets && !apiUrl) return null;
    throw new ConfigError(
      "STRIPE_WEBHOOK_SECRET and STRIPE_API_URL mean nothing without STRIPE_SECRET_KEY: set it, or take them away.",
    );
  }
  if (!secrets) {
    throw new ConfigError(
      "STRIPE_SECRET_KEY needs STRIPE_WEBHOOK_SECRET beside it, by which Stripe’s calls are known; docs/operating/stripe.md says where it is found.",
    );
  }
  const isLive = secretKey.includes("_live_");
  if (isLive && apiUrl) {
    throw new ConfigError(
      "STRIPE_SECRET_KEY is a live key and STRIPE_API_URL leads elsewhere than to Stripe: a live key is sent to Stripe only. Take one of the two away.",
    );
  }
  const webhookSecrets = secrets.split(",").map((secret) => secret.trim());
  return { secretKey, webhookSecrets, apiUrl, isLive };
}

/** `NAME=value` lines; `#` begins a comment line. */
function settingLines(file: string): Map<string, { value: string; number: number }> {
  const lines = new Map<string, { value: string; number: number }>();
  if (!existsSync(file)) return lines;
  for (const [index, line] of readFileSync(file, "utf8").split("\n").entries()) {
    if (line.trim() === "" || line.trimStart().startsWith("#")) continue;
    const pair = /^\s*([A-Z_]+)\s*=\s*(.*?)\s*$/.exec(line);
    if (!pair || !(pair[1]! in Settings.shape)) {
      // Its name alone: what stands behind a mistyped name may be a password.
      const name = line.split("=")[0]?.trim();
      throw new ConfigError(`${file}, line ${index + 1} is not a setting we know: “${name}”.`);
    }
    lines.set(pair[1]!, { value: pair[2]!, number: index + 1 });
  }
  return lines;
}
