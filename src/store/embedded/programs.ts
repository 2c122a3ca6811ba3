/** How PostgreSQL's programs are run: as whom, with what around them, and what they said. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { StoreTrouble } from "../trouble.ts";
import type { Place } from "./place.ts";

/** None of our own environment: a PGDATA or PGOPTIONS there would be obeyed. */
const ENVIRONMENT = { PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };

const around = ({ account }: Place) => ({
  ...(process.platform === "win32" ? {} : { env: ENVIRONMENT, cwd: "/" }),
  ...account,
});

/** Runs a program to its end, and gives its exit code and all it said. */
export async function finish(
  place: Place,
  program: string,
  args: readonly string[],
): Promise<{ code: number; said: string }> {
  const child = spawn(program, args, { ...around(place), stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "close");
  const [[code], out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code: Number(code ?? -1), said: out + err };
}

/** Starts a program that outlives us, apart from the terminal's Ctrl-C, and speaks into the log. */
export async function release(
  place: Place,
  program: string,
  args: readonly string[],
): Promise<ChildProcess> {
  const log = openSync(place.log, "a", 0o600);
  try {
    const stdio = ["ignore", log, log] as const;
    const child = spawn(program, args, { ...around(place), detached: true, stdio: [...stdio] });
    await once(child, "spawn");
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

export const program = (native: string, name: string): string =>
  join(native, "bin", process.platform === "win32" ? `${name}.exe` : name);

/** How much the log holds now, to read from later. */
export function logBytes({ log }: Place): number {
  return statSync(log, { throwIfNoEntry: false })?.size ?? 0;
}

export function logSince({ log }: Place, bytes: number): string {
  return existsSync(log) ? readFileSync(log).subarray(bytes).toString() : "";
}

/** The sentence for a program that would not, with the reason it gave. */
export function refusal(what: string, place: Place, said: string): StoreTrouble {
  const reasons = said.match(/(?<=(?:FATAL|PANIC|error|ERROR): {1,2}).+/g);
  const reason = reasons?.at(-1) ?? said.trim().split("\n").at(-1) ?? "it gave no reason";
  return new StoreTrouble(
    `${what} in ${place.folder}: ${reason}. What was saved is kept; more is in ${place.log}.`,
  );
}
