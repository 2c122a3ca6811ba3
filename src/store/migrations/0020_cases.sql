-- Cases: what integrity found, kept as it was, for a person to decide.

create table integrity_case (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('account', 'pair', 'group')),
  state text not null default 'open' check (state in ('open', 'proposed', 'decided', 'faded')),
  opened_at timestamptz not null,
  changed_at timestamptz not null check (changed_at >= opened_at)
);
create index integrity_case_state on integrity_case (state, changed_at);

-- The evidence as one run had it, letter for letter, so that what was decided on can be shown again. A
-- later run adds a file; it never changes one.
create table case_file (
  case_id bigint not null references integrity_case (id),
  number int not null check (number >= 1),
  run_id bigint not null,
  drawn_at timestamptz not null,
  surprise float8 not null check (surprise >= 0),
  channel text not null,
  evidence text not null,
  sha256 bytea not null check (sha256 = sha256(convert_to(evidence, 'UTF8'))),
  -- What was at stake then; with it, as JSON, what went between its accounts.
  stake_micros bigint not null check (stake_micros >= 0),
  money text not null,
  primary key (case_id, number),
  unique (case_id, run_id)
);

-- Who is in a file. Each file has members of its own: a case never gathers all that ever were in it.
create table case_member (
  case_id bigint not null,
  number int not null,
  account_id bigint not null references reader (id),
  -- Its place in the file: who stands out most is the first.
  place int not null check (place >= 1),
  primary key (case_id, number, account_id),
  foreign key (case_id, number) references case_file (case_id, number)
);
create index case_member_account on case_member (account_id, case_id);

-- What was decided, on which file, about whom. A decision is ended, never removed.
create table case_decision (
  id bigint generated always as identity primary key,
  case_id bigint not null,
  file_number int not null,
  kind text not null check (kind in ('dismiss', 'nudge', 'discount-ties', 'escrow', 'leave')),
  -- 'waiting' for a second person, who may also have declined.
  state text not null check (state in ('waiting', 'declined', 'standing', 'ended')),
  reason text not null check (length(reason) between 1 and 2000),
  stake_micros bigint not null check (stake_micros >= 0),
  decided_by bigint not null references reader (id),
  decided_at timestamptz not null,
  seconded_by bigint references reader (id),
  seconded_at timestamptz,
  -- When it came into force, and when it ends by itself.
  stands_since timestamptz,
  ends_at timestamptz,
  ended_at timestamptz,
  -- Who ended it and why; nobody where a clock did.
  ended_by bigint references reader (id),
  end_reason text not null default '',
  foreign key (case_id, file_number) references case_file (case_id, number),
  check (seconded_by <> decided_by),
  check ((seconded_by is null) = (seconded_at is null)),
  check ((state in ('standing', 'ended')) = (stands_since is not null)),
  check ((state = 'ended') = (ended_at is not null))
);
create unique index case_decision_current on case_decision (case_id)
  where state in ('waiting', 'standing');
create index case_decision_ends on case_decision (ends_at) where state = 'standing';

create table case_concerned (
  decision_id bigint not null references case_decision (id),
  account_id bigint not null references reader (id),
  -- What stands in integrity because of it.
  verdict_id bigint references verdict (id),
  primary key (decision_id, account_id)
);
create index case_concerned_account on case_concerned (account_id);

create table case_appeal (
  id bigint generated always as identity primary key,
  decision_id bigint not null references case_decision (id),
  account_id bigint not null references reader (id),
  text text not null check (length(text) between 1 and 5000),
  filed_at timestamptz not null,
  answer_by timestamptz not null check (answer_by > filed_at),
  -- 'lapsed': nobody answered in time, and the decision ended for that.
  state text not null default 'waiting'
    check (state in ('waiting', 'granted', 'refused', 'lapsed')),
  answer text not null default '',
  answered_by bigint references reader (id),
  answered_at timestamptz,
  unique (decision_id, account_id),
  foreign key (decision_id, account_id) references case_concerned (decision_id, account_id),
  check ((state = 'waiting') = (answered_at is null)),
  check ((state in ('granted', 'refused')) = (answered_by is not null)),
  check (answered_by <> account_id)
);
create index case_appeal_waiting on case_appeal (answer_by) where state = 'waiting';
