/** A partner asks for their balance. */
import type { AuthorId } from "../../core/ids.ts";
import { payoutAsked } from "../../core/ledger/flows.ts";
import { type PayoutRefusal, rulePayout } from "../../core/payouts/request.ts";
import { allow, type Ruling, refuse } from "../../core/ruling.ts";
import { monthOf } from "../../core/time.ts";
import type { Database, Db, Tx } from "../../store/db.ts";
import type { Bank } from "../bank/bank.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { policyOf } from "../policies/store.ts";
import { carryOut } from "./settle-payout.ts";
import { findPayee, insertPayout, lockPartner, type Payout } from "./store.ts";

export type RequestRefusal = PayoutRefusal | "not-a-partner";

/**
 * The request is frozen and booked before the bank is asked. The payout's state says how it went:
 * "paid", "refused" with the balance payable again, or "asked" while the bank has not answered.
 */
export async function requestPayout(
  db: Database,
  bank: Bank,
  at: Date,
  partner: AuthorId,
): Promise<Ruling<Payout, RequestRefusal>> {
  const asked = await db.transaction((tx) => ask(tx, at, partner));
  return asked.ok ? allow(await carryOut(db, bank, at, asked.value)) : asked;
}

/** The least that is paid out, as the policy of the moment has it. */
export async function payoutMinimum(db: Db, at: Date): Promise<bigint> {
  const { policy } = await policyOf(db, monthOf(at));
  return BigInt(policy.partners.payoutMicrosMin);
}

async function ask(tx: Tx, at: Date, partner: AuthorId): Promise<Ruling<Payout, RequestRefusal>> {
  await lockPartner(tx, partner);
  const payee = await findPayee(tx, partner);
  if (!payee) return refuse("not-a-partner");
  const ruling = rulePayout(payee, await payoutMinimum(tx, at));
  if (!ruling.ok) return ruling;
  const payout = await insertPayout(tx, at, partner, ruling.value);
  await postJournal(tx, payoutAsked(payout), { occurredAt: at, postedAt: at });
  return allow(payout);
}
