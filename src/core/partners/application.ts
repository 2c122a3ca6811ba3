/** Applying to the Partner Program, and deciding (docs/policy/partners.md §2 and §3). */
import { allow, type Ruling, refuse } from "../ruling.ts";
import { type Day, dayAfter, dayOf } from "../time.ts";
import type { ChecklistItem } from "./checklist.ts";

export const STATEMENT_CHARS_MAX = 2000;

export interface Applicant {
  isPartner: boolean;
  isWaiting: boolean;
  /** From the last refusal. */
  nextTryOn: Day | null;
  checklist: readonly ChecklistItem[];
}

export type ApplicationRefusal = "already-partner" | "waiting" | "too-early" | "criteria-unmet";

export function ruleApplication(
  { isPartner, isWaiting, nextTryOn, checklist }: Applicant,
  now: Date,
): Ruling<"apply", ApplicationRefusal> {
  if (isPartner) return refuse("already-partner");
  if (isWaiting) return refuse("waiting");
  if (nextTryOn !== null && dayOf(now) < nextTryOn) return refuse("too-early");
  if (checklist.some(({ met }) => met !== true)) return refuse("criteria-unmet");
  return allow("apply");
}

/** Why an application is refused; each is said in full to the author. */
export const REFUSAL_REASONS = [
  "audience-not-earned",
  "not-own-work",
  "little-to-read",
  "conduct",
  "declaration",
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export interface Decision {
  accept: boolean;
  reasons: readonly RefusalReason[];
  note: string;
}

export type DecisionRefusal = "decided-already" | "own-application" | "no-reason" | "note-too-long";

export const NOTE_CHARS_MAX = 2000;

/** The day of the next try, or null when accepted. */
export function ruleDecision(
  application: { state: "waiting" | "accepted" | "refused"; isOwn: boolean },
  decision: Decision,
  retryDays: number,
  now: Date,
): Ruling<Day | null, DecisionRefusal> {
  if (application.isOwn) return refuse("own-application");
  if (application.state !== "waiting") return refuse("decided-already");
  if (decision.note.length > NOTE_CHARS_MAX) return refuse("note-too-long");
  if (decision.accept) return allow(null);
  if (decision.reasons.length === 0) return refuse("no-reason");
  return allow(dayAfter(dayOf(now), retryDays));
}
