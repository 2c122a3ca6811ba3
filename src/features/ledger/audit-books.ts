/** Are the books right? Everything is added up anew, from the legs alone, and every seal computed again. */
import { type Db, sql } from "../../store/db.ts";
import { Finding } from "./finding.ts";
import { sealFindings } from "./seals.ts";

/** Findings in no promised order; none when the books are right. Each check sees one moment. */
export async function auditBooks(db: Db): Promise<Finding[]> {
  return [
    ...(await balancesUnlikeTheirLegs(db)),
    ...(await sidesThatDiffer(db)),
    ...(await brokenGuards(db)),
    ...(await oddJournals(db)),
    ...(await sealFindings(db)),
  ];
}

function balancesUnlikeTheirLegs(db: Db): Promise<Finding[]> {
  return db.many(sql.of(Finding)`
    with moved as (
      select account_id, sum(debit) as debit_micros, sum(credit) as credit_micros
        from (select debit_id, micros, 0 from transfer
              union all
              select credit_id, 0, micros from transfer) as side (account_id, debit, credit)
       group by account_id
    )
    select 'The balance is not the sum of its legs.' as what,
           concat_ws(' ', code, nullif(subject, ''), currency) as where
      from ledger_account account
      left join balance on balance.account_id = account.id
      left join moved on moved.account_id = account.id
     where (balance.debit_micros, balance.credit_micros) is distinct from
           (coalesce(moved.debit_micros, 0), coalesce(moved.credit_micros, 0))`);
}

function sidesThatDiffer(db: Db): Promise<Finding[]> {
  return db.many(sql.of(Finding)`
    select 'Debits and credits differ over all accounts.' as what, currency as where
      from balance join ledger_account account on account.id = account_id
     group by currency
    having sum(debit_micros) <> sum(credit_micros)`);
}

/** The guards as the chart has them, not as the balance remembers them. */
function brokenGuards(db: Db): Promise<Finding[]> {
  return db.many(sql.of(Finding)`
    select 'A guard is broken.' as what, concat_ws(' ', code, nullif(subject, ''), currency) as where
      from balance
      join ledger_account account on account.id = account_id
      join ledger_kind kind using (code)
     where (kind.guard = 'debits within credits' and debit_micros > credit_micros)
        or (kind.guard = 'credits within debits' and credit_micros > debit_micros)`);
}

function oddJournals(db: Db): Promise<Finding[]> {
  return db.many(sql.of(Finding)`
    with body as (
      select journal_id, min(transfer.currency) as currency,
             array_agg(debit.code order by leg) as debit_codes,
             array_agg(debit.subject order by leg) as debit_subjects,
             array_agg(credit.code order by leg) as credit_codes,
             array_agg(credit.subject order by leg) as credit_subjects,
             array_agg(micros order by leg) as amounts
        from transfer
        join ledger_account debit on debit.id = debit_id
        join ledger_account credit on credit.id = credit_id
       group by journal_id
    )
    select case when journal_id is null then 'A journal has no legs.'
                when journal.id is null then 'Legs belong to no journal.'
                else 'The body of a journal is not what was posted.' end as what,
           coalesce(key, journal_id::text) as where
      from journal full join body on journal_id = journal.id
     where journal_id is null or journal.id is null
        or body_sha256 <> journal_body_sha256(kind, occurred_at, currency, reverses,
             debit_codes, debit_subjects, credit_codes, credit_subjects, amounts)`);
}
