/** Payments whose answer did not come are looked up at the bank, until it is known what became of them. */

import { present } from "../../core/assert.ts";
import type { Ruling } from "../../core/ruling.ts";
import type { Database } from "../../store/db.ts";
import type { Bank } from "../bank/bank.ts";
import { oneByOne } from "../bank/one-by-one.ts";
import { type Attempt, attemptsToLookUp } from "./attempt-store.ts";
import { carryOutRefund, takeReturnedRefund } from "./refund-charge.ts";
import { openRefunds, refundsPaidSince } from "./refund-store.ts";
import { type AttemptRefusal, abandonAttempt, settleAttempt } from "./settle-attempt.ts";
import type { Membership } from "./store.ts";

/** Younger requests may still be under way. */
const ANSWER_MS_MAX = 60_000;

/** A typed card that the bank has not heard of after this will not be charged any more. */
const ARRIVAL_MS_MAX = 3_600_000;

/** A page of the bank's is open for a day; what was paid on it comes to light for one more. */
const HOSTED_MS_MAX = 48 * 3_600_000;

/** Resolves to how many attempts and refunds are settled now. */
export async function settleCharges(db: Database, bank: Bank, at: Date): Promise<number> {
  const before = new Date(at.getTime() - ANSWER_MS_MAX);
  const since = new Date(at.getTime() - HOSTED_MS_MAX);
  const attempts = await attemptsToLookUp(db, before, since);
  const charged = await oneByOne(attempts, (attempt) => settle(db, bank, at, attempt));
  return charged.filter(Boolean).length + (await settleRefunds(db, bank, at, before));
}

/** Refunds asked up to `before` are looked up. Resolves to how many are settled now. */
export async function settleRefunds(
  db: Database,
  bank: Bank,
  at: Date,
  before = at,
): Promise<number> {
  const refunds = await openRefunds(db, before);
  const settled = await oneByOne(refunds, async (id) => {
    const ruling = await carryOutRefund(db, bank, at, id);
    return !ruling.ok || ruling.value.state === "paid";
  });
  return settled.filter(Boolean).length;
}

/** So long after a refund was paid a card's bank may still send it back. */
const RETURN_MS_MAX = 45 * 86_400_000;

/** Refunds that were paid and came back to us. Resolves to how many did since this was asked last. */
export async function takeReturnedRefunds(db: Database, bank: Bank, at: Date): Promise<number> {
  const paid = await refundsPaidSince(db, new Date(at.getTime() - RETURN_MS_MAX));
  const returned = await oneByOne(paid, (id) => takeReturnedRefund(db, bank, at, id));
  return returned.filter(Boolean).length;
}

async function settle(db: Database, bank: Bank, at: Date, attempt: Attempt): Promise<boolean> {
  if (attempt.renewsId !== null) return isSettled(await chargeKeptCard(db, bank, at, attempt));
  const found = await bank.lookUp("charge", attempt.key);
  const age = at.getTime() - attempt.askedAt.getTime();
  const patience = attempt.hosted ? HOSTED_MS_MAX : ARRIVAL_MS_MAX;
  if (found.state === "absent" && age > patience) {
    await abandonAttempt(db, at, attempt);
    return true;
  }
  if (attempt.state === "declined" && found.state !== "settled") return false;
  return isSettled(await settleAttempt(db, at, attempt, found));
}

/** Asks the bank for a renewal or a change, unless it has heard of it before. The kept card makes that repeatable. */
export async function chargeKeptCard(
  db: Database,
  bank: Bank,
  at: Date,
  attempt: Attempt,
): Promise<Ruling<Membership, AttemptRefusal>> {
  const { key, micros, currency, cardToken } = attempt;
  const card = { token: present(cardToken, "it is charged to a kept card") };
  const found = await bank.lookUp("charge", key);
  const outcome =
    found.state === "absent" ? await bank.charge({ key, micros, currency, card }) : found;
  return settleAttempt(db, at, attempt, outcome);
}

function isSettled(ruling: Ruling<Membership, AttemptRefusal>): boolean {
  return ruling.ok || ruling.refusal !== "payment-pending";
}
