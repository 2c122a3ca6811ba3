/**
 * Locks between processes that the operating system lets go of when their holder dies, however it dies.
 *
 * Node itself has no file locks. SQLite, which comes with it, has them on every platform, and counts
 * two holders within one process as two. The files stay empty: nothing is ever written to them.
 */
import { accessSync, constants, existsSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

export interface Lock {
  release(): void;
}

export type LockKind = "shared" | "alone";

const BUSY = 5;
const RETRY_MS = 20;

/** Null when another holder is in the way. */
export async function tryLock(path: string, kind: LockKind): Promise<Lock | null> {
  // Loaded here, since most sites have a PostgreSQL of their own and need no lock.
  const { DatabaseSync } = await import("node:sqlite");
  makeWritable(path);
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    // Otherwise the lock would take a journal's file, and a full disk would let nobody stop.
    database.exec("pragma journal_mode = memory");
    database.exec(kind === "alone" ? "begin exclusive" : "begin; select 1 from sqlite_schema");
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if (error instanceof Error && "errcode" in error && error.errcode === BUSY) return null;
    throw error;
  }
}

/** Waits up to `patienceMs`, then null. */
export async function lockAlone(path: string, patienceMs: number): Promise<Lock | null> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const lock = await tryLock(path, "alone");
    if (lock || performance.now() > deadline) return lock;
    await pause(RETRY_MS);
  }
}

/**
 * Gives the usual error of the file system where SQLite would say that it cannot open.
 *
 * An existing file is not opened for this: closing any handle on it would drop the locks that this
 * process already has there.
 */
function makeWritable(path: string): void {
  if (existsSync(path)) accessSync(path, constants.R_OK | constants.W_OK);
  else writeFileSync(path, "", { flag: "a", mode: 0o600 });
}
