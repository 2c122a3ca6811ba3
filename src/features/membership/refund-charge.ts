/** A member asks a charge back: the unused days are repaid and the membership ends with them. */

import { present } from "../../core/assert.ts";
import type { ChargeId, ReaderId } from "../../core/ids.ts";
import { refundAsked, refundPaid, refundRefused } from "../../core/ledger/flows.ts";
import { type RefundRuleRefusal, ruleRefund } from "../../core/membership/refund.ts";
import type { Micros } from "../../core/money.ts";
import { allow, type Ruling, refuse } from "../../core/ruling.ts";
import { dayOf } from "../../core/time.ts";
import type { Database, Tx } from "../../store/db.ts";
import type { Bank, Outcome } from "../bank/bank.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { findJournalId } from "../ledger/store.ts";
import {
  type AskedRefund,
  chargesOf,
  findOpenAttempt,
  findOpenRefundOf,
  insertRefund,
  lockCharge,
  recordRefundPaid,
  recordRefundRefused,
  refundOf,
} from "./charge-store.ts";
import {
  cutMembership,
  endIfOver,
  lockMember,
  recordCancellation,
  restoreMembership,
} from "./store.ts";

export type RefundRefusal =
  | RefundRuleRefusal
  | "no-such-charge"
  | "already-refunded"
  | "payment-pending"
  | "refused-by-bank";

export interface RefundAnswer {
  micros: Micros;
  /** Paid back, or asked and without an answer yet: `settleCharges` looks it up. */
  state: "paid" | "asked";
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

async function askRefund(
  tx: Tx,
  at: Date,
  { readerId, chargeId }: { readerId: ReaderId; chargeId: ChargeId },
): Promise<Ruling<number, RefundRefusal>> {
  await lockMember(tx, readerId);
  await lockCharge(tx, chargeId);
  const charge = (await chargesOf(tx, readerId)).find((one) => one.chargeId === chargeId);
  if (!charge) return refuse("no-such-charge");
  const asked = await findOpenRefundOf(tx, chargeId);
  if (asked !== null) return allow(asked);
  if (charge.refundState === "paid") return refuse("already-refunded");
  // A renewal on its way would pay for days after a gap.
  if (await findOpenAttempt(tx, readerId)) return refuse("payment-pending");

  const ruling = ruleRefund(charge, at, dayOf(at));
  if (!ruling.ok) return ruling;
  const id = await insertRefund(tx, at, charge, ruling.value);
  await cutMembership(tx, charge.membershipId, ruling.value.fromDay);
  await recordCancellation(tx, at, charge.membershipId);
  await endIfOver(tx, at, charge.membershipId, dayOf(at));
  const facts = factsOf(await refundOf(tx, id));
  await postJournal(tx, refundAsked(facts), { occurredAt: at, postedAt: at });
  return allow(id);
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
  const asked = await findJournalId(tx, refundAsked(factsOf(refund)).key);
  const journal = refundRefused(factsOf(refund), present(asked, "what was asked was booked"));
  await postJournal(tx, journal, times);
  await recordRefundRefused(tx, at, refund);
  await restoreMembership(tx, refund.membershipId, refund.spanTo);
  return "refused";
}

function factsOf(refund: AskedRefund) {
  return { ...refund, jurisdiction: "" };
}
