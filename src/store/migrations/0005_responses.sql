-- A reader's claps for a story as they stand now.
create table clap (
  reader_id bigint not null references reader (id),
  story_id bigint not null references story (id),
  count int not null check (count between 1 and 50),
  clapped_at timestamptz not null,
  primary key (reader_id, story_id)
);
create index clap_story on clap (story_id);

-- The claps given within a month: what the policy weighs. Undo takes back this month's only.
create table clap_month (
  reader_id bigint not null,
  story_id bigint not null,
  month text not null check (month ~ '^\d{4}-\d{2}$'),
  count int not null check (count between 0 and 50),
  primary key (reader_id, story_id, month)
);

create table response (
  id bigint generated always as identity primary key,
  key text not null unique check (key ~ '^[a-z0-9]{10}$'),
  story_id bigint not null references story (id),
  author_id bigint not null references reader (id),
  text text not null check (length(text) between 1 and 5000),
  responded_at timestamptz not null,
  withdrawn_at timestamptz,
  hidden_at timestamptz
);
create index response_story on response (story_id, responded_at);
create index response_author on response (author_id, responded_at);

-- Sums that a story page shows, kept with each clap and response.
create table story_tally (
  story_id bigint primary key references story (id),
  claps int not null default 0 check (claps >= 0),
  clappers int not null default 0 check (clappers >= 0),
  responses int not null default 0 check (responses >= 0)
);
