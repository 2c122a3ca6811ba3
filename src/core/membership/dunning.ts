/** A declined renewal is tried again, and then the membership ends (docs/policy/money.md §3). */
import { type Day, dayAfter } from "../time.ts";

/** So many days after the first try each further one is made: three tries in fourteen days. */
const DAYS_AFTER_FIRST = [0, 5, 14] as const;

export const TRIES_MAX = DAYS_AFTER_FIRST.length;

/** The day of the next try after so many were declined; null when none is left. */
export function nextTry(firstDeclinedOn: Day, declines: number): Day | null {
  const days = DAYS_AFTER_FIRST[declines];
  return days === undefined ? null : dayAfter(firstDeclinedOn, days);
}
