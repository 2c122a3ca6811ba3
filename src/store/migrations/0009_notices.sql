-- Mail on its way out. Without SMTP settings it stays here, where the operator can open it.
create table mail (
  id bigint generated always as identity primary key,
  key text not null unique,
  recipient text not null,
  subject text not null,
  text text not null,
  html text not null,
  state text not null default 'queued' check (state in ('queued', 'sent', 'kept', 'failed')),
  failure text,
  queued_at timestamptz not null,
  sent_at timestamptz
);
