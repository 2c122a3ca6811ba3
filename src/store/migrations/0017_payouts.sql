-- Rails, batches, deliveries, withholding, dormancy; holds and parts of statements.

alter table partner drop constraint partner_payout_rail_check;
alter table partner add constraint partner_payout_rail_check
  check (payout_rail in ('test-bank', 'stripe', 'bank-file'));
-- Who holds the account, where a rail asks for it; when the account was last chosen.
alter table partner
  add column payout_name text check (length(payout_name) between 1 and 140),
  add column payout_chosen_at timestamptz;

-- What a tax authority asks us to keep back of a partner's payouts. Forms are kept elsewhere; this is
-- where to find one. A new one ends the one before.
create table withholding (
  id bigint generated always as identity primary key,
  partner_id bigint not null references partner (reader_id),
  authority char(2) not null check (authority ~ '^[A-Z]{2}$'),
  rate_bps int not null check (rate_bps between 0 and 9999),
  form text not null check (length(form) between 1 and 40),
  form_ref text not null check (length(form_ref) between 1 and 80),
  recorded_by bigint references reader (id),
  recorded_at timestamptz not null,
  ended_at timestamptz check (ended_at >= recorded_at)
);
create unique index withholding_current on withholding (partner_id) where ended_at is null;

-- One run of everybody's payouts: who is to be paid, and what came of each.
create table payout_batch (
  id bigint generated always as identity primary key,
  begun_at timestamptz not null,
  ended_at timestamptz check (ended_at >= begun_at)
);
-- One run at a time; a second joins it.
create unique index payout_batch_open on payout_batch ((true)) where ended_at is null;
create table payout_batch_partner (
  batch_id bigint not null references payout_batch (id),
  partner_id bigint not null references reader (id),
  -- Null until their turn: `asked` made a payout, otherwise why there is none.
  outcome text,
  -- What went wrong when their turn came; it is tried again.
  fault text,
  primary key (batch_id, partner_id)
);

alter table payout drop constraint payout_state_check;
alter table payout drop constraint payout_check;
alter table payout
  add constraint payout_state_check
    check (state in ('asked', 'sent', 'paid', 'refused', 'failed', 'returned')),
  add constraint payout_failure_check
    check ((state in ('refused', 'failed', 'returned')) = (failure is not null)),
  add column batch_id bigint references payout_batch (id),
  add column rail text not null default 'test-bank'
    check (rail in ('test-bank', 'stripe', 'bank-file')),
  add column payout_name text,
  -- Kept back for a tax authority, and what it settles of a debt to us.
  add column withheld_micros bigint not null default 0 check (withheld_micros >= 0),
  add column withholding_id bigint references withholding (id),
  add column netted_micros bigint not null default 0 check (netted_micros >= 0),
  -- The delivery that is paid.
  add column paid_ref text,
  -- Raised by whatever changes a payout: what was read before is not written over it.
  add column version int not null default 0,
  add column looked_at timestamptz,
  add constraint payout_withholding_check
    check (withheld_micros = 0 or withholding_id is not null),
  add constraint payout_paid_ref_check check ((state = 'paid') = (paid_ref is not null)) not valid;
update payout set paid_ref = bank_ref where state = 'paid';
alter table payout validate constraint payout_paid_ref_check;
alter table payout alter column rail drop default;
create index payout_of_batch on payout (batch_id) where batch_id is not null;
-- Those whose deliveries are looked up.
create index payout_looked on payout (looked_at nulls first, id) where state in ('sent', 'paid', 'failed');

-- Every arrival at a partner's bank that we heard of, and whether it came back.
create table payout_delivery (
  payout_id bigint not null references payout (id),
  ref text not null,
  state text not null check (state in ('paid', 'failed', 'returned')),
  reason text not null default '',
  heard_at timestamptz not null,
  primary key (payout_id, ref, state)
);

-- A balance set aside because its partner was not heard of for long.
create table dormancy (
  id bigint generated always as identity primary key,
  partner_id bigint not null references partner (reader_id),
  micros bigint not null check (micros > 0),
  currency char(3) not null,
  began_at timestamptz not null,
  ended_at timestamptz check (ended_at >= began_at)
);
create index dormancy_open on dormancy (partner_id) where ended_at is null;

-- From which account of the house the bank pays what is in a file.
create table payment_debtor (
  one boolean primary key default true check (one),
  name text not null check (length(name) between 1 and 140),
  iban text not null,
  bic text not null default '',
  changed_at timestamptz not null
);
-- A file for the bank, with the debtor as it was, so that it can be written again letter by letter.
create table payment_file (
  id bigint generated always as identity primary key,
  made_by bigint references reader (id),
  made_at timestamptz not null,
  execute_on date not null,
  currency char(3) not null,
  debtor_name text not null,
  debtor_iban text not null,
  debtor_bic text not null
);
create table file_payment (
  key text primary key,
  name text not null,
  iban text not null,
  micros bigint not null check (micros > 0),
  currency char(3) not null,
  file_id bigint references payment_file (id),
  state text not null default 'waiting'
    check (state in ('waiting', 'filed', 'paid', 'returned', 'refused')),
  reason text not null default '',
  asked_at timestamptz not null,
  marked_at timestamptz,
  check ((state in ('waiting', 'refused')) = (file_id is null)),
  check ((state in ('waiting', 'filed')) = (marked_at is null))
);
create index file_payment_file on file_payment (file_id);
create index file_payment_waiting on file_payment (asked_at, key) where state = 'waiting';

-- Shares of a closed month that are from new members' money, until the day on which it is old enough.
create table share_hold (
  month text not null,
  author_id bigint not null,
  until_on date not null,
  micros bigint not null check (micros > 0),
  released_at timestamptz,
  primary key (month, author_id, until_on),
  foreign key (month, author_id) references statement (month, author_id)
);
create index share_hold_open on share_hold (until_on, month) where released_at is null;
create index share_hold_author on share_hold (author_id, until_on) where released_at is null;

-- What of a story's amount reading made, and what each bonus; together they are the amount.
create table statement_part (
  month text not null,
  author_id bigint not null,
  story_id bigint not null,
  part text not null,
  micros bigint not null check (micros >= 0),
  primary key (month, author_id, story_id, part),
  foreign key (month, author_id, story_id)
    references statement_line (month, author_id, story_id)
);
-- Months whose parts are worked out.
create table statement_parted (
  month text primary key references closing (month),
  parted_at timestamptz not null
);
