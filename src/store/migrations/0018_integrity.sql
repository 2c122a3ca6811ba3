-- Integrity: what the scoring of the whole community found, and what follows from it.

-- How much of the text was in view on that day: a read is worth its time times this.
alter table reading_day
  add column coverage_percent smallint not null default 100
    check (coverage_percent between 0 and 100);
update reading_day as d set coverage_percent = s.coverage_percent
  from (select reader_id, story_id, max(coverage_percent) as coverage_percent
          from reading_session group by reader_id, story_id) as s
 where s.reader_id = d.reader_id and s.story_id = d.story_id;

-- One scoring of everybody from all events before `until_at`. What a run found belongs to that run: the
-- next begins anew. A run without an end was stopped half-way and found nothing.
create table integrity_run (
  id bigint generated always as identity primary key,
  started_at timestamptz not null,
  until_at timestamptz not null,
  ended_at timestamptz,
  accounts int not null default 0,
  stories int not null default 0,
  follows int not null default 0,
  reads int not null default 0,
  claps int not null default 0,
  responses int not null default 0,
  -- False where nobody reads: then nobody is flagged.
  enough_evidence boolean not null default false,
  flagged int not null default 0,
  groups int not null default 0,
  -- Milliseconds by stage.
  stages jsonb not null default '{}',
  -- What "1 in N honest accounts" was computed from, by channel and stratum.
  reference jsonb not null default 'null'
);
create index integrity_run_ended on integrity_run (id desc) where ended_at is not null;

-- Accounts that stand out in a run, or are in one of its groups. Everybody else is unremarkable.
create table integrity_account (
  run_id bigint not null references integrity_run (id) on delete cascade,
  account_id bigint not null references reader (id),
  -- -ln of the part of honest accounts that look at least so.
  surprise float8 not null check (surprise >= 0),
  channel text not null,
  flagged boolean not null,
  -- By channel, in the order of the engine's channels: surprise, and the value it is about.
  surprises float8[] not null,
  channel_values float8[] not null,
  primary key (run_id, account_id)
);
create index integrity_account_surprise on integrity_account (run_id, surprise desc);

create table integrity_group (
  run_id bigint not null references integrity_run (id) on delete cascade,
  number int not null,
  surprise float8 not null,
  -- Its ties are read after all, and what it looks like instead.
  released boolean not null,
  also_looks_like text,
  primary key (run_id, number)
);
create table integrity_member (
  run_id bigint not null,
  number int not null,
  account_id bigint not null references reader (id),
  primary key (run_id, number, account_id),
  foreign key (run_id, number) references integrity_group (run_id, number) on delete cascade
);
create index integrity_member_account on integrity_member (account_id, run_id);

-- Attention of one account to another's stories that is not counted, as a part of it.
create table integrity_pair (
  run_id bigint not null references integrity_run (id) on delete cascade,
  from_id bigint not null,
  to_id bigint not null,
  discount float8 not null check (discount > 0 and discount <= 1),
  primary key (run_id, from_id, to_id)
);
create index integrity_pair_to on integrity_pair (run_id, to_id);

-- What each follow is worth, as the latest run or re-check has it. A follow that has no row yet is
-- unproven. No foreign key: a million rows are written at night.
create table tie (
  follow_id bigint primary key,
  follower_id bigint not null,
  followee_id bigint not null,
  -- The probability that it was traded.
  q real not null check (q between 0 and 1),
  class text not null check (class in ('earned', 'unproven', 'traded')),
  run_id bigint not null
) with (fillfactor = 80);
create index tie_followee on tie (followee_id, class);
create index tie_follower on tie (follower_id);

-- Somebody who stands out may follow, respond and clap less often, until then.
create table brake (
  reader_id bigint primary key references reader (id),
  began_at timestamptz not null,
  until_at timestamptz not null check (until_at > began_at),
  surprise float8 not null,
  channel text not null
);

-- A look at one account and those around it, since something happened in a burst.
create table recheck (
  id bigint generated always as identity primary key,
  account_id bigint not null references reader (id),
  checked_at timestamptz not null,
  -- Why it was looked at.
  cause text not null,
  accounts int not null,
  surprise float8 not null,
  channel text not null,
  flagged boolean not null,
  milliseconds float8 not null
);
create index recheck_account on recheck (account_id, checked_at desc);

-- Claps have no number by which new ones are found.
create index clap_clapped on clap (clapped_at);

-- Until which events they were watched for bursts.
create table watch_mark (
  one boolean primary key default true check (one),
  follow_id bigint not null,
  session_id bigint not null,
  response_id bigint not null,
  clapped_at timestamptz not null
);

-- What a person decided about an account, or about what it does for another, and what then follows
-- from it. A decision is ended, never removed.
create table verdict (
  id bigint generated always as identity primary key,
  account_id bigint not null references reader (id),
  other_id bigint references reader (id),
  kind text not null check (kind in ('cleared', 'nudged', 'discounted', 'escrowed', 'left')),
  reason text not null check (length(reason) between 1 and 2000),
  -- As the evidence was when it was decided: what is much worse later is looked at again.
  surprise float8 not null,
  decided_by bigint not null references reader (id),
  decided_at timestamptz not null,
  ended_at timestamptz check (ended_at >= decided_at),
  check (account_id <> other_id),
  check (decided_by <> account_id)
);
create unique index verdict_standing on verdict (account_id, coalesce(other_id, 0))
  where ended_at is null;
create index verdict_other on verdict (other_id) where ended_at is null;

-- The end of money in escrow: to its author after all, or to the commons.
create table escrow_end (
  id bigint generated always as identity primary key,
  author_id bigint not null references reader (id),
  how text not null check (how in ('faded', 'released', 'forfeited')),
  -- What was set aside, and what of it was still there: dues that were taken back are gone from it.
  micros bigint not null check (micros >= 0),
  moved_micros bigint not null check (moved_micros between 0 and micros),
  currency char(3) not null,
  decided_by bigint references reader (id),
  reason text not null default '',
  ended_at timestamptz not null,
  check ((how = 'faded') = (decided_by is null)),
  check (decided_by <> author_id)
);

-- What part of an author's share from a member waits in escrow. Written down when a month begins to
-- close, so that whoever computes it again has the same evidence.
create table month_hold (
  month text not null check (month ~ '^\d{4}-\d{2}$'),
  member_id bigint not null,
  author_id bigint not null,
  bps int not null check (bps between 1 and 10000),
  -- The run that says so; a verdict where a person did.
  run_id bigint not null,
  verdict_id bigint references verdict (id),
  -- What it came to, once the month is closed.
  micros bigint not null default 0 check (micros >= 0),
  end_id bigint references escrow_end (id),
  primary key (month, member_id, author_id)
);
create index month_hold_author on month_hold (author_id) where end_id is null;
create index month_hold_end on month_hold (end_id) where end_id is not null;
