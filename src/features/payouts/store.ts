/** Payouts in SQL. Sole writer of `payout` and `payout_delivery`. */
import { z } from "zod";
import type { AuthorId, PayoutId } from "../../core/ids.ts";
import { payable, receivable } from "../../core/ledger/chart.ts";
import type { Micros } from "../../core/money.ts";
import type { PayoutState, Step } from "../../core/payouts/delivery.ts";
import type { Payee, PayoutOrder } from "../../core/payouts/request.ts";
import { instant, micros, payoutId, readerId, whole } from "../../store/columns.ts";
import { type Db, sql, type Tx } from "../../store/db.ts";
import { balanceOf, balancesOf } from "../ledger/store.ts";
import { settingOf } from "../membership/setting-store.ts";

export const railName = z.enum(["test-bank", "stripe", "bank-file"]);

const Payout = z.object({
  payoutId,
  key: z.string(),
  partnerId: readerId,
  /** What is sent; what is withheld and netted comes on top. */
  micros,
  withheldMicros: micros,
  nettedMicros: micros,
  /** The tax authority for which is withheld. */
  authority: z.string().nullable(),
  currency: z.string(),
  rail: railName,
  payoutAccount: z.string(),
  payoutName: z.string().nullable(),
  state: z.enum(["asked", "sent", "paid", "refused", "failed", "returned"]),
  bankRef: z.string().nullable(),
  paidRef: z.string().nullable(),
  failure: z.string().nullable(),
  askedAt: instant,
  settledAt: instant.nullable(),
  version: z.int(),
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
  country: z.string(),
  rail: railName.nullable(),
  payoutAccount: z.string().nullable(),
  payoutName: z.string().nullable(),
  underWay: z.boolean(),
  withholdingBps: z.int(),
  withholdingId: whole.nullable(),
});

export type PayeeStanding = Payee & { withholdingId: number | null };

/**
 * What the payout rules ask of a partner; null for who is none and never was. A payout that came back
 * to the provider is under way while its account is the one chosen now.
 */
export async function findPayee(db: Db, partner: AuthorId): Promise<PayeeStanding | null> {
  const row = await db.maybe(sql.of(PayeeRow)`
    select state, country, payout_rail as rail, payout_account, payout_name,
           coalesce(rate_bps, 0) as withholding_bps, withholding.id as withholding_id,
           exists (select from payout
                    where payout.partner_id = reader_id
                      and (payout.state in ('asked', 'sent')
                           or payout.state = 'failed'
                              and payout.payout_account = partner.payout_account)) as under_way
      from partner
      left join withholding on withholding.partner_id = reader_id and ended_at is null
     where reader_id = ${partner}`);
  if (!row) return null;
  const { currency } = await settingOf(db);
  const payableMicros = await balanceOf(db, payable(partner), currency);
  const owedMicros = await balanceOf(db, receivable(partner), currency);
  return { ...row, currency, payableMicros, owedMicros };
}

/** Whoever may be paid so much or more, by id. */
export async function payablePartners(db: Db, minimumMicros: Micros): Promise<AuthorId[]> {
  const { currency } = await settingOf(db);
  const balances = await balancesOf(db, "payable", currency);
  return balances
    .filter((balance) => balance.micros >= minimumMicros && balance.micros > 0n)
    .map((balance) => readerId.parse(balance.subject))
    .sort((a, b) => a - b);
}

export interface NewPayout {
  partner: AuthorId;
  order: PayoutOrder;
  payee: Pick<PayeeStanding, "currency" | "payoutName" | "withholdingId">;
  batchId: number | null;
}

/** The request, frozen. */
export async function insertPayout(
  tx: Tx,
  at: Date,
  { partner, order, payee, batchId }: NewPayout,
): Promise<Payout> {
  const { id } = await tx.one(sql.of(z.object({ id: payoutId }))`
    insert into payout (partner_id, micros, withheld_micros, netted_micros, withholding_id, currency,
                        rail, payout_account, payout_name, batch_id, asked_at)
    values (${partner}, ${order.micros}, ${order.withheldMicros}, ${order.nettedMicros},
            ${order.withheldMicros > 0n ? payee.withholdingId : null}, ${payee.currency},
            ${order.rail}, ${order.account}, ${payee.payoutName}, ${batchId}, ${at})
    returning id`);
  return payoutOf(tx, id);
}

export function payoutOf(db: Db, id: PayoutId): Promise<Payout> {
  return db.one(sql.of(Payout)`
    select payout.*, payout.id as payout_id, authority
      from payout left join withholding on withholding.id = withholding_id
     where payout.id = ${id}`);
}

/** A partner's payouts, the newest first. */
export function payoutsOf(db: Db, partner: AuthorId): Promise<Payout[]> {
  return db.many(sql.of(Payout)`
    select payout.*, payout.id as payout_id, authority
      from payout left join withholding on withholding.id = withholding_id
     where payout.partner_id = ${partner}
     order by asked_at desc, payout.id desc`);
}

const NamedPayout = Payout.extend({ handle: z.string(), name: z.string() });
export type NamedPayout = z.output<typeof NamedPayout>;

/** The last payouts of all partners, the newest first. */
export function newestPayouts(db: Db, limit: number): Promise<NamedPayout[]> {
  return db.many(sql.of(NamedPayout)`
    select payout.*, payout.id as payout_id, authority, handle, name
      from payout
      join reader on reader.id = payout.partner_id
      left join withholding on withholding.id = withholding_id
     order by asked_at desc, payout.id desc
     limit ${limit}`);
}

/** By id; keys of no payout are left out. */
export function payoutsByKey(db: Db, keys: readonly string[]): Promise<Payout[]> {
  return db.many(sql.of(Payout)`
    select payout.*, payout.id as payout_id, authority
      from payout left join withholding on withholding.id = withholding_id
     where key = any (${keys}::text[])
     order by payout.id`);
}

/** Payouts asked up to `before` that have no answer, the oldest first. */
export function openPayouts(db: Db, before: Date): Promise<Payout[]> {
  return db.many(sql.of(Payout)`
    select payout.*, payout.id as payout_id, authority
      from payout left join withholding on withholding.id = withholding_id
     where state = 'asked' and asked_at <= ${before}
     order by payout.id`);
}

/**
 * Payouts whose money is on its way, came back to the provider, or was paid since `since`, those first
 * that were not looked up for longest. The test bank says all at once and is not asked again.
 */
export function deliveredPayouts(db: Db, since: Date, limit: number): Promise<Payout[]> {
  return db.many(sql.of(Payout)`
    select payout.*, payout.id as payout_id, authority
      from payout left join withholding on withholding.id = withholding_id
     where state in ('sent', 'failed') or state = 'paid' and settled_at >= ${since}
     order by looked_at nulls first, payout.id
     limit ${limit}`);
}

const FailedRef = z.object({ ref: z.string() });

/** The deliveries of a payout that came back. */
export async function failedRefs(db: Db, id: PayoutId): Promise<string[]> {
  const rows = await db.many(sql.of(FailedRef)`
    select ref from payout_delivery where payout_id = ${id} and state = 'failed' order by ref`);
  return rows.map(({ ref }) => ref);
}

/** What was heard of a delivery. */
export async function recordDelivery(
  tx: Tx,
  at: Date,
  id: PayoutId,
  step: Exclude<Step, { step: "transferred" }>,
): Promise<void> {
  const reason = step.step === "failed" ? step.reason : "";
  await tx.run(sql`
    insert into payout_delivery (payout_id, ref, state, reason, heard_at)
    values (${id}, ${step.ref}, ${step.step}, ${reason}, ${at})
    on conflict do nothing`);
}

export interface Moved {
  state: PayoutState;
  bankRef: string | null;
  paidRef: string | null;
  failure: string | null;
}

/** Where a payout stands now. Whoever read it before does not write over this. */
export async function recordMoved(tx: Tx, at: Date, id: PayoutId, moved: Moved): Promise<void> {
  const { state, bankRef, paidRef, failure } = moved;
  const isOpen = state === "asked" || state === "sent";
  await tx.run(sql`
    update payout
       set state = ${state}, bank_ref = coalesce(bank_ref, ${bankRef}), paid_ref = ${paidRef},
           failure = ${failure}, version = version + 1, looked_at = ${at},
           sent_at = case when ${state} = 'refused' then sent_at else coalesce(sent_at, ${at}) end,
           settled_at = case when ${isOpen}::boolean then null else ${at}::timestamptz end
     where id = ${id}`);
}

/** It was asked about, and nothing is new. */
export async function recordLooked(tx: Tx, at: Date, id: PayoutId): Promise<void> {
  await tx.run(sql`update payout set looked_at = ${at} where id = ${id} and state <> 'asked'`);
}
