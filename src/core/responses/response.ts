/** Responses: what a reader writes under a story. */

import { allow, type Ruling, refuse } from "../ruling.ts";
import { mayReadWhole } from "../stories/gate.ts";
import type { Approach } from "./clap.ts";

export const RESPONSE_CHARS_MAX = 5000;

/** A person writes fewer; who writes more is asked to wait. */
export const RESPONSES_PER_HOUR_MAX = 30;

export interface Responding {
  text: string;
  responsesOpen: boolean;
  /** By the same reader within the hour. */
  lately: number;
}

export type ResponseRefusal = "closed" | "not-readable" | "empty" | "too-long" | "too-many";

/** The text to keep: trimmed, with at most one empty line between paragraphs. */
export function ruleResponse(
  story: Approach,
  { text, responsesOpen, lately }: Responding,
): Ruling<string, ResponseRefusal> {
  if (!mayReadWhole(story)) return refuse("not-readable");
  if (!responsesOpen) return refuse("closed");
  const kept = text
    .replaceAll("\r\n", "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
  if (kept === "") return refuse("empty");
  if (kept.length > RESPONSE_CHARS_MAX) return refuse("too-long");
  if (lately >= RESPONSES_PER_HOUR_MAX) return refuse("too-many");
  return allow(kept);
}
