/** What becomes of the money that the bank has sent to partners. */
import { DAY_MS } from "./model/calendar.ts";
import type { Simulation } from "./simulation.ts";

/** Money that was sent arrives, comes back within days, is sent anew, or returns to us. */
export function deliver(simulation: Simulation): void {
  const { bank, luck, line, now } = simulation;
  for (const entry of bank.entries.values()) {
    const { answer } = entry;
    if (!("delivery" in answer) || luck.happens(0.4)) continue;
    const { state } = answer.delivery;
    const isOld = entry.movedAt < now - 3 * DAY_MS;
    // A bank of ours that is only played to itself does not take back what it has paid.
    if (state === "returned" || (state === "paid" && (isOld || line.isTest))) continue;
    const next = luck.weighed<"paid" | "failed" | "returned">(ONWARD[state]);
    bank.deliver(entry, next);
    line.told.push(`the bank has ${entry.key}, which was ${state}, ${next}`);
  }
}

const ONWARD = {
  sent: { paid: 8, failed: 1, returned: 1 },
  paid: { failed: 3, returned: 1 },
  failed: { paid: 4, returned: 2 },
};
