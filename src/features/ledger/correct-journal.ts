/**
 * Corrections: a journal that was wrong is taken back by another, and what is right is posted beside it.
 * Both are posted now, in the open period, and say that they happened when the wrong one did.
 */
import type { JournalId } from "../../core/ids.ts";
import { corrected, correction } from "../../core/ledger/house-flows.ts";
import type { Leg } from "../../core/ledger/journal.ts";
import { allow, type Ruling, refuse } from "../../core/ruling.ts";
import type { Tx } from "../../store/db.ts";
import { postJournal } from "./post-journal.ts";
import { findPosted } from "./store.ts";

export type CorrectionRefusal = "unknown-journal" | "taken-back-already";

/**
 * Takes `wrong` back whole, and posts `instead` when there is anything. Gives the journal that takes it
 * back; the same again gives the same. Fails on a guard (`balance_guard`) when what was wrong has moved
 * on and is no longer where it would be taken from.
 */
export async function correctJournal(
  tx: Tx,
  at: Date,
  wrong: JournalId,
  instead: readonly Leg[] = [],
): Promise<Ruling<JournalId, CorrectionRefusal>> {
  const posted = await findPosted(tx, wrong);
  if (posted === null) return refuse("unknown-journal");
  const { currency, legs, occurredAt, takenBackBy } = posted;
  const back = correction({ wrong, currency, legs });
  if (takenBackBy !== null && takenBackBy !== back.key) return refuse("taken-back-already");
  const times = { occurredAt, postedAt: at };
  const id = await postJournal(tx, back, times);
  const right = corrected({ wrong, currency, legs: instead });
  if (right.legs.length > 0) await postJournal(tx, right, times);
  return allow(id);
}
