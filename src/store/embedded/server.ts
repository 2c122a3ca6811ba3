/** The server of one folder: found and adopted, or started, or stopped. Call with the gate held. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { diskFull, isDiskFull, StoreTrouble } from "../trouble.ts";
import type { Place } from "./place.ts";
import { findPostmaster, isAlive, isThere } from "./postmaster.ts";
import { finish, logBytes, logSince, program, refusal, release } from "./programs.ts";
import { type Settings, serverArguments } from "./settings.ts";

export interface Server {
  place: Place;
  /** Where PostgreSQL's programs are. */
  native: string;
  port: number;
  settings: Settings;
  log: (sentence: string) => void;
}

const LOOK_MS = 5;
/** A killed server's workers hold its memory until they notice. */
const RETRY_MS_MAX = 10_000;
/** Reading 2 GB of log after a crash takes a slow disk some minutes. */
const RECOVERY_MS_MAX = 600_000;
const TOLD_AFTER_MS = 2_000;
const STOP_MS_MAX = 60_000;

export function isUp({ data }: Place): boolean {
  const found = findPostmaster(data);
  return found !== null && isAlive(found, data);
}

/** Resolves when the folder's server takes connections; true if it had been running before. */
export async function ensureServer(server: Server): Promise<boolean> {
  const deadline = performance.now() + RETRY_MS_MAX;
  for (;;) {
    if (isUp(server.place)) {
      if (await becomesReady(server)) return true;
      continue;
    }
    const said = await launch(server);
    if (said === null) return false;
    const passing = /still in use|lock file ".*" already exists|could not create any/.test(said);
    if (!passing || performance.now() > deadline) throw failure(server, said);
    await pause(RETRY_MS_MAX / 100);
  }
}

function failure({ place }: Server, said: string): StoreTrouble {
  if (isDiskFull(place.data, said)) return diskFull(place.folder);
  return refusal("The database did not start", place, said);
}

/** False when it ended instead. */
async function becomesReady({ place, log }: Server): Promise<boolean> {
  const begun = performance.now();
  let told = false;
  while (isUp(place)) {
    const waited = performance.now() - begun;
    if (findPostmaster(place.data)?.status === "ready") return true;
    if (waited > RECOVERY_MS_MAX) {
      throw new StoreTrouble(
        `The database in ${place.folder} has been starting for ten minutes; ` +
          `what it does is in ${place.log}.`,
      );
    }
    if (waited > TOLD_AFTER_MS && !told) {
      told = true;
      log("The database is reading its log after an unclean end; this can take some minutes.");
    }
    await pause(LOOK_MS);
  }
  return false;
}

/** Null when it is ready, or what it said before it ended. */
async function launch(server: Server): Promise<string | null> {
  const { place, native, port, settings } = server;
  clearLeftover(place);
  const before = logBytes(place);
  const args = serverArguments(place, port, settings);
  const child = await release(place, program(native, "postgres"), args);
  while (child.exitCode === null && child.signalCode === null) {
    if (findPostmaster(place.data)?.pid === child.pid && (await becomesReady(server))) return null;
    await pause(LOOK_MS);
  }
  return logSince(place, before);
}

/**
 * Removes the file of a dead server whose number another process, or nobody's zombie, has now.
 *
 * PostgreSQL would take that for a living server. The number of a process that is gone it judges
 * itself, and looks for workers left behind as well, so that file stays.
 */
function clearLeftover({ data }: Place): void {
  const found = findPostmaster(data);
  if (found && isThere(found.pid)) rmSync(join(data, "postmaster.pid"), { force: true });
}

/** Ends all connections, writes everything down and stops. */
export async function halt({ place, native }: Pick<Server, "place" | "native">): Promise<void> {
  const found = findPostmaster(place.data);
  if (!found || !isAlive(found, place.data)) return;
  if (process.platform === "win32") {
    await finish(place, program(native, "pg_ctl"), ["stop", "-m", "fast", "-D", place.data]);
    return;
  }
  process.kill(found.pid, "SIGINT");
  const deadline = performance.now() + STOP_MS_MAX;
  while (isAlive(found, place.data)) {
    // Stops without writing down; the log has it all and is read at the next start.
    if (performance.now() > deadline) process.kill(found.pid, "SIGQUIT");
    await pause(LOOK_MS);
  }
}
