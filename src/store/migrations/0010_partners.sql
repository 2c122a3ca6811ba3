create table application (
  id bigint generated always as identity primary key,
  reader_id bigint not null references reader (id),
  country char(2) not null check (country ~ '^[A-Z]{2}$'),
  born_on date not null,
  statement text not null check (length(statement) <= 2000),
  -- The checklist as it stood: criterion, what was asked, what there was, met or not.
  checklist jsonb not null,
  applied_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'accepted', 'refused')),
  decided_by bigint references reader (id),
  decided_at timestamptz,
  -- The reason for each criterion that decided it, and a note in the reviewer's own words.
  reasons jsonb not null default '[]',
  note text not null default '',
  next_try_on date,
  check ((state = 'waiting') = (decided_at is null)),
  check (decided_by <> reader_id)
);
create unique index application_waiting on application (reader_id) where state = 'waiting';
create index application_reader on application (reader_id, applied_at);

create table partner (
  reader_id bigint primary key references reader (id),
  state text not null default 'active' check (state in ('active', 'paused', 'left')),
  since timestamptz not null,
  country char(2) not null,
  -- Where payouts go. Two partners may not share one.
  payout_rail text check (payout_rail in ('test-bank')),
  payout_account text unique
);
