-- The test bank: an outside bank played by the site itself. It remembers every request by its key, so
-- that the same key and body gives the same answer and the same key with another body is refused.
create table test_bank_request (
  key text primary key,
  body_sha256 bytea not null check (length(body_sha256) = 32),
  kind text not null check (kind in ('charge', 'refund', 'transfer')),
  ref text not null unique,
  micros bigint not null check (micros > 0),
  currency char(3) not null,
  -- The charge that a refund is of; the account that a transfer goes to.
  target text,
  -- What it answers, or would have, had the answer arrived.
  answer jsonb not null,
  asked_at timestamptz not null
);
create index test_bank_target on test_bank_request (target) where target is not null;
