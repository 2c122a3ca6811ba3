-- The ledger, in double entry (docs/policy/money.md §6). post() writes it and nothing else does; what is
-- written stays. Errors of our own: LE001 a key taken by another body, LE002 a change of what is
-- written, LE003 a write past post(), LE004 a journal that is malformed.

-- The chart of accounts. core/ledger/chart.ts is the same in TypeScript, and a test compares them.
create table ledger_kind (
  code text primary key check (code ~ '^\d{4}$'),
  name text not null unique,
  -- What each account of this kind belongs to; empty where there is one for the house.
  per text not null,
  normal_side text not null check (normal_side in ('debit', 'credit')),
  -- Which side may never exceed the other.
  guard text not null check (guard in ('none', 'debits within credits', 'credits within debits')),
  unique (code, guard)
);
insert into ledger_kind (code, name, per, normal_side, guard) values
  ('1000', 'Provider balance', '', 'debit', 'none'),
  ('1010', 'Connected custody', 'partner', 'debit', 'credits within debits'),
  ('1100', 'Dispute hold', '', 'debit', 'credits within debits'),
  ('1200', 'Partner receivable', 'partner', 'debit', 'credits within debits'),
  ('2000', 'Deferred dues', 'charge', 'credit', 'debits within credits'),
  ('2010', 'Tax', 'jurisdiction', 'credit', 'none'),
  ('2100', 'Member pool', 'month', 'credit', 'debits within credits'),
  ('2110', 'Commons', '', 'credit', 'debits within credits'),
  ('2150', 'Escrow', 'case', 'credit', 'debits within credits'),
  ('2200', 'Earned', 'partner', 'credit', 'debits within credits'),
  ('2210', 'Payable', 'partner', 'credit', 'debits within credits'),
  ('2220', 'In transit', 'partner', 'credit', 'debits within credits'),
  ('2230', 'Withholding', 'authority', 'credit', 'debits within credits'),
  ('2240', 'Dormant', 'partner', 'credit', 'debits within credits'),
  ('2300', 'Refund payable', 'charge', 'credit', 'debits within credits'),
  ('4000', 'Platform revenue', '', 'credit', 'none'),
  ('5000', 'Provider fees', '', 'debit', 'none'),
  ('5010', 'Dispute fees', '', 'debit', 'none'),
  ('5020', 'Payout fees', '', 'debit', 'none'),
  ('5030', 'Clawback loss', '', 'debit', 'none');

create table ledger_account (
  id bigint generated always as identity primary key,
  code text not null,
  subject text not null check (subject ~ '^[A-Za-z0-9:_-]*$'),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  guard text not null,
  unique (code, subject, currency),
  unique (id, currency),
  unique (id, guard),
  foreign key (code, guard) references ledger_kind (code, guard)
);

-- The sums of an account's legs. The guard stands here too, so that a check can keep it.
create table balance (
  account_id bigint primary key,
  guard text not null,
  debit_micros numeric not null default 0,
  credit_micros numeric not null default 0,
  foreign key (account_id, guard) references ledger_account (id, guard),
  constraint balance_guard check (
    case guard
      when 'debits within credits' then debit_micros <= credit_micros
      when 'credits within debits' then credit_micros <= debit_micros
      else true
    end)
) with (fillfactor = 50);

create table journal (
  id bigint generated always as identity primary key,
  key text not null unique,
  kind text not null,
  -- Of the body's canonical text, as post() writes it.
  body_sha256 bytea not null,
  occurred_at timestamptz not null,
  posted_at timestamptz not null,
  reverses bigint references journal (id),
  check (kind <> '' and length(body_sha256) = 32)
);
-- At most one journal takes another back.
create unique index journal_reverses on journal (reverses) where reverses is not null;

-- A leg: one debit, one credit, one amount, so that nothing here can fail to balance.
create table transfer (
  -- Of a journal. No foreign key: post() writes both and neither is ever removed, so that it would be
  -- asked for every leg and never say no. The audit looks.
  journal_id bigint not null,
  leg int not null,
  debit_id bigint not null,
  credit_id bigint not null,
  currency char(3) not null,
  micros bigint not null,
  primary key (journal_id, leg),
  check (micros > 0 and debit_id <> credit_id),
  foreign key (debit_id, currency) references ledger_account (id, currency),
  foreign key (credit_id, currency) references ledger_account (id, currency)
);
create index transfer_debit on transfer (debit_id, journal_id);
create index transfer_credit on transfer (credit_id, journal_id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% keeps what is written', tg_table_name using errcode = 'LE002';
end $$;

create function refuse_write() returns trigger language plpgsql as $$
begin
  if current_setting('earnest.posting', true) is distinct from 'on' then
    raise exception '% is written by post() alone', tg_table_name using errcode = 'LE003';
  end if;
  return null;
end $$;

create trigger keep before update or delete or truncate on ledger_account
  for each statement execute function refuse_change();
create trigger keep before update or delete or truncate on journal
  for each statement execute function refuse_change();
create trigger keep before update or delete or truncate on transfer
  for each statement execute function refuse_change();
create trigger keep before delete or truncate on balance
  for each statement execute function refuse_change();

create trigger by_post before insert on ledger_account
  for each statement execute function refuse_write();
create trigger by_post before insert on journal
  for each statement execute function refuse_write();
create trigger by_post before insert on transfer
  for each statement execute function refuse_write();
create trigger by_post before insert or update on balance
  for each statement execute function refuse_write();

-- Open what is missing, in one order for everyone, so that two who open the same cannot deadlock.
create function open_ledger_accounts(codes text[], subjects text[], asked_currency char(3))
returns void language plpgsql as $$
begin
  with opened as (
    insert into ledger_account (code, subject, currency, guard)
    select distinct kind.code, asked.subject, asked_currency, kind.guard
      from unnest(codes, subjects) as asked (code, subject)
      join ledger_kind kind on kind.code = asked.code
     where (kind.per = '') = (asked.subject = '')
       and not exists (select from ledger_account account
                        where account.code = asked.code
                          and account.subject = asked.subject
                          and account.currency = asked_currency)
     order by kind.code, asked.subject
    on conflict (code, subject, currency) do nothing
    returning id, guard
  )
  insert into balance (account_id, guard) select id, guard from opened;
end $$;

-- What a journal says, its legs in their order, as one text: the same whatever the session's settings.
-- Neither codes nor subjects hold a space or a line's end, so no two journals have one text. `posted`
-- is left out, since a second try comes later.
create function journal_body_sha256(
  kind text, occurred timestamptz, currency char(3), reverses bigint,
  debit_codes text[], debit_subjects text[], credit_codes text[], credit_subjects text[],
  micros bigint[]
) returns bytea language sql stable as $$
  select sha256(convert_to(
    concat_ws(e'\n', kind, extract(epoch from occurred), currency, coalesce(reverses, 0),
      array_to_string(debit_codes, ' '), array_to_string(debit_subjects, ' '),
      array_to_string(credit_codes, ' '), array_to_string(credit_subjects, ' '),
      array_to_string(micros, ' ')),
    'UTF8'))
$$;

-- Write a journal and give its id. The same key and body again gives the first id and moves nothing;
-- the same key with another body is LE001. Accounts come into being as they are named. Two at once
-- with one key: the second waits and gets the first's id. Balances are locked in the order of ids.
create function post(
  key text, kind text, occurred timestamptz, posted timestamptz,
  debit_codes text[], debit_subjects text[], credit_codes text[], credit_subjects text[],
  micros bigint[], currency char(3), reverses bigint default null
) returns bigint language plpgsql
  set earnest.posting = 'on'
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
    return posted_id;
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
  return posted_id;
end $$;
