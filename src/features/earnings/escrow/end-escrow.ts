/**
 * The end of money in escrow: a person decides that it is the author's after all or was not earned, or the
 * evidence fades and nobody has to (docs/policy/integrity.md §9).
 */
import type { AuthorId, ReaderId } from "../../../core/ids.ts";
import { escrowForfeited, escrowReleased } from "../../../core/ledger/house-flows.ts";
import { type Micros, sum } from "../../../core/money.ts";
import type { Database, Tx } from "../../../store/db.ts";
import { latestRun } from "../../integrity/store.ts";
import { postJournal } from "../../ledger/post-journal.ts";
import {
  type EscrowEndKind,
  insertEscrowEnd,
  lockWaiting,
  suspects,
  type Waiting,
  waitingAuthors,
} from "./escrow-store.ts";
import { bpsOf } from "./record-escrow.ts";

export interface EscrowDecision {
  authorId: AuthorId;
  how: Exclude<EscrowEndKind, "faded">;
  /** Never the author. */
  decidedBy: ReaderId;
  reason: string;
  /** Which parts; all that wait when it is left out. */
  of?: (part: Waiting) => boolean;
}

/**
 * Resolves to the micros that moved: to what may be paid out, or to the commons. Parts that ended before
 * are left alone, so a second call moves nothing.
 */
export async function endEscrow(
  tx: Tx,
  at: Date,
  { authorId, how, decidedBy, reason, of = () => true }: EscrowDecision,
): Promise<Micros> {
  const parts = (await lockWaiting(tx, authorId)).filter(of);
  return endParts(tx, at, { authorId, how, decidedBy, reason }, parts);
}

/** Releases what nothing speaks for holding any more, for every author. Resolves to the micros moved. */
export async function endFadedEscrow(db: Database, at: Date): Promise<Micros> {
  let moved = 0n;
  for (const { authorId } of await waitingAuthors(db))
    moved += await db.transaction((tx) => endFaded(tx, at, authorId));
  return moved;
}

async function endFaded(tx: Tx, at: Date, authorId: AuthorId): Promise<Micros> {
  const parts = await lockWaiting(tx, authorId);
  const run = await latestRun(tx);
  // Where nothing is known now, what was known then stands.
  if (!run?.enoughEvidence) return 0n;
  const kept = new Set<string>();
  for (const month of new Set(parts.map((part) => part.month)))
    for (const suspect of await suspects(tx, month, run.id))
      if (suspect.authorId === authorId && bpsOf(suspect, true) > 0)
        kept.add(`${month} ${suspect.memberId}`);
  const faded = parts.filter(({ month, memberId }) => !kept.has(`${month} ${memberId}`));
  const end = { authorId, how: "faded", decidedBy: null, reason: "" } as const;
  return endParts(tx, at, end, faded);
}

interface End {
  authorId: AuthorId;
  how: EscrowEndKind;
  decidedBy: ReaderId | null;
  reason: string;
}

/** One end for each currency, of which a house has one. */
async function endParts(tx: Tx, at: Date, end: End, parts: readonly Waiting[]): Promise<Micros> {
  let moved = 0n;
  for (const [currency, some] of Map.groupBy(parts, (part) => part.currency)) {
    const { authorId, how } = end;
    const micros = sum(some.map((part) => part.micros));
    // Of each part its own: what others wait for is not touched.
    const movedMicros = sum(some.map((part) => part.leftMicros));
    const id = await insertEscrowEnd(tx, at, { ...end, micros, movedMicros, currency }, some);
    if (movedMicros === 0n) continue;
    const facts = { decisionId: id, partnerId: authorId, currency, micros: movedMicros };
    const journal = how === "forfeited" ? escrowForfeited(facts) : escrowReleased(facts);
    await postJournal(tx, journal, { occurredAt: at, postedAt: at });
    moved += movedMicros;
  }
  return moved;
}
