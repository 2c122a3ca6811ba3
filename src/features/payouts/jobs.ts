/** What payouts do by themselves, each job safe to run again. */
import type { Scheduled, Task } from "../../jobs/worker.ts";
import type { Database } from "../../store/db.ts";
import type { Bank } from "../bank/bank.ts";
import { putToSleep } from "./dormancy/put-to-sleep.ts";
import { payOut, settlePayouts } from "./pay-out.ts";

interface Room {
  db: Database;
  clock: () => Date;
  bank: Bank;
}

export const payoutTasks: Record<string, Task<Room>> = {
  "pay-out": async ({ db, clock, bank }) => {
    await payOut(db, bank, clock());
  },
  "settle-payouts": async ({ db, clock, bank }) => {
    await settlePayouts(db, bank, clock());
  },
  "sleep-balances": async ({ db, clock }) => {
    await putToSleep(db, clock());
  },
};

export const payoutSchedule: Scheduled[] = [
  { task: "pay-out", cron: "0 6 8 * *" },
  { task: "settle-payouts", cron: "*/10 * * * *" },
  { task: "sleep-balances", cron: "40 3 2 * *" },
];
