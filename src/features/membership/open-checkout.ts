/** Paying on a page of the bank's: the wish is written down, the reader sent there, and looked up after. */
import type { ReaderId } from "../../core/ids.ts";
import { allow, type Ruling, refuse } from "../../core/ruling.ts";
import type { Database, Db } from "../../store/db.ts";
import { accountOf } from "../accounts/store.ts";
import type { Bank, Hosted } from "../bank/bank.ts";
import { type Attempt, findOpenAttempt } from "./attempt-store.ts";
import { askToJoin, type JoinRefusal, type JoinWish } from "./join-membership.ts";
import { type AttemptRefusal, abandonAttempt, settleAttempt } from "./settle-attempt.ts";
import { type Membership, planOf } from "./store.ts";

/** Where to send the reader; a second wish finds the payment that was begun. */
export async function openCheckout(
  db: Database,
  { hosted, returnUrl }: { hosted: Hosted; returnUrl: string },
  at: Date,
  wish: Omit<JoinWish, "card">,
): Promise<Ruling<{ url: string }, JoinRefusal>> {
  const asked = await db.transaction((tx) => askToJoin(tx, at, { ...wish, hosted: true }));
  if (!asked.ok) return asked;
  const { attempt } = asked.value;
  if (!attempt.hosted) return refuse("payment-pending");
  return checkout(db, { hosted, returnUrl }, attempt);
}

/** The page of the payment that the reader has begun; none when there is none. */
export async function resumeCheckout(
  db: Db,
  to: { hosted: Hosted; returnUrl: string },
  reader: ReaderId,
): Promise<Ruling<{ url: string }, "payment-pending">> {
  const attempt = await findOpenAttempt(db, reader);
  return attempt?.hosted ? checkout(db, to, attempt) : refuse("payment-pending");
}

async function checkout(
  db: Db,
  { hosted, returnUrl }: { hosted: Hosted; returnUrl: string },
  { key, micros, currency, planCode, readerId }: Attempt,
): Promise<Ruling<{ url: string }, "payment-pending">> {
  const { name: what } = await planOf(db, planCode);
  const { email } = await accountOf(db, readerId);
  const page = await hosted.checkout({ key, micros, currency, what, email, returnUrl });
  return page.state === "page" ? allow({ url: page.url }) : refuse("payment-pending");
}

/** The reader is back, having paid or not: what the bank says of it is booked. */
export async function returnFromCheckout(
  db: Database,
  bank: Bank,
  at: Date,
  reader: ReaderId,
): Promise<Ruling<Membership, AttemptRefusal> | null> {
  const attempt = await findOpenAttempt(db, reader);
  if (!attempt?.hosted) return null;
  return settleAttempt(db, at, attempt, await bank.lookUp("charge", attempt.key));
}

/**
 * The reader begins again with another plan. Should they pay on the page that is still open, that buys
 * days all the same: `settleCharges` looks it up for as long as it can be paid.
 */
export async function withdrawCheckout(
  db: Database,
  bank: Bank,
  at: Date,
  reader: ReaderId,
): Promise<void> {
  const attempt = await findOpenAttempt(db, reader);
  if (!attempt?.hosted) return;
  const ruling = await settleAttempt(db, at, attempt, await bank.lookUp("charge", attempt.key));
  if (!ruling.ok && ruling.refusal === "payment-pending") await abandonAttempt(db, at, attempt);
}
