/** Months that close by themselves, and the mail that says so. */
import { z } from "zod";
import { type Month, monthAfter, monthOf } from "../../core/time.ts";
import type { Scheduled, Task } from "../../jobs/worker.ts";
import { month } from "../../store/columns.ts";
import { letterOf, postLetter } from "../../web/letter.tsx";
import { monthName } from "../../web/parts/day.tsx";
import { money } from "../../web/parts/money.tsx";
import type { Site } from "../../web/site.ts";
import { closeMonth } from "./closing/close-month.ts";
import { firstOpenMonth } from "./closing/closing-store.ts";
import { endFadedEscrow } from "./escrow/end-escrow.ts";
import { estimateMonths } from "./estimate/estimate-month.ts";
import { releaseHolds } from "./holds/release-holds.ts";
import { partStatements } from "./statements/part-statements.ts";
import { statementAddresses } from "./statements/statement-store.ts";

const ByMonth = z.object({ month });

export const earningsTasks: Record<string, Task<Site>> = {
  /** Enqueued from the desk. A month that cannot be closed is left; the desk says why. */
  "close-month": async ({ db, clock }, payload) => {
    await closeMonth(db, clock, ByMonth.parse(payload).month);
  },
  "close-months": closeMonths,
  "estimate-months": async ({ db, clock }) => {
    await estimateMonths(db, clock());
  },
  "release-holds": async ({ db, clock }) => {
    await releaseHolds(db, clock());
  },
  /** Enqueued by every night's look at the community. */
  "end-faded-escrow": async ({ db, clock }) => {
    await endFadedEscrow(db, clock());
  },
  "month-closed": async (site, payload) => {
    const { month } = ByMonth.parse(payload);
    await partStatements(site.db, site.clock(), month);
    await announceStatements(site, payload);
  },
};

/** Months close on the first, and again on the second in case the site was down. */
export const earningsSchedule: Scheduled[] = [
  { task: "close-months", cron: "30 2 1,2 * *" },
  { task: "estimate-months", cron: "45 3 * * *" },
  { task: "release-holds", cron: "15 3 * * *" },
];

/** Every month that is over, in order. */
async function closeMonths({ db, clock }: Site): Promise<void> {
  const last = monthAfter(monthOf(clock()), -1);
  let month: Month | null = await firstOpenMonth(db);
  while (month !== null && month <= last) {
    const ruling = await closeMonth(db, clock, month);
    if (!ruling.ok) return;
    month = await firstOpenMonth(db);
  }
}

/** A letter to each partner; its key keeps a second run from sending a second one. */
async function announceStatements({ db, origin, name }: Site, payload: unknown): Promise<void> {
  const { month } = ByMonth.parse(payload);
  const addresses = await statementAddresses(db, month);
  await db.transaction(async (tx) => {
    for (const { authorId, email, micros, currency } of addresses) {
      const letter = letterOf(`${name}: your statement for ${monthName(month)}`, [
        `Your statement for ${monthName(month)} is ready: ${money({ micros, currency })}.`,
        "Every number in it unfolds into the sum that made it.",
        { label: "Open the statement", href: `${origin}/me/statements/${month}` },
      ]);
      await postLetter(tx, `statement:${month}:${authorId}`, email, letter);
    }
  });
}
