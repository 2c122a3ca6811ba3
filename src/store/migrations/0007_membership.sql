create table plan (
  code text primary key,
  name text not null,
  tier text not null check (tier in ('member', 'friend')),
  months int not null check (months in (1, 12)),
  price_micros bigint not null check (price_micros > 0),
  currency char(3) not null,
  offered boolean not null default true
);
insert into plan (code, name, tier, months, price_micros, currency) values
  ('member-monthly', 'Monthly', 'member', 1, 5000000, 'USD'),
  ('member-yearly', 'Yearly', 'member', 12, 50000000, 'USD');

create table membership (
  id bigint generated always as identity primary key,
  reader_id bigint not null references reader (id),
  plan_code text not null references plan (code),
  tier text not null check (tier in ('member', 'friend')),
  card_last4 text not null,
  -- What the bank gave us to charge again; never a card number.
  card_token text not null,
  started_at timestamptz not null,
  -- Paid until this day, which is not paid.
  paid_until date not null,
  cancelled_at timestamptz,
  ended_at timestamptz
);
create unique index membership_open on membership (reader_id) where ended_at is null;
-- Asked with every request of somebody signed in: ended ones count until their paid day.
create index membership_reader on membership (reader_id, paid_until);
create index membership_due on membership (paid_until) where ended_at is null;

-- One wish to charge, written before the bank is asked, so that an unknown outcome can be looked up.
create table charge_attempt (
  id bigint generated always as identity primary key,
  key text not null unique,
  reader_id bigint not null references reader (id),
  plan_code text not null references plan (code),
  state text not null default 'asked' check (state in ('asked', 'charged', 'declined')),
  asked_at timestamptz not null,
  answered_at timestamptz,
  decline text
);

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
  -- From this day on nothing accrues: the unused days were given back.
  refunded_from date check (refunded_from >= span_from and refunded_from <= span_to),
  refund_ref text unique
);
create index charge_span on charge (span_from, span_to);
create index charge_reader on charge (reader_id);

-- What a charge accrued within a month, day by day, and the part of it that is the member's pool.
create table dues (
  charge_id bigint not null references charge (id),
  month text not null check (month ~ '^\d{4}-\d{2}$'),
  member_id bigint not null references reader (id),
  accrued_to date not null,
  accrued_micros bigint not null check (accrued_micros >= 0),
  pool_micros bigint not null check (pool_micros between 0 and accrued_micros),
  primary key (charge_id, month)
);
create index dues_month on dues (month, member_id);
