/** All tasks of all rooms, each with what its room needs, and when the regular ones run. */
import type { OpenHouse } from "./cli/open-house.ts";
import { accountSchedule, accountTasks } from "./features/accounts/jobs.ts";
import { caseSchedule, caseTasks } from "./features/cases/jobs.ts";
import { earningsSchedule, earningsTasks } from "./features/earnings/jobs.ts";
import { integritySchedule, integrityTasks } from "./features/integrity/jobs.ts";
import { labTasks } from "./features/lab/jobs.ts";
import { ledgerSchedule, ledgerTasks } from "./features/ledger/jobs.ts";
import { membershipSchedule, membershipTasks } from "./features/membership/jobs.ts";
import { noticeTasks } from "./features/notices/jobs.ts";
import { payoutSchedule, payoutTasks } from "./features/payouts/jobs.ts";
import { storyTasks } from "./features/stories/jobs.ts";
import { type ReadyTask, readyTasks, type Scheduled } from "./jobs/worker.ts";

export function tasksOf({ house, config }: OpenHouse): Record<string, ReadyTask> {
  return {
    ...readyTasks(house, accountTasks),
    ...readyTasks(house, ledgerTasks),
    ...readyTasks(house, storyTasks),
    ...readyTasks(house, membershipTasks),
    ...readyTasks(house, noticeTasks({ smtpUrl: config.smtpUrl, from: config.mailFrom })),
    ...readyTasks(house, integrityTasks),
    ...readyTasks(house, earningsTasks),
    ...readyTasks(house, payoutTasks),
    ...readyTasks(house, labTasks),
    ...readyTasks(house, caseTasks),
  };
}

export const schedule: readonly Scheduled[] = [
  ...accountSchedule,
  ...ledgerSchedule,
  ...membershipSchedule,
  ...integritySchedule,
  ...earningsSchedule,
  ...payoutSchedule,
  ...caseSchedule,
];
