/**
 * Attention: how many of the seconds a browser reports are counted (docs/policy/attention.md).
 *
 * A browser reports the seconds of a reading so far, again and again. We never add reports up: the
 * largest counts, so a repeated, lost or late one changes nothing. What is counted is bounded by
 * clocks of our own, so a forged report gains nothing that an honest reader could not have had:
 *
 * - no more than the time since the reading was opened,
 * - no more than one story at a time: all of a reader's counted seconds fit one after the other
 *   into time that has passed, but for `OVERLAP_MS_MAX`,
 * - no more than one and a half times what the story takes to read.
 *
 * Instants are milliseconds since 1970; what is counted is whole seconds.
 */
import type { ReaderId, StoryId } from "../ids.ts";
import { DAY_MS } from "../time.ts";

/** A reading may be reported for so long after it was opened. */
export const READING_MS_MAX = DAY_MS / 2;

/** Two tabs changing hands may overlap by this much, ever; it does not add up. */
export const OVERLAP_MS_MAX = 1000;

/** Below this a day's reading of a story is not a read. */
export const READ_SECONDS_MIN = 30;

/** One opening of a story by a reader: what the token says, which the browser cannot change. */
export interface Reading {
  sessionId: number;
  readerId: ReaderId;
  storyId: StoryId;
  openedAtMs: number;
  secondsMax: number;
  /** Opened by a member on a members-only story of somebody else. */
  earning: boolean;
}

/** What the browser says of a reading so far. */
export interface Report {
  seconds: number;
  coveragePercent: number;
}

export interface Counted {
  /** Of this reading, all in all. */
  seconds: number;
  coveragePercent: number;
  /** More than before this report. */
  gainedSeconds: number;
  /** Until when the reader's time is spoken for. */
  countedUntilMs: number;
}

/** The most seconds one reading of a story can count, `expectedSeconds` being its reading time. */
export function secondsMaxOf(expectedSeconds: number): number {
  return Math.max(READ_SECONDS_MIN, Math.floor((3 * expectedSeconds) / 2));
}

/** What `report` adds at `nowMs` to a reading that has `before`, given until when the reader's time is counted. */
export function countReport(
  reading: Reading,
  report: Report,
  before: { seconds: number; coveragePercent: number; countedUntilMs: number },
  nowMs: number,
): Counted {
  const elapsed = Math.floor((nowMs - reading.openedAtMs) / 1000);
  const claimed = Math.min(report.seconds, elapsed, reading.secondsMax) - before.seconds;
  const freeFromMs = Math.max(before.countedUntilMs, reading.openedAtMs);
  const free = Math.floor((nowMs + OVERLAP_MS_MAX - freeFromMs) / 1000);
  const gainedSeconds = Math.max(0, Math.min(claimed, free));
  return {
    seconds: before.seconds + gainedSeconds,
    coveragePercent: Math.max(before.coveragePercent, report.coveragePercent),
    gainedSeconds,
    countedUntilMs: gainedSeconds > 0 ? freeFromMs + gainedSeconds * 1000 : before.countedUntilMs,
  };
}

export type ReportRefusal = "not-open-yet" | "over";

/** Reports come after the opening and within twelve hours of it. */
export function reportRefusal(reading: Reading, nowMs: number): ReportRefusal | null {
  if (nowMs < reading.openedAtMs) return "not-open-yet";
  return nowMs - reading.openedAtMs > READING_MS_MAX ? "over" : null;
}
