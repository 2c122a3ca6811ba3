/** Gifts in SQL. Sole writer of `gift`. */
import { z } from "zod";
import type { ChargeId, ReaderId } from "../../../core/ids.ts";
import { chargeId, instant, micros, readerId, whole } from "../../../store/columns.ts";
import { type Db, sql, type Tx } from "../../../store/db.ts";

const Gift = z.object({
  giftId: whole,
  code: z.string(),
  chargeId,
  giverId: readerId,
  planCode: z.string(),
  planName: z.string(),
  currency: z.string(),
  /** What was paid. */
  cashMicros: micros,
  boughtAt: instant,
  redeemedBy: readerId.nullable(),
  redeemedAt: instant.nullable(),
  voidAt: instant.nullable(),
  /** The charge is disputed, so nobody can redeem it meanwhile. */
  isDisputed: z.boolean(),
});
export type Gift = z.output<typeof Gift>;

export interface NewGift {
  code: string;
  chargeId: ChargeId;
  giverId: ReaderId;
  planCode: string;
}

export async function insertGift(tx: Tx, at: Date, gift: NewGift): Promise<void> {
  await tx.run(sql`
    insert into gift (code, charge_id, giver_id, plan_code, bought_at)
    values (${gift.code}, ${gift.chargeId}, ${gift.giverId}, ${gift.planCode}, ${at})`);
}

/** Makes others who would redeem it wait until `tx` ends. A statement of its own, before any read. */
export async function lockGift(tx: Tx, code: string): Promise<void> {
  await tx.run(sql`select from gift where code = ${code} for update`);
}

export function findGift(db: Db, code: string): Promise<Gift | null> {
  return db.maybe(sql.of(Gift)`
    select gift.id as gift_id, gift.code, charge_id, giver_id, plan_code, plan.name as plan_name,
           charge.currency, cash_micros, bought_at, redeemed_by, redeemed_at, void_at,
           exists (select from dispute
                    where dispute.charge_id = gift.charge_id and state = 'open') as is_disputed
      from gift join charge on charge.id = charge_id join plan on plan.code = plan_code
     where gift.code = ${code}`);
}

/** What a reader has given, the newest first. */
export function giftsOf(db: Db, giver: ReaderId): Promise<Gift[]> {
  return db.many(sql.of(Gift)`
    select gift.id as gift_id, gift.code, charge_id, giver_id, plan_code, plan.name as plan_name,
           charge.currency, cash_micros, bought_at, redeemed_by, redeemed_at, void_at,
           exists (select from dispute
                    where dispute.charge_id = gift.charge_id and state = 'open') as is_disputed
      from gift join charge on charge.id = charge_id join plan on plan.code = plan_code
     where giver_id = ${giver}
     order by bought_at desc, gift.id desc`);
}

export async function recordRedeemed(
  tx: Tx,
  at: Date,
  gift: number,
  reader: ReaderId,
): Promise<void> {
  await tx.run(sql`
    update gift set redeemed_by = ${reader}, redeemed_at = ${at} where id = ${gift}`);
}

/** The charge went back before anybody redeemed it. */
export async function voidGiftOf(tx: Tx, at: Date, charge: ChargeId): Promise<void> {
  await tx.run(sql`
    update gift set void_at = ${at} where charge_id = ${charge} and redeemed_at is null`);
}

/** It did not go back after all. */
export async function restoreGiftOf(tx: Tx, charge: ChargeId): Promise<void> {
  await tx.run(sql`update gift set void_at = null where charge_id = ${charge}`);
}
