/**
 * What follows from a score without anybody's doing, and what does not (docs/policy/integrity.md §9):
 * escrow of the money at stake, slower following, and no weight for the tie. All else is for people.
 */
import { ESCROW_FROM, QUEUE_FROM } from "./score.ts";
import { EARNED, type TieClass, TRADED } from "./ties.ts";

/** An account that was cleared is let be until its evidence is so much worse than it was then. */
export const CLEARED_MARGIN = 3;
const WHOLE_BPS = 10_000;

/** What a person decided that stands, as far as money goes by it. */
export interface Standing {
  kind: "cleared" | "nudged" | "discounted" | "escrowed" | "left";
  /** As it was when it was decided. */
  surprise: number;
}

export interface Side {
  /** 0 for who was unremarkable. */
  surprise: number;
  verdict: Standing | null;
}

export interface Attention {
  member: Side;
  author: Side;
  /** Of exactly this member's attention to this author. */
  verdict: Standing | null;
  /** The part of it that is not counted, 0 to 1. */
  discount: number;
  /** Whether it waits already: it is released later than it is held, so that nothing swings. */
  waits: boolean;
}

/**
 * The part of what this member's dues give this author that waits in escrow, in basis points.
 *
 * A person's word about the two goes before one about either, and that before any figure. Without a
 * person's word only what the two have in common waits: what others give the author is paid.
 */
export function heldBps({ member, author, verdict, discount, waits }: Attention): number {
  const part = Math.round(Math.min(1, Math.max(0, discount)) * WHOLE_BPS);
  if (verdict) return verdict.kind === "cleared" || verdict.kind === "nudged" ? 0 : WHOLE_BPS;
  if (withholds(author)) return WHOLE_BPS;
  if (withholds(member) || isDiscounted(member) || isDiscounted(author)) return part;
  const from = waits ? QUEUE_FROM : ESCROW_FROM;
  return Math.max(standingOut(member), standingOut(author)) >= from ? part : 0;
}

const withholds = ({ verdict }: Side) => verdict?.kind === "escrowed" || verdict?.kind === "left";
const isDiscounted = ({ verdict }: Side) => verdict?.kind === "discounted";

/** The surprise that counts: nothing where a person cleared the account of about as much. */
export function standingOut({ surprise, verdict }: Side): number {
  if (verdict?.kind !== "cleared") return surprise;
  return surprise < verdict.surprise + CLEARED_MARGIN ? 0 : surprise;
}

/** What a follow weighs where followers count for being shown: a traded one nothing. */
export function rankingWeight(tie: TieClass, q: number): number {
  if (tie === TRADED) return 0;
  return tie === EARNED ? 1 : Math.max(0, 0.5 * (1 - q));
}
