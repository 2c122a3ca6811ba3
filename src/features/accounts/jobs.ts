/** What accounts do by themselves: forget what is over. */
import { DAY_MS } from "../../core/time.ts";
import type { Scheduled, Task } from "../../jobs/worker.ts";
import type { Site } from "../../web/site.ts";
import { deleteOldAttempts } from "./attempt-store.ts";
import { deleteOldLinks } from "./links/store.ts";
import { deleteOldSessions } from "./store.ts";

export const accountTasks: Record<string, Task<Site>> = {
  "forget-expired": async ({ db, clock }) => {
    const before = new Date(clock().getTime() - DAY_MS);
    await deleteOldSessions(db, before);
    await deleteOldLinks(db, before);
    await deleteOldAttempts(db, before);
  },
};

export const accountSchedule: Scheduled[] = [{ task: "forget-expired", cron: "20 3 * * *" }];
