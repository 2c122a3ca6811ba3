/** One payout from its frozen request to its money's arrival, however often that is tried. */
import { present } from "../../core/assert.ts";
import {
  payoutAsked,
  payoutFailed,
  payoutPaid,
  payoutRefused,
  payoutReturned,
  payoutTransferred,
} from "../../core/ledger/payout-flows.ts";
import { type Step, stepsTo } from "../../core/payouts/delivery.ts";
import type { Database, Tx } from "../../store/db.ts";
import type { Bank, Declined, Outcome, Settled } from "../bank/bank.ts";
import { oneByOne } from "../bank/one-by-one.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { findJournalId } from "../ledger/store.ts";
import { findRail } from "./rails.ts";
import {
  failedRefs,
  lockPartner,
  type Moved,
  type Payout,
  payoutOf,
  payoutsByKey,
  recordDelivery,
  recordLooked,
  recordMoved,
} from "./store.ts";

/**
 * Asks the rail, unless it has heard of this payout before, and books what it answers. An unknown
 * outcome books nothing: the payout stays as it is and is looked up later.
 *
 * `payout` is as it was read before. If another has moved it by the time the answer is here, the
 * answer may be older than what they booked, and is left: the next look finds what there is.
 */
export async function carryOut(
  db: Database,
  bank: Bank,
  at: Date,
  payout: Payout,
): Promise<Payout> {
  const { key, micros, currency, payoutAccount: account, payoutName: name } = payout;
  const rail = findRail(db, bank, payout.rail, at);
  if (!rail) return payout;
  const found = await rail.lookUp(key);
  if (found.state !== "absent") return db.transaction((tx) => settle(tx, at, payout, found));
  if (payout.state !== "asked") return payout;
  const outcome = await rail.transfer({ key, micros, currency, account, name });
  return db.transaction((tx) => settle(tx, at, payout, outcome));
}

/** The payouts under these keys, each by itself. What a crash leaves, "settle-payouts" finds. */
export async function settleByKey(
  db: Database,
  bank: Bank,
  at: Date,
  keys: readonly string[],
): Promise<void> {
  const payouts = await payoutsByKey(db, keys);
  await oneByOne(payouts, (payout) => carryOut(db, bank, at, payout));
}

async function settle(
  tx: Tx,
  at: Date,
  seen: Payout,
  outcome: Outcome<"transfer">,
): Promise<Payout> {
  await lockPartner(tx, seen.partnerId);
  const payout = await payoutOf(tx, seen.payoutId);
  if (payout.version !== seen.version || outcome.state === "unknown") return payout;
  if (outcome.state === "settled") await deliver(tx, at, payout, outcome);
  else if (payout.state === "asked") await takeRefusal(tx, at, payout, outcome);
  return payoutOf(tx, payout.payoutId);
}

async function takeRefusal(
  tx: Tx,
  at: Date,
  payout: Payout,
  { reason }: Declined<"transfer">,
): Promise<void> {
  const asked = await findJournalId(tx, payoutAsked(payout).key);
  const journal = payoutRefused(payout, present(asked, "what was asked was booked"));
  await postJournal(tx, journal, { occurredAt: at, postedAt: at });
  const moved = { state: "refused", bankRef: null, paidRef: null, failure: reason } as const;
  await recordMoved(tx, at, payout.payoutId, moved);
}

/** Goes forward to what the rail reports, step by step. */
async function deliver(
  tx: Tx,
  at: Date,
  payout: Payout,
  { ref, feeMicros, delivery }: Settled<"transfer">,
): Promise<void> {
  const standing = { ...payout, failedRefs: await failedRefs(tx, payout.payoutId) };
  const steps = stepsTo(standing, delivery);
  for (const step of steps) await take(tx, at, payout, { step, feeMicros });
  const last = steps.at(-1);
  if (last) await recordMoved(tx, at, payout.payoutId, { ...movedBy(last), bankRef: ref });
  else await recordLooked(tx, at, payout.payoutId);
}

async function take(
  tx: Tx,
  at: Date,
  payout: Payout,
  { step, feeMicros }: { step: Step; feeMicros: bigint },
): Promise<void> {
  const times = { occurredAt: at, postedAt: at };
  if (step.step === "transferred") {
    await postJournal(tx, payoutTransferred(payout, feeMicros), times);
    return;
  }
  if (step.step === "paid") await postJournal(tx, payoutPaid(payout, step.ref), times);
  else if (step.step === "returned") await postJournal(tx, payoutReturned(payout), times);
  else if (step.journal) await postJournal(tx, payoutFailed(payout, step.ref), times);
  await recordDelivery(tx, at, payout.payoutId, step);
}

function movedBy(step: Step): Omit<Moved, "bankRef"> {
  if (step.step === "transferred") return { state: "sent", paidRef: null, failure: null };
  if (step.step === "paid") return { state: "paid", paidRef: step.ref, failure: null };
  const failure = step.step === "failed" && step.reason !== "" ? step.reason : step.step;
  return { state: step.step, paidRef: null, failure };
}
