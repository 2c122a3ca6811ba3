create table plan (
  code text primary key,
  name text not null,
  tier text not null check (tier in ('member', 'friend')),
  months int not null check (months in (1, 12)),
  price_micros bigint not null check (price_micros > 0 and price_micros % 10000 = 0),
  currency char(3) not null,
  offered boolean not null default true
);
insert into plan (code, name, tier, months, price_micros, currency) values
  ('member-monthly', 'Monthly', 'member', 1, 5000000, 'USD'),
  ('member-yearly', 'Yearly', 'member', 12, 50000000, 'USD'),
  ('friend-monthly', 'Friend, monthly', 'friend', 1, 15000000, 'USD'),
  ('friend-yearly', 'Friend, yearly', 'friend', 12, 150000000, 'USD');

create table membership (
  id bigint generated always as identity primary key,
  reader_id bigint not null references reader (id),
  plan_code text not null references plan (code),
  tier text not null check (tier in ('member', 'friend')),
  card_last4 text not null check (length(card_last4) = 4),
  -- What the bank gave us to charge again; never a card number.
  card_token text not null,
  started_at timestamptz not null,
  -- The day of the month on which spans begin: the 31st becomes the 30th in June and the 31st again.
  anchor_day smallint not null check (anchor_day between 1 and 31),
  -- Paid until this day, which is not paid.
  paid_until date not null,
  -- From then on it is not renewed.
  cancelled_at timestamptz,
  ended_at timestamptz,
  check (ended_at is null or cancelled_at is not null)
);
create unique index membership_open on membership (reader_id) where ended_at is null;
create index membership_due on membership (paid_until) where ended_at is null;
create index membership_reader on membership (reader_id, paid_until);

-- One wish to charge, written before the bank is asked, so that an unknown outcome can be looked up.
create table charge_attempt (
  id bigint generated always as identity primary key,
  key text not null unique generated always as ('charge:' || id::text) stored,
  reader_id bigint not null references reader (id),
  -- The membership it renews, and from which day; none when it begins one.
  renews_id bigint references membership (id),
  renews_from date,
  plan_code text not null references plan (code),
  micros bigint not null check (micros > 0),
  currency char(3) not null,
  -- A renewal is asked with the kept card, so it can be asked again; a typed card is not kept.
  card_token text,
  state text not null default 'asked' check (state in ('asked', 'charged', 'declined')),
  asked_at timestamptz not null,
  answered_at timestamptz,
  decline text,
  check ((state = 'asked') = (answered_at is null)),
  check ((state = 'declined') = (decline is not null)),
  check ((renews_id is null) = (card_token is null)),
  check ((renews_id is null) = (renews_from is null))
);
-- One payment under way a reader.
create unique index charge_attempt_open on charge_attempt (reader_id) where state = 'asked';

-- Dues paid for a span of days [span_from, span_to).
create table charge (
  id bigint generated always as identity primary key,
  attempt_id bigint not null unique references charge_attempt (id),
  membership_id bigint not null references membership (id),
  reader_id bigint not null references reader (id),
  bank_ref text not null unique,
  tier text not null check (tier in ('member', 'friend')),
  currency char(3) not null,
  cash_micros bigint not null check (cash_micros >= 0),
  tax_micros bigint not null check (tax_micros >= 0),
  fee_micros bigint not null check (fee_micros >= 0),
  net_micros bigint not null generated always as (cash_micros - tax_micros - fee_micros) stored
    check (net_micros >= 0),
  span_from date not null,
  span_to date not null check (span_to > span_from),
  charged_at timestamptz not null,
  -- From this day on nothing accrues: the unused days were given back, or are asked back.
  refunded_from date check (refunded_from between span_from and span_to),
  -- The days before this one are accrued.
  accrued_to date not null,
  check (accrued_to between span_from and coalesce(refunded_from, span_to))
);
create index charge_span on charge (span_from, span_to);
create index charge_reader on charge (reader_id, span_to);
create index charge_to_accrue on charge (accrued_to, id)
  where accrued_to < coalesce(refunded_from, span_to);

-- The unused days of a charge, asked back. Written before the bank is asked.
create table refund (
  id bigint generated always as identity primary key,
  key text not null unique generated always as ('refund:' || id::text) stored,
  charge_id bigint not null references charge (id),
  reader_id bigint not null references reader (id),
  from_day date not null,
  deferred_micros bigint not null check (deferred_micros >= 0),
  tax_micros bigint not null check (tax_micros >= 0),
  -- What the provider kept of it and the platform bears.
  borne_micros bigint not null check (borne_micros >= 0),
  micros bigint not null generated always as (deferred_micros + tax_micros + borne_micros) stored
    check (micros > 0 and micros % 10000 = 0),
  state text not null default 'asked' check (state in ('asked', 'paid', 'refused')),
  bank_ref text unique,
  asked_at timestamptz not null,
  answered_at timestamptz,
  check ((state = 'asked') = (answered_at is null)),
  check ((state = 'paid') = (bank_ref is not null))
);
-- A charge is given back once. A refusal leaves it free to be asked again.
create unique index refund_once on refund (charge_id) where state <> 'refused';
create index refund_open on refund (reader_id) where state = 'asked';

-- A day's accrual as it was posted. Charges that came to light late make another batch of their day.
create table accrual (
  day date not null,
  batch int not null,
  -- None when nothing was worth a micro.
  journal_id bigint unique references journal (id),
  charges int not null check (charges > 0),
  accrued_at timestamptz not null,
  primary key (day, batch)
);

-- What a charge accrued within a month, and the part of it that is the member's pool. Days that are
-- accrued after their month began to close stand in the first month still open.
create table dues (
  charge_id bigint not null references charge (id),
  month text not null check (month ~ '^\d{4}-\d{2}$'),
  member_id bigint not null references reader (id),
  accrued_micros bigint not null check (accrued_micros >= 0),
  pool_micros bigint not null check (pool_micros between 0 and accrued_micros),
  primary key (charge_id, month)
);
create index dues_month on dues (month, member_id);
