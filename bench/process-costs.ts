/** What a process costs, as Linux counts it; elsewhere nothing is known. */
import { existsSync, readFileSync } from "node:fs";

/** `sysconf(_SC_CLK_TCK)` is 100 on every Linux that Node runs on. */
const TICK_MS = 10;

/** Milliseconds of processor time until now, or NaN. */
export function cpuMs(pid: number): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return Number.NaN;
  const text = readFileSync(file, "utf8");
  // What stands in brackets may hold spaces; after it come the state and twelve more before the times.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Megabytes in memory now, or NaN. */
export function residentMb(pid: number): number {
  return statusMb(pid, "VmRSS");
}

/** The most megabytes in memory since it began, or NaN. */
export function residentMaxMb(pid: number): number {
  return statusMb(pid, "VmHWM");
}

function statusMb(pid: number, name: string): number {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return Number.NaN;
  const line = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(readFileSync(file, "utf8"));
  return Number(line?.[1]) / 1024;
}
