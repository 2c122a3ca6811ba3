/** The hold at the close: which members' money waits, and what leaves for the partners at once. */

import { assert } from "../../../core/assert.ts";
import { heldUntil, NEW_MEMBER_DAYS } from "../../../core/earnings/hold.ts";
import type { AuthorId } from "../../../core/ids.ts";
import type { Micros } from "../../../core/money.ts";
import { DAY_MS, dayOf, type Month, monthEnd } from "../../../core/time.ts";
import type { Db, Tx } from "../../../store/db.ts";
import { balancesOf } from "../../ledger/store.ts";
import { type HeldMember, heldByAuthor, insertHolds, newMembers } from "./hold-store.ts";

interface Share {
  partnerId: AuthorId;
  micros: Micros;
  escrowMicros: Micros;
}

/** Writes down what waits, and gives what is released now: shares less escrow, less holds. */
export async function holdShares(
  tx: Tx,
  at: Date,
  { month, currency, shares }: { month: Month; currency: string; shares: readonly Share[] },
): Promise<ReleasedShare[]> {
  const since = new Date(monthEnd(month).getTime() - (NEW_MEMBER_DAYS + 1) * DAY_MS);
  const held = (await newMembers(tx, month, since)).flatMap((member): HeldMember[] => {
    const charges = { first: dayOf(member.firstAt), latest: dayOf(member.latestAt) };
    const untilOn = heldUntil(month, charges, dayOf(at));
    return untilOn === null ? [] : [{ memberId: member.memberId, untilOn }];
  });
  if (held.length > 0) await insertHolds(tx, month, held);
  const waiting = await heldByAuthor(tx, month);
  const released = shares.map(({ partnerId, micros, escrowMicros }) => {
    const heldMicros = waiting.get(partnerId) ?? 0n;
    assert(heldMicros <= micros - escrowMicros, "no more waits than was earned");
    return { partnerId, micros: micros - escrowMicros - heldMicros };
  });
  return netted(tx, currency, released);
}

export interface ReleasedShare {
  partnerId: AuthorId;
  micros: Micros;
  /** What of it settles the partner's debt to us. */
  nettedMicros: Micros;
}

/** What partners owe since money was clawed back comes first out of what is released to them. */
export async function netted(
  db: Db,
  currency: string,
  released: readonly { partnerId: AuthorId; micros: Micros }[],
): Promise<ReleasedShare[]> {
  const owed = new Map(
    (await balancesOf(db, "receivable", currency)).map(({ subject, micros }) => [subject, micros]),
  );
  return released.map(({ partnerId, micros }) => {
    const owes = owed.get(String(partnerId)) ?? 0n;
    return { partnerId, micros, nettedMicros: owes < micros ? owes : micros };
  });
}
