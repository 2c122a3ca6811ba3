/**
 * Dormancy: when the balance of a partner who is not heard of is set aside under their name
 * (docs/policy/payouts.md §7). It is never ours, and comes back whole when they do.
 */
import type { Micros } from "../money.ts";
import { allow, type Ruling, refuse } from "../ruling.ts";

/** So many years without a sign; the shortest term of the laws on unclaimed property we looked at. */
export const DORMANT_AFTER_YEARS = 3;

export interface Sleeper {
  payableMicros: Micros;
  /** The last time they signed in, read, wrote, chose an account, or were paid. */
  lastSignAt: Date;
  underWay: boolean;
  state: "active" | "paused" | "left";
}

export type DormancyRefusal = "nothing-payable" | "heard-of" | "under-way" | "paused";

/** What is set aside: all of it, to the micro. */
export function ruleDormancy(sleeper: Sleeper, at: Date): Ruling<Micros, DormancyRefusal> {
  if (sleeper.payableMicros <= 0n) return refuse("nothing-payable");
  if (sleeper.underWay) return refuse("under-way");
  if (sleeper.state === "paused") return refuse("paused");
  return sleeper.lastSignAt < dormantBefore(at) ? allow(sleeper.payableMicros) : refuse("heard-of");
}

/** Whoever was last heard of before this sleeps. */
export function dormantBefore(at: Date): Date {
  const before = new Date(at);
  before.setUTCFullYear(at.getUTCFullYear() - DORMANT_AFTER_YEARS);
  return before;
}
