/** A member asks a charge back: the unused days are repaid and the membership ends with them. */

import { present } from "../../core/assert.ts";
import type { ChargeId, ReaderId } from "../../core/ids.ts";
import { refundReturned } from "../../core/ledger/dues-flows.ts";
import { refundAsked, refundPaid, refundRefused } from "../../core/ledger/flows.ts";
import { type Refund, type RefundRuleRefusal, ruleRefund } from "../../core/membership/refund.ts";
import type { Micros } from "../../core/money.ts";
import { allow, type Ruling, refuse } from "../../core/ruling.ts";
import { dayOf } from "../../core/time.ts";
import type { Database, Tx } from "../../store/db.ts";
import type { Bank, Outcome } from "../bank/bank.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { findJournalId } from "../ledger/store.ts";
import { findOpenAttempt } from "./attempt-store.ts";
import { type Charge, chargesOf, lockCharge, recordRefundedFrom } from "./charge-store.ts";
import { endCharge, resumeCharge } from "./end-charge.ts";
import {
  type AskedRefund,
  findOpenRefundOf,
  insertRefund,
  recordRefundPaid,
  recordRefundRefused,
  recordRefundReturned,
  refundOf,
} from "./refund-store.ts";
import { lockAccrual, lockMember } from "./store.ts";
import { giveBackParts } from "./take-back/take-back.ts";
import { findStakedCharge, insertParts, type StakedCharge } from "./take-back/take-back-store.ts";

export type RefundRefusal =
  | RefundRuleRefusal
  | "no-such-charge"
  | "a-gift"
  | "disputed"
  | "already-refunded"
  | "payment-pending"
  | "refused-by-bank";

export interface RefundAnswer {
  micros: Micros;
  /** Paid back, or asked and without an answer yet: `settleRefunds` looks it up. */
  state: "paid" | "asked" | "returned";
}

/**
 * What is owed is booked and frozen before the bank is asked. Two at once, or a second try after an
 * answer that was lost, are one refund: they ask the bank under the same key.
 */
export async function refundCharge(
  db: Database,
  bank: Bank,
  at: Date,
  wish: { readerId: ReaderId; chargeId: ChargeId },
): Promise<Ruling<RefundAnswer, RefundRefusal>> {
  const asked = await db.transaction((tx) => askRefund(tx, at, wish));
  return asked.ok ? carryOutRefund(db, bank, at, asked.value) : asked;
}

/** Asks the bank for a frozen refund, once more if it was asked before, and books its answer. */
export async function carryOutRefund(
  db: Database,
  bank: Bank,
  at: Date,
  id: number,
): Promise<Ruling<RefundAnswer, RefundRefusal>> {
  const { key, micros, currency, chargeRef } = await refundOf(db, id);
  const found = await bank.lookUp("refund", key);
  const outcome =
    found.state === "absent" ? await bank.refund({ key, micros, currency, chargeRef }) : found;
  const state = await db.transaction((tx) => settleRefund(tx, at, id, outcome));
  return state === "refused" ? refuse("refused-by-bank") : allow({ micros, state });
}

/** A refund that was paid is looked at once more. Whether the card's bank has sent it back. */
export async function takeReturnedRefund(
  db: Database,
  bank: Bank,
  at: Date,
  id: number,
): Promise<boolean> {
  const { key, readerId } = await refundOf(db, id);
  const found = await bank.lookUp("refund", key);
  if (found.state !== "declined" || found.reason !== "sent-back") return false;
  return db.transaction(async (tx) => {
    await lockMember(tx, readerId);
    const refund = await refundOf(tx, id);
    if (refund.state !== "paid") return false;
    await postJournal(tx, refundReturned(factsOf(refund)), { occurredAt: at, postedAt: at });
    await recordRefundReturned(tx, id);
    return true;
  });
}

async function askRefund(
  tx: Tx,
  at: Date,
  { readerId, chargeId }: { readerId: ReaderId; chargeId: ChargeId },
): Promise<Ruling<number, RefundRefusal>> {
  await lockMember(tx, readerId);
  await lockCharge(tx, chargeId);
  const charge = (await chargesOf(tx, readerId)).find((one) => one.chargeId === chargeId);
  if (!charge) return refuse("no-such-charge");
  if (charge.isGift) return refuse("a-gift");
  const asked = await findOpenRefundOf(tx, chargeId);
  if (asked !== null) return allow(asked);
  const staked = await findStakedCharge(tx, chargeId);
  if (charge.refundState === "paid" || (staked && staked.backMicros > 0n)) {
    return refuse("already-refunded");
  }
  if (charge.held === "dispute") return refuse("disputed");
  // A renewal on its way would pay for days after a gap.
  if (await findOpenAttempt(tx, readerId)) return refuse("payment-pending");

  const ruling = ruleRefund(charge, at, dayOf(at));
  return ruling.ok ? allow(await bookRefund(tx, at, charge, ruling.value)) : ruling;
}

/** Nothing accrues from the refund's day on, from now. */
async function bookRefund(tx: Tx, at: Date, charge: Charge, refund: Refund): Promise<number> {
  const { fromDay, deferredMicros, taxMicros, borneMicros } = refund;
  const id = await insertRefund(tx, at, charge, refund);
  await recordRefundedFrom(tx, charge.chargeId, fromDay);
  const part = { month: null, authorId: null };
  const parts = [
    { ...part, holder: "deferred", micros: deferredMicros },
    { ...part, holder: "tax", micros: taxMicros },
    { ...part, holder: "fee", micros: borneMicros },
  ] as const;
  const given = parts.filter(({ micros }) => micros > 0n);
  await insertParts(tx, charge.chargeId, { refundId: id }, given);
  await endCharge(tx, at, charge, fromDay);
  const facts = factsOf(await refundOf(tx, id));
  await postJournal(tx, refundAsked(facts), { occurredAt: at, postedAt: at });
  return id;
}

async function settleRefund(
  tx: Tx,
  at: Date,
  id: number,
  outcome: Outcome<"refund">,
): Promise<AskedRefund["state"]> {
  await lockMember(tx, (await refundOf(tx, id)).readerId);
  const refund = await refundOf(tx, id);
  if (refund.state !== "asked" || outcome.state === "unknown") return refund.state;
  const times = { occurredAt: at, postedAt: at };
  if (outcome.state === "settled") {
    await postJournal(tx, refundPaid(factsOf(refund), outcome.feeMicros), times);
    await recordRefundPaid(tx, at, id, outcome.ref);
    return "paid";
  }
  await refuseRefund(tx, at, refund);
  return "refused";
}

async function refuseRefund(tx: Tx, at: Date, refund: AskedRefund): Promise<void> {
  const { refundId, chargeId } = refund;
  await lockAccrual(tx);
  await lockCharge(tx, chargeId);
  const journalId = present(
    await findJournalId(tx, `refund:${refundId}:asked`),
    "what was asked was booked",
  );
  const charge = present(await findStakedCharge(tx, chargeId), "a refund is of a charge");
  const journal =
    refund.kind === "unused"
      ? refundRefused(factsOf(refund), journalId)
      : await giveBackParts(tx, at, charge, { refundId, journalId });
  await postJournal(tx, journal, { occurredAt: at, postedAt: at });
  await recordRefundRefused(tx, at, refundId);
  if (refund.kind === "unused") await recordRefundedFrom(tx, chargeId, null);
  else if (!(await endedBy(tx, at, charge))) return;
  await resumeCharge(tx, chargeId);
}

/**
 * Whether a refund in part, which is given back by now, had ended the days of its charge: it took all that
 * was left, they are not over, and no refund of the unused days stands. Nothing else begins again.
 */
async function endedBy(tx: Tx, at: Date, before: StakedCharge): Promise<boolean> {
  const now = await findStakedCharge(tx, before.chargeId);
  const tookAll = before.backMicros === before.cashMicros;
  return tookAll && now?.refundedFrom === null && before.spanTo > dayOf(at);
}

function factsOf(refund: AskedRefund) {
  return { ...refund, jurisdiction: "" };
}
