/** What an author is told about ties and decisions, in a sentence each. */
import {
  APPEAL_DAYS,
  type DecisionKind,
  daysAfter,
} from "../../../core/integrity/cases/decision.ts";
import type { Decided } from "../decision-store.ts";
import type { FollowerKind } from "./followers-store.ts";

export const KIND_SENTENCES: Record<FollowerKind, string> = {
  "answered-at-once": "You followed each other within a day, and they have not read you",
  answered: "You follow each other, and they have not read you",
  "one-of-many": "They followed many at once, and have not read you",
  "never-read": "They had occasion to read you, and have not",
  other: "They opened a story and left it, among other signs of a trade",
};

export const CONSEQUENCES: Record<DecisionKind, string> = {
  dismiss: "Nothing was wrong.",
  nudge: "Some of your ties look traded. Nothing follows from it but that they do not count.",
  "discount-ties":
    "What you and some other accounts did for one another does not count for followers, bonuses, rank and shares.",
  escrow: "Your shares wait. They are set aside and not taken.",
  leave: "Your account has left the Partner Program. Your stories stay.",
};

/** Until when it can be appealed; null for what never came into force. */
export function appealUntil({ standsSince }: Pick<Decided, "standsSince">): Date | null {
  return standsSince && daysAfter(standsSince, APPEAL_DAYS);
}
