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
  SMTP_URL: url(/^smtps?$/, "smtp://name:password@host:587").optional(),
  MAIL_FROM: z.string().min(3).default("Earnest <noreply@localhost>"),
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
  smtpUrl: string | null;
  mailFrom: string;
  trustedProxies: string[];
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
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
    smtpUrl: settings.SMTP_URL ?? null,
    mailFrom: settings.MAIL_FROM,
    trustedProxies: settings.TRUSTED_PROXIES.split(",")
      .map((text) => text.trim())
      .filter(Boolean),
    logLevel: settings.LOG_LEVEL,
  };
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
