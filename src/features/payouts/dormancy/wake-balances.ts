/** A partner is heard of again: what slept of their balance is payable, whole (docs/policy/payouts.md §7). */
import { present } from "../../../core/assert.ts";
import type { AuthorId } from "../../../core/ids.ts";
import { balanceSlept, balanceWoke } from "../../../core/ledger/payout-flows.ts";
import { type Micros, sum } from "../../../core/money.ts";
import type { Tx } from "../../../store/db.ts";
import { postJournal } from "../../ledger/post-journal.ts";
import { findJournalId } from "../../ledger/store.ts";
import { dormanciesOf, recordWoken } from "./dormancy-store.ts";

/** The partner must be locked. Resolves to how much woke. */
export async function wakeBalances(tx: Tx, at: Date, partner: AuthorId): Promise<Micros> {
  const asleep = await dormanciesOf(tx, partner);
  for (const dormancy of asleep) {
    const slept = await findJournalId(tx, balanceSlept(dormancy).key);
    const journal = balanceWoke(dormancy, present(slept, "what sleeps was booked"));
    await postJournal(tx, journal, { occurredAt: at, postedAt: at });
    await recordWoken(tx, at, dormancy.dormancyId);
  }
  return sum(asleep.map(({ micros }) => micros));
}
