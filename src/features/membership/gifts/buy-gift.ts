/** A reader pays for a span of somebody else's: the card is charged, and a code is theirs to give away. */
import type { ReaderId } from "../../../core/ids.ts";
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import type { Database, Tx } from "../../../store/db.ts";
import type { Bank, Card } from "../../bank/bank.ts";
import { type Attempt, findOpenAttempt, insertAttempt } from "../attempt-store.ts";
import { type AttemptRefusal, settleGiftAttempt } from "../settle-attempt.ts";
import { findOfferedPlan, lockMember } from "../store.ts";

export interface GiftWish {
  giverId: ReaderId;
  planCode: string;
  card: Card;
}

export type BuyGiftRefusal = AttemptRefusal | "no-such-plan";

/** As with joining, the wish is written down before the bank is asked, and asked once. */
export async function buyGift(
  db: Database,
  bank: Bank,
  at: Date,
  wish: GiftWish,
): Promise<Ruling<Attempt, BuyGiftRefusal>> {
  const asked = await db.transaction((tx) => askForGift(tx, at, wish));
  if (!asked.ok) return asked;
  const { key, micros, currency } = asked.value;
  const outcome = await bank.charge({ key, micros, currency, card: wish.card });
  const attempt = await settleGiftAttempt(db, at, asked.value, outcome);
  if (attempt.state === "charged") return allow(attempt);
  return refuse(attempt.decline ?? "payment-pending");
}

async function askForGift(
  tx: Tx,
  at: Date,
  { giverId, planCode }: Pick<GiftWish, "giverId" | "planCode">,
): Promise<Ruling<Attempt, BuyGiftRefusal>> {
  await lockMember(tx, giverId);
  const plan = await findOfferedPlan(tx, planCode);
  if (!plan) return refuse("no-such-plan");
  if (await findOpenAttempt(tx, giverId)) return refuse("payment-pending");
  const { priceMicros: micros, currency } = plan;
  const gift = { readerId: giverId, planCode, micros, currency, purpose: "gift" } as const;
  return allow(await insertAttempt(tx, at, gift));
}
