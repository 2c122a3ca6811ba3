-- Responses that offer to trade follows are held: only their author sees them until a person has decided.

-- Null: never held. Infinity: held, or never let through. Otherwise the instant since which it stands. Once it
-- is an instant it stays one, so that what a closed month counted can be counted again.
alter table response add column held_until timestamptz;

create table held_response (
  response_id bigint primary key references response (id),
  -- How surely it is an offer, as the text was judged then.
  offer float8 not null check (offer between 0 and 1),
  held_at timestamptz not null
);

-- The last one counts; each can be reversed by another.
create table held_decision (
  response_id bigint not null references held_response (response_id),
  number int not null check (number >= 1),
  verdict text not null check (verdict in ('let-through', 'kept')),
  reason text not null check (length(reason) <= 500),
  decided_by bigint not null references reader (id),
  decided_at timestamptz not null,
  primary key (response_id, number)
);
create index held_decision_at on held_decision (decided_at);
