-- The policy lab: one month under two rules, beside each other. A run is asked for at the desk and
-- worked out as a task; what came of it stays as it was found.
create table lab_run (
  id bigint generated always as identity primary key,
  month text not null check (month ~ '^\d{4}-\d{2}$'),
  -- A published version, or the name of a preset.
  left_rule text not null,
  right_rule text not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed')),
  result jsonb,
  -- Why it could not be worked out.
  trouble text not null default '',
  asked_by bigint not null references reader (id),
  asked_at timestamptz not null,
  done_at timestamptz,
  check (left_rule <> right_rule),
  check ((state = 'done') = (result is not null)),
  check ((state = 'waiting') = (done_at is null))
);
create index lab_run_asked on lab_run (asked_at desc);
