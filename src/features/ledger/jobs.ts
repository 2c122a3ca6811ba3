/** What the books do by themselves: days are sealed, and everything is checked. */
import { dayOf, dayStart } from "../../core/time.ts";
import type { Scheduled, Task } from "../../jobs/worker.ts";
import type { Site } from "../../web/site.ts";
import { checkBooks } from "./check-books.ts";
import { findLastCheck } from "./check-store.ts";
import { sealDays } from "./seals.ts";

export const ledgerTasks: Record<string, Task<Site>> = {
  "seal-days": async ({ db, clock }) => {
    await sealDays(db, clock());
  },
  "check-books": checkOncePerDay,
};

/** After midnight; and every hour, for a site that is not up at night. */
export const ledgerSchedule: Scheduled[] = [
  { task: "seal-days", cron: "20 * * * *" },
  { task: "check-books", cron: "50 * * * *" },
];

async function checkOncePerDay(site: Site): Promise<void> {
  const { db, clock } = site;
  const last = await findLastCheck(db);
  if (last !== null && last.checkedAt >= dayStart(dayOf(clock()))) return;
  await sealDays(db, clock());
  await checkBooks(site);
}
