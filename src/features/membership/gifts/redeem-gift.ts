/** A reader redeems a gift: the days that somebody paid begin for them. */
import type { ReaderId } from "../../../core/ids.ts";
import { dayOfMonth, spanFrom } from "../../../core/membership/span.ts";
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import { type Day, dayOf } from "../../../core/time.ts";
import type { Database, Tx } from "../../../store/db.ts";
import { beginGift, lockCharge } from "../charge-store.ts";
import {
  endIfOver,
  findOpenMembership,
  insertMembership,
  lockMember,
  planOf,
  prolongMembership,
} from "../store.ts";
import { readGiftCode } from "./gift-code.ts";
import { findGift, lockGift, recordRedeemed } from "./gift-store.ts";

export type GiftRefusal = "no-such-gift" | "gift-redeemed" | "gift-void" | "gift-disputed";

export interface Redeemed {
  paidUntil: Day;
}

/** Members have the days added to theirs. A second time it is found redeemed. */
export function redeemGift(
  db: Database,
  at: Date,
  wish: { readerId: ReaderId; code: string },
): Promise<Ruling<Redeemed, GiftRefusal>> {
  return db.transaction((tx) => redeem(tx, at, wish.readerId, readGiftCode(wish.code)));
}

async function redeem(
  tx: Tx,
  at: Date,
  readerId: ReaderId,
  code: string,
): Promise<Ruling<Redeemed, GiftRefusal>> {
  await lockMember(tx, readerId);
  const known = await findGift(tx, code);
  if (!known) return refuse("no-such-gift");
  await lockCharge(tx, known.chargeId);
  await lockGift(tx, code);
  const gift = await findGift(tx, code);
  if (!gift) return refuse("no-such-gift");
  if (gift.redeemedAt) return refuse("gift-redeemed");
  if (gift.voidAt) return refuse("gift-void");
  if (gift.isDisputed) return refuse("gift-disputed");

  const today = dayOf(at);
  const current = await findOpenMembership(tx, readerId);
  if (current) await endIfOver(tx, at, current.membershipId, today);
  const open = await findOpenMembership(tx, readerId);
  const plan = await planOf(tx, gift.planCode);
  const from = open && open.paidUntil > today ? open.paidUntil : today;
  const anchorDay = open?.paidUntil === from ? open.anchorDay : dayOfMonth(from);
  const span = spanFrom(from, plan.months, anchorDay);
  const paid = { readerId, plan, card: null, anchorDay, paidUntil: span.to };
  if (open) await prolongMembership(tx, open.membershipId, span.to);
  const membershipId =
    open?.membershipId ?? (await insertMembership(tx, at, { ...paid, origin: "gift" }));
  await beginGift(tx, gift.chargeId, { readerId, membershipId, span });
  await recordRedeemed(tx, at, gift.giftId, readerId);
  return allow({ paidUntil: span.to });
}
