/** The model's own calendar: a day is its number since 1 January 1970, UTC; a month is "2027-01". */

export const DAY_MS = 86_400_000;

export function dayNumber(day: string): number {
  return Date.UTC(year(day), monthIndex(day), Number(day.slice(8, 10))) / DAY_MS;
}

export function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

export function dayOfTime(ms: number): number {
  return Math.floor(ms / DAY_MS);
}

export function monthOfDay(day: number): string {
  return dayText(day).slice(0, 7);
}

export function nextMonth(month: string): string {
  return dayText(Date.UTC(year(month), monthIndex(month) + 1, 1) / DAY_MS).slice(0, 7);
}

export function firstDay(month: string): number {
  return Date.UTC(year(month), monthIndex(month), 1) / DAY_MS;
}

/** The first instant of the month. */
export function startOf(month: string): number {
  return firstDay(month) * DAY_MS;
}

/** So many months later, on the anchor's day, or on the last day of a month that is too short. */
export function monthsLater(day: number, months: number, anchor: number): number {
  const text = dayText(day);
  const first = Date.UTC(year(text), monthIndex(text) + months, 1) / DAY_MS;
  const length = Date.UTC(year(text), monthIndex(text) + months + 1, 1) / DAY_MS - first;
  return first + Math.min(anchor, length) - 1;
}

const year = (text: string) => Number(text.slice(0, 4));
const monthIndex = (text: string) => Number(text.slice(5, 7)) - 1;
