-- One follow from its beginning to its end. Following again is a new row.
create table follow (
  id bigint generated always as identity primary key,
  follower_id bigint not null references reader (id),
  followee_id bigint not null references reader (id),
  followed_at timestamptz not null,
  ended_at timestamptz,
  check (follower_id <> followee_id),
  check (ended_at >= followed_at)
);
create unique index follow_open on follow (follower_id, followee_id) where ended_at is null;
create index follow_follower on follow (follower_id, followee_id);
create index follow_followee on follow (followee_id, followed_at);
