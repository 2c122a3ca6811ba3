-- Secrets of the site, one row a purpose, made at first start and shared by its processes.
create table secret (
  name text primary key,
  value bytea not null check (length(value) >= 32)
);

-- Whoever has an account. Member and author are the same account seen by what it does.
create table reader (
  id bigint generated always as identity primary key,
  handle text not null unique check (handle ~ '^[a-z0-9_]{2,30}$'),
  name text not null check (length(name) between 1 and 80),
  email text not null unique check (email = lower(email) and length(email) between 3 and 254),
  bio text not null default '' check (length(bio) <= 400),
  picture_key text,
  password_hash text,
  role text not null default 'reader' check (role in ('reader', 'reviewer', 'operator')),
  joined_at timestamptz not null
);

create table session (
  id bigint generated always as identity primary key,
  token_hash bytea not null unique,
  reader_id bigint not null references reader (id) on delete cascade,
  agent text not null default '',
  opened_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_reader on session (reader_id);

-- A link sent by e-mail or printed at first start. It works once, for one purpose and one address.
create table link_token (
  token_hash bytea primary key,
  purpose text not null check (purpose in ('join', 'sign-in', 'operator', 'email', 'password')),
  -- Where it was sent, and for 'email' the address that is to be the account's.
  email text check (email is not null or purpose = 'operator'),
  reader_id bigint references reader (id) on delete cascade
    check (reader_id is not null or purpose <> 'email'),
  name text,
  password_hash text,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index link_token_expiry on link_token (expires_at);

-- How often something was tried, by account and by address, in windows.
create table attempt (
  key text not null,
  window_start timestamptz not null,
  count int not null,
  primary key (key, window_start)
);
