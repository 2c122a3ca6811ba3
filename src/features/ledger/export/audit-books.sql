-- Checks a month of the books by PostgreSQL alone. In the folder of the export, with any database of
-- PostgreSQL 15 or later, in which nothing is left behind:
--
--     psql --dbname=postgres --file=audit-books.sql
--
-- Ends with "The books agree." and exit code 0, or lists what does not agree and ends with exit code 3.
-- Amounts are in micros, millionths of the currency unit. Times are UTC.
\set ON_ERROR_STOP on
\set QUIET on
set client_min_messages = warning;
set timezone = 'UTC';
begin;

create temporary table kind (
  code text primary key, name text, per text, normal_side text, guard text
) on commit drop;
create temporary table account (
  id bigint primary key, code text, subject text, currency text
) on commit drop;
create temporary table balance (
  account bigint primary key, opening_debit numeric, opening_credit numeric,
  closing_debit numeric, closing_credit numeric
) on commit drop;
create temporary table journal (
  id bigint primary key, key text, kind text, occurred_at timestamptz, posted_at timestamptz,
  reverses bigint, body_sha256 text
) on commit drop;
create temporary table leg (
  journal bigint, leg int, debit bigint, credit bigint, currency text, micros bigint,
  primary key (journal, leg)
) on commit drop;
create temporary table seal (
  day date primary key, first_id bigint, last_id bigint, journals bigint, sums jsonb,
  previous_sha256 text, sha256 text, sealed_at timestamptz
) on commit drop;

\copy kind from 'kinds.csv' with (format csv, header)
\copy account from 'accounts.csv' with (format csv, header)
\copy balance from 'balances.csv' with (format csv, header)
\copy journal from 'journals.csv' with (format csv, header)
\copy leg from 'legs.csv' with (format csv, header)
\copy seal from 'seals.csv' with (format csv, header)

analyze kind; analyze account; analyze balance; analyze journal; analyze leg; analyze seal;

create temporary table finding (what text, place text) on commit drop;

-- The double entry: each leg moves an amount above zero between two accounts of one currency.
insert into finding
select 'A leg is no leg.', concat_ws(' ', journal, leg)
  from leg
  left join account debited on debited.id = debit
  left join account credited on credited.id = credit
 where micros <= 0 or debit = credit
    or (debited.currency, credited.currency) is distinct from (leg.currency, leg.currency);

insert into finding
select case when journal.id is null then 'Legs belong to no journal.' else 'A journal has no legs.' end,
       coalesce(key, leg.journal::text)
  from journal full join (select distinct journal from leg) leg on leg.journal = journal.id
 where journal.id is null or leg.journal is null;

insert into finding
select 'Two journals have one key, or take back the same.', min(key)
  from journal group by key having count(*) > 1
union all
select 'Two journals have one key, or take back the same.', min(key)
  from journal where reverses is not null group by reverses having count(*) > 1;

-- Each journal's own fingerprint, over its body as it was posted.
insert into finding
select 'The body of a journal is not what was posted.', key
  from journal
  join (select journal as id, min(leg.currency) as currency,
               string_agg(debited.code, ' ' order by leg) as debit_codes,
               string_agg(debited.subject, ' ' order by leg) as debit_subjects,
               string_agg(credited.code, ' ' order by leg) as credit_codes,
               string_agg(credited.subject, ' ' order by leg) as credit_subjects,
               string_agg(micros::text, ' ' order by leg) as amounts
          from leg
          join account debited on debited.id = debit
          join account credited on credited.id = credit
         group by journal) body using (id)
 where body_sha256 <> encode(sha256(convert_to(
         concat_ws(e'\n', kind, extract(epoch from occurred_at), currency, coalesce(reverses, 0),
           debit_codes, debit_subjects, credit_codes, credit_subjects, amounts), 'UTF8')), 'hex');

-- From one end of the month to the other.
insert into finding
select 'An account does not get from its first balance to its last by its legs.',
       concat_ws(' ', code, nullif(subject, ''), currency)
  from account
  left join balance on balance.account = account.id
  left join (select id, sum(debit) as debit, sum(credit) as credit
               from (select debit, micros, 0 from leg
                     union all
                     select credit, 0, micros from leg) as side (id, debit, credit)
              group by id) moved on moved.id = account.id
 where (closing_debit, closing_credit) is distinct from
       (opening_debit + coalesce(moved.debit, 0), opening_credit + coalesce(moved.credit, 0));

insert into finding
select 'Debits and credits differ over all accounts.', currency
  from balance join account on account.id = balance.account
 group by currency
having sum(opening_debit) <> sum(opening_credit) or sum(closing_debit) <> sum(closing_credit);

insert into finding
select 'A guard is broken.', concat_ws(' ', code, nullif(subject, ''), currency)
  from balance
  join account on account.id = balance.account
  join kind using (code)
 where guard = 'debits within credits'
       and (opening_debit > opening_credit or closing_debit > closing_credit)
    or guard = 'credits within debits'
       and (opening_credit > opening_debit or closing_credit > closing_debit);

-- The seals, each from the journals of its day and the seal before.
create temporary table line on commit drop as
select journal.id, (posted_at at time zone 'UTC')::date as day,
       journal.id || ' ' || encode(sha256(convert_to(
         jsonb_build_array(journal.id, key, kind, extract(epoch from occurred_at),
           extract(epoch from posted_at), reverses)::text || e'\n' || coalesce(legs.lines, ''),
         'UTF8')), 'hex') || e'\n' as text
  from journal
  left join (select journal,
                    string_agg(concat_ws(' ', leg, debited.code, debited.subject, credited.code,
                      credited.subject, leg.currency, micros) || e'\n', '' order by leg) as lines
               from leg
               join account debited on debited.id = debit
               join account credited on credited.id = credit
              group by journal) legs on legs.journal = journal.id;

create temporary table day_sum on commit drop as
select day, jsonb_object_agg(currency, micros::text) as sums
  from (select (posted_at at time zone 'UTC')::date as day, currency, sum(micros) as micros
          from leg join journal on journal.id = leg.journal
         group by 1, 2) by_currency
 group by day;

insert into finding
select 'The seal of a day is not what its books are.', day::text
  from (select seal.day, seal.sha256, seal.first_id, seal.last_id, seal.journals, seal.sums,
               count(line.id) as found_journals, min(line.id) as found_first,
               max(line.id) as found_last, coalesce(day_sum.sums, '{}') as found_sums,
               encode(sha256(convert_to(
                 concat_ws(e'\n', 'earnest-seal-1', to_char(seal.day, 'YYYY-MM-DD'),
                   previous_sha256, coalesce(day_sum.sums, '{}')) || e'\n'
                 || coalesce(string_agg(line.text, '' order by line.id), ''), 'UTF8')), 'hex')
                 as found_sha256
          from seal
          left join line on line.day = seal.day
          left join day_sum on day_sum.day = seal.day
         group by seal.day, day_sum.sums) made
 where (sha256, journals, sums) is distinct from (found_sha256, found_journals, found_sums)
    or (first_id, last_id) is distinct from (found_first, found_last);

insert into finding
select 'The seal of a day is not tied to that of the day before.', day::text
  from (select day, previous_sha256, lag(day) over w as day_before, lag(sha256) over w as before
          from seal window w as (order by day)) tied
 where day_before is not null and (day_before <> day - 1 or previous_sha256 <> before);

\pset footer off
\echo
\echo 'What the export holds'
select (select count(*) from journal) as journals, (select count(*) from leg) as legs,
       (select count(*) from account) as accounts, (select count(*) from seal) as seals,
       (select count(*) from line where day not in (select day from seal)) as "journals not sealed yet";
\echo 'Trial balance at the end of the month'
select code, name, currency, sum(closing_debit) as debits, sum(closing_credit) as credits
  from balance join account on account.id = balance.account join kind using (code)
 group by code, name, currency order by currency, code;
\echo 'The last seal: the site shows the same to its operator'
select day, sha256 from seal order by day desc limit 1;
\echo 'What does not agree'
select what, place from finding order by what, place;

do $$
begin
  if exists (select from pg_temp.finding) then
    raise exception 'The books do not agree.';
  end if;
end $$;
commit;
\echo 'The books agree.'
