/** What accounts do by themselves: forget what is over. */
import type { Scheduled, Task } from "../../jobs/worker.ts";
import type { Site } from "../../web/site.ts";
import { deleteExpired } from "./store.ts";

export const accountTasks: Record<string, Task<Site>> = {
  "forget-expired": ({ db, clock }) => deleteExpired(db, clock()),
};

export const accountSchedule: Scheduled[] = [{ task: "forget-expired", cron: "20 3 * * *" }];
