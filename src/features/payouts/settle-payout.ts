/** One payout from its frozen request to the bank's answer, however often that is tried. */
import { present } from "../../core/assert.ts";
import {
  payoutAsked,
  payoutPaid,
  payoutRefused,
  payoutTransferred,
} from "../../core/ledger/flows.ts";
import type { Database, Tx } from "../../store/db.ts";
import type { Bank, Outcome } from "../bank/bank.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { findJournalId } from "../ledger/store.ts";
import { lockPartner, type Payout, payoutOf, recordPaid, recordRefused } from "./store.ts";

/**
 * Asks the bank, unless it has heard of this payout before, and books what it answers. An unknown
 * outcome books nothing: the payout stays as it is and is looked up later.
 */
export async function carryOut(
  db: Database,
  bank: Bank,
  at: Date,
  payout: Payout,
): Promise<Payout> {
  const { key, micros, currency, payoutAccount: account } = payout;
  const found = await bank.lookUp("transfer", key);
  const outcome =
    found.state === "absent" ? await bank.transfer({ key, micros, currency, account }) : found;
  return db.transaction((tx) => settle(tx, at, payout, outcome));
}

async function settle(
  tx: Tx,
  at: Date,
  { payoutId, partnerId }: Payout,
  outcome: Outcome<"transfer">,
): Promise<Payout> {
  await lockPartner(tx, partnerId);
  const payout = await payoutOf(tx, payoutId);
  if (payout.state !== "asked" || outcome.state === "unknown") return payout;
  const times = { occurredAt: at, postedAt: at };
  if (outcome.state === "settled") {
    await postJournal(tx, payoutTransferred(payout, outcome.feeMicros), times);
    await postJournal(tx, payoutPaid(payout, outcome.ref), times);
    await recordPaid(tx, at, payoutId, outcome.ref);
  } else {
    const asked = await findJournalId(tx, payoutAsked(payout).key);
    const journal = payoutRefused(payout, present(asked, "what was asked was booked"));
    await postJournal(tx, journal, times);
    await recordRefused(tx, at, payoutId, outcome.reason);
  }
  return payoutOf(tx, payoutId);
}
