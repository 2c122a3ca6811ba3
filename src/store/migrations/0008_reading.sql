-- Attention. These tables take thousands of writes a second and are keyed by reader, so that they can
-- be distributed by reader id; they carry no foreign keys for both reasons. Rows that are written again
-- and again have room on their page, so that no index need be told.
create table reading_session (
  id bigint generated always as identity primary key,
  reader_id bigint not null,
  story_id bigint not null,
  opened_at timestamptz not null,
  -- Whether the reader was a member and the story members-only when it was opened.
  earning boolean not null,
  entry text not null check (entry in ('feed', 'search', 'direct', 'e-mail', 'outside')),
  seconds int not null default 0 check (seconds >= 0),
  coverage_percent smallint not null default 0 check (coverage_percent between 0 and 100)
) with (fillfactor = 80);
create index reading_session_reader on reading_session (reader_id, opened_at);

-- Until when a reader's time is already counted: one person reads one story at a time.
create table reading_clock (
  reader_id bigint primary key,
  counted_until timestamptz not null
) with (fillfactor = 50);

-- The seconds accepted on a day: all of them, and those of earning sessions.
create table reading_day (
  reader_id bigint not null,
  story_id bigint not null,
  day date not null,
  seconds int not null check (seconds between 0 and 86400),
  earning_seconds int not null check (earning_seconds between 0 and seconds),
  first_at timestamptz not null,
  primary key (reader_id, story_id, day)
) with (fillfactor = 80);
create index reading_day_story on reading_day (story_id, day);

create table view_day (
  reader_id bigint not null,
  story_id bigint not null,
  day date not null,
  entry text not null,
  primary key (reader_id, story_id, day)
);
create index view_day_story on view_day (story_id, day);

-- Views by visitors without an account, known by a random cookie and nothing else.
create table visit_day (
  visitor uuid not null,
  story_id bigint not null,
  day date not null,
  entry text not null,
  primary key (story_id, day, visitor)
);
