/** A reader becomes a member: their card is charged for a plan's first span. */
import type { ReaderId } from "../../core/ids.ts";
import { allow, type Ruling, refuse } from "../../core/ruling.ts";
import { dayOf } from "../../core/time.ts";
import type { Database, Tx } from "../../store/db.ts";
import type { Bank, Card } from "../bank/bank.ts";
import { type Attempt, findOpenAttempt, findOpenRefund, insertAttempt } from "./charge-store.ts";
import { type AttemptRefusal, settleAttempt } from "./settle-attempt.ts";
import {
  endIfOver,
  findOfferedPlan,
  findOpenMembership,
  lockMember,
  type Membership,
} from "./store.ts";

export interface JoinWish {
  readerId: ReaderId;
  planCode: string;
  card: Card;
}

export type JoinRefusal = AttemptRefusal | "already-member" | "no-such-plan";

/**
 * The wish is written down before the bank is asked, so that nothing is lost if the answer does not
 * come: then it is "payment-pending" until `settleCharges` has looked it up. A form sent twice asks
 * the bank once; the second learns what became of the first.
 */
export async function joinMembership(
  db: Database,
  bank: Bank,
  at: Date,
  wish: JoinWish,
): Promise<Ruling<Membership, JoinRefusal>> {
  const asked = await db.transaction((tx) => askToJoin(tx, at, wish));
  if (!asked.ok) return asked;
  const { attempt, isNew } = asked.value;
  const { key, micros, currency } = attempt;
  const outcome = isNew
    ? await bank.charge({ key, micros, currency, card: wish.card })
    : await bank.lookUp("charge", key);
  return settleAttempt(db, at, attempt, outcome);
}

type Asked = { attempt: Attempt; isNew: boolean };

async function askToJoin(
  tx: Tx,
  at: Date,
  { readerId, planCode }: JoinWish,
): Promise<Ruling<Asked, JoinRefusal>> {
  await lockMember(tx, readerId);
  const plan = await findOfferedPlan(tx, planCode);
  if (!plan) return refuse("no-such-plan");
  const known = await findOpenMembership(tx, readerId);
  if (known) await endIfOver(tx, at, known.membershipId, dayOf(at));
  if (await findOpenMembership(tx, readerId)) return refuse("already-member");
  const pending = await findOpenAttempt(tx, readerId);
  if (pending) return allow({ attempt: pending, isNew: false });
  // Its refusal would open the membership again that it ended.
  if ((await findOpenRefund(tx, readerId)) !== null) return refuse("payment-pending");
  const { priceMicros: micros, currency } = plan;
  const attempt = await insertAttempt(tx, at, {
    readerId,
    planCode,
    micros,
    currency,
    renewal: null,
  });
  return allow({ attempt, isNew: true });
}
