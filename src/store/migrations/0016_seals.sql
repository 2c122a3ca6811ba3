-- Days that are over are shut and sealed, and whoever runs the site may be let into the books through
-- post() alone (docs/policy/money.md §8). One more error of our own: LE005 a journal that would be
-- posted on a day that is shut.

-- The books take nothing posted on one of these days or before it. A row is there before the day's seal
-- is made, so that making it holds nobody up.
create table shut_day (
  day date primary key,
  shut_at timestamptz not null
);

-- What the books of a day were when it was over, each tied to the one before. Every day from the first
-- that has a journal has one, also a day without any.
create table seal (
  day date primary key,
  -- The least and greatest id of a journal posted on the day; those of its neighbours may lie between.
  first_id bigint,
  last_id bigint,
  journals bigint not null check (journals >= 0),
  -- The sum of all legs by currency, in micros, as digits: {"USD": "5000000"}.
  sums jsonb not null,
  previous_sha256 bytea not null check (length(previous_sha256) = 32),
  sha256 bytea not null check (length(sha256) = 32),
  sealed_at timestamptz not null,
  check ((first_id is null) = (journals = 0) and (last_id is null) = (journals = 0))
);

-- What the nightly check of the books found.
create table books_check (
  id bigint generated always as identity primary key,
  checked_at timestamptz not null,
  journals bigint not null,
  legs bigint not null,
  -- The last seal, as it was then; null when nothing was sealed yet.
  sealed_day date,
  sealed_sha256 bytea,
  -- A list of { what, where }; empty when the books were right.
  findings jsonb not null,
  check ((sealed_day is null) = (sealed_sha256 is null))
);

-- Finds a day's journals. Almost nothing to keep up, since they are written about in this order.
create index journal_posted on journal using brin (posted_at)
  with (pages_per_range = 16, autosummarize = on);

create trigger keep before update or delete or truncate on shut_day
  for each statement execute function refuse_change();
create trigger keep before update or delete or truncate on seal
  for each statement execute function refuse_change();

insert into shut_day (day, shut_at)
select ((month || '-01')::date + interval '1 month' - interval '1 day')::date, closed_at
  from closing
 where state = 'closed'
 order by month desc
 limit 1;

create function refuse_seal() returns trigger language plpgsql as $$
begin
  if current_setting('earnest.posting', true) is distinct from 'on' then
    raise exception '% is written by shut_books() and seal_next_day() alone', tg_table_name
      using errcode = 'LE003';
  end if;
  return null;
end $$;
create trigger by_seal before insert on shut_day
  for each statement execute function refuse_seal();
create trigger by_seal before insert on seal
  for each statement execute function refuse_seal();

create or replace function post(
  key text, kind text, occurred timestamptz, posted timestamptz,
  debit_codes text[], debit_subjects text[], credit_codes text[], credit_subjects text[],
  micros bigint[], currency char(3), reverses bigint default null
) returns bigint language plpgsql
  -- With the rights of who owns the books, and no way to put a table of one's own before theirs.
  security definer
  set search_path = pg_catalog, public, pg_temp
  -- Plans made once and by index: a fresh plan a call costs as much as the call, and one made while the
  -- tables were small would scan them when they are large.
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off
  set enable_bitmapscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
as $$
declare
  legs int := cardinality(micros);
  body bytea;
  posted_id bigint;
  posted_body bytea;
  -- The debit sides of all legs, then the credit sides.
  codes text[] := debit_codes || credit_codes;
  subjects text[] := debit_subjects || credit_subjects;
  ids bigint[];
  opened boolean := false;
  -- Lets this through the triggers until it is off again. As a clause of the function, which would turn
  -- it off by itself, PostgreSQL takes it from a superuser only.
  posting text := set_config('earnest.posting', 'on', true);
begin
  if legs = 0 or (cardinality(debit_codes), cardinality(debit_subjects), cardinality(credit_codes),
      cardinality(credit_subjects)) is distinct from (legs, legs, legs, legs) then
    raise exception 'journal % has no legs, or half of one', post.key using errcode = 'LE004';
  end if;
  body := journal_body_sha256(post.kind, occurred, post.currency, post.reverses,
    debit_codes, debit_subjects, credit_codes, credit_subjects, post.micros);

  -- On any conflict: were the key's named alone, two at once that take back the same journal under one
  -- key could meet at the other index first, and one would fail.
  insert into journal (key, kind, body_sha256, occurred_at, posted_at, reverses)
  values (post.key, post.kind, body, occurred, posted, post.reverses)
  on conflict do nothing
  returning id into posted_id;
  if posted_id is null then
    select journal.id, journal.body_sha256 into posted_id, posted_body
      from journal where journal.key = post.key;
    if posted_id is null then
      raise exception 'journal % takes back what is taken back already', post.key
        using errcode = 'unique_violation', constraint = 'journal_reverses';
    elsif posted_body <> body then
      raise exception 'journal % was posted with another body', post.key using errcode = 'LE001';
    end if;
    posting := set_config('earnest.posting', 'off', true);
    return posted_id;
  end if;

  -- After the row is written: whoever shuts a day waits for rows that are being written, and what they
  -- shut before is seen here.
  if exists (select from shut_day where day >= (posted at time zone 'UTC')::date) then
    raise exception 'journal % would be posted on %, which is shut', post.key,
      (posted at time zone 'UTC')::date using errcode = 'LE005';
  end if;

  loop
    -- A lookup a row, not a join: the plan stays an index scan however the table grows.
    ids := array(
      select (select account.id
                from ledger_account account
               where account.code = named.code
                 and account.subject = named.subject
                 and account.currency = post.currency)
        from unnest(codes, subjects) with ordinality as named (code, subject, n)
       order by named.n);
    exit when array_position(ids, null) is null;
    if opened then
      raise exception 'journal % names an account that the chart has not', post.key
        using errcode = 'LE004';
    end if;
    perform open_ledger_accounts(codes, subjects, post.currency);
    opened := true;
  end loop;

  if legs = 1 then
    -- The commonest journal, in one statement: the index gives its two balances in the order of ids.
    update balance
       set debit_micros = debit_micros + case account_id when ids[1] then post.micros[1] else 0 end,
           credit_micros = credit_micros + case account_id when ids[2] then post.micros[1] else 0 end
     where account_id = any (ids);
  else
    -- Lock, then change, in two statements: the second sees what was committed while the first waited.
    perform from balance where account_id = any (ids) order by account_id for no key update;
    update balance
       set debit_micros = balance.debit_micros + moved.debit_micros,
           credit_micros = balance.credit_micros + moved.credit_micros
      from (select account_id,
                   coalesce(sum(amount) filter (where n <= legs), 0) as debit_micros,
                   coalesce(sum(amount) filter (where n > legs), 0) as credit_micros
              from unnest(ids, post.micros || post.micros) with ordinality as side (account_id, amount, n)
             group by account_id) moved
     where balance.account_id = moved.account_id;
  end if;

  insert into transfer (journal_id, leg, debit_id, credit_id, currency, micros)
  select posted_id, n, debit_id, credit_id, post.currency, amount
    from unnest(ids[:legs], ids[legs + 1:], post.micros) with ordinality
      as leg (debit_id, credit_id, amount, n);
  posting := set_config('earnest.posting', 'off', true);
  return posted_id;
end $$;

-- From now on the books take nothing posted on `through` or before it. Waits for what is being posted,
-- so that whoever reads the day afterwards sees all of it; gives up rather than hold others up for long.
create function shut_books(through date, at timestamptz) returns void language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
  set lock_timeout = '5s'
as $$
begin
  lock table journal in share mode;
  perform set_config('earnest.posting', 'on', true);
  insert into shut_day (day, shut_at) values (through, at) on conflict (day) do nothing;
  perform set_config('earnest.posting', 'off', true);
end $$;

-- A month that is closed takes nothing either, whether or not its days are sealed by then.
create function shut_closed_month() returns trigger language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform set_config('earnest.posting', 'on', true);
  insert into shut_day (day, shut_at)
  values (((new.month || '-01')::date + interval '1 month' - interval '1 day')::date, new.closed_at)
  on conflict (day) do nothing;
  perform set_config('earnest.posting', 'off', true);
  return null;
end $$;
create trigger shut_month after insert or update of state on closing
  for each row when (new.state = 'closed') execute function shut_closed_month();

-- A day of the books as its seal has it. The fingerprint is the SHA-256 of these lines, each ended by a
-- line feed: "earnest-seal-1", the day, the seal before in hexadecimal, the sums as `sums` is written,
-- and for each journal, by id, its id and the SHA-256 of its own lines, which are
--     [id, key, kind, occurred, posted, reverses]      JSON, the times in seconds since 1970
--     leg code subject code subject currency micros    for each leg, debit first
create function seal_of(sealed date, previous bytea)
returns table (first_id bigint, last_id bigint, journals bigint, sums jsonb, sha256 bytea)
language sql stable
  -- By index from each journal to its legs, however few or many the planner believes there are.
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
as $$
  with line as (
    select id,
           id || ' ' || encode(pg_catalog.sha256(convert_to(
             jsonb_build_array(id, key, kind, extract(epoch from occurred_at),
               extract(epoch from posted_at), reverses)::text || e'\n' || coalesce((
               select string_agg(concat_ws(' ', leg, debit.code, debit.subject, credit.code,
                        credit.subject, transfer.currency, micros) || e'\n', '' order by leg)
                 from transfer
                 join ledger_account debit on debit.id = debit_id
                 join ledger_account credit on credit.id = credit_id
                where journal_id = journal.id), ''),
             'UTF8')), 'hex') || e'\n' as text
      from journal
     where posted_at >= sealed::timestamp at time zone 'UTC'
       and posted_at < (sealed + 1)::timestamp at time zone 'UTC'
  ), added as (
    select coalesce(jsonb_object_agg(currency, micros::text), '{}') as sums
      from (select currency, sum(micros) as micros
              from journal join transfer on journal_id = id
             where posted_at >= sealed::timestamp at time zone 'UTC'
               and posted_at < (sealed + 1)::timestamp at time zone 'UTC'
             group by currency) by_currency
  )
  select min(line.id), max(line.id), count(line.id), added.sums,
         pg_catalog.sha256(convert_to(
           concat_ws(e'\n', 'earnest-seal-1', to_char(sealed, 'YYYY-MM-DD'),
             encode(previous, 'hex'), added.sums) || e'\n'
           || coalesce(string_agg(line.text, '' order by line.id), ''), 'UTF8'))
    from added left join line on true
   group by added.sums
$$;

-- Seals the first day that is shut and not sealed, and gives it; null when there is none. Of two at once
-- the second waits, and goes on with the next day. A day must have been shut by shut_books().
create function seal_next_day(at timestamptz) returns date language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
as $$
declare
  last_day date;
  last_sha256 bytea;
  next_day date;
begin
  lock table seal in share row exclusive mode;
  select day, sha256 into last_day, last_sha256 from seal order by day desc limit 1;
  if last_day is null then
    select min((posted_at at time zone 'UTC')::date) into next_day from journal;
    last_sha256 := decode(repeat('00', 32), 'hex');
  else
    next_day := last_day + 1;
  end if;
  if next_day is null or not exists (select from shut_day where day >= next_day) then
    return null;
  end if;
  perform set_config('earnest.posting', 'on', true);
  insert into seal
    (day, first_id, last_id, journals, sums, previous_sha256, sha256, sealed_at)
  select next_day, made.first_id, made.last_id, made.journals, made.sums, last_sha256, made.sha256, at
    from seal_of(next_day, last_sha256) made;
  perform set_config('earnest.posting', 'off', true);
  return next_day;
end $$;

-- Who may call them is said when the site's role is let in (store/roles.ts); the owner always may.
revoke execute on function post, open_ledger_accounts, shut_books, seal_next_day from public;
