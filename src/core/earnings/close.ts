/** When a month may be closed (docs/policy/money.md §9). */
import { allow, type Ruling, refuse } from "../ruling.ts";
import { type Month, monthEnd } from "../time.ts";

/** Reports on their way at midnight still count for the month; then it is over. */
export const CLOSE_GRACE_MS = 3_600_000;

export interface MonthToClose {
  month: Month;
  state: "open" | "closing" | "closed";
  /** The first month that has dues or carried pools and is not closed; null when there is none. */
  firstOpen: Month | null;
}

export type CloseRefusal = "month-not-over" | "already-closed" | "earlier-month-open";

/** Months close in order, since what nobody's reading claimed is carried from one to the next. */
export function ruleClose(
  { month, state, firstOpen }: MonthToClose,
  now: Date,
): Ruling<"begin" | "go-on", CloseRefusal> {
  if (state === "closed") return refuse("already-closed");
  if (now.getTime() < monthEnd(month).getTime() + CLOSE_GRACE_MS) return refuse("month-not-over");
  if (firstOpen !== null && firstOpen < month) return refuse("earlier-month-open");
  return allow(state === "closing" ? "go-on" : "begin");
}
