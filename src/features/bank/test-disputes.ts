/** Disputes at the test bank: what the holders of two of its cards do after they were charged. */
import { enqueue } from "../../jobs/queue.ts";
import type { Db, Tx } from "../../store/db.ts";
import type { Dispute, Settled } from "./bank.ts";
import { findSettledCharge } from "./store.ts";
import { DISPUTE_DAYS, DISPUTE_FEE_MICROS, DISPUTED_TOKENS } from "./test-cards.ts";

const DAY_MS = 86_400_000;

/** By then the charge is in the books, which a dispute needs. */
const NEWS_MS = 60_000;

/** Open from the charge on, and decided a week later. The amount is the whole charge. */
export async function findTestDispute(db: Db, at: Date, ref: string): Promise<Dispute | null> {
  const chargeRef = ref.replace(/^dp_/, "ch_");
  const charge = chargeRef === ref ? null : await findSettledCharge(db, chargeRef);
  const end = charge && DISPUTED_TOKENS.get(charge.token);
  if (!end) return null;
  const decided = charge.askedAt.getTime() + DISPUTE_DAYS * DAY_MS <= at.getTime();
  const state = decided ? end : "open";
  return { ref, chargeRef, micros: charge.micros, feeMicros: DISPUTE_FEE_MICROS, state };
}

/** Another bank would call; this one leaves word in the queue, now and when it is decided. */
export async function wakeForDispute(
  tx: Tx,
  at: Date,
  { ref: chargeRef, card }: Settled<"charge">,
): Promise<void> {
  if (!DISPUTED_TOKENS.has(card.token)) return;
  const ref = chargeRef.replace(/^ch_/, "dp_");
  for (const afterMs of [NEWS_MS, DISPUTE_DAYS * DAY_MS + NEWS_MS]) {
    const runAt = new Date(at.getTime() + afterMs);
    await enqueue(tx, "take-dispute", { ref }, { key: `take-dispute:${ref}:${afterMs}`, runAt });
  }
}
