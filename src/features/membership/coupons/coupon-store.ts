/** Coupons in SQL. Sole writer of `coupon`; a use is an attempt to join that names it. */
import { z } from "zod";
import type { ReaderId } from "../../../core/ids.ts";
import { day, instant, whole } from "../../../store/columns.ts";
import { type Db, sql, type Tx } from "../../../store/db.ts";

const Coupon = z.object({
  couponId: whole,
  code: z.string(),
  percentOff: whole,
  charges: whole,
  usesMax: whole.nullable(),
  uses: whole,
  lastDay: day.nullable(),
  madeAt: instant,
  withdrawnAt: instant.nullable(),
});
export type CouponRow = z.output<typeof Coupon>;

/** All coupons, the newest first. A payment under way counts as a use. */
export function coupons(db: Db): Promise<CouponRow[]> {
  return db.many(sql.of(Coupon)`
    select coupon.id as coupon_id, code, percent_off, charges, uses_max, last_day, made_at,
           withdrawn_at,
           (select count(*) from charge_attempt
             where coupon_id = coupon.id and purpose = 'join' and state <> 'declined') as uses
      from coupon order by made_at desc, id desc`);
}

export function findCouponOf(db: Db, id: number): Promise<CouponRow | null> {
  return db.maybe(sql.of(Coupon)`
    select coupon.id as coupon_id, code, percent_off, charges, uses_max, last_day, made_at,
           withdrawn_at, 0 as uses
      from coupon where id = ${id}`);
}

const Usable = Coupon.extend({ usedBefore: z.boolean() });

/** The coupon of a code, and whether this reader used it before. */
export function findCoupon(
  db: Db,
  code: string,
  reader: ReaderId,
): Promise<z.output<typeof Usable> | null> {
  return db.maybe(sql.of(Usable)`
    select coupon.id as coupon_id, code, percent_off, charges, uses_max, last_day, made_at,
           withdrawn_at,
           (select count(*) from charge_attempt
             where coupon_id = coupon.id and purpose = 'join' and state <> 'declined') as uses,
           exists (select from charge_attempt
                    where coupon_id = coupon.id and reader_id = ${reader}
                      and purpose = 'join' and state = 'charged') as used_before
      from coupon where code = ${code}`);
}

/** Makes others who would use it wait until `tx` ends. A statement of its own, before any read. */
export async function lockCoupon(tx: Tx, code: string): Promise<void> {
  await tx.run(sql`select from coupon where code = ${code} for update`);
}

export interface NewCoupon {
  code: string;
  percentOff: number;
  charges: number;
  usesMax: number | null;
  lastDay: string | null;
  madeBy: ReaderId;
}

/** False when the code is taken. */
export async function insertCoupon(tx: Tx, at: Date, coupon: NewCoupon): Promise<boolean> {
  const count = await tx.run(sql`
    insert into coupon (code, percent_off, charges, uses_max, last_day, made_by, made_at)
    values (${coupon.code}, ${coupon.percentOff}, ${coupon.charges}, ${coupon.usesMax},
            ${coupon.lastDay}, ${coupon.madeBy}, ${at})
    on conflict (code) do nothing`);
  return count === 1;
}

/** The first time stays; memberships that have it keep it. */
export async function recordWithdrawn(tx: Tx, at: Date, coupon: number): Promise<void> {
  await tx.run(sql`
    update coupon set withdrawn_at = coalesce(withdrawn_at, ${at}) where id = ${coupon}`);
}
