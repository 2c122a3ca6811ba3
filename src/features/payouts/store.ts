/** Payouts in SQL. Sole writer of `payout`. */
import { z } from "zod";
import type { AuthorId, PayoutId } from "../../core/ids.ts";
import { payable } from "../../core/ledger/chart.ts";
import type { Micros } from "../../core/money.ts";
import { PAYOUT_CURRENCY, type Payee, type PayoutOrder } from "../../core/payouts/request.ts";
import { instant, micros, payoutId, readerId } from "../../store/columns.ts";
import { type Db, sql, type Tx } from "../../store/db.ts";
import { balanceOf, balancesOf } from "../ledger/store.ts";

const Payout = z.object({
  payoutId,
  key: z.string(),
  partnerId: readerId,
  micros,
  currency: z.string(),
  payoutAccount: z.string(),
  state: z.enum(["asked", "sent", "paid", "refused", "failed"]),
  bankRef: z.string().nullable(),
  failure: z.string().nullable(),
  askedAt: instant,
  settledAt: instant.nullable(),
});
export type Payout = z.output<typeof Payout>;

/**
 * Makes other payouts of this partner wait until `tx` ends. A statement of its own, before any read: one
 * that locked and read at once would, after waiting, still see the balance from before the wait.
 */
export async function lockPartner(tx: Tx, partner: AuthorId): Promise<void> {
  await tx.run(sql`select from partner where reader_id = ${partner} for no key update`);
}

const PayeeRow = z.object({
  state: z.enum(["active", "paused", "left"]),
  payoutAccount: z.string().nullable(),
  underWay: z.boolean(),
});

/** What the payout rules ask of a partner; null for who is none and never was. */
export async function findPayee(db: Db, partner: AuthorId): Promise<Payee | null> {
  const row = await db.maybe(sql.of(PayeeRow)`
    select state, payout_account,
           exists (select from payout
                    where partner_id = reader_id and payout.state in ('asked', 'sent')) as under_way
      from partner where reader_id = ${partner}`);
  return row && { ...row, payableMicros: await balanceOf(db, payable(partner), PAYOUT_CURRENCY) };
}

/** Whoever may be paid so much or more, by id. */
export async function payablePartners(db: Db, minimumMicros: Micros): Promise<AuthorId[]> {
  const balances = await balancesOf(db, "payable", PAYOUT_CURRENCY);
  return balances
    .filter((balance) => balance.micros >= minimumMicros)
    .map((balance) => readerId.parse(balance.subject))
    .sort((a, b) => a - b);
}

export function insertPayout(
  tx: Tx,
  at: Date,
  partner: AuthorId,
  order: PayoutOrder,
): Promise<Payout> {
  return tx.one(sql.of(Payout)`
    insert into payout (partner_id, micros, currency, payout_account, asked_at)
    values (${partner}, ${order.micros}, ${PAYOUT_CURRENCY}, ${order.account}, ${at})
    returning id as payout_id, key, partner_id, micros, currency, payout_account, state, bank_ref,
              failure, asked_at, settled_at`);
}

export function payoutOf(db: Db, id: PayoutId): Promise<Payout> {
  return db.one(sql.of(Payout)`
    select id as payout_id, key, partner_id, micros, currency, payout_account, state, bank_ref,
           failure, asked_at, settled_at
      from payout where id = ${id}`);
}

/** A partner's payouts, the newest first. */
export function payoutsOf(db: Db, partner: AuthorId): Promise<Payout[]> {
  return db.many(sql.of(Payout)`
    select id as payout_id, key, partner_id, micros, currency, payout_account, state, bank_ref,
           failure, asked_at, settled_at
      from payout where partner_id = ${partner}
     order by asked_at desc, id desc`);
}

const NamedPayout = Payout.extend({ handle: z.string(), name: z.string() });
export type NamedPayout = z.output<typeof NamedPayout>;

/** The last payouts of all partners, the newest first. */
export function newestPayouts(db: Db, limit: number): Promise<NamedPayout[]> {
  return db.many(sql.of(NamedPayout)`
    select payout.id as payout_id, key, partner_id, micros, currency, payout_account, state,
           bank_ref, failure, asked_at, settled_at, handle, name
      from payout join reader on reader.id = partner_id
     order by asked_at desc, payout.id desc
     limit ${limit}`);
}

/** Payouts asked up to `before` that have no answer, the oldest first. */
export function openPayouts(db: Db, before: Date): Promise<Payout[]> {
  return db.many(sql.of(Payout)`
    select id as payout_id, key, partner_id, micros, currency, payout_account, state, bank_ref,
           failure, asked_at, settled_at
      from payout where state = 'asked' and asked_at <= ${before}
     order by id`);
}

export async function recordPaid(tx: Tx, at: Date, id: PayoutId, bankRef: string): Promise<void> {
  await tx.run(sql`
    update payout set state = 'paid', bank_ref = ${bankRef}, sent_at = ${at}, settled_at = ${at}
     where id = ${id}`);
}

export async function recordRefused(
  tx: Tx,
  at: Date,
  id: PayoutId,
  failure: string,
): Promise<void> {
  await tx.run(sql`
    update payout set state = 'refused', failure = ${failure}, settled_at = ${at}
     where id = ${id}`);
}
