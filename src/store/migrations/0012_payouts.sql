-- One sending of a partner's whole balance. The request is frozen here before the bank is asked; after
-- a refusal the next try is another payout.
create table payout (
  id bigint generated always as identity primary key,
  key text not null unique generated always as ('payout:' || id::text) stored,
  partner_id bigint not null references partner (reader_id),
  micros bigint not null check (micros > 0 and micros % 10000 = 0),
  currency char(3) not null,
  payout_account text not null,
  state text not null default 'asked' check (state in ('asked', 'sent', 'paid', 'refused', 'failed')),
  bank_ref text unique,
  failure text,
  asked_at timestamptz not null,
  sent_at timestamptz,
  settled_at timestamptz,
  check ((state in ('refused', 'failed')) = (failure is not null)),
  check (state in ('asked', 'refused') or bank_ref is not null),
  check ((state in ('asked', 'sent')) = (settled_at is null))
);
-- One payout under way a partner.
create unique index payout_under_way on payout (partner_id) where state in ('asked', 'sent');
create index payout_partner on payout (partner_id, asked_at);
create index payout_newest on payout (asked_at desc, id desc);
