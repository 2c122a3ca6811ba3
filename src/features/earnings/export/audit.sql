-- Divides a month again by PostgreSQL alone, and compares. In the folder of the export, with any
-- database of PostgreSQL 15 or later, in which nothing is left behind:
--
--     psql --dbname=postgres --file=audit.sql
--
-- Takes the events, the policy's numbers and the published rules, and no program of ours. Prints what
-- came out and its SHA-256, then "The month agrees." with exit code 0, or what is not the same and
-- "The month differs." with exit code 3. Amounts are in micros, millionths of the currency unit.
\set ON_ERROR_STOP on
\set QUIET on
set client_min_messages = warning;
set timezone = 'UTC';
begin;
set local work_mem = '256MB';

create temporary table pools (member bigint primary key, pool bigint) on commit drop;
create temporary table stories (
  story bigint primary key, author bigint, expected_seconds bigint
) on commit drop;
create temporary table attention (
  member bigint, story bigint, day date, seconds bigint, boosted_seconds bigint,
  first_at timestamptz
) on commit drop;
create temporary table views (member bigint, story bigint, day date) on commit drop;
create temporary table claps (member bigint, story bigint, count bigint) on commit drop;
create temporary table highlights (member bigint, story bigint) on commit drop;
create temporary table responses (member bigint, story bigint) on commit drop;
create temporary table follows (
  member bigint, author bigint, at timestamptz, class text, first_ever boolean,
  primary key (member, author)
) on commit drop;
create temporary table held (
  member bigint, author bigint, bp bigint, primary key (member, author)
) on commit drop;
create temporary table closed_lines (
  member bigint, author bigint, story bigint, micros bigint, escrow bigint,
  primary key (member, author, story)
) on commit drop;
create temporary table policy_text (
  number int generated always as identity, line text
) on commit drop;
create temporary table closing_text (
  number int generated always as identity, line text
) on commit drop;

\copy pools from 'pools.csv' with (format csv, header)
\copy stories from 'stories.csv' with (format csv, header)
\copy attention from 'attention.csv' with (format csv, header)
\copy views from 'views.csv' with (format csv, header)
\copy claps from 'claps.csv' with (format csv, header)
\copy highlights from 'highlights.csv' with (format csv, header)
\copy responses from 'responses.csv' with (format csv, header)
\copy follows from 'follows.csv' with (format csv, header)
\copy held from 'held.csv' with (format csv, header)
\copy closed_lines from 'lines.csv' with (format csv, header)
-- JSON as whole lines: what would part and quote fields does not stand in it.
\copy policy_text (line) from 'policy.json' with (format csv, delimiter e'\x02', quote e'\x01')
\copy closing_text (line) from 'closing.json' with (format csv, delimiter e'\x02', quote e'\x01')

analyze pools; analyze stories; analyze attention; analyze views; analyze claps;
analyze highlights; analyze responses; analyze follows; analyze held; analyze closed_lines;

create temporary table closing on commit drop as
select body ->> 'month' as month, (body ->> 'month' || '-01')::timestamptz as month_start,
       (body ->> 'month' || '-01')::timestamptz + interval '1 month' as month_end,
       body -> 'policy' ->> 'sha256' as policy_sha256,
       body -> 'output' ->> 'sha256' as sha256, body -> 'totals' as totals
  from (select string_agg(line, e'\n' order by number)::jsonb as body from closing_text) as text;

create temporary table policy on commit drop as
select encode(sha256(convert_to(body, 'UTF8')), 'hex') as sha256,
       body::jsonb ->> 'rule' as rule,
       (body::jsonb -> 'reading' ->> 'daySecondsMin')::numeric as day_seconds_min,
       (body::jsonb -> 'reading' ->> 'storyCapBps')::numeric as story_cap_bps,
       (body::jsonb -> 'reading' ->> 'storyCapSecondsMin')::numeric as story_cap_seconds_min,
       (body::jsonb -> 'reading' ->> 'baseBps')::numeric as base_bps,
       (body::jsonb -> 'reading' ->> 'ratioBps')::numeric as ratio_bps,
       (body::jsonb -> 'bonus' ->> 'bonusBpsMax')::numeric as bonus_bps_max,
       (body::jsonb -> 'bonus' ->> 'clapsBps')::numeric as claps_bps,
       (body::jsonb -> 'bonus' ->> 'clapsFull')::numeric as claps_full,
       (body::jsonb -> 'bonus' ->> 'storyClapsMax')::numeric as story_claps_max,
       (body::jsonb -> 'bonus' ->> 'highlightBps')::numeric as highlight_bps,
       (body::jsonb -> 'bonus' ->> 'responseBps')::numeric as response_bps,
       (body::jsonb -> 'bonus' ->> 'firstFollowBps')::numeric as first_follow_bps,
       (body::jsonb -> 'bonus' ->> 'followerBps')::numeric as follower_bps,
       (body::jsonb -> 'bonus' ->> 'repeatBps')::numeric as repeat_bps,
       (body::jsonb -> 'bonus' ->> 'repeatDays')::numeric as repeat_days,
       (body::jsonb -> 'bonus' ->> 'boostBps')::numeric as boost_bps
  from (select string_agg(line, e'\n' order by number) as body from policy_text) as text;

-- What each member read of others: the seconds of days long enough, up to the story's cap, and what
-- a second weighs by the member's own ratio of reads to views.
create temporary table readings on commit drop as
with taken as (
  select member, author, story, expected_seconds, sum(seconds) as seconds,
         sum(boosted_seconds) as boosted, count(*) as reads, array_agg(day) as days,
         min(first_at) as first_at
    from attention
    join stories using (story)
    join pools using (member)
   cross join policy
   where seconds >= day_seconds_min and author <> member and pool > 0
   group by member, author, story, expected_seconds
), opened as (
  select member, story, count(*) as views from views group by member, story
), counted as (
  select member, author, story, boosted, days, first_at,
         least(seconds, greatest(story_cap_seconds_min,
                                 div(expected_seconds * story_cap_bps, 10000))) as seconds,
         base_bps + case when reads >= coalesce(views, 0) then ratio_bps
                         else div(ratio_bps * reads, views) end as second_bps
    from taken left join opened using (member, story) cross join policy
)
select member, author, story, boosted, days, first_at, seconds, seconds * second_bps as weight
  from counted;
analyze readings;

-- What each author weighs with each member: the reading, and the bonuses on top of it.
create temporary table authors on commit drop as
with read as (
  select member, author, sum(weight) as reading, sum(seconds) as seconds, sum(boosted) as boosted,
         min(first_at) as first_at
    from readings group by member, author
), repeated as (
  select member, author
    from readings cross join unnest(days) as day cross join policy
   group by member, author, repeat_days
  having count(distinct day) >= repeat_days
), clapped as (
  select member, author, sum(least(count, story_claps_max)) as claps
    from claps join stories using (story) cross join policy
   group by member, author
), highlighted as (
  select distinct member, author from highlights join stories using (story)
), responded as (
  select distinct member, author from responses join stories using (story)
), bonus as (
  select member, author, reading,
         div(claps_bps * least(coalesce(claps, 0), claps_full), claps_full)
         + case when highlighted.member is null then 0 else highlight_bps end
         + case when responded.member is null then 0 else response_bps end
         + case when first_ever and class <> 'traded' and at >= month_start and at < month_end
                then first_follow_bps else 0 end
         + case when class = 'earned' and at < first_at then follower_bps else 0 end
         + case when repeated.member is null then 0 else repeat_bps end
         + coalesce(div(boost_bps * least(boosted, seconds), nullif(seconds, 0)), 0) as bps
    from read
    left join repeated using (member, author)
    left join clapped using (member, author)
    left join highlighted using (member, author)
    left join responded using (member, author)
    left join follows using (member, author)
   cross join policy
   cross join closing
)
select member, author, reading * (10000 + least(bonus_bps_max, bps)) as weight
  from bonus cross join policy;
analyze authors;

-- Largest remainder: a member's pool over authors, of equal remainders the lower id first.
create temporary table shares on commit drop as
with owed as (
  select member, author, pool::numeric as pool, weight,
         sum(weight) over (partition by member) as weights
    from authors join pools using (member)
), quota as (
  select member, author, pool, div(pool * weight, weights) as micros,
         mod(pool * weight, weights) as remainder
    from owed where weights > 0
), ranked as (
  select *, row_number() over (partition by member order by remainder desc, author) as place,
         pool - sum(micros) over (partition by member) as left_over
    from quota
)
select member, author, micros + (place <= left_over)::int as amount from ranked;
analyze shares;

-- The same, an author's amount over the stories that were read.
create temporary table amounts on commit drop as
with owed as (
  select member, author, story, amount, weight,
         nullif(sum(weight) over (partition by member, author), 0) as weights
    from readings join shares using (member, author)
), quota as (
  select member, author, story, amount, coalesce(div(amount * weight, weights), 0) as micros,
         coalesce(mod(amount * weight, weights), 0) as remainder
    from owed
), ranked as (
  select *,
         row_number() over (partition by member, author order by remainder desc, story) as place,
         amount - sum(micros) over (partition by member, author) as left_over
    from quota
)
select member, author, story, amount, micros + (place <= left_over)::int as micros from ranked;

-- And what of it is held, over the stories by what they got.
create temporary table lines on commit drop as
with owed as (
  select member, author, story, micros, amount, div(amount * coalesce(bp, 0), 10000) as escrow
    from amounts left join held using (member, author)
), quota as (
  select *, coalesce(div(escrow * micros, nullif(amount, 0)), 0) as part,
         coalesce(mod(escrow * micros, nullif(amount, 0)), 0) as remainder
    from owed
), ranked as (
  select *,
         row_number() over (partition by member, author order by remainder desc, story) as place,
         escrow - sum(part) over (partition by member, author) as left_over
    from quota
)
select member, author, story, micros, part + (place <= left_over)::int as escrow from ranked;

create temporary table result on commit drop as
select count(*) as lines, coalesce(sum(micros), 0) as shared_micros,
       coalesce(sum(escrow), 0) as escrow_micros,
       (select count(*) from pools) as members,
       (select coalesce(sum(pool), 0) from pools) as pool_micros,
       (select coalesce(sum(pool), 0) from pools
         where not exists (select from shares where shares.member = pools.member)
       ) as unclaimed_micros,
       encode(sha256(convert_to(coalesce(string_agg(
         member || ',' || author || ',' || story || ',' || micros || ',' || escrow || e'\n', ''
         order by member, author, story), ''), 'UTF8')), 'hex') as sha256
  from lines;

create temporary table finding (what text, computed text, closed text) on commit drop;

insert into finding
select what, computed, closed
  from result cross join closing cross join policy
 cross join lateral (values
   ('the rule, which this script knows', 'own-pool', rule),
   ('SHA-256 of the policy', policy.sha256, policy_sha256),
   ('members', members::text, totals ->> 'members'),
   ('lines', lines::text, totals ->> 'lines'),
   ('micros of the pools', pool_micros::text, totals ->> 'poolMicros'),
   ('micros shared', shared_micros::text, totals ->> 'sharedMicros'),
   ('micros held', escrow_micros::text, totals ->> 'escrowMicros'),
   ('micros unclaimed', unclaimed_micros::text, totals ->> 'unclaimedMicros'),
   ('micros shared and unclaimed', (shared_micros + unclaimed_micros)::text, pool_micros::text),
   ('SHA-256 of the lines', result.sha256, closing.sha256)
 ) as compared (what, computed, closed)
 where computed is distinct from closed;

insert into finding
select concat_ws(' ', 'member', member, 'author', author, 'story', story),
       coalesce(l.micros || ' micros, ' || l.escrow || ' held', 'no line'),
       coalesce(c.micros || ' micros, ' || c.escrow || ' held', 'no line')
  from lines l full join closed_lines c using (member, author, story)
 where (l.micros, l.escrow) is distinct from (c.micros::numeric, c.escrow::numeric)
 order by member, author, story
 limit 20;

\pset footer off
\echo
\echo 'What came out'
select month, members, lines, pool_micros, shared_micros, escrow_micros, unclaimed_micros
  from result cross join closing;
\echo 'SHA-256 of its lines'
select sha256 from result;
\echo 'What is not the same (of the lines at most 20)'
select what, computed, closed from finding;

do $$
begin
  if exists (select from pg_temp.finding) then
    raise exception 'The month differs.';
  end if;
end $$;
commit;
\echo 'The month agrees.'
