/**
 * The bank file as a rail: a payment waits until the operator puts it into a file for the house's own
 * bank, is on its way once it is in one, and is paid or returned when the operator says so.
 */
import { assert } from "../../../core/assert.ts";
import type { Db } from "../../../store/db.ts";
import type { Absent, Outcome } from "../../bank/bank.ts";
import type { Rail } from "../rail.ts";
import { type FilePayment, findPayment, insertPayment } from "./file-store.ts";

export function fileRail(db: Db, at: Date): Rail {
  const lookUp = async (key: string): Promise<Outcome<"transfer"> | Absent> => {
    const payment = await findPayment(db, key);
    return payment ? outcomeOf(payment) : { state: "absent" };
  };
  return {
    lookUp,
    transfer: async ({ key, micros, currency, account, name }) => {
      await insertPayment(db, at, { key, micros, currency, iban: account, name: name ?? "" });
      const known = await findPayment(db, key);
      const same =
        known?.iban === account && known.micros === micros && known.currency === currency;
      assert(same, `the key ${key} stands for one payment`);
      return outcomeOf(known);
    },
  };
}

/** The bank takes nothing for itself that we would know of: `feeMicros` is none. */
function outcomeOf({ key, state, fileId }: FilePayment): Outcome<"transfer"> {
  // In no file: nobody was asked to pay it, so nothing is booked and it may still be refused.
  if (state === "waiting") return { state: "unknown" };
  if (state === "refused") return { state: "declined", reason: "account-refuses" };
  const ref = `file:${fileId}:${key}`;
  const settled = { state: "settled", ref, feeMicros: 0n } as const;
  if (state === "filed") return { ...settled, delivery: { state: "sent" } };
  if (state === "paid") return { ...settled, delivery: { state: "paid", ref } };
  return { ...settled, delivery: { state: "returned", ref } };
}
