/** A member cancels, or takes it back: the paid days stay theirs either way. */
import type { ReaderId } from "../../core/ids.ts";
import { allow, type Ruling, refuse } from "../../core/ruling.ts";
import { dayOf } from "../../core/time.ts";
import type { Database, Tx } from "../../store/db.ts";
import {
  endIfOver,
  findMembership,
  findOpenMembership,
  lockMember,
  type Membership,
  recordCancellation,
  recordResumption,
} from "./store.ts";

/** No more renewals: it ends when the paid days do. A second time changes nothing. */
export function cancelMembership(
  db: Database,
  at: Date,
  reader: ReaderId,
): Promise<Ruling<Membership, "not-a-member">> {
  return changed<never>(db, reader, async ({ membershipId }, tx) => {
    await recordCancellation(tx, at, membershipId);
    await endIfOver(tx, at, membershipId, dayOf(at));
    return null;
  });
}

/** The membership is renewed again, as long as it is not over. */
export function resumeMembership(
  db: Database,
  at: Date,
  reader: ReaderId,
): Promise<Ruling<Membership, "not-a-member" | "no-card">> {
  return changed<"no-card">(db, reader, async ({ membershipId, paidUntil, cardLast4 }, tx) => {
    if (cardLast4 === null) return "no-card";
    if (paidUntil > dayOf(at)) await recordResumption(tx, membershipId);
    return null;
  });
}

function changed<Refusal extends string>(
  db: Database,
  reader: ReaderId,
  change: (membership: Membership, tx: Tx) => Promise<Refusal | null>,
): Promise<Ruling<Membership, Refusal | "not-a-member">> {
  return db.transaction(async (tx) => {
    await lockMember(tx, reader);
    const open = await findOpenMembership(tx, reader);
    if (!open) return refuse("not-a-member");
    const refusal = await change(open, tx);
    if (refusal !== null) return refuse(refusal);
    const membership = await findMembership(tx, reader);
    return membership ? allow(membership) : refuse("not-a-member");
  });
}
