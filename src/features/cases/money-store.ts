/** The money behind a case in SQL. Reads only. */
import { z } from "zod";
import type { CaseEvidence } from "../../core/integrity/cases/snapshot.ts";
import type { Micros } from "../../core/money.ts";
import { micros, whole } from "../../store/columns.ts";
import { type Db, sql } from "../../store/db.ts";
import { settingOf } from "../membership/setting-store.ts";
import type { CaseMoney } from "./money-json.ts";

/** Closed months that are looked at: dues of longer ago are paid out. */
const MONTHS = 3;

const Stake = z.object({ stakeMicros: micros, escrowMicros: micros });
export type Stake = z.output<typeof Stake>;

/** What is owed to these accounts and not paid out: in hold, payable, and in escrow. */
export function stakeOf(db: Db, accounts: readonly number[], currency: string): Promise<Stake> {
  return db.one(sql.of(Stake)`
    select coalesce(sum(credit_micros - debit_micros), 0)::bigint as stake_micros,
           coalesce(sum(credit_micros - debit_micros) filter (where name = 'Escrow'), 0)::bigint
             as escrow_micros
      from unnest(${accounts.map(String)}::text[]) as own (subject)
      join ledger_account as account on account.subject = own.subject and currency = ${currency}
      join ledger_kind as kind on kind.code = account.code
       and kind.name in ('Earned', 'Payable', 'Escrow')
      join balance on balance.account_id = account.id`);
}

const PairRow = z.object({ fromId: whole, toId: whole, micros, escrowMicros: micros });

export async function moneyOf(db: Db, evidence: CaseEvidence): Promise<CaseMoney> {
  const { currency } = await settingOf(db);
  const shown = evidence.members.map(({ id }) => id);
  const pairs = await db.many(sql.of(PairRow)`
    select member_id as from_id, author_id as to_id, sum(micros)::bigint as micros,
           sum(escrow_micros)::bigint as escrow_micros
      from (select month from closing where state = 'closed' order by month desc limit ${MONTHS}) as late
      join allocation_line as line on line.month = late.month
       and member_id = any(${shown}::bigint[]) and author_id = any(${shown}::bigint[])
     group by member_id, author_id having sum(micros) > 0
     order by micros desc, member_id, author_id`);
  return { currency, ...(await stakeOf(db, evidence.accounts, currency)), pairs };
}

/** What those among `accounts` have at stake whom a decision is about. */
export async function stakeMicrosOf(db: Db, accounts: readonly number[]): Promise<Micros> {
  const { currency } = await settingOf(db);
  return (await stakeOf(db, accounts, currency)).stakeMicros;
}
