/** An event of an outside bank is taken in: kept once, and the room it concerns is woken. */
import { enqueue } from "../../jobs/queue.ts";
import type { Database } from "../../store/db.ts";
import type { BankEvent } from "./bank.ts";
import { insertEvent } from "./event-store.ts";

/**
 * Event and task are one transaction. The task asks the bank what is so now and moves forward only, so
 * the order of events does not matter, nor that several of them share one waking.
 */
export function hearEvent(db: Database, at: Date, event: BankEvent): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (!(await insertEvent(tx, at, event))) return false;
    const { name, payload } = event.task;
    const key = `bank-event:${name}:${JSON.stringify(payload)}`;
    await enqueue(tx, name, payload, { key });
    return true;
  });
}
