/** The server's process, as its own file `postmaster.pid` and the operating system know it. */
import { existsSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { isFileError } from "../trouble.ts";

export interface Postmaster {
  pid: number;
  /** "starting", "stopping", "ready" or "standby"; empty before the first of them. */
  status: string;
}

/** The lines of the file are: pid, folder, start, port, socket folder, address, memory, status. */
const STATUS_LINE = 7;

/** What the file says, be it true or left over. Null when there is none, or none yet written. */
export function findPostmaster(data: string): Postmaster | null {
  const lines = textOf(join(data, "postmaster.pid")).split("\n");
  const pid = Number.parseInt(lines[0] ?? "", 10);
  return pid > 0 ? { pid, status: lines[STATUS_LINE]?.trim() ?? "" } : null;
}

/** Whether the process is there, is no zombie, and is this folder's server. */
export function isAlive({ pid }: Postmaster, data: string): boolean {
  return isThere(pid) && !isZombie(pid) && worksIn(pid, data);
}

/** Whether PostgreSQL, which looks no closer, would take the number for a living server's. */
export function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user is not ours.
    if (isFileError(error, ["ESRCH", "EPERM"])) return false;
    throw error;
  }
}

/** Ended, but not yet fetched by its parent; where nobody fetches, it stays so. */
function isZombie(pid: number): boolean {
  const stat = textOf(`/proc/${pid}/stat`);
  return /^[ZX]/.test(stat.slice(stat.lastIndexOf(")") + 2));
}

/** A server works in its folder. Without /proc, or the right to look, we take its word. */
function worksIn(pid: number, data: string): boolean {
  if (!existsSync("/proc/self/cwd")) return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
  } catch (error) {
    if (isFileError(error, ["ENOENT", "ESRCH"])) return false;
    if (isFileError(error, ["EACCES", "EPERM"])) return true;
    throw error;
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isFileError(error, ["ENOENT", "ESRCH", "ENOTDIR"])) return "";
    throw error;
  }
}
