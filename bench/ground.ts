/** What a benchmark stands on: a database of its own with our tables, and the built program. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import pg from "pg";
import { type Database, type DatabaseConfig, openDatabase } from "../src/store/db.ts";
import { startEmbedded } from "../src/store/embedded/supervisor.ts";
import type { Running } from "./bare.ts";

/** Another build can be measured by naming it. */
const BUILT = process.env.BENCH_PROGRAM ?? "dist/server/main.js";
export const PROGRAM: string = resolve(fileURLToPath(new URL("..", import.meta.url)), BUILT);

const PATIENCE_MS = 60_000;
const LOOK_MS = 5;

export interface Ground {
  db: Database;
  /** What the program needs to find it. */
  environment: NodeJS.ProcessEnv;
  /** Stops and deletes everything. */
  close: () => Promise<void>;
}

/** In a temporary folder, or beside the others of the server that `DATABASE_URL` names. */
export async function openGround(): Promise<Ground> {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is not built: npm run build.`);
  const folder = mkdtempSync(join(tmpdir(), "earnest-bench-"));
  const { config, environment, drop } = process.env.DATABASE_URL
    ? await given(process.env.DATABASE_URL)
    : await embedded(folder);
  const db = openDatabase(config);
  const ground: Ground = {
    db,
    environment: { ...process.env, DATA_FOLDER: folder, LOG_LEVEL: "error", ...environment },
    close: async () => {
      await db.close();
      await drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await command(ground, "migrate");
    return ground;
  } catch (error) {
    await ground.close();
    throw error;
  }
}

interface Found {
  config: DatabaseConfig;
  environment: NodeJS.ProcessEnv;
  drop: () => Promise<void>;
}

/** The program adopts the server that is running. */
async function embedded(folder: string): Promise<Found> {
  const { connection, stop } = await startEmbedded({
    folder: join(folder, "postgres"),
    log: () => {},
  });
  return { config: connection, environment: { DATABASE_URL: "" }, drop: stop };
}

async function given(url: string): Promise<Found> {
  const name = `earnest_bench_${process.pid}`;
  await ask({ connectionString: url }, `create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return {
    config: { connectionString: own.href },
    environment: { DATABASE_URL: own.href },
    drop: () => ask({ connectionString: url }, `drop database ${name} with (force)`),
  };
}

async function ask(config: DatabaseConfig, text: string): Promise<void> {
  const client = new pg.Client(config);
  await client.connect();
  await client.query(text);
  await client.end();
}

/** Runs a command of the program to its end. */
export async function command({ environment }: Ground, ...words: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, ...words], {
    env: environment,
  });
  return stdout;
}

/** Starts the site. Resolves when a page of it was given. */
export async function startSite(environment: NodeJS.ProcessEnv): Promise<Running> {
  const port = await freePort();
  const env = { ...environment, PORT: String(port), HOST: "127.0.0.1" };
  const child = spawn(process.execPath, [...flags(), PROGRAM, "start"], {
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  await untilPage(child, port);
  return {
    port,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}

/** For a profile of the server: `BENCH_FLAGS="--cpu-prof --cpu-prof-dir=…"`. */
function flags(): string[] {
  return (process.env.BENCH_FLAGS ?? "").split(" ").filter(Boolean);
}

async function untilPage(child: ChildProcess, port: number): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (child.exitCode === null && performance.now() < deadline) {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => null);
    if (answer?.ok) {
      await answer.arrayBuffer();
      return;
    }
    await pause(LOOK_MS);
  }
  child.kill();
  throw new Error("The site did not start");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (!address || typeof address === "string") throw new Error("There is no free port");
  return address.port;
}
