/**
 * Balances whose partners were not heard of for long are set aside under their names
 * (docs/policy/payouts.md §7). Nothing is forfeited: any sign of them brings it back, whole.
 */
import type { AuthorId } from "../../../core/ids.ts";
import { balanceSlept } from "../../../core/ledger/payout-flows.ts";
import type { Micros } from "../../../core/money.ts";
import { dormantBefore, ruleDormancy } from "../../../core/payouts/dormancy.ts";
import type { Database, Tx } from "../../../store/db.ts";
import { oneByOne } from "../../bank/one-by-one.ts";
import { postJournal } from "../../ledger/post-journal.ts";
import { findPayee, lockPartner } from "../store.ts";
import { insertDormancy, lastSignOf, silentPartners } from "./dormancy-store.ts";

/** Safe to run again. Resolves to how many balances sleep now that did not. */
export async function putToSleep(db: Database, at: Date): Promise<number> {
  const silent = await silentPartners(db, dormantBefore(at));
  const slept = await oneByOne(silent, (partner) =>
    db.transaction((tx) => sleepOne(tx, at, partner)),
  );
  return slept.filter((micros) => micros > 0n).length;
}

async function sleepOne(tx: Tx, at: Date, partner: AuthorId): Promise<Micros> {
  await lockPartner(tx, partner);
  const payee = await findPayee(tx, partner);
  if (!payee) return 0n;
  const payableMicros = payee.payableMicros - payee.owedMicros;
  // They may have been heard of while we waited for the lock.
  const sleeper = { ...payee, payableMicros, lastSignAt: await lastSignOf(tx, partner) };
  const ruling = ruleDormancy(sleeper, at);
  if (!ruling.ok) return 0n;
  const asleep = { partner, micros: ruling.value, currency: payee.currency };
  const dormancy = await insertDormancy(tx, at, asleep);
  await postJournal(tx, balanceSlept(dormancy), { occurredAt: at, postedAt: at });
  return dormancy.micros;
}
