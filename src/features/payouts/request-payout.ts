/** A partner asks for their balance. */
import type { AuthorId } from "../../core/ids.ts";
import { payoutAsked } from "../../core/ledger/payout-flows.ts";
import { type Payee, type PayoutRefusal, rulePayout } from "../../core/payouts/request.ts";
import { allow, type Ruling, refuse } from "../../core/ruling.ts";
import { monthOf } from "../../core/time.ts";
import type { Database, Db, Tx } from "../../store/db.ts";
import type { Bank } from "../bank/bank.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { policyOf } from "../policies/store.ts";
import { wakeBalances } from "./dormancy/wake-balances.ts";
import { railsOffered } from "./rails.ts";
import { carryOut } from "./settle-payout.ts";
import { findPayee, insertPayout, lockPartner, type Payout } from "./store.ts";

export type RequestRefusal = PayoutRefusal | "not-a-partner" | "rail-closed";

/**
 * The request is frozen and booked before the bank is asked. The payout's state says how it went:
 * "paid", "refused" with the balance payable again, or "asked" while the bank has not answered.
 * A balance that slept is theirs again first.
 */
export async function requestPayout(
  db: Database,
  bank: Bank,
  at: Date,
  partner: AuthorId,
): Promise<Ruling<Payout, RequestRefusal>> {
  const asked = await db.transaction(async (tx) => {
    await lockPartner(tx, partner);
    await wakeBalances(tx, at, partner);
    return askPayout(tx, bank, at, { partner, batchId: null });
  });
  return asked.ok ? allow(await carryOut(db, bank, at, asked.value)) : asked;
}

/** The least that is paid out, as the policy of the moment has it. */
export async function payoutMinimum(db: Db, at: Date): Promise<bigint> {
  const { policy } = await policyOf(db, monthOf(at));
  return BigInt(policy.partners.payoutMicrosMin);
}

/** Freezes and books the request of a partner who is locked. */
export async function askPayout(
  tx: Tx,
  bank: Bank,
  at: Date,
  { partner, batchId }: { partner: AuthorId; batchId: number | null },
): Promise<Ruling<Payout, RequestRefusal>> {
  const payee = await findPayee(tx, partner);
  if (!payee) return refuse("not-a-partner");
  const ruling = ruleRequest(bank, payee, await payoutMinimum(tx, at));
  if (!ruling.ok) return ruling;
  const payout = await insertPayout(tx, at, { partner, order: ruling.value, payee, batchId });
  await postJournal(tx, payoutAsked(payout), { occurredAt: at, postedAt: at });
  return allow(payout);
}

/** What the rules say, and whether this site still pays on the rail that the partner chose. */
export function ruleRequest(bank: Bank, payee: Payee, minimumMicros: bigint) {
  const { rail } = payee;
  const isOpen = rail === null || railsOffered(bank).includes(rail);
  return isOpen ? rulePayout(payee, minimumMicros) : refuse("rail-closed");
}
