/** The tests' own PostgreSQL, in a temporary folder that goes with it. */
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseConfig } from "../../src/store/db.ts";
import { tryLock } from "../../src/store/embedded/lock.ts";
import { findPostmaster, isAlive } from "../../src/store/embedded/postmaster.ts";
import type { Settings } from "../../src/store/embedded/settings.ts";
import { startEmbedded } from "../../src/store/embedded/supervisor.ts";
import { roomiest } from "./roomiest.ts";

export interface OwnServer {
  config: DatabaseConfig;
  /** Where the server's files are. */
  folder: string;
  /** Stops it and deletes its folder. */
  stop(): Promise<void>;
}

/** Faster, and nothing is lost if the machine dies: the folder goes anyway. */
const HASTY: Settings = {
  fsync: "off",
  full_page_writes: "off",
  synchronous_commit: "off",
  autovacuum: "off",
  max_connections: "200",
};

const PREFIX = "earnest-tests-";

/** For a test that kills the server itself, no settings are given: then what is written is durable. */
export async function startOwnServer(
  settings = HASTY,
  log: (sentence: string) => void = (sentence) => void process.stderr.write(`${sentence}\n`),
): Promise<OwnServer> {
  const base = roomiest();
  await sweep(base);
  const folder = mkdtempSync(join(base, PREFIX));
  // A run that is interrupted has no time for more.
  const drop = () => {
    end(folder, "SIGQUIT");
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", drop);
  const { connection, stop } = await startEmbedded({ folder, log, settings });
  return {
    config: connection,
    folder,
    stop: async () => {
      await stop();
      process.off("exit", drop);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const AGE_MS_MIN = 600_000;

/** Removes what killed runs left. A folder that is young may be one that is just being made. */
async function sweep(base: string): Promise<void> {
  for (const name of readdirSync(base)) {
    const folder = join(base, name);
    if (!name.startsWith(PREFIX) || Date.now() - statSync(folder).mtimeMs < AGE_MS_MIN) continue;
    const lock = await tryLock(join(folder, "holders.lock"), "alone");
    if (!lock) continue;
    end(folder, "SIGQUIT");
    lock.release();
    rmSync(folder, { recursive: true, force: true });
  }
}

function end(folder: string, signal: NodeJS.Signals): void {
  const data = join(folder, "data");
  const found = findPostmaster(data);
  if (found && isAlive(found, data)) process.kill(found.pid, signal);
}
