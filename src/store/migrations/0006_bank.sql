-- The test bank: an outside bank played by the site itself. It remembers every request by its key, so
-- that the same key and body gives the same answer and the same key with another body is refused.
create table test_bank_request (
  key text primary key,
  body_sha256 bytea not null,
  ref text not null unique,
  kind text not null check (kind in ('charge', 'refund', 'transfer')),
  answer jsonb not null,
  asked_at timestamptz not null
);
