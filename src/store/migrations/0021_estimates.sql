-- What a month that is not over would give if it ended now, reckoned anew every night.
create table estimate (
  month text primary key,
  reckoned_at timestamptz not null,
  currency char(3) not null
);
create table estimate_line (
  month text not null references estimate (month) on delete cascade,
  author_id bigint not null references reader (id),
  story_id bigint not null references story (id),
  micros bigint not null check (micros >= 0),
  escrow_micros bigint not null check (escrow_micros >= 0 and escrow_micros <= micros),
  primary key (month, author_id, story_id)
);
