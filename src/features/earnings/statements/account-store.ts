/** A partner's accounts in the books, month by month. Reads only. */
import { z } from "zod";
import {
  accountOf,
  type MonthAccount,
  OWN_KINDS,
  type Sides,
} from "../../../core/earnings/account.ts";
import type { AuthorId } from "../../../core/ids.ts";
import { CHART, type KindName } from "../../../core/ledger/chart.ts";
import { type Month, monthEnd, monthStart } from "../../../core/time.ts";
import { instant, micros } from "../../../store/columns.ts";
import { type Db, sql } from "../../../store/db.ts";

const OWN_CODES = OWN_KINDS.map((kind) => CHART[kind].code);

const Side = z.object({ code: z.string(), beforeMicros: micros, withinMicros: micros });

/** Every leg between the partner's own accounts and others that happened before the month's end. */
export async function monthAccount(
  db: Db,
  { partner, currency }: { partner: AuthorId; currency: string },
  month: Month,
): Promise<MonthAccount> {
  const [start, end] = [monthStart(month), monthEnd(month)];
  const rows = await db.many(sql.of(Side)`
    with own as (
      select id from ledger_account
       where code = any (${OWN_CODES}::text[]) and subject = ${String(partner)}
         and currency = ${currency}
    ), leg as (
      select journal_id, credit_id as other_id, -micros as micros
        from own join transfer on debit_id = own.id
      union all
      select journal_id, debit_id, micros from own join transfer on credit_id = own.id
    )
    select other.code,
           coalesce(sum(micros) filter (where occurred_at < ${start}), 0) as before_micros,
           coalesce(sum(micros) filter (where occurred_at >= ${start}), 0) as within_micros
      from leg
      join journal on journal.id = journal_id
      join ledger_account as other on other.id = other_id
     where occurred_at < ${end} and other_id not in (select id from own)
     group by other.code
     order by other.code`);
  return accountOf(rows.map(sideOf));
}

function sideOf({ code, ...amounts }: z.output<typeof Side>): Sides {
  const kinds = Object.keys(CHART) as KindName[];
  const other = kinds.find((kind) => CHART[kind].code === code);
  if (!other) throw new Error(`Not so: the chart has ${code}`);
  return { other, ...amounts };
}

const Payment = z.object({
  key: z.string(),
  at: instant,
  micros,
  withheldMicros: micros,
  authority: z.string().nullable(),
  state: z.string(),
  ref: z.string().nullable(),
});
export type StatementPayment = z.output<typeof Payment>;

/** The payouts behind a month's "paid" and "withheld", in order. */
export function monthPayments(
  db: Db,
  partner: AuthorId,
  month: Month,
): Promise<StatementPayment[]> {
  return db.many(sql.of(Payment)`
    select key, asked_at as at, micros, withheld_micros, authority, state,
           coalesce(paid_ref, bank_ref) as ref
      from payout left join withholding on withholding.id = withholding_id
     where payout.partner_id = ${partner} and asked_at >= ${monthStart(month)}
       and asked_at < ${monthEnd(month)}
     order by asked_at, payout.id`);
}

const TakenBack = z.object({ at: instant, kind: z.string(), micros });

/** Journals of the month that took something of the partner back, or gave it back. */
export function monthTakenBack(
  db: Db,
  { partner, currency }: { partner: AuthorId; currency: string },
  month: Month,
): Promise<z.output<typeof TakenBack>[]> {
  const codes = [CHART.refundPayable.code, CHART.disputeHold.code, CHART.clawbackLoss.code];
  return db.many(sql.of(TakenBack)`
    with own as (
      select id from ledger_account
       where code = any (${OWN_CODES}::text[]) and subject = ${String(partner)}
         and currency = ${currency}
    ), leg as (
      select journal_id, credit_id as other_id, -micros as micros
        from own join transfer on debit_id = own.id
      union all
      select journal_id, debit_id, micros from own join transfer on credit_id = own.id
    )
    select occurred_at as at, journal.kind, sum(micros) as micros
      from leg
      join journal on journal.id = journal_id
      join ledger_account as other on other.id = other_id
     where other.code = any (${codes}::text[])
       and occurred_at >= ${monthStart(month)} and occurred_at < ${monthEnd(month)}
     group by journal.id
     order by occurred_at, journal.id`);
}
