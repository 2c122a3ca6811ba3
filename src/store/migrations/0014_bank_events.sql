-- What an outside bank is asked, frozen before the first call: a later call under the key sends the
-- very same body, however often it is made and whatever changed since.
create table bank_request (
  key text primary key,
  kind text not null check (kind in ('charge', 'page', 'refund', 'transfer', 'account')),
  -- Of what we were asked for; another request under the key is a fault.
  asked_sha256 bytea not null check (length(asked_sha256) = 32),
  body jsonb not null,
  -- Counts up after a definite "not now": only then may the bank be asked anew under another of its keys.
  attempt integer not null default 1 check (attempt > 0),
  -- The bank's own name for what came of it, where it must be found by that.
  ref text,
  -- Real money moves. A house holds to one kind.
  is_live boolean not null,
  asked_at timestamptz not null
);

-- What an outside bank told of itself, once an event and once a fact: two events may announce one fact.
create table bank_event (
  id text primary key,
  business_key text not null unique,
  kind text not null,
  -- Of a partner, where it is not our own.
  account text,
  -- The work that it led to, enqueued with it.
  task text not null,
  occurred_at timestamptz not null,
  received_at timestamptz not null
);
create index bank_event_received on bank_event (received_at);
