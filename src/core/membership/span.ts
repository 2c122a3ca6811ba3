/** Spans: the days that a charge pays for (docs/policy/money.md §3). All days are UTC. */
import {
  type Day,
  dayAfter,
  dayOf,
  dayStart,
  daysBetween,
  monthAfter,
  monthEnd,
  monthOf,
  monthStart,
} from "../time.ts";

/** A renewal that is later than this begins today instead: nobody pays for days long gone. */
export const LATE_DAYS_MAX = 7;

/** From `from` up to `to`, which is not paid. */
export interface Span {
  from: Day;
  to: Day;
}

/**
 * So many months from `from`, to the anchor's day of the month, or to the last day of a month that is
 * too short: a membership of the 31st runs to 28 February, and from there to 31 March.
 */
export function spanFrom(from: Day, months: number, anchorDay: number): Span {
  const month = monthAfter(monthOf(dayStart(from)), months);
  const first = dayOf(monthStart(month));
  const length = daysBetween(first, dayOf(monthEnd(month)));
  return { from, to: dayAfter(first, Math.min(anchorDay, length) - 1) };
}

/**
 * Where a renewal begins that is asked for today: where the paid days end, unless that is long ago. After
 * a decline it begins today: on the days in between its member could not read, so they are not charged.
 */
export function renewalFrom(paidUntil: Day, today: Day, wasDeclined = false): Day {
  if (wasDeclined) return today > paidUntil ? today : paidUntil;
  return daysBetween(paidUntil, today) > LATE_DAYS_MAX ? today : paidUntil;
}

export function dayOfMonth(day: Day): number {
  return Number(day.slice(8));
}
