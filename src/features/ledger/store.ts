/** What the books say. Nothing is written here: see `post-journal.ts`. */
import { z } from "zod";
import { assert } from "../../core/assert.ts";
import type { JournalId } from "../../core/ids.ts";
import { type Account, CHART, KIND_NAMES, type KindName } from "../../core/ledger/chart.ts";
import type { Leg } from "../../core/ledger/journal.ts";
import type { Micros } from "../../core/money.ts";
import { instant, journalId, micros } from "../../store/columns.ts";
import { type Db, sql } from "../../store/db.ts";

const Balance = z.object({ subject: z.string(), micros });

/** What an account holds, positive on its normal side; 0n when nothing was ever posted to it. */
export async function balanceOf(db: Db, account: Account, currency: string): Promise<Micros> {
  const row = await db.maybe(sql.of(Balance)`
    select subject, case normal_side when 'debit' then debit_micros - credit_micros
                                     else credit_micros - debit_micros end as micros
      from ledger_account account
      join ledger_kind kind on kind.code = account.code
      join balance on balance.account_id = account.id
     where account.code = ${CHART[account.kind].code} and subject = ${account.subject}
       and currency = ${currency}`);
  return row?.micros ?? 0n;
}

export type SubjectBalance = z.output<typeof Balance>;

/** The balances of all accounts of a kind that hold something, by subject. */
export function balancesOf(db: Db, kind: KindName, currency: string): Promise<SubjectBalance[]> {
  return db.many(sql.of(Balance)`
    select subject, case normal_side when 'debit' then debit_micros - credit_micros
                                     else credit_micros - debit_micros end as micros
      from ledger_account account
      join ledger_kind kind on kind.code = account.code
      join balance on balance.account_id = account.id
     where account.code = ${CHART[kind].code} and currency = ${currency}
       and debit_micros <> credit_micros
     order by subject collate "C"`);
}

const AccountLeg = z.object({
  journalId,
  key: z.string(),
  kind: z.string(),
  occurredAt: instant,
  postedAt: instant,
  micros,
  otherName: z.string(),
  otherSubject: z.string(),
});
/** A leg as one of its accounts sees it: positive when it adds to the account's normal side. */
export type AccountLeg = z.output<typeof AccountLeg>;

/** The last legs of an account, the newest first, with the account on the other side of each. */
export function legsOf(
  db: Db,
  account: Account,
  currency: string,
  limit: number,
): Promise<AccountLeg[]> {
  return db.many(sql.of(AccountLeg)`
    with this as (
      select id, normal_side from ledger_account join ledger_kind using (code)
       where code = ${CHART[account.kind].code} and subject = ${account.subject}
         and currency = ${currency}
    ), leg as (
      (select journal_id, leg, credit_id as other_id,
              case normal_side when 'debit' then micros else -micros end as micros
         from this join transfer on debit_id = this.id
        order by journal_id desc, leg desc limit ${limit})
      union all
      (select journal_id, leg, debit_id,
              case normal_side when 'credit' then micros else -micros end
         from this join transfer on credit_id = this.id
        order by journal_id desc, leg desc limit ${limit})
    )
    select leg.journal_id, key, journal.kind, occurred_at, posted_at, micros,
           name as other_name, other.subject as other_subject
      from leg
      join journal on journal.id = leg.journal_id
      join ledger_account other on other.id = other_id
      join ledger_kind using (code)
     order by leg.journal_id desc, leg.leg desc
     limit ${limit}`);
}

const TrialLine = z.object({
  code: z.string(),
  name: z.string(),
  normalSide: z.enum(["debit", "credit"]),
  currency: z.string(),
  debitMicros: micros,
  creditMicros: micros,
});
export type TrialLine = z.output<typeof TrialLine>;

/** The trial balance: the sums of every kind of account in use, by code. */
export function trialBalance(db: Db): Promise<TrialLine[]> {
  return db.many(sql.of(TrialLine)`
    select kind.code, name, normal_side, currency,
           sum(debit_micros) as debit_micros, sum(credit_micros) as credit_micros
      from balance
      join ledger_account account on account.id = balance.account_id
      join ledger_kind kind on kind.code = account.code
     group by kind.code, currency
     order by currency, kind.code`);
}

/** The journal under a key. */
export async function findJournalId(db: Db, key: string): Promise<JournalId | null> {
  const row = await db.maybe(sql.of(z.object({ id: journalId }))`
    select id from journal where key = ${key}`);
  return row?.id ?? null;
}

const PostedLeg = z.object({
  currency: z.string(),
  occurredAt: instant,
  takenBackBy: z.string().nullable(),
  debitCode: z.string(),
  debitSubject: z.string(),
  creditCode: z.string(),
  creditSubject: z.string(),
  micros,
});

/** A journal as it was posted. */
export interface Posted {
  currency: string;
  occurredAt: Date;
  /** The key of the journal that takes it back, if one does. */
  takenBackBy: string | null;
  legs: Leg[];
}

/** A journal with its legs in their order. */
export async function findPosted(db: Db, id: JournalId): Promise<Posted | null> {
  const rows = await db.many(sql.of(PostedLeg)`
    select transfer.currency, journal.occurred_at, back.key as taken_back_by, micros,
           debit.code as debit_code, debit.subject as debit_subject,
           credit.code as credit_code, credit.subject as credit_subject
      from journal
      join transfer on journal_id = journal.id
      join ledger_account debit on debit.id = debit_id
      join ledger_account credit on credit.id = credit_id
      left join journal back on back.reverses = journal.id
     where journal.id = ${id}
     order by leg`);
  const first = rows[0];
  if (!first) return null;
  const { currency, occurredAt, takenBackBy } = first;
  const legs = rows.map(({ micros, ...sides }) => ({
    debit: accountOf(sides.debitCode, sides.debitSubject),
    credit: accountOf(sides.creditCode, sides.creditSubject),
    micros,
  }));
  return { currency, occurredAt, takenBackBy, legs };
}

function accountOf(code: string, subject: string): Account {
  const kind = KIND_NAMES.find((name) => CHART[name].code === code);
  assert(kind !== undefined, `the chart has the code ${code}`);
  return { kind, subject };
}
