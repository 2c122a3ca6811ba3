/**
 * How often somebody may follow, clap and respond (docs/policy/integrity.md §9). Nobody honest comes near
 * the first figure; whoever stands out has the second for a while, and may do everything all the same.
 */
import { allow, type Ruling, refuse } from "../ruling.ts";

export type Act = "follow" | "clap" | "response";

/** Follows, stories clapped for, and responses, by the same reader within a day. */
export const PACE: Record<Act, { dayMax: number; brakedDayMax: number }> = {
  follow: { dayMax: 200, brakedDayMax: 5 },
  clap: { dayMax: 400, brakedDayMax: 20 },
  response: { dayMax: 200, brakedDayMax: 5 },
};

export interface Lately {
  /** Of this kind, within a day. */
  acts: number;
  /** Whether integrity slows the reader down at the moment. */
  braked: boolean;
}

export function rulePace(act: Act, { acts, braked }: Lately): Ruling<"go", "too-many"> {
  const { dayMax, brakedDayMax } = PACE[act];
  return acts < (braked ? brakedDayMax : dayMax) ? allow("go") : refuse("too-many");
}
