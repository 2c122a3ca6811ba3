/** Withdrawing: a story goes from sight at once, and may come back for a while (docs/policy/reading.md). */
import { allow, type Ruling, refuse } from "../ruling.ts";
import { DAY_MS } from "../time.ts";

export const RESTORE_DAYS = 30;

export type RestoreRefusal = "not-withdrawn" | "too-late";

/** What the refusals say to the author. */
export const restoreSentences: Record<RestoreRefusal, string> = {
  "not-withdrawn": "This story is not withdrawn, so there is nothing to bring back.",
  "too-late": `This story was withdrawn more than ${RESTORE_DAYS} days ago and can no longer be brought back.`,
};

/** Until the end of the 30th day after it was withdrawn, to the second. */
export function ruleRestore(withdrawnAt: Date | null, now: Date): Ruling<true, RestoreRefusal> {
  if (withdrawnAt === null) return refuse("not-withdrawn");
  return now > restorableUntil(withdrawnAt) ? refuse("too-late") : allow(true);
}

export function restorableUntil(withdrawnAt: Date): Date {
  return new Date(withdrawnAt.getTime() + RESTORE_DAYS * DAY_MS);
}
