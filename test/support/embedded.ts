/** Embedded databases for tests that start, stop and kill them: a folder a test, nothing left over. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import type { DatabaseConfig } from "../../src/store/db.ts";
import { findPostmaster, isAlive } from "../../src/store/embedded/postmaster.ts";
import { type Embedded, startEmbedded } from "../../src/store/embedded/supervisor.ts";
import { roomiest } from "./roomiest.ts";
import { type SecondProcess, secondProcess } from "./second-process.ts";
import { until } from "./until.ts";

export interface Workbench {
  /** With a database that was started and stopped before; a copy of its own for each test. */
  readonly folder: string;
  /** Not there yet. */
  readonly newFolder: string;
  /** Starts or adopts the server in this process. */
  start(folder?: string): Promise<Embedded>;
  /** The same in a process of its own, as another user if `uid` says so. */
  startApart(folder?: string, uid?: number): Promise<SecondProcess>;
  /** What was said to the operator. */
  readonly told: string[];
  /** The number of the server's process, dead or alive. */
  pid(folder?: string): number;
  isUp(folder?: string): boolean;
}

/** Call once in a test file. */
export function workbench(): Workbench {
  const base = roomiest();
  let made = "";
  let folder = "";
  let told: string[] = [];
  let open: Embedded[] = [];
  let apart: SecondProcess[] = [];

  beforeAll(async () => {
    made = openTemporary(base);
    await (await startEmbedded({ folder: made, log: () => {} })).stop();
  });
  afterAll(() => rmSync(made, { recursive: true, force: true }));
  beforeEach(() => {
    folder = openTemporary(base);
    spawnSync("cp", ["-a", `${made}/.`, folder]);
    [told, open, apart] = [[], [], []];
  });
  afterEach(async () => {
    for (const process of apart) await process.kill();
    for (const embedded of open) await embedded.stop();
    await quit(join(folder, "data"));
    await quit(join(folder, "new/data"));
    rmSync(folder, { recursive: true, force: true });
  });

  return {
    get folder() {
      return folder;
    },
    get newFolder() {
      return join(folder, "new");
    },
    get told() {
      return told;
    },
    start: async (place = folder) => {
      const log = (sentence: string) => void told.push(sentence);
      const embedded = await startEmbedded({ folder: place, log });
      open.push(embedded);
      return embedded;
    },
    startApart: async (place = folder, uid) => {
      const process = await secondProcess(place, uid);
      apart.push(process);
      return process;
    },
    pid: (place = folder) => findPostmaster(join(place, "data"))!.pid,
    isUp: (place = folder) => {
      const found = findPostmaster(join(place, "data"));
      return found !== null && isAlive(found, join(place, "data"));
    },
  };
}

/** One that a server's user may enter. */
function openTemporary(base: string): string {
  const folder = mkdtempSync(join(base, "earnest-bench-"));
  chmodSync(folder, 0o711);
  return folder;
}

/** Ends a server that nobody in the test stopped. */
async function quit(data: string): Promise<void> {
  const found = findPostmaster(data);
  if (!found || !isAlive(found, data)) return;
  process.kill(found.pid, "SIGQUIT");
  await until(() => !isAlive(found, data));
}

/** Asks one question over a connection of its own. */
export async function ask(
  connection: DatabaseConfig,
  question: string,
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return (await client.query(question)).rows;
  } finally {
    await client.end();
  }
}
