/**
 * The demo's calendar: its stories are dated August to November 2026, and the last of these months
 * becomes the month that is open now, so that the two before it can be closed.
 */
import { type Day, dayOf, type Month, monthAfter, monthEnd, monthOf } from "../../core/time.ts";

const LAST_WRITTEN = "2026-11";
const HOUR_MS = 3_600_000;

export interface Calendar {
  /** The two months that will be closed, and the open one. */
  months: [Month, Month, Month];
  /** Events after this have not happened yet. */
  now: Date;
  /** A written date as it is told now: the same day and hour, whole months later or earlier. */
  shifted: (written: Date) => Date;
  shiftedDay: (written: Day) => Date;
}

/** In the first two hours of a month the one before is still the open one, since it cannot be closed. */
export function calendarFor(now: Date): Calendar {
  const open = monthOf(new Date(now.getTime() - 2 * HOUR_MS));
  const distance = monthsBetween(LAST_WRITTEN as Month, open);
  const shifted = (written: Date) => {
    const month = monthAfter(monthOf(written), distance);
    const lastDay = new Date(monthEnd(month).getTime() - 1).getUTCDate();
    const dayNumber = Math.min(written.getUTCDate(), lastDay);
    return new Date(
      `${month}-${String(dayNumber).padStart(2, "0")}T${written.toISOString().slice(11)}`,
    );
  };
  return {
    months: [monthAfter(open, -2), monthAfter(open, -1), open],
    now,
    shifted,
    shiftedDay: (written) => shifted(new Date(`${written}T09:00:00Z`)),
  };
}

function monthsBetween(from: Month, to: Month): number {
  const index = (month: Month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5));
  return index(to) - index(from);
}

/** Every day from the first of `from` to the day of `to`. */
export function daysFrom(from: Date, to: Date): Day[] {
  const days: Day[] = [];
  for (let at = from.getTime(); at <= to.getTime(); at += 24 * HOUR_MS)
    days.push(dayOf(new Date(at)));
  return days;
}
