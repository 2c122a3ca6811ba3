/** The nightly look at everybody, and the watch for what happens in a burst. */
import type { Scheduled, Task } from "../../jobs/worker.ts";
import type { Site } from "../../web/site.ts";
import { scoreCommunity } from "./score-community.ts";
import { watchCommunity } from "./watch-community.ts";

export const integrityTasks: Record<string, Task<Site>> = {
  "score-community": async ({ db, clock }) => {
    await scoreCommunity(db, clock());
  },
  "watch-community": async ({ db, clock }) => {
    await watchCommunity(db, clock());
  },
};

/** Before the night's close of a month, which goes by it. */
export const integritySchedule: Scheduled[] = [
  { task: "score-community", cron: "20 0 * * *" },
  { task: "watch-community", cron: "* * * * *" },
];
