/** What waits in escrow of the shares of a month that begins to close (docs/policy/integrity.md §9). */
import { heldBps, type Standing } from "../../../core/integrity/consequences.ts";
import type { Month } from "../../../core/time.ts";
import type { Tx } from "../../../store/db.ts";
import { latestRun } from "../../integrity/store.ts";
import type { VerdictKind } from "../../integrity/verdict-store.ts";
import { insertMonthHolds, type MonthHold, type Suspect, suspects } from "./escrow-store.ts";

/** By the latest run and the verdicts that stand. Within `lockRuns`. */
export async function recordEscrow(tx: Tx, month: Month): Promise<void> {
  const run = await latestRun(tx);
  if (!run) return;
  const holds = (await suspects(tx, month, run.id)).flatMap((suspect): MonthHold[] => {
    const { memberId, authorId, verdictId } = suspect;
    const bps = bpsOf(suspect, false);
    return bps > 0 ? [{ memberId, authorId, bps, verdictId }] : [];
  });
  if (holds.length > 0) await insertMonthHolds(tx, month, run.id, holds);
}

/** `waits` says that it does already. */
export function bpsOf(suspect: Suspect, waits: boolean): number {
  const member = standing(suspect.memberVerdict, suspect.memberVerdictSurprise);
  const author = standing(suspect.authorVerdict, suspect.authorVerdictSurprise);
  return heldBps({
    member: { surprise: suspect.memberSurprise, verdict: member },
    author: { surprise: suspect.authorSurprise, verdict: author },
    verdict: standing(suspect.pairVerdict, suspect.pairVerdictSurprise),
    discount: suspect.discount,
    waits,
  });
}

const standing = (kind: VerdictKind | null, surprise: number): Standing | null =>
  kind && { kind, surprise };
