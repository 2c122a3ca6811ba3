/**
 * What the open month would give if it ended now. It is divided by the code of the close, from evidence
 * that is written down as at a close and taken back afterwards.
 */
import type { Lines } from "../../../core/earnings/lines.ts";
import { type Month, monthAfter, monthOf } from "../../../core/time.ts";
import { type Database, sql, type Tx } from "../../../store/db.ts";
import { accrueDues } from "../../membership/accrue-dues.ts";
import { settingOf } from "../../membership/setting-store.ts";
import { RANGE_MEMBERS, recordEvidence } from "../closing/close-month.ts";
import { findClosing, nextRange } from "../closing/closing-store.ts";
import { Divider } from "../closing/divider.ts";
import { deleteEstimate, type EstimateLine, recordEstimate } from "./estimate-store.ts";

/** Reckons the running month, and the one before while it waits for its close. */
export async function estimateMonths(db: Database, at: Date): Promise<void> {
  await accrueDues(db, at);
  const running = monthOf(at);
  for (const month of [monthAfter(running, -1), running]) await estimateMonth(db, at, month);
}

/** A month whose close has begun has no estimate any more. */
export function estimateMonth(db: Database, at: Date, month: Month): Promise<void> {
  return db.transaction(async (tx) => {
    if (await findClosing(tx, month)) return deleteEstimate(tx, month);
    await tx.run(sql`savepoint begun`);
    await recordEvidence(tx, at, month);
    const lines = await divided(tx, month);
    await tx.run(sql`rollback to savepoint begun`);
    const { currency } = await settingOf(tx);
    await recordEstimate(tx, at, { month, currency }, lines);
  });
}

async function divided(tx: Tx, month: Month): Promise<EstimateLine[]> {
  const divider = new Divider(month);
  const sums = new Map<number, EstimateLine>();
  let after = 0;
  while (true) {
    const { lastId } = await nextRange(tx, month, after, RANGE_MEMBERS);
    if (lastId === null) return [...sums.values()];
    const { lines } = await divider.divide(tx, after, lastId);
    addTo(sums, lines);
    after = lastId;
  }
}

/** A story is of one author, so its id is key enough. */
function addTo(sums: Map<number, EstimateLine>, lines: Lines): void {
  for (let row = 0; row < lines.count; row++) {
    const storyId = lines.story[row]!;
    const sum = sums.get(storyId) ?? {
      ...{ authorId: lines.author[row]!, storyId },
      ...{ micros: 0n, escrowMicros: 0n },
    };
    sum.micros += lines.amounts.micros[row]!;
    sum.escrowMicros += lines.escrows.micros[row]!;
    sums.set(storyId, sum);
  }
}
