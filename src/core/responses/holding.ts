/**
 * Responses that offer to trade follows are held until a person has looked at them (docs/policy/integrity.md §12).
 * Talking about such offers is not held. Whoever decides does not decide on their own response, and decides on
 * what they saw.
 */
import { solicitation } from "../integrity/text/solicitation.ts";
import { allow, type Ruling, refuse } from "../ruling.ts";

/** From here on a text is held. */
export const HELD_FROM = 0.5;
export const REASON_CHARS_MAX = 500;

export const VERDICTS = ["let-through", "kept"] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface Judged {
  /** How surely it is an offer, 0 to 1. */
  offer: number;
  isHeld: boolean;
}

export function judged(text: string): Judged {
  const offer = solicitation(text);
  return { offer, isHeld: offer >= HELD_FROM };
}

/** A held response as it stands when somebody decides. */
export interface Held {
  isOwn: boolean;
  isWithdrawn: boolean;
  /** How often it was decided, and how often when its page was opened. */
  decisions: number;
  decisionsSeen: number;
  /** The last one. */
  verdict: Verdict | null;
}

export type HeldRefusal = "own" | "withdrawn" | "decided-meanwhile" | "so-already" | "too-long";

export function ruleHeld(
  { isOwn, isWithdrawn, decisions, decisionsSeen, verdict }: Held,
  wanted: Verdict,
  reason: string,
): Ruling<{ verdict: Verdict; reason: string }, HeldRefusal> {
  if (isOwn) return refuse("own");
  if (isWithdrawn) return refuse("withdrawn");
  if (decisions !== decisionsSeen) return refuse("decided-meanwhile");
  if (verdict === wanted) return refuse("so-already");
  const kept = reason.trim();
  if (kept.length > REASON_CHARS_MAX) return refuse("too-long");
  return allow({ verdict: wanted, reason: kept });
}
