/** The inbox of what an outside bank tells. Sole writer of `bank_event`. */
import { sql, type Tx } from "../../store/db.ts";
import type { BankEvent } from "./bank.ts";

/** False when this event was told before, or another that announced the same fact. */
export async function insertEvent(tx: Tx, at: Date, event: BankEvent): Promise<boolean> {
  const { id, businessKey, kind, account, occurredAt, task } = event;
  const count = await tx.run(sql`
    insert into bank_event (id, business_key, kind, account, task, occurred_at, received_at)
    values (${id}, ${businessKey}, ${kind}, ${account}, ${task.name}, ${occurredAt}, ${at})
    on conflict do nothing`);
  return count === 1;
}
