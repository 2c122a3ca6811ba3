/**
 * A month of the books as CSV files, with a script by which PostgreSQL alone checks them: for an
 * accountant, or whoever does not take our word for it. A month is what was posted in it.
 */
import { createWriteStream } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import { type Day, dayOf, type Month, monthEnd, monthStart } from "../../../core/time.ts";
import { copyCsv, copyQuery } from "../../../store/copy.ts";
import { type Database, sql } from "../../../store/db.ts";
import AUDIT from "./audit-books.sql?raw";

export type ExportRefusal = "folder-not-empty";

/** Writes into `folder`, which is made, or empty. All files tell of one moment. Gives their names. */
export async function exportBooks(
  db: Database,
  month: Month,
  folder: string,
): Promise<Ruling<string[], ExportRefusal>> {
  if (!(await isFree(folder))) return refuse("folder-not-empty");
  const queries = queriesOf(dayOf(monthStart(month)), dayOf(monthEnd(month)));
  await db.transaction(async (tx) => {
    await tx.run(sql`set transaction isolation level repeatable read, read only`);
    for (const [name, query] of Object.entries(queries)) {
      await copyCsv(tx, query, createWriteStream(join(folder, name), { flags: "wx" }));
    }
  });
  await writeFile(join(folder, "audit-books.sql"), AUDIT, { flag: "wx" });
  return allow([...Object.keys(queries), "audit-books.sql"]);
}

/** Makes the folder if it is not there, and tells whether it is empty. */
export async function isFree(folder: string): Promise<boolean> {
  await mkdir(folder, { recursive: true });
  return (await readdir(folder)).length === 0;
}

/** `to` is the first day after the month. The columns are those of `audit-books.sql`. */
function queriesOf(from: Day, to: Day): Record<string, string> {
  return {
    "kinds.csv": copyQuery`
      select code, name, per, normal_side, guard from ledger_kind order by code`,
    "accounts.csv": copyQuery`
      select id, code, subject, currency from ledger_account account
       where exists (select from transfer join journal on journal.id = journal_id
                      where debit_id = account.id
                        and posted_at < ${to}::date::timestamp at time zone 'UTC')
          or exists (select from transfer join journal on journal.id = journal_id
                      where credit_id = account.id
                        and posted_at < ${to}::date::timestamp at time zone 'UTC')
       order by id`,
    "balances.csv": copyQuery`
      with side as (
        select debit_id as account, micros as debit, 0 as credit, journal_id from transfer
        union all
        select credit_id, 0, micros, journal_id from transfer
      ), dated as (
        select account, debit, credit,
               posted_at < ${from}::date::timestamp at time zone 'UTC' as before
          from side join journal on journal.id = journal_id
         where posted_at < ${to}::date::timestamp at time zone 'UTC'
      )
      select account,
             coalesce(sum(debit) filter (where before), 0) as opening_debit,
             coalesce(sum(credit) filter (where before), 0) as opening_credit,
             sum(debit) as closing_debit, sum(credit) as closing_credit
        from dated group by account order by account`,
    "journals.csv": copyQuery`
      select id, key, kind,
             to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as occurred_at,
             to_char(posted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as posted_at,
             reverses, encode(body_sha256, 'hex') as body_sha256
        from journal
       where posted_at >= ${from}::date::timestamp at time zone 'UTC'
         and posted_at < ${to}::date::timestamp at time zone 'UTC'
       order by id`,
    "legs.csv": copyQuery`
      select journal_id as journal, leg, debit_id as debit, credit_id as credit, currency, micros
        from transfer join journal on journal.id = journal_id
       where posted_at >= ${from}::date::timestamp at time zone 'UTC'
         and posted_at < ${to}::date::timestamp at time zone 'UTC'
       order by journal_id, leg`,
    "seals.csv": copyQuery`
      select to_char(day, 'YYYY-MM-DD') as day, first_id, last_id, journals, sums,
             encode(previous_sha256, 'hex') as previous_sha256, encode(sha256, 'hex') as sha256,
             to_char(sealed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as sealed_at
        from seal where day >= ${from}::date and day < ${to}::date
       order by day`,
  };
}
