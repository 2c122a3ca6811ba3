/** Memberships are renewed on their last paid day, and the cancelled ones end after it. */
import { renewalFrom } from "../../core/membership/span.ts";
import { dayAfter, dayOf } from "../../core/time.ts";
import type { Database, Tx } from "../../store/db.ts";
import type { Bank } from "../bank/bank.ts";
import { oneByOne } from "../bank/one-by-one.ts";
import { type Attempt, findOpenAttempt, findOpenRefund, insertAttempt } from "./charge-store.ts";
import { chargeRenewal } from "./settle-charges.ts";
import {
  cardTokenOf,
  type Due,
  dueMemberships,
  endIfOver,
  findOpenMembership,
  lockMember,
  planOf,
} from "./store.ts";

export interface Renewals {
  renewed: number;
  /** Declined, or cancelled and over. */
  ended: number;
  /** The bank has not answered. */
  waiting: number;
}

/** Safe to run again: a span is asked for once, and what is not due is left alone. */
export async function renewMemberships(db: Database, bank: Bank, at: Date): Promise<Renewals> {
  const due = await dueMemberships(db, dayOf(at));
  const fates = await oneByOne(due, (one) => renew(db, bank, at, one));
  const count = (fate: Fate) => fates.filter((one) => one === fate).length;
  return { renewed: count("renewed"), ended: count("ended"), waiting: count("waiting") };
}

type Fate = keyof Renewals | "left";

async function renew(db: Database, bank: Bank, at: Date, due: Due): Promise<Fate> {
  const asked = await db.transaction((tx) => askToRenew(tx, at, due));
  if (asked === "left" || asked === "ended") return asked;
  const ruling = await chargeRenewal(db, bank, at, asked);
  if (ruling.ok) return "renewed";
  return ruling.refusal === "payment-pending" ? "waiting" : "ended";
}

/** The attempt to carry out, a new one or that of an earlier run; or what else became of it. */
async function askToRenew(
  tx: Tx,
  at: Date,
  { membershipId, readerId }: Due,
): Promise<Attempt | "left" | "ended"> {
  await lockMember(tx, readerId);
  const pending = await findOpenAttempt(tx, readerId);
  if (pending) return pending.renewsId === membershipId ? pending : "left";
  const today = dayOf(at);
  if (await endIfOver(tx, at, membershipId, today)) return "ended";
  const open = await findOpenMembership(tx, readerId);
  if (open?.membershipId !== membershipId || open.cancelledAt) return "left";
  if (open.paidUntil > dayAfter(today)) return "left";
  // Its refusal would give back days that the renewal pays for again.
  if ((await findOpenRefund(tx, readerId)) !== null) return "left";

  const { planCode, paidUntil } = open;
  const { priceMicros: micros, currency } = await planOf(tx, planCode);
  const cardToken = await cardTokenOf(tx, membershipId);
  const renewal = { membershipId, from: renewalFrom(paidUntil, today), cardToken };
  return insertAttempt(tx, at, { readerId, planCode, micros, currency, renewal });
}
