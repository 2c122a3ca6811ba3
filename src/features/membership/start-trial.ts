/** A reader tries the house: some days without paying, without a card, and once. Writers get nothing of them. */
import type { ReaderId } from "../../core/ids.ts";
import { dayOfMonth } from "../../core/membership/span.ts";
import { allow, type Ruling, refuse } from "../../core/ruling.ts";
import { type Day, dayAfter, dayOf } from "../../core/time.ts";
import type { Database, Db, Tx } from "../../store/db.ts";
import { findOpenAttempt } from "./attempt-store.ts";
import { settingOf } from "./setting-store.ts";
import { findMembership, insertMembership, lockMember, plansOffered } from "./store.ts";

export type TrialRefusal = "no-trials" | "was-a-member" | "payment-pending";

/** How many days this reader may try; 0 for who was a member before, and where nobody may. */
export async function trialDaysFor(db: Db, reader: ReaderId): Promise<number> {
  const known = await findMembership(db, reader);
  return known ? 0 : (await settingOf(db)).trialDays;
}

export function startTrial(
  db: Database,
  at: Date,
  readerId: ReaderId,
): Promise<Ruling<{ paidUntil: Day }, TrialRefusal>> {
  return db.transaction((tx) => start(tx, at, readerId));
}

async function start(
  tx: Tx,
  at: Date,
  readerId: ReaderId,
): Promise<Ruling<{ paidUntil: Day }, TrialRefusal>> {
  await lockMember(tx, readerId);
  if (await findMembership(tx, readerId)) return refuse("was-a-member");
  if (await findOpenAttempt(tx, readerId)) return refuse("payment-pending");
  const { trialDays } = await settingOf(tx);
  const [plan] = await plansOffered(tx);
  if (trialDays === 0 || !plan) return refuse("no-trials");
  const today = dayOf(at);
  const paidUntil = dayAfter(today, trialDays);
  const anchorDay = dayOfMonth(paidUntil);
  const trial = { readerId, plan, card: null, anchorDay, paidUntil, origin: "trial" } as const;
  await insertMembership(tx, at, trial);
  return allow({ paidUntil });
}
