/**
 * A cardholder's bank takes a charge back. What it says now is asked, and we only move forward: opened,
 * then won or lost, whatever was announced in whatever order and however often.
 */
import { assert, present } from "../../../core/assert.ts";
import { disputeLost, disputeOpened, disputeWon } from "../../../core/ledger/dues-flows.ts";
import { dayOf } from "../../../core/time.ts";
import type { Database, Tx } from "../../../store/db.ts";
import type { Bank, Dispute } from "../../bank/bank.ts";
import { postJournal } from "../../ledger/post-journal.ts";
import { findChargeByRef, holdCharge, lockCharge } from "../charge-store.ts";
import { endCharge } from "../end-charge.ts";
import { lockAccrual, lockMember, recordCancellation } from "../store.ts";
import { ruleTaking, takeParts } from "../take-back/take-back.ts";
import { findStakedCharge, type StakedCharge } from "../take-back/take-back-store.ts";
import { type DisputeRow, findDispute, insertDispute, recordDecided } from "./dispute-store.ts";

/** A month that one of its shares is in is being closed: the queue tries again. */
export class MonthClosing extends Error {}

/** What stands in our books now; null when the bank has no dispute of that name. */
export async function takeDispute(
  db: Database,
  bank: Bank,
  at: Date,
  ref: string,
): Promise<DisputeRow["state"] | null> {
  const told = await bank.findDispute(ref);
  return told && db.transaction((tx) => take(tx, at, told));
}

async function take(tx: Tx, at: Date, told: Dispute): Promise<DisputeRow["state"]> {
  const named = await findChargeByRef(tx, told.chargeRef);
  // The charge may not be settled yet; the queue asks again, and by then it is.
  const { chargeId, readerId } = present(named, `the charge ${told.chargeRef} is known`);
  await lockMember(tx, readerId);
  await lockAccrual(tx);
  await lockCharge(tx, chargeId);
  const charge = present(await findStakedCharge(tx, chargeId), "the charge is known");
  assert(charge.readerId === readerId, "a gift is not redeemed at this very moment");
  const known = await findDispute(tx, told.ref);
  const dispute = known ?? (await open(tx, at, charge, told));
  if (dispute.state !== "open" || told.state === "open") return dispute.state;
  if (told.state === "won") await win(tx, at, dispute, told);
  else await lose(tx, at, { dispute, told, charge });
  return told.state;
}

/** The money is gone for now: nothing of the charge is earned, and nothing is renewed. */
async function open(
  tx: Tx,
  at: Date,
  { chargeId, readerId, currency, membershipId }: StakedCharge,
  { ref, micros, feeMicros }: Dispute,
): Promise<DisputeRow> {
  const facts = { ref, chargeId, readerId, currency, micros, feeMicros };
  const dispute = await insertDispute(tx, at, facts);
  await postJournal(tx, disputeOpened(dispute), { occurredAt: at, postedAt: at });
  await holdCharge(tx, chargeId, "dispute");
  if (membershipId !== null) await recordCancellation(tx, at, membershipId);
  return dispute;
}

async function win(tx: Tx, at: Date, dispute: DisputeRow, { feeMicros }: Dispute): Promise<void> {
  const { disputeId, chargeId } = dispute;
  await postJournal(tx, disputeWon(dispute, feeMicros), { occurredAt: at, postedAt: at });
  await recordDecided(tx, at, disputeId, { state: "won", feeMicros });
  await holdCharge(tx, chargeId, null);
}

interface Lost {
  dispute: DisputeRow;
  told: Dispute;
  charge: StakedCharge;
}

async function lose(tx: Tx, at: Date, { dispute, told, charge }: Lost): Promise<void> {
  const { disputeId, micros } = dispute;
  const taking = await ruleTaking(tx, charge, micros);
  if (!taking.ok) throw new MonthClosing(`dispute ${dispute.ref} waits for a close`);
  const taken = await takeParts(tx, charge, { disputeId }, taking.value);
  const journal = disputeLost({ ...dispute, ...taken }, told.feeMicros);
  await postJournal(tx, journal, { occurredAt: at, postedAt: at });
  await recordDecided(tx, at, disputeId, { state: "lost", feeMicros: told.feeMicros });
  await holdCharge(tx, charge.chargeId, null);
  const { cashMicros, backMicros, spanFrom, spanTo } = charge;
  if (micros < cashMicros - backMicros) return;
  const today = dayOf(at);
  await endCharge(tx, at, charge, today < spanFrom ? spanFrom : today < spanTo ? today : spanTo);
}
