/** Wishes to charge, in SQL. Sole writer of `charge_attempt`. */
import { z } from "zod";
import type { ReaderId } from "../../core/ids.ts";
import type { Micros } from "../../core/money.ts";
import type { Day } from "../../core/time.ts";
import { day, instant, micros, readerId, whole } from "../../store/columns.ts";
import { type Db, sql, type Tx } from "../../store/db.ts";
import type { CardDecline } from "../bank/bank.ts";

const decline = z.enum([
  ...(["card-declined", "insufficient-funds", "expired-card"] as const),
  ...(["invalid-number", "invalid-expiry", "invalid-cvc", "never-arrived"] as const),
]);

const purpose = z.enum(["join", "renewal", "change", "gift"]);

const Attempt = z.object({
  attemptId: whole,
  key: z.string(),
  readerId,
  renewsId: whole.nullable(),
  renewsFrom: day.nullable(),
  planCode: z.string(),
  micros,
  currency: z.string(),
  cardToken: z.string().nullable(),
  purpose,
  couponId: whole.nullable(),
  /** Who brought the reader here. */
  referrerId: readerId.nullable(),
  hosted: z.boolean(),
  state: z.enum(["asked", "charged", "declined"]),
  askedAt: instant,
  decline: decline.nullable(),
});
export type Attempt = z.output<typeof Attempt>;

export interface NewAttempt {
  readerId: ReaderId;
  planCode: string;
  micros: Micros;
  currency: string;
  purpose: z.output<typeof purpose>;
  /** Of the membership that it renews or changes. */
  renewal?: { membershipId: number; from: Day; cardToken: string };
  couponId?: number | null;
  referrerId?: ReaderId | null;
  hosted?: boolean;
}

export function insertAttempt(tx: Tx, at: Date, attempt: NewAttempt): Promise<Attempt> {
  const { renewal, couponId = null, referrerId = null, hosted = false } = attempt;
  return tx.one(sql.of(Attempt)`
    insert into charge_attempt
      (reader_id, plan_code, micros, currency, renews_id, renews_from, card_token, purpose,
       coupon_id, referrer_id, hosted, asked_at)
    values (${attempt.readerId}, ${attempt.planCode}, ${attempt.micros}, ${attempt.currency},
            ${renewal?.membershipId ?? null}, ${renewal?.from ?? null},
            ${renewal?.cardToken ?? null}, ${attempt.purpose}, ${couponId}, ${referrerId},
            ${hosted}, ${at})
    returning id as attempt_id, key, reader_id, renews_id, renews_from, plan_code, micros, currency,
              card_token, purpose, coupon_id, referrer_id, hosted, state, asked_at, decline`);
}

/** The reader's payment that has no answer yet. */
export function findOpenAttempt(db: Db, reader: ReaderId): Promise<Attempt | null> {
  return db.maybe(sql.of(Attempt)`
    select id as attempt_id, key, reader_id, renews_id, renews_from, plan_code, micros, currency,
           card_token, purpose, coupon_id, referrer_id, hosted, state, asked_at, decline
      from charge_attempt where reader_id = ${reader} and state = 'asked'`);
}

export function attemptOf(db: Db, id: number): Promise<Attempt> {
  return db.one(sql.of(Attempt)`
    select id as attempt_id, key, reader_id, renews_id, renews_from, plan_code, micros, currency,
           card_token, purpose, coupon_id, referrer_id, hosted, state, asked_at, decline
      from charge_attempt where id = ${id}`);
}

/**
 * Attempts that have no answer, the oldest first: those asked up to `before`, and all on a page of the
 * bank's, whose event may come a moment after. Also those on such a page, asked since `since`, that were
 * given up for another: a reader may still pay there.
 */
export function attemptsToLookUp(db: Db, before: Date, since: Date): Promise<Attempt[]> {
  return db.many(sql.of(Attempt)`
    select id as attempt_id, key, reader_id, renews_id, renews_from, plan_code, micros, currency,
           card_token, purpose, coupon_id, referrer_id, hosted, state, asked_at, decline
      from charge_attempt
     where (state = 'asked' and (hosted or asked_at <= ${before}))
        or (hosted and decline = 'never-arrived' and asked_at >= ${since})
     order by id`);
}

export async function recordDecline(
  tx: Tx,
  at: Date,
  attempt: number,
  reason: CardDecline | "never-arrived",
): Promise<void> {
  await tx.run(sql`
    update charge_attempt set state = 'declined', decline = ${reason}, answered_at = ${at}
     where id = ${attempt}`);
}

/** The bank charged it. */
export async function recordCharged(tx: Tx, at: Date, attempt: number): Promise<void> {
  await tx.run(sql`
    update charge_attempt set state = 'charged', decline = null, answered_at = ${at}
     where id = ${attempt}`);
}
