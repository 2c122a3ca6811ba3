-- One immutable version of the rules.
create table policy (
  version text primary key,
  canonical text not null,
  sha256 bytea not null unique,
  published_at timestamptz not null,
  effective_from date not null unique check (extract(day from effective_from) = 1)
);

-- A month that is closing or closed. An open one has no row.
create table closing (
  month text primary key check (month ~ '^\d{4}-\d{2}$'),
  policy_version text not null references policy (version),
  state text not null default 'closing' check (state in ('closing', 'closed')),
  started_at timestamptz not null,
  closed_at timestamptz,
  members int not null default 0,
  members_done int not null default 0,
  -- Members up to this id are divided: where a stopped close goes on.
  done_to_id bigint not null default 0,
  currency char(3) not null,
  pool_micros bigint not null default 0,
  shared_micros bigint not null default 0,
  escrow_micros bigint not null default 0,
  unclaimed_micros bigint not null default 0,
  lines int not null default 0,
  output_sha256 bytea,
  check ((state = 'closed') = (closed_at is not null and output_sha256 is not null))
);

-- The pool a member's reading divides in a month: this month's dues and what was carried to it.
create table pool (
  month text not null,
  member_id bigint not null,
  dues_micros bigint not null check (dues_micros >= 0),
  carried_micros bigint not null check (carried_micros >= 0),
  primary key (month, member_id)
);

-- The stories that may earn in a month: those of its partners that were read, as they stood when it
-- was closed, and from which day on.
create table month_story (
  month text not null,
  story_id bigint not null,
  author_id bigint not null,
  expected_seconds int not null check (expected_seconds >= 0),
  earns_from date not null,
  primary key (month, story_id)
);

-- Ties as they were classed for a month: the evidence of the follow bonuses.
create table month_tie (
  month text not null,
  follower_id bigint not null,
  followee_id bigint not null,
  followed_at timestamptz not null,
  first_ever boolean not null,
  class text not null check (class in ('earned', 'unproven', 'traded')),
  primary key (month, follower_id, followee_id)
);

-- What was read and not paid, and why.
create table exclusion (
  month text not null,
  member_id bigint not null,
  story_id bigint not null,
  reason text not null check (reason in
    ('own-story', 'not-a-partner', 'not-members-only', 'not-a-member')),
  seconds int not null check (seconds > 0),
  primary key (month, member_id, story_id, reason)
);

-- A member's dues as divided over stories. Written by COPY, millions a minute: no foreign keys, and no
-- index but the one in whose order they come. Who read a story is found by reading_day.
create table allocation_line (
  month text not null,
  member_id bigint not null,
  author_id bigint not null,
  story_id bigint not null,
  micros bigint not null check (micros >= 0),
  escrow_micros bigint not null check (escrow_micros between 0 and micros),
  primary key (month, member_id, author_id, story_id)
);

-- Pools of members who read nothing that earns. Age 1 is the first such month.
create table unclaimed (
  month text not null,
  member_id bigint not null,
  micros bigint not null check (micros > 0),
  age int not null check (age >= 1),
  -- Carried to the same member's next month, or given to the commons.
  fate text not null check (fate in ('carried', 'commons')),
  primary key (month, member_id, age)
);

create table statement (
  month text not null,
  author_id bigint not null references reader (id),
  micros bigint not null check (micros >= 0),
  escrow_micros bigint not null check (escrow_micros >= 0),
  members int not null,
  reads int not null,
  primary key (month, author_id)
);
create table statement_line (
  month text not null,
  author_id bigint not null,
  story_id bigint not null references story (id),
  micros bigint not null check (micros >= 0),
  escrow_micros bigint not null check (escrow_micros between 0 and micros),
  members int not null,
  reads int not null,
  seconds bigint not null,
  primary key (month, author_id, story_id),
  foreign key (month, author_id) references statement (month, author_id)
);
