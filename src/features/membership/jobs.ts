/** What memberships do by themselves, each job safe to run again. */
import type { Scheduled, Task } from "../../jobs/worker.ts";
import type { Database } from "../../store/db.ts";
import type { Bank } from "../bank/bank.ts";
import { accrueDues } from "./accrue-dues.ts";
import { renewMemberships } from "./renew-memberships.ts";
import { settleCharges } from "./settle-charges.ts";

interface Room {
  db: Database;
  clock: () => Date;
  bank: Bank;
}

export const membershipTasks: Record<string, Task<Room>> = {
  "accrue-dues": async ({ db, clock }) => {
    await accrueDues(db, clock());
  },
  "renew-memberships": async ({ db, clock, bank }) => {
    await renewMemberships(db, bank, clock());
  },
  "settle-charges": async ({ db, clock, bank }) => {
    await settleCharges(db, bank, clock());
  },
};

export const membershipSchedule: Scheduled[] = [
  { task: "accrue-dues", cron: "10 0 * * *" },
  { task: "renew-memberships", cron: "30 * * * *" },
  { task: "settle-charges", cron: "*/5 * * * *" },
];
