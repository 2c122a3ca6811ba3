/** What memberships do by themselves, each job safe to run again. */
import { z } from "zod";
import type { Scheduled, Task } from "../../jobs/worker.ts";
import type { Site } from "../../web/site.ts";
import type { Bank } from "../bank/bank.ts";
import { accrueDues } from "./accrue-dues.ts";
import { takeDispute } from "./disputes/take-dispute.ts";
import { renewMemberships } from "./renew-memberships.ts";
import { tellDeclined } from "./renewing/declined-letter.ts";
import { settleCharges, settleRefunds, takeReturnedRefunds } from "./settle-charges.ts";

interface Room extends Site {
  bank: Bank;
}

const ByRef = z.object({ ref: z.string().min(1) });

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
  "settle-refunds": async ({ db, clock, bank }) => {
    await settleRefunds(db, bank, clock());
    await takeReturnedRefunds(db, bank, clock());
  },
  "take-dispute": async ({ db, clock, bank }, payload) => {
    await takeDispute(db, bank, clock(), ByRef.parse(payload).ref);
  },
  "renewal-declined": tellDeclined,
};

export const membershipSchedule: Scheduled[] = [
  { task: "accrue-dues", cron: "10 0 * * *" },
  { task: "renew-memberships", cron: "30 * * * *" },
  { task: "settle-charges", cron: "*/5 * * * *" },
];
