/** Any rule over a recorded month: those of earlier years, and policies of our own. */
import type { Policy } from "../policy.ts";
import { dayPointsSteps } from "./day-points.ts";
import type { EraRule } from "./era-rules.ts";
import type { Outcome } from "./outcome.ts";
import { ownMeasureSteps } from "./own-measure.ts";
import { ownPoolSteps } from "./own-pool.ts";
import type { RecordedMonth } from "./recorded-month.ts";
import { finish, type Steps } from "./steps.ts";

export type AnyRule = Policy | EraRule;

/** The shares and what nothing claimed are together the pools of the month, to the micro. */
export function outcomeOf(rule: AnyRule, month: RecordedMonth): Outcome {
  return finish(outcomeSteps(rule, month));
}

/** The same in steps, for months that take seconds. */
export function outcomeSteps(rule: AnyRule, month: RecordedMonth): Steps<Outcome> {
  switch (rule.rule) {
    case "own-pool":
      return ownPoolSteps(rule, month);
    case "own-measure":
      return ownMeasureSteps(rule, month);
    case "day-points":
      return dayPointsSteps(rule, month);
  }
}
