/** Days in words, for letters and sentences; pages use `Day`. All days are UTC. */
import type { Day } from "../../core/time.ts";
import { dayStart } from "../../core/time.ts";

const DAY = new Intl.DateTimeFormat("en-GB", {
  ...{ day: "numeric", month: "long", year: "numeric" },
  timeZone: "UTC",
});

/** "20 November 2026". */
export function dayInWords(day: Day): string {
  return DAY.format(dayStart(day));
}
