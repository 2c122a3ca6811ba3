/**
 * Decisions on cases: who may take which, when two must agree, when one ends, and the clocks of an appeal
 * (docs/policy/integrity.md §10). Money is in micros.
 */
import type { ReaderId } from "../../ids.ts";
import type { Micros } from "../../money.ts";
import { allow, type Ruling, refuse } from "../../ruling.ts";
import { DAY_MS } from "../../time.ts";

/**
 * - `dismiss`: honest. What was set aside goes to its authors, and the like is not asked again.
 * - `nudge`: a letter that says what does not count, and nothing else.
 * - `discount-ties`: what the accounts do for one another is not counted.
 * - `escrow`: all their shares wait for a while.
 * - `leave`: out of the Partner Program.
 */
export const DECISIONS = ["dismiss", "nudge", "discount-ties", "escrow", "leave"] as const;
export type DecisionKind = (typeof DECISIONS)[number];

/** From this much money on two persons decide together. */
export const TWO_PERSONS_MICROS: Micros = 100_000_000n;
export const REASON_CHARS_MIN = 20;
export const REASON_CHARS_MAX = 2000;
/** One may appeal for so long, and is answered within so long; otherwise the decision is lifted. */
export const APPEAL_DAYS = 30;
export const ANSWER_DAYS = 14;
/** Shares wait no longer than this on a decision; then it ends by itself. */
export const ESCROW_DAYS = 90;

export type CaseState = "open" | "proposed" | "decided" | "faded";

export type DecisionRefusal =
  | "not-open"
  | "own-case"
  | "nobody-ticked"
  | "not-in-case"
  | "reason-too-short"
  | "reason-too-long"
  | "no-partner";

export interface Decision {
  readonly kind: DecisionKind;
  readonly by: ReaderId;
  readonly reason: string;
  /** Whom it is about: some or all of the case. */
  readonly accounts: readonly ReaderId[];
}

/** What the rules ask of a case when somebody decides it. */
export interface CaseStanding {
  readonly state: CaseState;
  /** The accounts of its latest file. */
  readonly accounts: readonly ReaderId[];
  readonly partners: readonly ReaderId[];
  /** Not yet paid out to those the decision is about. */
  readonly stakeMicros: Micros;
}

/** "stands" when it is in force at once, "waits" when a second person must agree. */
export function ruleDecision(
  decision: Decision,
  standing: CaseStanding,
): Ruling<"stands" | "waits", DecisionRefusal> {
  const { kind, by, reason, accounts } = decision;
  if (standing.state !== "open") return refuse("not-open");
  if (standing.accounts.includes(by)) return refuse("own-case");
  if (accounts.length === 0) return refuse("nobody-ticked");
  if (!accounts.every((account) => standing.accounts.includes(account)))
    return refuse("not-in-case");
  const length = reason.trim().length;
  if (length < REASON_CHARS_MIN) return refuse("reason-too-short");
  if (length > REASON_CHARS_MAX) return refuse("reason-too-long");
  if (kind === "leave" && !accounts.some((account) => standing.partners.includes(account)))
    return refuse("no-partner");
  return allow(needsTwo(kind, standing.stakeMicros) ? "waits" : "stands");
}

/** A letter moves no money; to leave the programme is always for two. */
export function needsTwo(kind: DecisionKind, stakeMicros: Micros): boolean {
  if (kind === "nudge") return false;
  return kind === "leave" || stakeMicros >= TWO_PERSONS_MICROS;
}

export type SecondRefusal = "not-waiting" | "same-person" | "own-case";

export function ruleSecond(
  {
    by,
    proposedBy,
    accounts,
  }: { by: ReaderId; proposedBy: ReaderId; accounts: readonly ReaderId[] },
  state: CaseState,
): Ruling<null, SecondRefusal> {
  if (state !== "proposed") return refuse("not-waiting");
  if (by === proposedBy) return refuse("same-person");
  if (accounts.includes(by)) return refuse("own-case");
  return allow(null);
}

export type ReversalRefusal = "not-decided" | "own-case" | "reason-too-short" | "reason-too-long";

/** Whoever may decide may take it back, with a reason. */
export function ruleReversal(
  { by, reason, accounts }: { by: ReaderId; reason: string; accounts: readonly ReaderId[] },
  state: CaseState,
): Ruling<null, ReversalRefusal> {
  if (state !== "decided") return refuse("not-decided");
  if (accounts.includes(by)) return refuse("own-case");
  if (reason.trim().length < REASON_CHARS_MIN) return refuse("reason-too-short");
  if (reason.length > REASON_CHARS_MAX) return refuse("reason-too-long");
  return allow(null);
}

/** What can be appealed: all that is to somebody's disadvantage. */
export function isAppealable(kind: DecisionKind): boolean {
  return kind !== "dismiss";
}

export type AppealRefusal =
  | "not-yours"
  | "nothing-to-appeal"
  | "too-late"
  | "waiting"
  | "answered"
  | "text-too-short"
  | "text-too-long";

export const APPEAL_CHARS_MIN = 20;
export const APPEAL_CHARS_MAX = 5000;

export interface Appealed {
  readonly kind: DecisionKind;
  readonly accounts: readonly ReaderId[];
  readonly stands: boolean;
  readonly since: Date;
  /** Whether this account has appealed it before, and where that stands. */
  readonly earlier: "waiting" | "answered" | null;
}

/** When the house must have answered. */
export function ruleAppeal(
  { by, text, at }: { by: ReaderId; text: string; at: Date },
  decision: Appealed,
): Ruling<Date, AppealRefusal> {
  if (!decision.accounts.includes(by)) return refuse("not-yours");
  if (!decision.stands || !isAppealable(decision.kind)) return refuse("nothing-to-appeal");
  if (decision.earlier) return refuse(decision.earlier);
  if (at > daysAfter(decision.since, APPEAL_DAYS)) return refuse("too-late");
  if (text.trim().length < APPEAL_CHARS_MIN) return refuse("text-too-short");
  if (text.length > APPEAL_CHARS_MAX) return refuse("text-too-long");
  return allow(daysAfter(at, ANSWER_DAYS));
}

export type AnswerRefusal =
  | "answered"
  | "decided-it"
  | "own-case"
  | "reason-too-short"
  | "reason-too-long";

/** An appeal is answered by somebody who neither decided nor seconded, and is not in the case. */
export function ruleAnswer({
  by,
  answer,
  waits,
  deciders,
  accounts,
}: {
  by: ReaderId;
  answer: string;
  waits: boolean;
  deciders: readonly ReaderId[];
  accounts: readonly ReaderId[];
}): Ruling<null, AnswerRefusal> {
  if (!waits) return refuse("answered");
  if (accounts.includes(by)) return refuse("own-case");
  if (deciders.includes(by)) return refuse("decided-it");
  if (answer.trim().length < REASON_CHARS_MIN) return refuse("reason-too-short");
  if (answer.length > REASON_CHARS_MAX) return refuse("reason-too-long");
  return allow(null);
}

export function daysAfter(at: Date, days: number): Date {
  return new Date(at.getTime() + days * DAY_MS);
}
