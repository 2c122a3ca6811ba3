/** Running the tasks that wait in the queue of a test's site, as its worker would. */
import { Logger, runOnce } from "graphile-worker";
import pg from "pg";
import type { ReadyTask } from "../../src/jobs/worker.ts";
import type { TestSite } from "./site.ts";

/** Runs what waits of these tasks, and what they enqueue of them. */
export async function runTasks(
  site: Pick<TestSite, "config">,
  taskList: Record<string, ReadyTask>,
): Promise<void> {
  const pgPool = new pg.Pool({ ...site.config, max: 4 });
  pgPool.on("error", () => {});
  pgPool.on("connect", (client) => client.on("error", () => {}));
  try {
    await runOnce({ pgPool, taskList, logger: new Logger(() => () => {}) });
  } finally {
    await pgPool.end();
  }
}
