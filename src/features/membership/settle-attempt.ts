/**
 * What becomes of a wish to charge once the bank has answered. However often it is told, and by
 * however many at once, a charge is recorded once, and a charge always buys days.
 */
import { duesReceived } from "../../core/ledger/flows.ts";
import { dayOfMonth, spanFrom } from "../../core/membership/span.ts";
import { allow, type Ruling, refuse } from "../../core/ruling.ts";
import { type Day, dayOf, dayStart } from "../../core/time.ts";
import { enqueue } from "../../jobs/queue.ts";
import type { Database, Tx } from "../../store/db.ts";
import type { Absent, CardDecline, Outcome, Settled } from "../bank/bank.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { type Attempt, attemptOf, insertCharge, recordDecline } from "./charge-store.ts";
import {
  endIfOver,
  extendMembership,
  findMembership,
  findOpenMembership,
  insertMembership,
  lockMember,
  type Membership,
  planOf,
  recordCancellation,
} from "./store.ts";

export type AttemptRefusal = CardDecline | "payment-pending" | "never-arrived";

/** The membership that the charge pays for, or why there is no charge: not yet, or not at all. */
export function settleAttempt(
  db: Database,
  at: Date,
  asked: Attempt,
  outcome: Outcome<"charge"> | Absent,
): Promise<Ruling<Membership, AttemptRefusal>> {
  return db.transaction(async (tx) => {
    await lockMember(tx, asked.readerId);
    const attempt = await attemptOf(tx, asked.attemptId);
    if (attempt.state !== "charged" && outcome.state === "settled") {
      await recordCharge(tx, at, attempt, outcome);
    } else if (attempt.state === "asked" && outcome.state === "declined") {
      await decline(tx, at, attempt, outcome.reason);
    }
    return rulingOf(tx, attempt.attemptId);
  });
}

/** The bank never heard of it, and by now it never will. */
export function abandonAttempt(db: Database, at: Date, asked: Attempt): Promise<void> {
  return db.transaction(async (tx) => {
    await lockMember(tx, asked.readerId);
    const { state } = await attemptOf(tx, asked.attemptId);
    if (state === "asked") await decline(tx, at, asked, "never-arrived");
  });
}

async function rulingOf(tx: Tx, id: number): Promise<Ruling<Membership, AttemptRefusal>> {
  const { state, decline, readerId } = await attemptOf(tx, id);
  const membership = await findMembership(tx, readerId);
  if (state === "charged" && membership) return allow(membership);
  return refuse(decline ?? "payment-pending");
}

async function decline(
  tx: Tx,
  at: Date,
  attempt: Attempt,
  reason: CardDecline | "never-arrived",
): Promise<void> {
  const { attemptId, readerId, renewsId } = attempt;
  await recordDecline(tx, at, attemptId, reason);
  if (renewsId === null) return;
  await recordCancellation(tx, at, renewsId);
  await endIfOver(tx, at, renewsId, dayOf(at));
  const membership = await findMembership(tx, readerId);
  const ends = membership?.endedAt ?? dayStart(membership?.paidUntil ?? dayOf(at));
  const told = { readerId, membershipId: renewsId };
  await enqueue(tx, "membership-ended", told, { key: `membership-ended:${renewsId}`, runAt: ends });
}

async function recordCharge(
  tx: Tx,
  at: Date,
  attempt: Attempt,
  { ref, feeMicros, card }: Settled<"charge">,
): Promise<void> {
  const plan = await planOf(tx, attempt.planCode);
  const open = await findOpenMembership(tx, attempt.readerId);
  const from = latest(attempt.renewsFrom ?? dayOf(at), open?.paidUntil);
  const anchorDay = open?.paidUntil === from ? open.anchorDay : dayOfMonth(from);
  const span = spanFrom(from, plan.months, anchorDay);
  const paid = { paidUntil: span.to, anchorDay, card };
  if (open) await extendMembership(tx, open.membershipId, paid);
  const membershipId =
    open?.membershipId ??
    (await insertMembership(tx, at, { readerId: attempt.readerId, plan, ...paid }));

  const charge = { attempt, membershipId, bankRef: ref, tier: plan.tier, feeMicros, span };
  const chargeId = await insertCharge(tx, at, charge);
  const { micros: cashMicros, currency } = attempt;
  const facts = { chargeId, currency, cashMicros, taxMicros: 0n, feeMicros, jurisdiction: "" };
  await postJournal(tx, duesReceived(facts), { occurredAt: at, postedAt: at });
}

function latest(day: Day, other: Day | undefined): Day {
  return other !== undefined && other > day ? other : day;
}
