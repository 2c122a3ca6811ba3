/** The whole queue of a test's site, run by hand when the test wants it to. */
import { z } from "zod";
import type { OpenHouse } from "../../src/cli/open-house.ts";
import { enqueue } from "../../src/jobs/queue.ts";
import { sql } from "../../src/store/db.ts";
import { tasksOf } from "../../src/tasks.ts";
import type { TestSite } from "./site.ts";
import { runTasks } from "./tasks.ts";

const NO_MAIL = { smtpUrl: null, mailFrom: "Site <site@example.org>" };

/** Runs what waits, with `scheduled` tasks as the clock would add them, until nothing is left. */
export async function runQueue(site: TestSite, ...scheduled: string[]): Promise<void> {
  await site.db.transaction(async (tx) => {
    for (const task of scheduled) await enqueue(tx, task, {});
  });
  await runTasks(site, tasksOf({ house: site.house, config: NO_MAIL } as OpenHouse));
  const Failed = z.object({ task: z.string(), lastError: z.string() });
  const failed = await site.db.many(sql.of(Failed)`
    select task_identifier as task, last_error from graphile_worker.jobs
     where last_error is not null`);
  if (failed.length > 0) throw new Error(`tasks failed: ${JSON.stringify(failed)}`);
}
