/**
 * What becomes of a wish to charge once the bank has answered. However often it is told, and by
 * however many at once, a charge is recorded once, and a charge always buys days.
 */
import { allow, type Ruling, refuse } from "../../core/ruling.ts";
import type { Database, Tx } from "../../store/db.ts";
import type { Absent, CardDecline, Outcome } from "../bank/bank.ts";
import { type Attempt, attemptOf, recordCharged, recordDecline } from "./attempt-store.ts";
import { recordCharge } from "./record-charge.ts";
import { declineRenewal } from "./renewing/decline-renewal.ts";
import { findMembership, lockMember, type Membership } from "./store.ts";

export type AttemptRefusal = CardDecline | "payment-pending" | "never-arrived";

/** The membership that the charge pays for, or why there is no charge: not yet, or not at all. */
export function settleAttempt(
  db: Database,
  at: Date,
  asked: Attempt,
  outcome: Outcome<"charge"> | Absent,
): Promise<Ruling<Membership, AttemptRefusal>> {
  return db.transaction(async (tx) => {
    const attempt = await settle(tx, at, asked, outcome);
    const membership = await findMembership(tx, attempt.readerId);
    if (attempt.state === "charged" && membership) return allow(membership);
    return refuse(attempt.decline ?? "payment-pending");
  });
}

/** The same for a charge that buys no membership of the payer's own: the attempt as it stands now. */
export function settleGiftAttempt(
  db: Database,
  at: Date,
  asked: Attempt,
  outcome: Outcome<"charge"> | Absent,
): Promise<Attempt> {
  return db.transaction((tx) => settle(tx, at, asked, outcome));
}

async function settle(
  tx: Tx,
  at: Date,
  asked: Attempt,
  outcome: Outcome<"charge"> | Absent,
): Promise<Attempt> {
  await lockMember(tx, asked.readerId);
  const attempt = await attemptOf(tx, asked.attemptId);
  if (attempt.state !== "charged" && outcome.state === "settled") {
    await recordCharged(tx, at, attempt.attemptId);
    await recordCharge(tx, at, attempt, outcome);
  } else if (attempt.state === "asked" && outcome.state === "declined") {
    await decline(tx, at, attempt, outcome.reason);
  }
  return attemptOf(tx, attempt.attemptId);
}

/** The bank never heard of it, and by now it never will. */
export function abandonAttempt(db: Database, at: Date, asked: Attempt): Promise<void> {
  return db.transaction(async (tx) => {
    await lockMember(tx, asked.readerId);
    const { state } = await attemptOf(tx, asked.attemptId);
    if (state === "asked") await decline(tx, at, asked, "never-arrived");
  });
}

async function decline(
  tx: Tx,
  at: Date,
  attempt: Attempt,
  reason: CardDecline | "never-arrived",
): Promise<void> {
  await recordDecline(tx, at, attempt.attemptId, reason);
  if (attempt.purpose === "renewal") await declineRenewal(tx, at, attempt);
}
