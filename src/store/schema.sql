-- The schema that the migrations make. Written by `npm run schema`, never by hand.

create table accrual (
  day date not null,
  batch integer not null,
  journal_id bigint,
  charges integer not null,
  accrued_at timestamp with time zone not null,
  constraint accrual_pkey PRIMARY KEY (day, batch),
  constraint accrual_journal_id_key UNIQUE (journal_id),
  constraint accrual_journal_id_fkey FOREIGN KEY (journal_id) REFERENCES journal(id),
  constraint accrual_charges_check CHECK (charges > 0)
);

create table allocation_line (
  month text not null,
  member_id bigint not null,
  author_id bigint not null,
  story_id bigint not null,
  micros bigint not null,
  escrow_micros bigint not null,
  constraint allocation_line_pkey PRIMARY KEY (month, member_id, author_id, story_id),
  constraint allocation_line_check CHECK (escrow_micros >= 0 AND escrow_micros <= micros),
  constraint allocation_line_micros_check CHECK (micros >= 0)
);

create table application (
  id bigint generated always as identity not null,
  reader_id bigint not null,
  country character(2) not null,
  born_on date not null,
  statement text not null,
  checklist jsonb not null,
  applied_at timestamp with time zone not null,
  state text default 'waiting'::text not null,
  decided_by bigint,
  decided_at timestamp with time zone,
  reasons jsonb default '[]'::jsonb not null,
  note text default ''::text not null,
  next_try_on date,
  constraint application_pkey PRIMARY KEY (id),
  constraint application_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES reader(id),
  constraint application_reader_id_fkey FOREIGN KEY (reader_id) REFERENCES reader(id),
  constraint application_check CHECK ((state = 'waiting'::text) = (decided_at IS NULL)),
  constraint application_check1 CHECK (decided_by <> reader_id),
  constraint application_country_check CHECK (country ~ '^[A-Z]{2}$'::text),
  constraint application_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'accepted'::text, 'refused'::text])),
  constraint application_statement_check CHECK (length(statement) <= 2000)
);
CREATE INDEX application_reader ON application USING btree (reader_id, applied_at);
CREATE UNIQUE INDEX application_waiting ON application USING btree (reader_id) WHERE state = 'waiting'::text;

create table attempt (
  key text not null,
  window_start timestamp with time zone not null,
  count integer not null,
  constraint attempt_pkey PRIMARY KEY (key, window_start)
);

create table balance (
  account_id bigint not null,
  guard text not null,
  debit_micros numeric default 0 not null,
  credit_micros numeric default 0 not null,
  constraint balance_pkey PRIMARY KEY (account_id),
  constraint balance_account_id_guard_fkey FOREIGN KEY (account_id, guard) REFERENCES ledger_account(id, guard),
  constraint balance_guard CHECK (
CASE guard
    WHEN 'debits within credits'::text THEN debit_micros <= credit_micros
    WHEN 'credits within debits'::text THEN credit_micros <= debit_micros
    ELSE true
END)
) with (fillfactor=50);
CREATE TRIGGER by_post BEFORE INSERT OR UPDATE ON balance FOR EACH STATEMENT EXECUTE FUNCTION refuse_write();
CREATE TRIGGER keep BEFORE DELETE OR TRUNCATE ON balance FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table bank_event (
  id text not null,
  business_key text not null,
  kind text not null,
  account text,
  task text not null,
  occurred_at timestamp with time zone not null,
  received_at timestamp with time zone not null,
  constraint bank_event_pkey PRIMARY KEY (id),
  constraint bank_event_business_key_key UNIQUE (business_key)
);
CREATE INDEX bank_event_received ON bank_event USING btree (received_at);

create table bank_request (
  key text not null,
  kind text not null,
  asked_sha256 bytea not null,
  body jsonb not null,
  attempt integer default 1 not null,
  ref text,
  is_live boolean not null,
  asked_at timestamp with time zone not null,
  constraint bank_request_pkey PRIMARY KEY (key),
  constraint bank_request_asked_sha256_check CHECK (length(asked_sha256) = 32),
  constraint bank_request_attempt_check CHECK (attempt > 0),
  constraint bank_request_kind_check CHECK (kind = ANY (ARRAY['charge'::text, 'page'::text, 'refund'::text, 'transfer'::text, 'account'::text]))
);

create table books_check (
  id bigint generated always as identity not null,
  checked_at timestamp with time zone not null,
  journals bigint not null,
  legs bigint not null,
  sealed_day date,
  sealed_sha256 bytea,
  findings jsonb not null,
  constraint books_check_pkey PRIMARY KEY (id),
  constraint books_check_check CHECK ((sealed_day IS NULL) = (sealed_sha256 IS NULL))
);

create table brake (
  reader_id bigint not null,
  began_at timestamp with time zone not null,
  until_at timestamp with time zone not null,
  surprise double precision not null,
  channel text not null,
  constraint brake_pkey PRIMARY KEY (reader_id),
  constraint brake_reader_id_fkey FOREIGN KEY (reader_id) REFERENCES reader(id),
  constraint brake_check CHECK (until_at > began_at)
);

create table case_appeal (
  id bigint generated always as identity not null,
  decision_id bigint not null,
  account_id bigint not null,
  text text not null,
  filed_at timestamp with time zone not null,
  answer_by timestamp with time zone not null,
  state text default 'waiting'::text not null,
  answer text default ''::text not null,
  answered_by bigint,
  answered_at timestamp with time zone,
  constraint case_appeal_pkey PRIMARY KEY (id),
  constraint case_appeal_decision_id_account_id_key UNIQUE (decision_id, account_id),
  constraint case_appeal_account_id_fkey FOREIGN KEY (account_id) REFERENCES reader(id),
  constraint case_appeal_answered_by_fkey FOREIGN KEY (answered_by) REFERENCES reader(id),
  constraint case_appeal_decision_id_account_id_fkey FOREIGN KEY (decision_id, account_id) REFERENCES case_concerned(decision_id, account_id),
  constraint case_appeal_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES case_decision(id),
  constraint case_appeal_check CHECK (answer_by > filed_at),
  constraint case_appeal_check1 CHECK ((state = 'waiting'::text) = (answered_at IS NULL)),
  constraint case_appeal_check2 CHECK ((state = ANY (ARRAY['granted'::text, 'refused'::text])) = (answered_by IS NOT NULL)),
  constraint case_appeal_check3 CHECK (answered_by <> account_id),
  constraint case_appeal_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'granted'::text, 'refused'::text, 'lapsed'::text])),
  constraint case_appeal_text_check CHECK (length(text) >= 1 AND length(text) <= 5000)
);
CREATE INDEX case_appeal_waiting ON case_appeal USING btree (answer_by) WHERE state = 'waiting'::text;

create table case_concerned (
  decision_id bigint not null,
  account_id bigint not null,
  verdict_id bigint,
  constraint case_concerned_pkey PRIMARY KEY (decision_id, account_id),
  constraint case_concerned_account_id_fkey FOREIGN KEY (account_id) REFERENCES reader(id),
  constraint case_concerned_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES case_decision(id),
  constraint case_concerned_verdict_id_fkey FOREIGN KEY (verdict_id) REFERENCES verdict(id)
);
CREATE INDEX case_concerned_account ON case_concerned USING btree (account_id);

create table case_decision (
  id bigint generated always as identity not null,
  case_id bigint not null,
  file_number integer not null,
  kind text not null,
  state text not null,
  reason text not null,
  stake_micros bigint not null,
  decided_by bigint not null,
  decided_at timestamp with time zone not null,
  seconded_by bigint,
  seconded_at timestamp with time zone,
  stands_since timestamp with time zone,
  ends_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_by bigint,
  end_reason text default ''::text not null,
  constraint case_decision_pkey PRIMARY KEY (id),
  constraint case_decision_case_id_file_number_fkey FOREIGN KEY (case_id, file_number) REFERENCES case_file(case_id, number),
  constraint case_decision_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES reader(id),
  constraint case_decision_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES reader(id),
  constraint case_decision_seconded_by_fkey FOREIGN KEY (seconded_by) REFERENCES reader(id),
  constraint case_decision_check CHECK (seconded_by <> decided_by),
  constraint case_decision_check1 CHECK ((seconded_by IS NULL) = (seconded_at IS NULL)),
  constraint case_decision_check2 CHECK ((state = ANY (ARRAY['standing'::text, 'ended'::text])) = (stands_since IS NOT NULL)),
  constraint case_decision_check3 CHECK ((state = 'ended'::text) = (ended_at IS NOT NULL)),
  constraint case_decision_kind_check CHECK (kind = ANY (ARRAY['dismiss'::text, 'nudge'::text, 'discount-ties'::text, 'escrow'::text, 'leave'::text])),
  constraint case_decision_reason_check CHECK (length(reason) >= 1 AND length(reason) <= 2000),
  constraint case_decision_stake_micros_check CHECK (stake_micros >= 0),
  constraint case_decision_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'declined'::text, 'standing'::text, 'ended'::text]))
);
CREATE UNIQUE INDEX case_decision_current ON case_decision USING btree (case_id) WHERE state = ANY (ARRAY['waiting'::text, 'standing'::text]);
CREATE INDEX case_decision_ends ON case_decision USING btree (ends_at) WHERE state = 'standing'::text;

create table case_file (
  case_id bigint not null,
  number integer not null,
  run_id bigint not null,
  drawn_at timestamp with time zone not null,
  surprise double precision not null,
  channel text not null,
  evidence text not null,
  sha256 bytea not null,
  stake_micros bigint not null,
  money text not null,
  constraint case_file_pkey PRIMARY KEY (case_id, number),
  constraint case_file_case_id_run_id_key UNIQUE (case_id, run_id),
  constraint case_file_case_id_fkey FOREIGN KEY (case_id) REFERENCES integrity_case(id),
  constraint case_file_check CHECK (sha256 = sha256(convert_to(evidence, 'UTF8'::name))),
  constraint case_file_number_check CHECK (number >= 1),
  constraint case_file_stake_micros_check CHECK (stake_micros >= 0),
  constraint case_file_surprise_check CHECK (surprise >= 0::double precision)
);

create table case_member (
  case_id bigint not null,
  number integer not null,
  account_id bigint not null,
  place integer not null,
  constraint case_member_pkey PRIMARY KEY (case_id, number, account_id),
  constraint case_member_account_id_fkey FOREIGN KEY (account_id) REFERENCES reader(id),
  constraint case_member_case_id_number_fkey FOREIGN KEY (case_id, number) REFERENCES case_file(case_id, number),
  constraint case_member_place_check CHECK (place >= 1)
);
CREATE INDEX case_member_account ON case_member USING btree (account_id, case_id);

create table charge (
  id bigint generated always as identity not null,
  attempt_id bigint not null,
  membership_id bigint,
  reader_id bigint not null,
  bank_ref text not null,
  tier text not null,
  currency character(3) not null,
  cash_micros bigint not null,
  tax_micros bigint not null,
  fee_micros bigint not null,
  span_from date not null,
  span_to date not null,
  charged_at timestamp with time zone not null,
  refunded_from date,
  accrued_to date not null,
  net_micros bigint generated always as (GREATEST(cash_micros - tax_micros - fee_micros, 0::bigint)) stored not null,
  held text,
  paid_by bigint,
  supplements_id bigint,
  rebased_on date,
  rebased_micros bigint,
  constraint charge_pkey PRIMARY KEY (id),
  constraint charge_attempt_id_key UNIQUE (attempt_id),
  constraint charge_bank_ref_key UNIQUE (bank_ref),
  constraint charge_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES charge_attempt(id),
  constraint charge_membership_id_fkey FOREIGN KEY (membership_id) REFERENCES membership(id),
  constraint charge_paid_by_fkey FOREIGN KEY (paid_by) REFERENCES reader(id),
  constraint charge_reader_id_fkey FOREIGN KEY (reader_id) REFERENCES reader(id),
  constraint charge_supplements_id_fkey FOREIGN KEY (supplements_id) REFERENCES charge(id),
  constraint charge_cash_micros_check CHECK (cash_micros >= 0),
  constraint charge_check CHECK (span_to > span_from),
  constraint charge_check1 CHECK (refunded_from >= span_from AND refunded_from <= span_to),
  constraint charge_check2 CHECK (accrued_to >= span_from AND accrued_to <= COALESCE(refunded_from, span_to)),
  constraint charge_check3 CHECK (tax_micros <= cash_micros),
  constraint charge_check4 CHECK (membership_id IS NOT NULL OR held = 'gift'::text),
  constraint charge_check5 CHECK ((rebased_on IS NULL) = (rebased_micros IS NULL)),
  constraint charge_fee_micros_check CHECK (fee_micros >= 0),
  constraint charge_held_check CHECK (held = ANY (ARRAY['gift'::text, 'dispute'::text])),
  constraint charge_rebased_micros_check CHECK (rebased_micros >= 0),
  constraint charge_tax_micros_check CHECK (tax_micros >= 0),
  constraint charge_tier_check CHECK (tier = ANY (ARRAY['member'::text, 'friend'::text]))
);
CREATE INDEX charge_reader ON charge USING btree (reader_id, span_to);
CREATE INDEX charge_span ON charge USING btree (span_from, span_to);
CREATE INDEX charge_to_accrue ON charge USING btree (accrued_to, id) WHERE held IS NULL AND accrued_to < COALESCE(refunded_from, span_to);

create table charge_attempt (
  id bigint generated always as identity not null,
  key text generated always as ('charge:'::text || id::text) stored not null,
  reader_id bigint not null,
  renews_id bigint,
  renews_from date,
  plan_code text not null,
  micros bigint not null,
  currency character(3) not null,
  card_token text,
  state text default 'asked'::text not null,
  asked_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  decline text,
  purpose text default 'join'::text not null,
  coupon_id bigint,
  referrer_id bigint,
  hosted boolean default false not null,
  constraint charge_attempt_pkey PRIMARY KEY (id),
  constraint charge_attempt_key_key UNIQUE (key),
  constraint charge_attempt_coupon_id_fkey FOREIGN KEY (coupon_id) REFERENCES coupon(id),
  constraint charge_attempt_plan_code_fkey FOREIGN KEY (plan_code) REFERENCES plan(code),
  constraint charge_attempt_reader_id_fkey FOREIGN KEY (reader_id) REFERENCES reader(id),
  constraint charge_attempt_referrer_id_fkey FOREIGN KEY (referrer_id) REFERENCES reader(id),
  constraint charge_attempt_renews_id_fkey FOREIGN KEY (renews_id) REFERENCES membership(id),
  constraint charge_attempt_check CHECK ((state = 'asked'::text) = (answered_at IS NULL)),
  constraint charge_attempt_check1 CHECK ((state = 'declined'::text) = (decline IS NOT NULL)),
  constraint charge_attempt_check2 CHECK ((renews_id IS NULL) = (card_token IS NULL)),
  constraint charge_attempt_check3 CHECK ((renews_id IS NULL) = (renews_from IS NULL)),
  constraint charge_attempt_micros_check CHECK (micros > 0),
  constraint charge_attempt_purpose_check CHECK (purpose = ANY (ARRAY['join'::text, 'renewal'::text, 'change'::text, 'gift'::text])),
  constraint charge_attempt_state_check CHECK (state = ANY (ARRAY['asked'::text, 'charged'::text, 'declined'::text]))
);
CREATE INDEX charge_attempt_coupon ON charge_attempt USING btree (coupon_id) WHERE coupon_id IS NOT NULL;
CREATE UNIQUE INDEX charge_attempt_open ON charge_attempt USING btree (reader_id) WHERE state = 'asked'::text;

create table charge_share (
  charge_id bigint not null,
  month text not null,
  pool_month text not null,
  holder text not null,
  author_id bigint not null,
  member_id bigint not null,
  micros bigint not null,
  constraint charge_share_pkey PRIMARY KEY (charge_id, month, holder, author_id),
  constraint charge_share_charge_id_fkey FOREIGN KEY (charge_id) REFERENCES charge(id),
  constraint charge_share_check CHECK (pool_month >= month),
  constraint charge_share_holder_check CHECK (holder = ANY (ARRAY['author'::text, 'escrow'::text, 'commons'::text])),
  constraint charge_share_micros_check CHECK (micros > 0),
  constraint charge_share_month_check CHECK (month ~ '^\d{4}-\d{2}$'::text)
);
CREATE INDEX charge_share_pool ON charge_share USING btree (pool_month, member_id);

create table clap (
  reader_id bigint not null,
  story_id bigint not null,
  count integer not null,
  clapped_at timestamp with time zone not null,
  constraint clap_pkey PRIMARY KEY (reader_id, story_id),
  constraint clap_reader_id_fkey FOREIGN KEY (reader_id) REFERENCES reader(id),
  constraint clap_story_id_fkey FOREIGN KEY (story_id) REFERENCES story(id),
  constraint clap_count_check CHECK (count >= 1 AND count <= 50)
);
CREATE INDEX clap_clapped ON clap USING btree (clapped_at);
CREATE INDEX clap_story ON clap USING btree (story_id);

create table clap_month (
  reader_id bigint not null,
  story_id bigint not null,
  month text not null,
  count integer not null,
  constraint clap_month_pkey PRIMARY KEY (reader_id, story_id, month),
  constraint clap_month_count_check CHECK (count >= 0 AND count <= 50),
  constraint clap_month_month_check CHECK (month ~ '^\d{4}-\d{2}$'::text)
);

create table closing (
  month text not null,
  policy_version text not null,
  state text default 'closing'::text not null,
  started_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  members integer default 0 not null,
  members_done integer default 0 not null,
  done_to_id bigint default 0 not null,
  currency character(3) not null,
  pool_micros bigint default 0 not null,
  shared_micros bigint default 0 not null,
  escrow_micros bigint default 0 not null,
  unclaimed_micros bigint default 0 not null,
  lines integer default 0 not null,
  output_sha256 bytea,
  constraint closing_pkey PRIMARY KEY (month),
  constraint closing_policy_version_fkey FOREIGN KEY (policy_version) REFERENCES policy(version),
  constraint closing_check CHECK ((state = 'closed'::text) = (closed_at IS NOT NULL AND output_sha256 IS NOT NULL)),
  constraint closing_month_check CHECK (month ~ '^\d{4}-\d{2}$'::text),
  constraint closing_state_check CHECK (state = ANY (ARRAY['closing'::text, 'closed'::text]))
);
CREATE TRIGGER shut_month AFTER INSERT OR UPDATE OF state ON closing FOR EACH ROW WHEN (new.state = 'closed'::text) EXECUTE FUNCTION shut_closed_month();

create table conversion (
  reader_id bigint not null,
  charge_id bigint not null,
  converted_at timestamp with time zone not null,
  policy_version text not null,
  days integer not null,
  constraint conversion_pkey PRIMARY KEY (reader_id),
  constraint conversion_charge_id_key UNIQUE (charge_id),
  constraint conversion_charge_id_fkey FOREIGN KEY (charge_id) REFERENCES charge(id),
  constraint conversion_policy_version_fkey FOREIGN KEY (policy_version) REFERENCES policy(version),
  constraint conversion_reader_id_fkey FOREIGN KEY (reader_id) REFERENCES reader(id),
  constraint conversion_days_check CHECK (days > 0)
);

create table conversion_story (
  reader_id bigint not null,
  story_id bigint not null,
  author_id bigint not null,
  seconds integer not null,
  first_day date not null,
  last_day date not null,
  is_last boolean not null,
  constraint conversion_story_pkey PRIMARY KEY (reader_id, story_id),
  constraint conversion_story_author_id_fkey FOREIGN KEY (author_id) REFERENCES reader(id),
  constraint conversion_story_reader_id_fkey FOREIGN KEY (reader_id) REFERENCES conversion(reader_id),
  constraint conversion_story_story_id_fkey FOREIGN KEY (story_id) REFERENCES story(id),
  constraint conversion_story_seconds_check CHECK (seconds > 0)
);
CREATE UNIQUE INDEX conversion_last ON conversion_story USING btree (reader_id) WHERE is_last;

create table coupon (
  id bigint generated always as identity not null,
  code text not null,
  percent_off integer not null,
  charges integer not null,
  uses_max integer,
  last_day date,
  made_by bigint not null,
  made_at timestamp with time zone not null,
  withdrawn_at timestamp with time zone,
  constraint coupon_pkey PRIMARY KEY (id),
  constraint coupon_code_key UNIQUE (code),
  constraint coupon_made_by_fkey FOREIGN KEY (made_by) REFERENCES reader(id),
  constraint coupon_charges_check CHECK (charges >= 1 AND charges <= 24),
  constraint coupon_code_check CHECK (code ~ '^[A-Z0-9-]{4,24}$'::text),
  constraint coupon_percent_off_check CHECK (percent_off >= 1 AND percent_off <= 90),
  constraint coupon_uses_max_check CHECK (uses_max > 0)
);

create table dispute (
  id bigint generated always as identity not null,
  ref text not null,
  charge_id bigint not null,
  reader_id bigint not null,
  currency character(3) not null,
  micros bigint not null,
  fee_micros bigint not null,
  state text default 'open'::text not null,
  opened_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  constraint dispute_pkey PRIMARY KEY (id),
  constraint dispute_ref_key UNIQUE (ref),
  constraint dispute_charge_id_fkey FOREIGN KEY (charge_id) REFERENCES charge(id),
  constraint dispute_reader_id_fkey FOREIGN KEY (reader_id) REFERENCES reader(id),
  constraint dispute_check CHECK ((state = 'open'::text) = (decided_at IS NULL)),
  constraint dispute_fee_micros_check CHECK (fee_micros >= 0),
  constraint dispute_micros_check CHECK (micros > 0),
  constraint dispute_state_check CHECK (state = ANY (ARRAY['open'::text, 'won'::text, 'lost'::text]))
);
CREATE INDEX dispute_charge ON dispute USING btree (charge_id);

create table dormancy (
  id bigint generated always as identity not null,
  partner_id bigint not null,
  micros bigint not null,
  currency character(3) not null,
  began_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint dormancy_pkey PRIMARY KEY (id),
  constraint dormancy_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES partner(reader_id),
  constraint dormancy_check CHECK (ended_at >= began_at),
  constraint dormancy_micros_check CHECK (micros > 0)
);
CREATE INDEX dormancy_open ON dormancy USING btree (partner_id) WHERE ended_at IS NULL;

create table dues (
  charge_id bigint not null,
  month text not null,
  member_id bigint not null,
  accrued_micros bigint not null,
  pool_micros bigint not null,
  referral_micros bigint default 0 not null,
  constraint dues_pkey PRIMARY KEY (charge_id, month),
  constraint dues_charge_id_fkey FOREIGN KEY (charge_id) REFERENCES charge(id),
  constraint dues_member_id_fkey FOREIGN KEY (member_id) REFERENCES reader(id),
  constraint dues_accrued_micros_check CHECK (accrued_micros >= 0),
  constraint dues_check CHECK (pool_micros >= 0 AND pool_micros <= accrued_micros),
  constraint dues_check1 CHECK (referral_micros >= 0 AND referral_micros <= (accrued_micros - pool_micros)),
  constraint dues_month_check CHECK (month ~ '^\d{4}-\d{2}$'::text)
);
CREATE INDEX dues_month ON dues USING btree (month, member_id);

create table dues_setting (
  one boolean default true not null,
  currency character(3) not null,
  trial_days integer not null,
  shortfall text not null,
  constraint dues_setting_pkey PRIMARY KEY (one),
  constraint dues_setting_currency_check CHECK (currency ~ '^[A-Z]{3}$'::text),
  constraint dues_setting_one_check CHECK (one),
  constraint dues_setting_shortfall_check CHECK (shortfall = ANY (ARRAY['partner-owes'::text, 'platform-bears'::text])),
  constraint dues_setting_trial_days_check CHECK (trial_days >= 0 AND trial_days <= 90)
);

create table escrow_end (
  id bigint generated always as identity not null,
  author_id bigint not null,
  how text not null,
  micros bigint not null,
  moved_micros bigint not null,
  currency character(3) not null,
  decided_by bigint,
  reason text default ''::text not null,
  ended_at timestamp with time zone not null,
  constraint escrow_end_pkey PRIMARY KEY (id),
  constraint escrow_end_author_id_fkey FOREIGN KEY (author_id) REFERENCES reader(id),
  constraint escrow_end_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES reader(id),
  constraint escrow_end_check CHECK (moved_micros >= 0 AND moved_micros <= micros),
  constraint escrow_end_check1 CHECK ((how = 'faded'::text) = (decided_by IS NULL)),
  constraint escrow_end_check2 CHECK (decided_by <> author_id),
  constraint escrow_end_how_check CHECK (how = ANY (ARRAY['faded'::text, 'released'::text, 'forfeited'::text])),
  constraint escrow_end_micros_check CHECK (micros >= 0)
);

create table estimate (
  month text not null,
  reckoned_at timestamp with time zone not null,
  currency character(3) not null,
  constraint estimate_pkey PRIMARY KEY (month)
);

create table estimate_line (
  month text not null,
  author_id bigint not null,
  story_id bigint not null,
  micros bigint not null,
  escrow_micros bigint not null,
  constraint estimate_line_pkey PRIMARY KEY (month, author_id, story_id),
  constraint estimate_line_author_id_fkey FOREIGN KEY (author_id) REFERENCES reader(id),
  constraint estimate_line_month_fkey FOREIGN KEY (month) REFERENCES estimate(month) ON DELETE CASCADE,
  constraint estimate_line_story_id_fkey FOREIGN KEY (story_id) REFERENCES story(id),
  constraint estimate_line_check CHECK (escrow_micros >= 0 AND escrow_micros <= micros),
  constraint estimate_line_micros_check CHECK (micros >= 0)
);

create table exclusion (
  month text not null,
  member_id bigint not null,
  story_id bigint not null,
  reason text not null,
  seconds integer not null,
  constraint exclusion_pkey PRIMARY KEY (month, member_id, story_id, reason),
  constraint exclusion_reason_check CHECK (reason = ANY (ARRAY['own-story'::text, 'not-a-partner'::text, 'not-members-only'::text, 'not-a-member'::text])),
  constraint exclusion_seconds_check CHECK (seconds > 0)
);

create table file_payment (
  key text not null,
  name text not null,
  iban text not null,
  micros bigint not null,
  currency character(3) not null,
  file_id bigint,
  state text default 'waiting'::text not null,
  reason text default ''::text not null,
  asked_at timestamp with time zone not null,
  marked_at timestamp with time zone,
  constraint file_payment_pkey PRIMARY KEY (key),
  constraint file_payment_file_id_fkey FOREIGN KEY (file_id) REFERENCES payment_file(id),
  constraint file_payment_check CHECK ((state = ANY (ARRAY['waiting'::text, 'refused'::text])) = (file_id IS NULL)),
  constraint file_payment_check1 CHECK ((state = ANY (ARRAY['waiting'::text, 'filed'::text])) = (marked_at IS NULL)),
  constraint file_payment_micros_check CHECK (micros > 0),
  constraint file_payment_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'filed'::text, 'paid'::text, 'returned'::text, 'refused'::text]))
);
CREATE INDEX file_payment_file ON file_payment USING btree (file_id);
CREATE INDEX file_payment_waiting ON file_payment USING btree (asked_at, key) WHERE state = 'waiting'::text;

create table follow (
  id bigint generated always as identity not null,
  follower_id bigint not null,
  followee_id bigint not null,
  followed_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint follow_pkey PRIMARY KEY (id),
  constraint follow_followee_id_fkey FOREIGN KEY (followee_id) REFERENCES reader(id),
  constraint follow_follower_id_fkey FOREIGN KEY (follower_id) REFERENCES reader(id),
  constraint follow_check CHECK (follower_id <> followee_id),
  constraint follow_check1 CHECK (ended_at >= followed_at)
);
CREATE INDEX follow_followee ON follow USING btree (followee_id, followed_at);
CREATE INDEX follow_follower ON follow USING btree (follower_id, followee_id);
CREATE UNIQUE INDEX follow_open ON follow USING btree (follower_id, followee_id) WHERE ended_at IS NULL;

create table gift (
  id bigint generated always as identity not null,
  code text not null,
  charge_id bigint not null,
  giver_id bigint not null,
  plan_code text not null,
  bought_at timestamp with time zone not null,
  redeemed_by bigint,
  redeemed_at timestamp with time zone,
  void_at timestamp with time zone,
  constraint gift_pkey PRIMARY KEY (id),
  constraint gift_charge_id_key UNIQUE (charge_id),
  constraint gift_code_key UNIQUE (code),
  constraint gift_charge_id_fkey FOREIGN KEY (charge_id) REFERENCES charge(id),
  constraint gift_giver_id_fkey FOREIGN KEY (giver_id) REFERENCES reader(id),
  constraint gift_plan_code_fkey FOREIGN KEY (plan_code) REFERENCES plan(code),
  constraint gift_redeemed_by_fkey FOREIGN KEY (redeemed_by) REFERENCES reader(id),
  constraint gift_check CHECK ((redeemed_by IS NULL) = (redeemed_at IS NULL)),
  constraint gift_check1 CHECK (redeemed_at IS NULL OR void_at IS NULL),
  constraint gift_code_check CHECK (code ~ '^[A-Z0-9]{4}(-[A-Z0-9]{4}){3}$'::text)
);
CREATE INDEX gift_giver ON gift USING btree (giver_id, bought_at);

create table held_decision (
  response_id bigint not null,
  number integer not null,
  verdict text not null,
  reason text not null,
  decided_by bigint not null,
  decided_at timestamp with time zone not null,
  constraint held_decision_pkey PRIMARY KEY (response_id, number),
  constraint held_decision_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES reader(id),
  constraint held_decision_response_id_fkey FOREIGN KEY (response_id) REFERENCES held_response(response_id),
  constraint held_decision_number_check CHECK (number >= 1),
  constraint held_decision_reason_check CHECK (length(reason) <= 500),
  constraint held_decision_verdict_check CHECK (verdict = ANY (ARRAY['let-through'::text, 'kept'::text]))
);
CREATE INDEX held_decision_at ON held_decision USING btree (decided_at);

create table held_response (
  response_id bigint not null,
  offer double precision not null,
  held_at timestamp with time zone not null,
  constraint held_response_pkey PRIMARY KEY (response_id),
  constraint held_response_response_id_fkey FOREIGN KEY (response_id) REFERENCES response(id),
  constraint held_response_offer_check CHECK (offer >= 0::double precision AND offer <= 1::double precision)
);

create table image (
  id bigint generated always as identity not null,
  key text not null,
  owner_id bigint not null,
  sha256 bytea not null,
  width integer not null,
  height integer not null,
  bytes integer not null,
  added_at timestamp with time zone not null,
  constraint image_pkey PRIMARY KEY (id),
  constraint image_key_key UNIQUE (key),
  constraint image_owner_id_sha256_key UNIQUE (owner_id, sha256),
  constraint image_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES reader(id),
  constraint image_bytes_check CHECK (bytes > 0),
  constraint image_height_check CHECK (height > 0),
  constraint image_key_check CHECK (key ~ '^[a-z0-9]{16}$'::text),
  constraint image_width_check CHECK (width > 0)
);

create table import (
  id bigint generated always as identity not null,
  reader_id bigint not null,
  name text not null,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  refusal text,
  constraint import_pkey PRIMARY KEY (id),
  constraint import_reader_id_fkey FOREIGN KEY (reader_id) REFERENCES reader(id)
);

create table import_item (
  import_id bigint not null,
  number integer not null,
  name text not null,
  outcome text not null,
  story_id bigint,
  report jsonb not null,
  constraint import_item_pkey PRIMARY KEY (import_id, number),
  constraint import_item_import_id_fkey FOREIGN KEY (import_id) REFERENCES import(id),
  constraint import_item_story_id_fkey FOREIGN KEY (story_id) REFERENCES story(id),
  constraint import_item_outcome_check CHECK (outcome = ANY (ARRAY['imported'::text, 'updated'::text, 'unchanged'::text, 'skipped'::text, 'refused'::text]))
);

create table integrity_account (
  run_id bigint not null,
  account_id bigint not null,
  surprise double precision not null,
  channel text not null,
  flagged boolean not null,
  surprises double precision[] not null,
  channel_values double precision[] not null,
  constraint integrity_account_pkey PRIMARY KEY (run_id, account_id),
  constraint integrity_account_account_id_fkey FOREIGN KEY (account_id) REFERENCES reader(id),
  constraint integrity_account_run_id_fkey FOREIGN KEY (run_id) REFERENCES integrity_run(id) ON DELETE CASCADE,
  constraint integrity_account_surprise_check CHECK (surprise >= 0::double precision)
);
CREATE INDEX integrity_account_surprise ON integrity_account USING btree (run_id, surprise DESC);

create table integrity_case (
  id bigint generated always as identity not null,
  kind text not null,
  state text default 'open'::text not null,
  opened_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint integrity_case_pkey PRIMARY KEY (id),
  constraint integrity_case_check CHECK (changed_at >= opened_at),
  constraint integrity_case_kind_check CHECK (kind = ANY (ARRAY['account'::text, 'pair'::text, 'group'::text])),
  constraint integrity_case_state_check CHECK (state = ANY (ARRAY['open'::text, 'proposed'::text, 'decided'::text, 'faded'::text]))
);
CREATE INDEX integrity_case_state ON integrity_case USING btree (state, changed_at);

create table integrity_group (
  run_id bigint not null,
  number integer not null,
  surprise double precision not null,
  released boolean not null,
  also_looks_like text,
  constraint integrity_group_pkey PRIMARY KEY (run_id, number),
  constraint integrity_group_run_id_fkey FOREIGN KEY (run_id) REFERENCES integrity_run(id) ON DELETE CASCADE
);

create table integrity_member (
  run_id bigint not null,
  number integer not null,
  account_id bigint not null,
  constraint integrity_member_pkey PRIMARY KEY (run_id, number, account_id),
  constraint integrity_member_account_id_fkey FOREIGN KEY (account_id) REFERENCES reader(id),
  constraint integrity_member_run_id_number_fkey FOREIGN KEY (run_id, number) REFERENCES integrity_group(run_id, number) ON DELETE CASCADE
);
CREATE INDEX integrity_member_account ON integrity_member USING btree (account_id, run_id);

create table integrity_pair (
  run_id bigint not null,
  from_id bigint not null,
  to_id bigint not null,
  discount double precision not null,
  constraint integrity_pair_pkey PRIMARY KEY (run_id, from_id, to_id),
  constraint integrity_pair_run_id_fkey FOREIGN KEY (run_id) REFERENCES integrity_run(id) ON DELETE CASCADE,
  constraint integrity_pair_discount_check CHECK (discount > 0::double precision AND discount <= 1::double precision)
);
CREATE INDEX integrity_pair_to ON integrity_pair USING btree (run_id, to_id);

create table integrity_run (
  id bigint generated always as identity not null,
  started_at timestamp with time zone not null,
  until_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  accounts integer default 0 not null,
  stories integer default 0 not null,
  follows integer default 0 not null,
  reads integer default 0 not null,
  claps integer default 0 not null,
  responses integer default 0 not null,
  enough_evidence boolean default false not null,
  flagged integer default 0 not null,
  groups integer default 0 not null,
  stages jsonb default '{}'::jsonb not null,
  reference jsonb default 'null'::jsonb not null,
  constraint integrity_run_pkey PRIMARY KEY (id)
);
CREATE INDEX integrity_run_ended ON integrity_run USING btree (id DESC) WHERE ended_at IS NOT NULL;

create table journal (
  id bigint generated always as identity not null,
  key text not null,
  kind text not null,
  body_sha256 bytea not null,
  occurred_at timestamp with time zone not null,
  posted_at timestamp with time zone not null,
  reverses bigint,
  constraint journal_pkey PRIMARY KEY (id),
  constraint journal_key_key UNIQUE (key),
  constraint journal_reverses_fkey FOREIGN KEY (reverses) REFERENCES journal(id),
  constraint journal_check CHECK (kind <> ''::text AND length(body_sha256) = 32)
);
CREATE INDEX journal_posted ON journal USING brin (posted_at) WITH (pages_per_range='16', autosummarize='on');
CREATE UNIQUE INDEX journal_reverses ON journal USING btree (reverses) WHERE reverses IS NOT NULL;
CREATE TRIGGER by_post BEFORE INSERT ON journal FOR EACH STATEMENT EXECUTE FUNCTION refuse_write();
CREATE TRIGGER keep BEFORE DELETE OR UPDATE OR TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table lab_run (
  id bigint generated always as identity not null,
  month text not null,
  left_rule text not null,
  right_rule text not null,
  state text default 'waiting'::text not null,
  result jsonb,
  trouble text default ''::text not null,
  asked_by bigint not null,
  asked_at timestamp with time zone not null,
  done_at timestamp with time zone,
  constraint lab_run_pkey PRIMARY KEY (id),
  constraint lab_run_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES reader(id),
  constraint lab_run_check CHECK (left_rule <> right_rule),
  constraint lab_run_check1 CHECK ((state = 'done'::text) = (result IS NOT NULL)),
  constraint lab_run_check2 CHECK ((state = 'waiting'::text) = (done_at IS NULL)),
  constraint lab_run_month_check CHECK (month ~ '^\d{4}-\d{2}$'::text),
  constraint lab_run_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'done'::text, 'failed'::text]))
);
CREATE INDEX lab_run_asked ON lab_run USING btree (asked_at DESC);

create table ledger_account (
  id bigint generated always as identity not null,
  code text not null,
  subject text not null,
  currency character(3) not null,
  guard text not null,
  constraint ledger_account_pkey PRIMARY KEY (id),
  constraint ledger_account_code_subject_currency_key UNIQUE (code, subject, currency),
  constraint ledger_account_id_currency_key UNIQUE (id, currency),
  constraint ledger_account_id_guard_key UNIQUE (id, guard),
  constraint ledger_account_code_guard_fkey FOREIGN KEY (code, guard) REFERENCES ledger_kind(code, guard),
  constraint ledger_account_currency_check CHECK (currency ~ '^[A-Z]{3}$'::text),
  constraint ledger_account_subject_check CHECK (subject ~ '^[A-Za-z0-9:_-]*$'::text)
);
CREATE TRIGGER by_post BEFORE INSERT ON ledger_account FOR EACH STATEMENT EXECUTE FUNCTION refuse_write();
CREATE TRIGGER keep BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger_account FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table ledger_kind (
  code text not null,
  name text not null,
  per text not null,
  normal_side text not null,
  guard text not null,
  constraint ledger_kind_pkey PRIMARY KEY (code),
  constraint ledger_kind_code_guard_key UNIQUE (code, guard),
  constraint ledger_kind_name_key UNIQUE (name),
  constraint ledger_kind_code_check CHECK (code ~ '^\d{4}$'::text),
  constraint ledger_kind_guard_check CHECK (guard = ANY (ARRAY['none'::text, 'debits within credits'::text, 'credits within debits'::text])),
  constraint ledger_kind_normal_side_check CHECK (normal_side = ANY (ARRAY['debit'::text, 'credit'::text]))
);

create table link_token (
  token_hash bytea not null,
  purpose text not null,
  email text,
  reader_id bigint,
  name text,
  password_hash text,
  made_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint link_token_pkey PRIMARY KEY (token_hash),
  constraint link_token_reader_id_fkey FOREIGN KEY (reader_id) REFERENCES reader(id) ON DELETE CASCADE,
  constraint link_token_check CHECK (email IS NOT NULL OR purpose = 'operator'::text),
  constraint link_token_check1 CHECK (reader_id IS NOT NULL OR purpose <> 'email'::text),
  constraint link_token_purpose_check CHECK (purpose = ANY (ARRAY['join'::text, 'sign-in'::text, 'operator'::text, 'email'::text, 'password'::text]))
);
CREATE INDEX link_token_expiry ON link_token USING btree (expires_at);

create table mail (
  id bigint generated always as identity not null,
  key text not null,
  recipient text not null,
  subject text not null,
  text text not null,
  html text not null,
  state text default 'queued'::text not null,
  failure text,
  queued_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  constraint mail_pkey PRIMARY KEY (id),
  constraint mail_key_key UNIQUE (key),
  constraint mail_state_check CHECK (state = ANY (ARRAY['queued'::text, 'sent'::text, 'kept'::text, 'failed'::text]))
);

create table membership (
  id bigint generated always as identity not null,
  reader_id bigint not null,
  plan_code text not null,
  tier text not null,
  card_last4 text,
  card_token text,
  started_at timestamp with time zone not null,
  anchor_day smallint not null,
  paid_until date not null,
  cancelled_at timestamp with time zone,
  ended_at timestamp with time zone,
  origin text default 'charge'::text not null,
  next_plan_code text,
  declines integer default 0 not null,
  declined_at timestamp with time zone,
  coupon_id bigint,
  coupon_left integer default 0 not null,
  constraint membership_pkey PRIMARY KEY (id),
  constraint membership_coupon_id_fkey FOREIGN KEY (coupon_id) REFERENCES coupon(id),
  constraint membership_next_plan_code_fkey FOREIGN KEY (next_plan_code) REFERENCES plan(code),
  constraint membership_plan_code_fkey FOREIGN KEY (plan_code) REFERENCES plan(code),
  constraint membership_reader_id_fkey FOREIGN KEY (reader_id) REFERENCES reader(id),
  constraint membership_anchor_day_check CHECK (anchor_day >= 1 AND anchor_day <= 31),
  constraint membership_card_last4_check CHECK (length(card_last4) = 4),
  constraint membership_check CHECK (ended_at IS NULL OR cancelled_at IS NOT NULL),
  constraint membership_check1 CHECK ((card_last4 IS NULL) = (card_token IS NULL)),
  constraint membership_check2 CHECK (card_token IS NOT NULL OR cancelled_at IS NOT NULL),
  constraint membership_check3 CHECK ((declines = 0) = (declined_at IS NULL)),
  constraint membership_coupon_left_check CHECK (coupon_left >= 0),
  constraint membership_declines_check CHECK (declines >= 0 AND declines <= 3),
  constraint membership_origin_check CHECK (origin = ANY (ARRAY['charge'::text, 'trial'::text, 'gift'::text])),
  constraint membership_tier_check CHECK (tier = ANY (ARRAY['member'::text, 'friend'::text]))
);
CREATE INDEX membership_due ON membership USING btree (paid_until) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX membership_open ON membership USING btree (reader_id) WHERE ended_at IS NULL;
CREATE INDEX membership_reader ON membership USING btree (reader_id, paid_until);
CREATE UNIQUE INDEX membership_trial ON membership USING btree (reader_id) WHERE origin = 'trial'::text;

create table month_hold (
  month text not null,
  member_id bigint not null,
  author_id bigint not null,
  bps integer not null,
  run_id bigint not null,
  verdict_id bigint,
  micros bigint default 0 not null,
  end_id bigint,
  constraint month_hold_pkey PRIMARY KEY (month, member_id, author_id),
  constraint month_hold_end_id_fkey FOREIGN KEY (end_id) REFERENCES escrow_end(id),
  constraint month_hold_verdict_id_fkey FOREIGN KEY (verdict_id) REFERENCES verdict(id),
  constraint month_hold_bps_check CHECK (bps >= 1 AND bps <= 10000),
  constraint month_hold_micros_check CHECK (micros >= 0),
  constraint month_hold_month_check CHECK (month ~ '^\d{4}-\d{2}$'::text)
);
CREATE INDEX month_hold_author ON month_hold USING btree (author_id) WHERE end_id IS NULL;
CREATE INDEX month_hold_end ON month_hold USING btree (end_id) WHERE end_id IS NOT NULL;

create table month_story (
  month text not null,
  story_id bigint not null,
  author_id bigint not null,
  expected_seconds integer not null,
  earns_from date not null,
  constraint month_story_pkey PRIMARY KEY (month, story_id),
  constraint month_story_expected_seconds_check CHECK (expected_seconds >= 0)
);

create table month_tie (
  month text not null,
  follower_id bigint not null,
  followee_id bigint not null,
  followed_at timestamp with time zone not null,
  first_ever boolean not null,
  class text not null,
  constraint month_tie_pkey PRIMARY KEY (month, follower_id, followee_id),
  constraint month_tie_class_check CHECK (class = ANY (ARRAY['earned'::text, 'unproven'::text, 'traded'::text]))
);

create table partner (
  reader_id bigint not null,
  state text default 'active'::text not null,
  since timestamp with time zone not null,
  country character(2) not null,
  payout_rail text,
  payout_account text,
  payout_name text,
  payout_chosen_at timestamp with time zone,
  constraint partner_pkey PRIMARY KEY (reader_id),
  constraint partner_payout_account_key UNIQUE (payout_account),
  constraint partner_reader_id_fkey FOREIGN KEY (reader_id) REFERENCES reader(id),
  constraint partner_payout_name_check CHECK (length(payout_name) >= 1 AND length(payout_name) <= 140),
  constraint partner_payout_rail_check CHECK (payout_rail = ANY (ARRAY['test-bank'::text, 'stripe'::text, 'bank-file'::text])),
  constraint partner_state_check CHECK (state = ANY (ARRAY['active'::text, 'paused'::text, 'left'::text]))
);

create table payment_debtor (
  one boolean default true not null,
  name text not null,
  iban text not null,
  bic text default ''::text not null,
  changed_at timestamp with time zone not null,
  constraint payment_debtor_pkey PRIMARY KEY (one),
  constraint payment_debtor_name_check CHECK (length(name) >= 1 AND length(name) <= 140),
  constraint payment_debtor_one_check CHECK (one)
);

create table payment_file (
  id bigint generated always as identity not null,
  made_by bigint,
  made_at timestamp with time zone not null,
  execute_on date not null,
  currency character(3) not null,
  debtor_name text not null,
  debtor_iban text not null,
  debtor_bic text not null,
  constraint payment_file_pkey PRIMARY KEY (id),
  constraint payment_file_made_by_fkey FOREIGN KEY (made_by) REFERENCES reader(id)
);

create table payout (
  id bigint generated always as identity not null,
  key text generated always as ('payout:'::text || id::text) stored not null,
  partner_id bigint not null,
  micros bigint not null,
  currency character(3) not null,
  payout_account text not null,
  state text default 'asked'::text not null,
  bank_ref text,
  failure text,
  asked_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  settled_at timestamp with time zone,
  batch_id bigint,
  rail text not null,
  payout_name text,
  withheld_micros bigint default 0 not null,
  withholding_id bigint,
  netted_micros bigint default 0 not null,
  paid_ref text,
  version integer default 0 not null,
  looked_at timestamp with time zone,
  constraint payout_pkey PRIMARY KEY (id),
  constraint payout_bank_ref_key UNIQUE (bank_ref),
  constraint payout_key_key UNIQUE (key),
  constraint payout_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES payout_batch(id),
  constraint payout_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES partner(reader_id),
  constraint payout_withholding_id_fkey FOREIGN KEY (withholding_id) REFERENCES withholding(id),
  constraint payout_check1 CHECK ((state = ANY (ARRAY['asked'::text, 'refused'::text])) OR bank_ref IS NOT NULL),
  constraint payout_check2 CHECK ((state = ANY (ARRAY['asked'::text, 'sent'::text])) = (settled_at IS NULL)),
  constraint payout_failure_check CHECK ((state = ANY (ARRAY['refused'::text, 'failed'::text, 'returned'::text])) = (failure IS NOT NULL)),
  constraint payout_micros_check CHECK (micros > 0 AND (micros % 10000::bigint) = 0),
  constraint payout_netted_micros_check CHECK (netted_micros >= 0),
  constraint payout_paid_ref_check CHECK ((state = 'paid'::text) = (paid_ref IS NOT NULL)),
  constraint payout_rail_check CHECK (rail = ANY (ARRAY['test-bank'::text, 'stripe'::text, 'bank-file'::text])),
  constraint payout_state_check CHECK (state = ANY (ARRAY['asked'::text, 'sent'::text, 'paid'::text, 'refused'::text, 'failed'::text, 'returned'::text])),
  constraint payout_withheld_micros_check CHECK (withheld_micros >= 0),
  constraint payout_withholding_check CHECK (withheld_micros = 0 OR withholding_id IS NOT NULL)
);
CREATE INDEX payout_looked ON payout USING btree (looked_at NULLS FIRST, id) WHERE state = ANY (ARRAY['sent'::text, 'paid'::text, 'failed'::text]);
CREATE INDEX payout_newest ON payout USING btree (asked_at DESC, id DESC);
CREATE INDEX payout_of_batch ON payout USING btree (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX payout_partner ON payout USING btree (partner_id, asked_at);
CREATE UNIQUE INDEX payout_under_way ON payout USING btree (partner_id) WHERE state = ANY (ARRAY['asked'::text, 'sent'::text]);

create table payout_batch (
  id bigint generated always as identity not null,
  begun_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint payout_batch_pkey PRIMARY KEY (id),
  constraint payout_batch_check CHECK (ended_at >= begun_at)
);
CREATE UNIQUE INDEX payout_batch_open ON payout_batch USING btree ((true)) WHERE ended_at IS NULL;

create table payout_batch_partner (
  batch_id bigint not null,
  partner_id bigint not null,
  outcome text,
  fault text,
  constraint payout_batch_partner_pkey PRIMARY KEY (batch_id, partner_id),
  constraint payout_batch_partner_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES payout_batch(id),
  constraint payout_batch_partner_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES reader(id)
);

create table payout_delivery (
  payout_id bigint not null,
  ref text not null,
  state text not null,
  reason text default ''::text not null,
  heard_at timestamp with time zone not null,
  constraint payout_delivery_pkey PRIMARY KEY (payout_id, ref, state),
  constraint payout_delivery_payout_id_fkey FOREIGN KEY (payout_id) REFERENCES payout(id),
  constraint payout_delivery_state_check CHECK (state = ANY (ARRAY['paid'::text, 'failed'::text, 'returned'::text]))
);

create table plan (
  code text not null,
  name text not null,
  tier text not null,
  months integer not null,
  price_micros bigint not null,
  currency character(3) not null,
  offered boolean default true not null,
  constraint plan_pkey PRIMARY KEY (code),
  constraint plan_months_check CHECK (months = ANY (ARRAY[1, 12])),
  constraint plan_price_micros_check CHECK (price_micros > 0 AND (price_micros % 10000::bigint) = 0),
  constraint plan_tier_check CHECK (tier = ANY (ARRAY['member'::text, 'friend'::text]))
);

create table policy (
  version text not null,
  canonical text not null,
  sha256 bytea not null,
  published_at timestamp with time zone not null,
  effective_from date not null,
  constraint policy_pkey PRIMARY KEY (version),
  constraint policy_effective_from_key UNIQUE (effective_from),
  constraint policy_sha256_key UNIQUE (sha256),
  constraint policy_effective_from_check CHECK (EXTRACT(day FROM effective_from) = 1::numeric)
);

create table pool (
  month text not null,
  member_id bigint not null,
  dues_micros bigint not null,
  carried_micros bigint not null,
  constraint pool_pkey PRIMARY KEY (month, member_id),
  constraint pool_carried_micros_check CHECK (carried_micros >= 0),
  constraint pool_dues_micros_check CHECK (dues_micros >= 0)
);

create table reader (
  id bigint generated always as identity not null,
  handle text not null,
  name text not null,
  email text not null,
  bio text default ''::text not null,
  picture_key text,
  password_hash text,
  role text default 'reader'::text not null,
  joined_at timestamp with time zone not null,
  constraint reader_pkey PRIMARY KEY (id),
  constraint reader_email_key UNIQUE (email),
  constraint reader_handle_key UNIQUE (handle),
  constraint reader_bio_check CHECK (length(bio) <= 400),
  constraint reader_email_check CHECK (email = lower(email) AND length(email) >= 3 AND length(email) <= 254),
  constraint reader_handle_check CHECK (handle ~ '^[a-z0-9_]{2,30}$'::text),
  constraint reader_name_check CHECK (length(name) >= 1 AND length(name) <= 80),
  constraint reader_role_check CHECK (role = ANY (ARRAY['reader'::text, 'reviewer'::text, 'operator'::text]))
);

create table reading_clock (
  reader_id bigint not null,
  counted_until timestamp with time zone not null,
  constraint reading_clock_pkey PRIMARY KEY (reader_id)
) with (fillfactor=50);

create table reading_day (
  reader_id bigint not null,
  story_id bigint not null,
  day date not null,
  seconds integer not null,
  earning_seconds integer not null,
  first_at timestamp with time zone not null,
  coverage_percent smallint default 100 not null,
  constraint reading_day_pkey PRIMARY KEY (reader_id, story_id, day),
  constraint reading_day_check CHECK (earning_seconds >= 0 AND earning_seconds <= seconds),
  constraint reading_day_coverage_percent_check CHECK (coverage_percent >= 0 AND coverage_percent <= 100),
  constraint reading_day_seconds_check CHECK (seconds >= 0 AND seconds <= 86400)
) with (fillfactor=80);
CREATE INDEX reading_day_story ON reading_day USING btree (story_id, day);

create table reading_session (
  id bigint generated always as identity not null,
  reader_id bigint not null,
  story_id bigint not null,
  opened_at timestamp with time zone not null,
  earning boolean not null,
  entry text not null,
  seconds integer default 0 not null,
  coverage_percent smallint default 0 not null,
  constraint reading_session_pkey PRIMARY KEY (id),
  constraint reading_session_coverage_percent_check CHECK (coverage_percent >= 0 AND coverage_percent <= 100),
  constraint reading_session_entry_check CHECK (entry = ANY (ARRAY['feed'::text, 'search'::text, 'direct'::text, 'e-mail'::text, 'outside'::text])),
  constraint reading_session_seconds_check CHECK (seconds >= 0)
) with (fillfactor=80);
CREATE INDEX reading_session_reader ON reading_session USING btree (reader_id, opened_at);

create table recheck (
  id bigint generated always as identity not null,
  account_id bigint not null,
  checked_at timestamp with time zone not null,
  cause text not null,
  accounts integer not null,
  surprise double precision not null,
  channel text not null,
  flagged boolean not null,
  milliseconds double precision not null,
  constraint recheck_pkey PRIMARY KEY (id),
  constraint recheck_account_id_fkey FOREIGN KEY (account_id) REFERENCES reader(id)
);
CREATE INDEX recheck_account ON recheck USING btree (account_id, checked_at DESC);

create table referral (
  member_id bigint not null,
  referrer_id bigint not null,
  bps integer not null,
  policy_version text not null,
  converted_at timestamp with time zone not null,
  constraint referral_pkey PRIMARY KEY (member_id),
  constraint referral_member_id_fkey FOREIGN KEY (member_id) REFERENCES reader(id),
  constraint referral_policy_version_fkey FOREIGN KEY (policy_version) REFERENCES policy(version),
  constraint referral_referrer_id_fkey FOREIGN KEY (referrer_id) REFERENCES reader(id),
  constraint referral_bps_check CHECK (bps >= 1 AND bps <= 10000),
  constraint referral_check CHECK (member_id <> referrer_id)
);
CREATE INDEX referral_referrer ON referral USING btree (referrer_id);

create table refund (
  id bigint generated always as identity not null,
  key text generated always as ('refund:'::text || id::text) stored not null,
  charge_id bigint not null,
  reader_id bigint not null,
  from_day date not null,
  deferred_micros bigint not null,
  tax_micros bigint not null,
  borne_micros bigint not null,
  state text default 'asked'::text not null,
  bank_ref text,
  asked_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  kind text default 'unused'::text not null,
  shares_micros bigint default 0 not null,
  asked_by bigint,
  micros bigint generated always as (deferred_micros + tax_micros + borne_micros + shares_micros) stored not null,
  constraint refund_pkey PRIMARY KEY (id),
  constraint refund_bank_ref_key UNIQUE (bank_ref),
  constraint refund_key_key UNIQUE (key),
  constraint refund_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES reader(id),
  constraint refund_charge_id_fkey FOREIGN KEY (charge_id) REFERENCES charge(id),
  constraint refund_reader_id_fkey FOREIGN KEY (reader_id) REFERENCES reader(id),
  constraint refund_bank_ref_check CHECK ((state = ANY (ARRAY['paid'::text, 'returned'::text])) = (bank_ref IS NOT NULL)),
  constraint refund_borne_micros_check CHECK (borne_micros >= 0),
  constraint refund_check CHECK ((state = 'asked'::text) = (answered_at IS NULL)),
  constraint refund_deferred_micros_check CHECK (deferred_micros >= 0),
  constraint refund_kind_check CHECK (kind = ANY (ARRAY['unused'::text, 'part'::text])),
  constraint refund_micros_check CHECK (micros > 0 AND (micros % 10000::bigint) = 0),
  constraint refund_shares_micros_check CHECK (shares_micros >= 0),
  constraint refund_state_check CHECK (state = ANY (ARRAY['asked'::text, 'paid'::text, 'refused'::text, 'returned'::text])),
  constraint refund_tax_micros_check CHECK (tax_micros >= 0)
);
CREATE UNIQUE INDEX refund_one ON refund USING btree (charge_id) WHERE state = 'asked'::text;
CREATE INDEX refund_open ON refund USING btree (reader_id) WHERE state = 'asked'::text;
CREATE UNIQUE INDEX refund_unused ON refund USING btree (charge_id) WHERE kind = 'unused'::text AND state <> 'refused'::text;

create table response (
  id bigint generated always as identity not null,
  key text not null,
  story_id bigint not null,
  author_id bigint not null,
  text text not null,
  responded_at timestamp with time zone not null,
  withdrawn_at timestamp with time zone,
  hidden_at timestamp with time zone,
  held_until timestamp with time zone,
  constraint response_pkey PRIMARY KEY (id),
  constraint response_key_key UNIQUE (key),
  constraint response_author_id_fkey FOREIGN KEY (author_id) REFERENCES reader(id),
  constraint response_story_id_fkey FOREIGN KEY (story_id) REFERENCES story(id),
  constraint response_key_check CHECK (key ~ '^[a-z0-9]{10}$'::text),
  constraint response_text_check CHECK (length(text) >= 1 AND length(text) <= 5000)
);
CREATE INDEX response_author ON response USING btree (author_id, responded_at);
CREATE INDEX response_story ON response USING btree (story_id, responded_at);

create table revision (
  id bigint generated always as identity not null,
  story_id bigint not null,
  number integer not null,
  title text not null,
  subtitle text not null,
  kicker text not null,
  document jsonb not null,
  html text not null,
  preview_html text not null,
  excerpt text not null,
  words integer not null,
  reading_seconds integer not null,
  lead_image_id bigint,
  made_at timestamp with time zone not null,
  constraint revision_pkey PRIMARY KEY (id),
  constraint revision_story_id_number_key UNIQUE (story_id, number),
  constraint revision_lead_image_id_fkey FOREIGN KEY (lead_image_id) REFERENCES image(id),
  constraint revision_story_id_fkey FOREIGN KEY (story_id) REFERENCES story(id)
);

create table revision_image (
  revision_id bigint not null,
  image_id bigint not null,
  in_preview boolean not null,
  constraint revision_image_pkey PRIMARY KEY (revision_id, image_id),
  constraint revision_image_image_id_fkey FOREIGN KEY (image_id) REFERENCES image(id),
  constraint revision_image_revision_id_fkey FOREIGN KEY (revision_id) REFERENCES revision(id)
);
CREATE INDEX revision_image_image ON revision_image USING btree (image_id);

create table seal (
  day date not null,
  first_id bigint,
  last_id bigint,
  journals bigint not null,
  sums jsonb not null,
  previous_sha256 bytea not null,
  sha256 bytea not null,
  sealed_at timestamp with time zone not null,
  constraint seal_pkey PRIMARY KEY (day),
  constraint seal_check CHECK ((first_id IS NULL) = (journals = 0) AND (last_id IS NULL) = (journals = 0)),
  constraint seal_journals_check CHECK (journals >= 0),
  constraint seal_previous_sha256_check CHECK (length(previous_sha256) = 32),
  constraint seal_sha256_check CHECK (length(sha256) = 32)
);
CREATE TRIGGER by_seal BEFORE INSERT ON seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_seal();
CREATE TRIGGER keep BEFORE DELETE OR UPDATE OR TRUNCATE ON seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table secret (
  name text not null,
  value bytea not null,
  constraint secret_pkey PRIMARY KEY (name),
  constraint secret_value_check CHECK (length(value) >= 32)
);

create table session (
  id bigint generated always as identity not null,
  token_hash bytea not null,
  reader_id bigint not null,
  agent text default ''::text not null,
  opened_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint session_pkey PRIMARY KEY (id),
  constraint session_token_hash_key UNIQUE (token_hash),
  constraint session_reader_id_fkey FOREIGN KEY (reader_id) REFERENCES reader(id) ON DELETE CASCADE
);
CREATE INDEX session_reader ON session USING btree (reader_id);

create table share_hold (
  month text not null,
  author_id bigint not null,
  until_on date not null,
  micros bigint not null,
  released_at timestamp with time zone,
  constraint share_hold_pkey PRIMARY KEY (month, author_id, until_on),
  constraint share_hold_month_author_id_fkey FOREIGN KEY (month, author_id) REFERENCES statement(month, author_id),
  constraint share_hold_micros_check CHECK (micros > 0)
);
CREATE INDEX share_hold_author ON share_hold USING btree (author_id, until_on) WHERE released_at IS NULL;
CREATE INDEX share_hold_open ON share_hold USING btree (until_on, month) WHERE released_at IS NULL;

create table shut_day (
  day date not null,
  shut_at timestamp with time zone not null,
  constraint shut_day_pkey PRIMARY KEY (day)
);
CREATE TRIGGER by_seal BEFORE INSERT ON shut_day FOR EACH STATEMENT EXECUTE FUNCTION refuse_seal();
CREATE TRIGGER keep BEFORE DELETE OR UPDATE OR TRUNCATE ON shut_day FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table statement (
  month text not null,
  author_id bigint not null,
  micros bigint not null,
  escrow_micros bigint not null,
  members integer not null,
  reads integer not null,
  constraint statement_pkey PRIMARY KEY (month, author_id),
  constraint statement_author_id_fkey FOREIGN KEY (author_id) REFERENCES reader(id),
  constraint statement_escrow_micros_check CHECK (escrow_micros >= 0),
  constraint statement_micros_check CHECK (micros >= 0)
);

create table statement_line (
  month text not null,
  author_id bigint not null,
  story_id bigint not null,
  micros bigint not null,
  escrow_micros bigint not null,
  members integer not null,
  reads integer not null,
  seconds bigint not null,
  constraint statement_line_pkey PRIMARY KEY (month, author_id, story_id),
  constraint statement_line_month_author_id_fkey FOREIGN KEY (month, author_id) REFERENCES statement(month, author_id),
  constraint statement_line_story_id_fkey FOREIGN KEY (story_id) REFERENCES story(id),
  constraint statement_line_check CHECK (escrow_micros >= 0 AND escrow_micros <= micros),
  constraint statement_line_micros_check CHECK (micros >= 0)
);

create table statement_part (
  month text not null,
  author_id bigint not null,
  story_id bigint not null,
  part text not null,
  micros bigint not null,
  constraint statement_part_pkey PRIMARY KEY (month, author_id, story_id, part),
  constraint statement_part_month_author_id_story_id_fkey FOREIGN KEY (month, author_id, story_id) REFERENCES statement_line(month, author_id, story_id),
  constraint statement_part_micros_check CHECK (micros >= 0)
);

create table statement_parted (
  month text not null,
  parted_at timestamp with time zone not null,
  constraint statement_parted_pkey PRIMARY KEY (month),
  constraint statement_parted_month_fkey FOREIGN KEY (month) REFERENCES closing(month)
);

create table story (
  id bigint generated always as identity not null,
  key text not null,
  author_id bigint not null,
  state text default 'draft'::text not null,
  audience text default 'everyone'::text not null,
  slug text default ''::text not null,
  title text default ''::text not null,
  subtitle text default ''::text not null,
  kicker text default ''::text not null,
  document jsonb not null,
  version integer default 1 not null,
  tags text[] default '{}'::text[] not null,
  responses_open boolean default true not null,
  revision_id bigint,
  reading_seconds integer default 0 not null,
  made_at timestamp with time zone not null,
  saved_at timestamp with time zone not null,
  published_at timestamp with time zone,
  withdrawn_at timestamp with time zone,
  source text,
  constraint story_pkey PRIMARY KEY (id),
  constraint story_author_id_source_key UNIQUE (author_id, source),
  constraint story_key_key UNIQUE (key),
  constraint story_author_id_fkey FOREIGN KEY (author_id) REFERENCES reader(id),
  constraint story_revision_id_fkey FOREIGN KEY (revision_id) REFERENCES revision(id),
  constraint story_audience_check CHECK (audience = ANY (ARRAY['everyone'::text, 'members'::text])),
  constraint story_check CHECK (state <> 'published'::text OR revision_id IS NOT NULL AND published_at IS NOT NULL),
  constraint story_check1 CHECK ((state = 'withdrawn'::text) = (withdrawn_at IS NOT NULL)),
  constraint story_key_check CHECK (key ~ '^[a-z0-9]{10}$'::text),
  constraint story_slug_check CHECK (length(slug) <= 80),
  constraint story_state_check CHECK (state = ANY (ARRAY['draft'::text, 'published'::text, 'withdrawn'::text])),
  constraint story_tags_check CHECK (cardinality(tags) <= 5)
);
CREATE INDEX story_author ON story USING btree (author_id, published_at DESC);
CREATE INDEX story_newest ON story USING btree (published_at DESC, id DESC) WHERE state = 'published'::text;
CREATE INDEX story_tags ON story USING gin (tags) WHERE state = 'published'::text;

create table story_tally (
  story_id bigint not null,
  claps integer default 0 not null,
  clappers integer default 0 not null,
  responses integer default 0 not null,
  constraint story_tally_pkey PRIMARY KEY (story_id),
  constraint story_tally_story_id_fkey FOREIGN KEY (story_id) REFERENCES story(id),
  constraint story_tally_clappers_check CHECK (clappers >= 0),
  constraint story_tally_claps_check CHECK (claps >= 0),
  constraint story_tally_responses_check CHECK (responses >= 0)
);

create table take_back_part (
  id bigint generated always as identity not null,
  charge_id bigint not null,
  refund_id bigint,
  dispute_id bigint,
  holder text not null,
  month text,
  author_id bigint,
  micros bigint not null,
  end_id bigint,
  constraint take_back_part_pkey PRIMARY KEY (id),
  constraint take_back_part_charge_id_fkey FOREIGN KEY (charge_id) REFERENCES charge(id),
  constraint take_back_part_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES dispute(id),
  constraint take_back_part_end_id_fkey FOREIGN KEY (end_id) REFERENCES escrow_end(id),
  constraint take_back_part_refund_id_fkey FOREIGN KEY (refund_id) REFERENCES refund(id),
  constraint take_back_part_check CHECK ((refund_id IS NULL) <> (dispute_id IS NULL)),
  constraint take_back_part_check1 CHECK ((holder = ANY (ARRAY['author'::text, 'escrow'::text, 'referral'::text])) = (author_id IS NOT NULL)),
  constraint take_back_part_check2 CHECK (end_id IS NULL OR holder = 'escrow'::text),
  constraint take_back_part_holder_check CHECK (holder = ANY (ARRAY['deferred'::text, 'tax'::text, 'fee'::text, 'platform'::text, 'pool'::text, 'author'::text, 'escrow'::text, 'referral'::text, 'commons'::text, 'carried'::text, 'beyond'::text])),
  constraint take_back_part_micros_check CHECK (micros > 0),
  constraint take_back_part_month_check CHECK (month ~ '^\d{4}-\d{2}$'::text)
);
CREATE INDEX take_back_part_charge ON take_back_part USING btree (charge_id);
CREATE INDEX take_back_part_dispute ON take_back_part USING btree (dispute_id) WHERE dispute_id IS NOT NULL;
CREATE INDEX take_back_part_refund ON take_back_part USING btree (refund_id) WHERE refund_id IS NOT NULL;

create table test_bank_request (
  key text not null,
  body_sha256 bytea not null,
  kind text not null,
  ref text not null,
  micros bigint not null,
  currency character(3) not null,
  target text,
  answer jsonb not null,
  asked_at timestamp with time zone not null,
  constraint test_bank_request_pkey PRIMARY KEY (key),
  constraint test_bank_request_ref_key UNIQUE (ref),
  constraint test_bank_request_body_sha256_check CHECK (length(body_sha256) = 32),
  constraint test_bank_request_kind_check CHECK (kind = ANY (ARRAY['charge'::text, 'refund'::text, 'transfer'::text])),
  constraint test_bank_request_micros_check CHECK (micros > 0)
);
CREATE INDEX test_bank_target ON test_bank_request USING btree (target) WHERE target IS NOT NULL;

create table tie (
  follow_id bigint not null,
  follower_id bigint not null,
  followee_id bigint not null,
  q real not null,
  class text not null,
  run_id bigint not null,
  constraint tie_pkey PRIMARY KEY (follow_id),
  constraint tie_class_check CHECK (class = ANY (ARRAY['earned'::text, 'unproven'::text, 'traded'::text])),
  constraint tie_q_check CHECK (q >= 0::double precision AND q <= 1::double precision)
) with (fillfactor=80);
CREATE INDEX tie_followee ON tie USING btree (followee_id, class);
CREATE INDEX tie_follower ON tie USING btree (follower_id);

create table transfer (
  journal_id bigint not null,
  leg integer not null,
  debit_id bigint not null,
  credit_id bigint not null,
  currency character(3) not null,
  micros bigint not null,
  constraint transfer_pkey PRIMARY KEY (journal_id, leg),
  constraint transfer_credit_id_currency_fkey FOREIGN KEY (credit_id, currency) REFERENCES ledger_account(id, currency),
  constraint transfer_debit_id_currency_fkey FOREIGN KEY (debit_id, currency) REFERENCES ledger_account(id, currency),
  constraint transfer_check CHECK (micros > 0 AND debit_id <> credit_id)
);
CREATE INDEX transfer_credit ON transfer USING btree (credit_id, journal_id);
CREATE INDEX transfer_debit ON transfer USING btree (debit_id, journal_id);
CREATE TRIGGER by_post BEFORE INSERT ON transfer FOR EACH STATEMENT EXECUTE FUNCTION refuse_write();
CREATE TRIGGER keep BEFORE DELETE OR UPDATE OR TRUNCATE ON transfer FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table unclaimed (
  month text not null,
  member_id bigint not null,
  micros bigint not null,
  age integer not null,
  fate text not null,
  constraint unclaimed_pkey PRIMARY KEY (month, member_id, age),
  constraint unclaimed_age_check CHECK (age >= 1),
  constraint unclaimed_fate_check CHECK (fate = ANY (ARRAY['carried'::text, 'commons'::text])),
  constraint unclaimed_micros_check CHECK (micros > 0)
);

create table verdict (
  id bigint generated always as identity not null,
  account_id bigint not null,
  other_id bigint,
  kind text not null,
  reason text not null,
  surprise double precision not null,
  decided_by bigint not null,
  decided_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint verdict_pkey PRIMARY KEY (id),
  constraint verdict_account_id_fkey FOREIGN KEY (account_id) REFERENCES reader(id),
  constraint verdict_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES reader(id),
  constraint verdict_other_id_fkey FOREIGN KEY (other_id) REFERENCES reader(id),
  constraint verdict_check CHECK (ended_at >= decided_at),
  constraint verdict_check1 CHECK (account_id <> other_id),
  constraint verdict_check2 CHECK (decided_by <> account_id),
  constraint verdict_kind_check CHECK (kind = ANY (ARRAY['cleared'::text, 'nudged'::text, 'discounted'::text, 'escrowed'::text, 'left'::text])),
  constraint verdict_reason_check CHECK (length(reason) >= 1 AND length(reason) <= 2000)
);
CREATE INDEX verdict_other ON verdict USING btree (other_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX verdict_standing ON verdict USING btree (account_id, COALESCE(other_id, 0::bigint)) WHERE ended_at IS NULL;

create table view_day (
  reader_id bigint not null,
  story_id bigint not null,
  day date not null,
  entry text not null,
  constraint view_day_pkey PRIMARY KEY (reader_id, story_id, day)
);
CREATE INDEX view_day_story ON view_day USING btree (story_id, day);

create table visit_day (
  visitor uuid not null,
  story_id bigint not null,
  day date not null,
  entry text not null,
  constraint visit_day_pkey PRIMARY KEY (story_id, day, visitor)
);

create table watch_mark (
  one boolean default true not null,
  follow_id bigint not null,
  session_id bigint not null,
  response_id bigint not null,
  clapped_at timestamp with time zone not null,
  constraint watch_mark_pkey PRIMARY KEY (one),
  constraint watch_mark_one_check CHECK (one)
);

create table withholding (
  id bigint generated always as identity not null,
  partner_id bigint not null,
  authority character(2) not null,
  rate_bps integer not null,
  form text not null,
  form_ref text not null,
  recorded_by bigint,
  recorded_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint withholding_pkey PRIMARY KEY (id),
  constraint withholding_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES partner(reader_id),
  constraint withholding_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES reader(id),
  constraint withholding_authority_check CHECK (authority ~ '^[A-Z]{2}$'::text),
  constraint withholding_check CHECK (ended_at >= recorded_at),
  constraint withholding_form_check CHECK (length(form) >= 1 AND length(form) <= 40),
  constraint withholding_form_ref_check CHECK (length(form_ref) >= 1 AND length(form_ref) <= 80),
  constraint withholding_rate_bps_check CHECK (rate_bps >= 0 AND rate_bps <= 9999)
);
CREATE UNIQUE INDEX withholding_current ON withholding USING btree (partner_id) WHERE ended_at IS NULL;

create view listed_story as
 SELECT story.id AS story_id,
    story.key,
    story.slug,
    story.author_id,
    author.handle AS author_handle,
    author.name AS author_name,
    revision.title,
    revision.subtitle,
    revision.kicker,
    revision.excerpt,
    revision.reading_seconds,
    story.audience,
    story.tags,
    story.published_at,
    lead.key AS lead_image_key
   FROM story
     JOIN revision ON revision.id = story.revision_id
     JOIN reader author ON author.id = story.author_id
     LEFT JOIN image lead ON lead.id = revision.lead_image_id
  WHERE story.state = 'published'::text;

CREATE OR REPLACE FUNCTION public.is_member(reader bigint, on_day date)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select exists (select from membership where reader_id = reader and paid_until > on_day)
      or exists (select from charge_attempt
                  where reader_id = reader and state = 'asked' and purpose = 'renewal'
                    and on_day <= renews_from)
$function$;

CREATE OR REPLACE FUNCTION public.journal_body_sha256(kind text, occurred timestamp with time zone, currency character, reverses bigint, debit_codes text[], debit_subjects text[], credit_codes text[], credit_subjects text[], micros bigint[])
 RETURNS bytea
 LANGUAGE sql
 STABLE
AS $function$
  select sha256(convert_to(
    concat_ws(e'\n', kind, extract(epoch from occurred), currency, coalesce(reverses, 0),
      array_to_string(debit_codes, ' '), array_to_string(debit_subjects, ' '),
      array_to_string(credit_codes, ' '), array_to_string(credit_subjects, ' '),
      array_to_string(micros, ' ')),
    'UTF8'))
$function$;

CREATE OR REPLACE FUNCTION public.open_ledger_accounts(codes text[], subjects text[], asked_currency character)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  with opened as (
    insert into ledger_account (code, subject, currency, guard)
    select distinct kind.code, asked.subject, asked_currency, kind.guard
      from unnest(codes, subjects) as asked (code, subject)
      join ledger_kind kind on kind.code = asked.code
     where (kind.per = '') = (asked.subject = '')
       and not exists (select from ledger_account account
                        where account.code = asked.code
                          and account.subject = asked.subject
                          and account.currency = asked_currency)
     order by kind.code, asked.subject
    on conflict (code, subject, currency) do nothing
    returning id, guard
  )
  insert into balance (account_id, guard) select id, guard from opened;
end $function$;

CREATE OR REPLACE FUNCTION public.post(key text, kind text, occurred timestamp with time zone, posted timestamp with time zone, debit_codes text[], debit_subjects text[], credit_codes text[], credit_subjects text[], micros bigint[], currency character, reverses bigint DEFAULT NULL::bigint)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
declare
  legs int := cardinality(micros);
  body bytea;
  posted_id bigint;
  posted_body bytea;
  -- The debit sides of all legs, then the credit sides.
  codes text[] := debit_codes || credit_codes;
  subjects text[] := debit_subjects || credit_subjects;
  ids bigint[];
  opened boolean := false;
  -- Lets this through the triggers until it is off again. As a clause of the function, which would turn
  -- it off by itself, PostgreSQL takes it from a superuser only.
  posting text := set_config('earnest.posting', 'on', true);
begin
  if legs = 0 or (cardinality(debit_codes), cardinality(debit_subjects), cardinality(credit_codes),
      cardinality(credit_subjects)) is distinct from (legs, legs, legs, legs) then
    raise exception 'journal % has no legs, or half of one', post.key using errcode = 'LE004';
  end if;
  body := journal_body_sha256(post.kind, occurred, post.currency, post.reverses,
    debit_codes, debit_subjects, credit_codes, credit_subjects, post.micros);

  -- On any conflict: were the key's named alone, two at once that take back the same journal under one
  -- key could meet at the other index first, and one would fail.
  insert into journal (key, kind, body_sha256, occurred_at, posted_at, reverses)
  values (post.key, post.kind, body, occurred, posted, post.reverses)
  on conflict do nothing
  returning id into posted_id;
  if posted_id is null then
    select journal.id, journal.body_sha256 into posted_id, posted_body
      from journal where journal.key = post.key;
    if posted_id is null then
      raise exception 'journal % takes back what is taken back already', post.key
        using errcode = 'unique_violation', constraint = 'journal_reverses';
    elsif posted_body <> body then
      raise exception 'journal % was posted with another body', post.key using errcode = 'LE001';
    end if;
    posting := set_config('earnest.posting', 'off', true);
    return posted_id;
  end if;

  -- After the row is written: whoever shuts a day waits for rows that are being written, and what they
  -- shut before is seen here.
  if exists (select from shut_day where day >= (posted at time zone 'UTC')::date) then
    raise exception 'journal % would be posted on %, which is shut', post.key,
      (posted at time zone 'UTC')::date using errcode = 'LE005';
  end if;

  loop
    -- A lookup a row, not a join: the plan stays an index scan however the table grows.
    ids := array(
      select (select account.id
                from ledger_account account
               where account.code = named.code
                 and account.subject = named.subject
                 and account.currency = post.currency)
        from unnest(codes, subjects) with ordinality as named (code, subject, n)
       order by named.n);
    exit when array_position(ids, null) is null;
    if opened then
      raise exception 'journal % names an account that the chart has not', post.key
        using errcode = 'LE004';
    end if;
    perform open_ledger_accounts(codes, subjects, post.currency);
    opened := true;
  end loop;

  if legs = 1 then
    -- The commonest journal, in one statement: the index gives its two balances in the order of ids.
    update balance
       set debit_micros = debit_micros + case account_id when ids[1] then post.micros[1] else 0 end,
           credit_micros = credit_micros + case account_id when ids[2] then post.micros[1] else 0 end
     where account_id = any (ids);
  else
    -- Lock, then change, in two statements: the second sees what was committed while the first waited.
    perform from balance where account_id = any (ids) order by account_id for no key update;
    update balance
       set debit_micros = balance.debit_micros + moved.debit_micros,
           credit_micros = balance.credit_micros + moved.credit_micros
      from (select account_id,
                   coalesce(sum(amount) filter (where n <= legs), 0) as debit_micros,
                   coalesce(sum(amount) filter (where n > legs), 0) as credit_micros
              from unnest(ids, post.micros || post.micros) with ordinality as side (account_id, amount, n)
             group by account_id) moved
     where balance.account_id = moved.account_id;
  end if;

  insert into transfer (journal_id, leg, debit_id, credit_id, currency, micros)
  select posted_id, n, debit_id, credit_id, post.currency, amount
    from unnest(ids[:legs], ids[legs + 1:], post.micros) with ordinality
      as leg (debit_id, credit_id, amount, n);
  posting := set_config('earnest.posting', 'off', true);
  return posted_id;
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% keeps what is written', tg_table_name using errcode = 'LE002';
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_seal()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if current_setting('earnest.posting', true) is distinct from 'on' then
    raise exception '% is written by shut_books() and seal_next_day() alone', tg_table_name
      using errcode = 'LE003';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_write()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if current_setting('earnest.posting', true) is distinct from 'on' then
    raise exception '% is written by post() alone', tg_table_name using errcode = 'LE003';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.seal_next_day(at timestamp with time zone)
 RETURNS date
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  last_day date;
  last_sha256 bytea;
  next_day date;
begin
  lock table seal in share row exclusive mode;
  select day, sha256 into last_day, last_sha256 from seal order by day desc limit 1;
  if last_day is null then
    select min((posted_at at time zone 'UTC')::date) into next_day from journal;
    last_sha256 := decode(repeat('00', 32), 'hex');
  else
    next_day := last_day + 1;
  end if;
  if next_day is null or not exists (select from shut_day where day >= next_day) then
    return null;
  end if;
  perform set_config('earnest.posting', 'on', true);
  insert into seal
    (day, first_id, last_id, journals, sums, previous_sha256, sha256, sealed_at)
  select next_day, made.first_id, made.last_id, made.journals, made.sums, last_sha256, made.sha256, at
    from seal_of(next_day, last_sha256) made;
  perform set_config('earnest.posting', 'off', true);
  return next_day;
end $function$;

CREATE OR REPLACE FUNCTION public.seal_of(sealed date, previous bytea)
 RETURNS TABLE(first_id bigint, last_id bigint, journals bigint, sums jsonb, sha256 bytea)
 LANGUAGE sql
 STABLE
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
  with line as (
    select id,
           id || ' ' || encode(pg_catalog.sha256(convert_to(
             jsonb_build_array(id, key, kind, extract(epoch from occurred_at),
               extract(epoch from posted_at), reverses)::text || e'\n' || coalesce((
               select string_agg(concat_ws(' ', leg, debit.code, debit.subject, credit.code,
                        credit.subject, transfer.currency, micros) || e'\n', '' order by leg)
                 from transfer
                 join ledger_account debit on debit.id = debit_id
                 join ledger_account credit on credit.id = credit_id
                where journal_id = journal.id), ''),
             'UTF8')), 'hex') || e'\n' as text
      from journal
     where posted_at >= sealed::timestamp at time zone 'UTC'
       and posted_at < (sealed + 1)::timestamp at time zone 'UTC'
  ), added as (
    select coalesce(jsonb_object_agg(currency, micros::text), '{}') as sums
      from (select currency, sum(micros) as micros
              from journal join transfer on journal_id = id
             where posted_at >= sealed::timestamp at time zone 'UTC'
               and posted_at < (sealed + 1)::timestamp at time zone 'UTC'
             group by currency) by_currency
  )
  select min(line.id), max(line.id), count(line.id), added.sums,
         pg_catalog.sha256(convert_to(
           concat_ws(e'\n', 'earnest-seal-1', to_char(sealed, 'YYYY-MM-DD'),
             encode(previous, 'hex'), added.sums) || e'\n'
           || coalesce(string_agg(line.text, '' order by line.id), ''), 'UTF8'))
    from added left join line on true
   group by added.sums
$function$;

CREATE OR REPLACE FUNCTION public.shut_books(through date, at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET lock_timeout TO '5s'
AS $function$
begin
  lock table journal in share mode;
  perform set_config('earnest.posting', 'on', true);
  insert into shut_day (day, shut_at) values (through, at) on conflict (day) do nothing;
  perform set_config('earnest.posting', 'off', true);
end $function$;

CREATE OR REPLACE FUNCTION public.shut_closed_month()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  perform set_config('earnest.posting', 'on', true);
  insert into shut_day (day, shut_at)
  values (((new.month || '-01')::date + interval '1 month' - interval '1 day')::date, new.closed_at)
  on conflict (day) do nothing;
  perform set_config('earnest.posting', 'off', true);
  return null;
end $function$;
