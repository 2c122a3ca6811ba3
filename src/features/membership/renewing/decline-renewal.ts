/** A renewal was declined: it is tried again, its member is told, and after the last try it ends. */
import { present } from "../../../core/assert.ts";
import { nextTry } from "../../../core/membership/dunning.ts";
import { dayOf, dayStart } from "../../../core/time.ts";
import { enqueue } from "../../../jobs/queue.ts";
import type { Tx } from "../../../store/db.ts";
import type { Attempt } from "../attempt-store.ts";
import {
  endIfOver,
  findMembership,
  findOpenMembership,
  recordCancellation,
  recordRenewalDeclined,
} from "../store.ts";

/** The member is locked by the caller. */
export async function declineRenewal(tx: Tx, at: Date, attempt: Attempt): Promise<void> {
  const { readerId } = attempt;
  const membershipId = present(attempt.renewsId, "a renewal is of a membership");
  await recordRenewalDeclined(tx, at, membershipId);
  const open = await findOpenMembership(tx, readerId);
  if (open?.membershipId !== membershipId) return;
  const next = nextTry(dayOf(open.declinedAt ?? at), open.declines);
  const told = { readerId, membershipId };
  if (next !== null && open.cancelledAt === null) {
    const key = `renewal-declined:${membershipId}:${attempt.attemptId}`;
    await enqueue(tx, "renewal-declined", { ...told, attemptId: attempt.attemptId, next }, { key });
    return;
  }
  await recordCancellation(tx, at, membershipId);
  await endIfOver(tx, at, membershipId, dayOf(at));
  const ended = await findMembership(tx, readerId);
  const runAt = ended?.endedAt ?? dayStart(open.paidUntil);
  await enqueue(tx, "membership-ended", told, { key: `membership-ended:${membershipId}`, runAt });
}
