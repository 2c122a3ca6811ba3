/** Payments whose answer did not come are looked up at the bank, until it is known what became of them. */

import { present } from "../../core/assert.ts";
import type { Ruling } from "../../core/ruling.ts";
import type { Database } from "../../store/db.ts";
import type { Bank } from "../bank/bank.ts";
import { oneByOne } from "../bank/one-by-one.ts";
import { type Attempt, openAttempts, openRefunds } from "./charge-store.ts";
import { carryOutRefund } from "./refund-charge.ts";
import { type AttemptRefusal, abandonAttempt, settleAttempt } from "./settle-attempt.ts";
import type { Membership } from "./store.ts";

/** Younger requests may still be under way. */
const ANSWER_MS_MAX = 60_000;

/** A typed card that the bank has not heard of after this will not be charged any more. */
const ARRIVAL_MS_MAX = 3_600_000;

/** Resolves to how many attempts and refunds are settled now. */
export async function settleCharges(db: Database, bank: Bank, at: Date): Promise<number> {
  const before = new Date(at.getTime() - ANSWER_MS_MAX);
  const attempts = await openAttempts(db, before);
  const charged = await oneByOne(attempts, (attempt) => settle(db, bank, at, attempt));
  const refunds = await openRefunds(db, before);
  const refunded = await oneByOne(refunds, async (id) => {
    const ruling = await carryOutRefund(db, bank, at, id);
    return !ruling.ok || ruling.value.state === "paid";
  });
  return [...charged, ...refunded].filter(Boolean).length;
}

async function settle(db: Database, bank: Bank, at: Date, attempt: Attempt): Promise<boolean> {
  if (attempt.renewsId !== null) return isSettled(await chargeRenewal(db, bank, at, attempt));
  const found = await bank.lookUp("charge", attempt.key);
  const age = at.getTime() - attempt.askedAt.getTime();
  if (found.state === "absent" && age > ARRIVAL_MS_MAX) {
    await abandonAttempt(db, at, attempt);
    return true;
  }
  return isSettled(await settleAttempt(db, at, attempt, found));
}

/** Asks the bank for a renewal, unless it has heard of it before. The kept card makes that repeatable. */
export async function chargeRenewal(
  db: Database,
  bank: Bank,
  at: Date,
  attempt: Attempt,
): Promise<Ruling<Membership, AttemptRefusal>> {
  const { key, micros, currency, cardToken } = attempt;
  const card = { token: present(cardToken, "a renewal has a kept card") };
  const found = await bank.lookUp("charge", key);
  const outcome =
    found.state === "absent" ? await bank.charge({ key, micros, currency, card }) : found;
  return settleAttempt(db, at, attempt, outcome);
}

function isSettled(ruling: Ruling<Membership, AttemptRefusal>): boolean {
  return ruling.ok || ruling.refusal !== "payment-pending";
}
