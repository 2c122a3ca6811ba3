/** The built program as people run it: a process of its own, what it says, and how it ends. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { until } from "./until.ts";

const PROGRAM = fileURLToPath(new URL("../../dist/server/main.js", import.meta.url));

export type Environment = Record<string, string>;

export interface Ended {
  /** Null when it was killed. */
  code: number | null;
  out: string;
  err: string;
}

export interface Program {
  pid: number;
  /** What it has said so far. */
  out(): string;
  err(): string;
  /** Whether it has ended. */
  isOver(): boolean;
  ended: Promise<Ended>;
  /** As by Ctrl-C or a service's stop. */
  stop(): Promise<Ended>;
  /** As it is: `kill -9`. */
  kill(): Promise<Ended>;
}

/** Begins `earnest …` with these settings and no others, in a folder without an `earnest.env`. */
export function begin(
  args: readonly string[],
  settings: Environment = {},
  cwd = tmpdir(),
): Program {
  if (!existsSync(PROGRAM)) {
    throw new Error("These tests need the built program: run “npm run build” first.");
  }
  const env = { PATH: process.env.PATH ?? "", HOME: tmpdir(), ...settings };
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    ...{ env, cwd },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, err] = [gather(child.stdout), gather(child.stderr)];
  const ended = once(child, "close").then(([code]) => ({ code, out: out(), err: err() }) as Ended);
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return {
    ...{ pid: child.pid!, out, err, ended },
    isOver: () => child.exitCode !== null || child.signalCode !== null,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
  };
}

/** Runs `earnest …` to its end. */
export function earnest(
  args: readonly string[],
  settings: Environment = {},
  cwd?: string,
): Promise<Ended> {
  return begin(args, settings, cwd).ended;
}

function gather(stream: NonNullable<ChildProcess["stdout"]>): () => string {
  let text = "";
  stream.setEncoding("utf8").on("data", (part: string) => {
    text += part;
  });
  return () => text;
}

export interface RunningSite extends Program {
  origin: string;
}

/** Begins the site and resolves when it answers; throws what it said if it ended instead. */
export async function beginSite(settings: Environment, port?: number): Promise<RunningSite> {
  const PORT = String(port ?? (await freePort()));
  const program = begin(["start"], { ...settings, PORT });
  const origin = `http://localhost:${PORT}`;
  await until(() => program.isOver() || program.out().includes(origin));
  if (program.isOver()) throw new Error(`the site did not start: ${(await program.ended).err}`);
  return { ...program, origin };
}

/** One that nobody listened at a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("a port was wanted");
  return address.port;
}
