/**
 * Releasing what was held: each day, the shares whose charges are old enough by then may be paid out
 * (docs/policy/payouts.md §6).
 */
import { holdRelease } from "../../../core/ledger/flows.ts";
import { dayOf } from "../../../core/time.ts";
import type { Database, Tx } from "../../../store/db.ts";
import { postJournal } from "../../ledger/post-journal.ts";
import { netted } from "./hold-shares.ts";
import { type DueHold, dueHolds, lockHolds, recordReleased } from "./hold-store.ts";

/** Safe to stop anywhere and to run again, also by two at once. Resolves to how many shares that were. */
export async function releaseHolds(db: Database, at: Date): Promise<number> {
  let released = 0;
  for (const due of await dueHolds(db, dayOf(at))) {
    released += await db.transaction((tx) => release(tx, at, due));
  }
  return released;
}

async function release(tx: Tx, at: Date, due: DueHold): Promise<number> {
  const held = await lockHolds(tx, due);
  if (held.length === 0) return 0;
  const { month, untilOn: until, currency } = due;
  const shares = held.map(({ authorId, micros }) => ({ partnerId: authorId, micros }));
  const journal = holdRelease({
    ...{ month, until, currency },
    shares: await netted(tx, currency, shares),
  });
  await postJournal(tx, journal, { occurredAt: at, postedAt: at });
  await recordReleased(tx, at, due);
  return held.length;
}
