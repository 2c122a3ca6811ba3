/** The built program, run to its end as whoever calls it would, and what that cost. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { PROGRAM } from "./ground.ts";
import { cpuMs, residentMaxMb } from "./process-costs.ts";

const LOOK_MS = 20;

export interface ProgramRun {
  /** From its start to its end. */
  seconds: number;
  /** Processor time, and megabytes at most, all threads together. */
  cpuSeconds: number;
  memoryMb: number;
}

/** Throws when the program refuses. */
export async function runProgram(words: readonly string[]): Promise<ProgramRun> {
  const began = performance.now();
  const child = spawn(process.execPath, [PROGRAM, ...words], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const costs = await costsUntilEnd(child);
  const seconds = (performance.now() - began) / 1000;
  if (child.exitCode !== 0) throw new Error(`The program ended with ${child.exitCode}`);
  return { seconds, ...costs };
}

/** As they were when last looked at, a fiftieth of a second before the end or later. */
async function costsUntilEnd(child: ChildProcess) {
  const costs = { memoryMb: Number.NaN, cpuSeconds: Number.NaN };
  const look = setInterval(() => {
    const memoryMb = residentMaxMb(child.pid ?? 0);
    // A process that has ended has no memory.
    if (memoryMb > 0) Object.assign(costs, { memoryMb, cpuSeconds: cpuMs(child.pid ?? 0) / 1000 });
  }, LOOK_MS);
  await once(child, "exit");
  clearInterval(look);
  return costs;
}
