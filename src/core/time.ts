/**
 * Days and months, all UTC. A `Month` is "2026-08", a `Day` is "2026-08-31", an instant is a `Date`.
 */
import { assert } from "./assert.ts";
import { allow, type Ruling, refuse } from "./ruling.ts";

declare const monthBrand: unique symbol;
declare const dayBrand: unique symbol;
export type Month = string & { readonly [monthBrand]: true };
export type Day = string & { readonly [dayBrand]: true };

export const DAY_MS = 86_400_000;

export function parseMonth(text: string): Ruling<Month, "malformed-month"> {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? allow(text as Month) : refuse("malformed-month");
}

export function monthOf(at: Date): Month {
  return at.toISOString().slice(0, 7) as Month;
}

export function dayOf(at: Date): Day {
  return at.toISOString().slice(0, 10) as Day;
}

/** The first instant of the month. */
export function monthStart(month: Month): Date {
  return new Date(`${month}-01T00:00:00Z`);
}

/** The first instant after the month. */
export function monthEnd(month: Month): Date {
  return monthStart(monthAfter(month));
}

export function monthAfter(month: Month, count = 1): Month {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  assert(index >= 0, "months are after the year zero");
  const year = String(Math.floor(index / 12)).padStart(4, "0");
  return `${year}-${String((index % 12) + 1).padStart(2, "0")}` as Month;
}

export function dayStart(day: Day): Date {
  return new Date(`${day}T00:00:00Z`);
}

export function dayAfter(day: Day, count = 1): Day {
  return dayOf(new Date(dayStart(day).getTime() + count * DAY_MS));
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((dayStart(to).getTime() - dayStart(from).getTime()) / DAY_MS);
}

/** Every day of the month, in order. */
export function daysOf(month: Month): Day[] {
  const count = daysBetween(dayOf(monthStart(month)), dayOf(monthEnd(month)));
  return Array.from({ length: count }, (_, index) => dayAfter(dayOf(monthStart(month)), index));
}
