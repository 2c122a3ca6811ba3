/** Waiting for what must come; how long is the test's own limit. */
import { setTimeout as pause } from "node:timers/promises";

const LOOK_MS = 20;

export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await pause(LOOK_MS);
}
