-- What the operator decides about dues.
create table dues_setting (
  one boolean primary key default true check (one),
  -- Of every plan and charge; it stays once something was charged.
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  -- Days that a new reader may try; 0 for none.
  trial_days int not null check (trial_days between 0 and 90),
  -- Who makes good what is taken back from a partner who was paid it already.
  shortfall text not null check (shortfall in ('partner-owes', 'platform-bears'))
);
insert into dues_setting (currency, trial_days, shortfall) values ('USD', 0, 'partner-owes');

-- So much less for so many charges of whoever joins with its code.
create table coupon (
  id bigint generated always as identity primary key,
  code text not null unique check (code ~ '^[A-Z0-9-]{4,24}$'),
  percent_off int not null check (percent_off between 1 and 90),
  charges int not null check (charges between 1 and 24),
  uses_max int check (uses_max > 0),
  last_day date,
  made_by bigint not null references reader (id),
  made_at timestamptz not null,
  withdrawn_at timestamptz
);

alter table membership
  -- A trial or a gift has no card: it ends with its paid days.
  alter column card_last4 drop not null,
  alter column card_token drop not null,
  add check ((card_last4 is null) = (card_token is null)),
  add check (card_token is not null or cancelled_at is not null),
  add column origin text not null default 'charge' check (origin in ('charge', 'trial', 'gift')),
  -- What it is renewed by, when that is another plan.
  add column next_plan_code text references plan (code),
  -- The renewal was declined: how often, and when first.
  add column declines int not null default 0 check (declines between 0 and 3),
  add column declined_at timestamptz,
  add check ((declines = 0) = (declined_at is null)),
  -- Charges still to come that the coupon makes cheaper.
  add column coupon_id bigint references coupon (id),
  add column coupon_left int not null default 0 check (coupon_left >= 0);

-- One trial a reader, ever.
create unique index membership_trial on membership (reader_id) where origin = 'trial';

alter table charge_attempt
  add column purpose text not null default 'join'
    check (purpose in ('join', 'renewal', 'change', 'gift')),
  add column coupon_id bigint references coupon (id),
  -- Who brought the reader here, where the rules pay for that.
  add column referrer_id bigint references reader (id),
  -- Paid on a page of the bank's, which may take a day.
  add column hosted boolean not null default false;
update charge_attempt set purpose = 'renewal' where renews_id is not null;
create index charge_attempt_coupon on charge_attempt (coupon_id) where coupon_id is not null;

alter table charge
  -- None while a gift waits for whoever redeems it.
  alter column membership_id drop not null,
  drop column net_micros,
  add check (tax_micros <= cash_micros);
alter table charge
  -- A fee above what is left of a small charge is ours to bear.
  add column net_micros bigint not null
    generated always as (greatest(cash_micros - tax_micros - fee_micros, 0)) stored,
  -- Nothing accrues meanwhile: a gift that is not redeemed, a dispute that is not decided.
  add column held text check (held in ('gift', 'dispute')),
  add check (membership_id is not null or held = 'gift'),
  -- Who paid, when it was not the reader.
  add column paid_by bigint references reader (id),
  -- The charge over whose last days it lies: it pays for their higher tier.
  add column supplements_id bigint references charge (id),
  -- After a part was taken back, what is left accrues from this day on.
  add column rebased_on date,
  add column rebased_micros bigint check (rebased_micros >= 0),
  add check ((rebased_on is null) = (rebased_micros is null));

-- The days to accrue by their reader, without what is held.
drop index charge_to_accrue;
create index charge_to_accrue on charge (accrued_to, id)
  where held is null and accrued_to < coalesce(refunded_from, span_to);

alter table refund
  add column kind text not null default 'unused' check (kind in ('unused', 'part')),
  -- What is taken from whoever earned it; how much from whom is in take_back_part.
  add column shares_micros bigint not null default 0 check (shares_micros >= 0),
  add column asked_by bigint references reader (id),
  -- "returned": it was paid, and the card's bank sent it back. The member is owed it still.
  drop constraint refund_state_check,
  add constraint refund_state_check check (state in ('asked', 'paid', 'refused', 'returned')),
  drop constraint refund_check1,
  add constraint refund_bank_ref_check
    check ((state in ('paid', 'returned')) = (bank_ref is not null)),
  drop column micros;
alter table refund
  add column micros bigint not null generated always as
    (deferred_micros + tax_micros + borne_micros + shares_micros) stored
    check (micros > 0 and micros % 10000 = 0);
drop index refund_once;
-- A member has the unused days back once; an operator may give back in parts, one at a time.
create unique index refund_unused on refund (charge_id) where kind = 'unused' and state <> 'refused';
create unique index refund_one on refund (charge_id) where state = 'asked';

-- A charge that a cardholder's bank took back, and what was decided of it.
create table dispute (
  id bigint generated always as identity primary key,
  ref text not null unique,
  charge_id bigint not null references charge (id),
  reader_id bigint not null references reader (id),
  currency char(3) not null,
  micros bigint not null check (micros > 0),
  fee_micros bigint not null check (fee_micros >= 0),
  state text not null default 'open' check (state in ('open', 'won', 'lost')),
  opened_at timestamptz not null,
  decided_at timestamptz,
  check ((state = 'open') = (decided_at is null))
);
create index dispute_charge on dispute (charge_id);

-- Who got a charge's part of a closed month, recorded once, when it is first taken back.
create table charge_share (
  charge_id bigint not null references charge (id),
  month text not null check (month ~ '^\d{4}-\d{2}$'),
  -- The month whose pool they got it from: later than `month` when it was carried.
  pool_month text not null check (pool_month >= month),
  holder text not null check (holder in ('author', 'escrow', 'commons')),
  -- 0 for the commons.
  author_id bigint not null,
  member_id bigint not null,
  micros bigint not null check (micros > 0),
  primary key (charge_id, month, holder, author_id)
);
create index charge_share_pool on charge_share (pool_month, member_id);

-- What was taken back from whom, for a refund or for a dispute.
create table take_back_part (
  id bigint generated always as identity primary key,
  charge_id bigint not null references charge (id),
  refund_id bigint references refund (id),
  dispute_id bigint references dispute (id),
  holder text not null check (holder in ('deferred', 'tax', 'fee', 'platform', 'pool', 'author',
                                         'escrow', 'referral', 'commons', 'carried', 'beyond')),
  month text check (month ~ '^\d{4}-\d{2}$'),
  author_id bigint,
  micros bigint not null check (micros > 0),
  check ((refund_id is null) <> (dispute_id is null)),
  check ((holder in ('author', 'escrow', 'referral')) = (author_id is not null))
);
create index take_back_part_charge on take_back_part (charge_id);
create index take_back_part_refund on take_back_part (refund_id) where refund_id is not null;
create index take_back_part_dispute on take_back_part (dispute_id) where dispute_id is not null;

-- A span that one reader paid for another, who redeems its code.
create table gift (
  id bigint generated always as identity primary key,
  code text not null unique check (code ~ '^[A-Z0-9]{4}(-[A-Z0-9]{4}){3}$'),
  charge_id bigint not null unique references charge (id),
  giver_id bigint not null references reader (id),
  plan_code text not null references plan (code),
  bought_at timestamptz not null,
  redeemed_by bigint references reader (id),
  redeemed_at timestamptz,
  -- The charge was taken back before anybody redeemed it.
  void_at timestamptz,
  check ((redeemed_by is null) = (redeemed_at is null)),
  check (redeemed_at is null or void_at is null)
);
create index gift_giver on gift (giver_id, bought_at);

-- A partner whose reader became a member, under terms that stay as they were that day.
create table referral (
  member_id bigint primary key references reader (id),
  referrer_id bigint not null references reader (id),
  -- Part of net dues that the referrer has, beside the pool and before the platform.
  bps int not null check (bps between 1 and 10000),
  policy_version text not null references policy (version),
  converted_at timestamptz not null,
  check (member_id <> referrer_id)
);
create index referral_referrer on referral (referrer_id);

-- What of a month's accrual went to the referrer, and is neither pool nor the platform's.
alter table dues
  add column referral_micros bigint not null default 0
    check (referral_micros between 0 and accrued_micros - pool_micros);

-- The first charge of a reader, and what they had read before it: what rules about conversion go by.
create table conversion (
  reader_id bigint primary key references reader (id),
  charge_id bigint not null unique references charge (id),
  converted_at timestamptz not null,
  -- The terms that apply to it, as they were that day.
  policy_version text not null references policy (version),
  days int not null check (days > 0)
);
create table conversion_story (
  reader_id bigint not null references conversion (reader_id),
  story_id bigint not null references story (id),
  author_id bigint not null references reader (id),
  seconds int not null check (seconds > 0),
  first_day date not null,
  last_day date not null,
  -- The one read last before the reader became a member.
  is_last boolean not null,
  primary key (reader_id, story_id)
);
create unique index conversion_last on conversion_story (reader_id) where is_last;

-- Whether a day is paid, or a renewal that would pay it is with the bank: the one definition.
create function is_member(reader bigint, on_day date) returns boolean
  language sql stable parallel safe as $$
  select exists (select from membership where reader_id = reader and paid_until > on_day)
      or exists (select from charge_attempt
                  where reader_id = reader and state = 'asked' and purpose = 'renewal'
                    and on_day <= renews_from)
$$;
