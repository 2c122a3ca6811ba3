-- A picture as we re-encoded it. Its bytes are a file named by the key.
create table image (
  id bigint generated always as identity primary key,
  key text not null unique check (key ~ '^[a-z0-9]{16}$'),
  owner_id bigint not null references reader (id),
  sha256 bytea not null,
  width int not null check (width > 0),
  height int not null check (height > 0),
  bytes int not null check (bytes > 0),
  added_at timestamptz not null,
  unique (owner_id, sha256)
);

create table story (
  id bigint generated always as identity primary key,
  key text not null unique check (key ~ '^[a-z0-9]{10}$'),
  author_id bigint not null references reader (id),
  state text not null default 'draft' check (state in ('draft', 'published', 'withdrawn')),
  audience text not null default 'everyone' check (audience in ('everyone', 'members')),
  slug text not null default '' check (length(slug) <= 80),
  -- The author's working copy; what readers see is the revision.
  title text not null default '',
  subtitle text not null default '',
  kicker text not null default '',
  document jsonb not null,
  -- Goes up by one with each save, so that a second tab cannot overwrite silently.
  version int not null default 1,
  tags text[] not null default '{}' check (cardinality(tags) <= 5),
  responses_open boolean not null default true,
  revision_id bigint,
  reading_seconds int not null default 0,
  made_at timestamptz not null,
  saved_at timestamptz not null,
  published_at timestamptz,
  withdrawn_at timestamptz,
  -- Where an imported story came from; importing it again finds it.
  source text,
  unique (author_id, source),
  check (state <> 'published' or (revision_id is not null and published_at is not null)),
  check ((state = 'withdrawn') = (withdrawn_at is not null))
);
create index story_newest on story (published_at desc, id desc) where state = 'published';
create index story_author on story (author_id, published_at desc);
create index story_tags on story using gin (tags) where state = 'published';

-- What readers see or saw: immutable, rendered once.
create table revision (
  id bigint generated always as identity primary key,
  story_id bigint not null references story (id),
  number int not null,
  title text not null,
  subtitle text not null,
  kicker text not null,
  document jsonb not null,
  html text not null,
  preview_html text not null,
  excerpt text not null,
  words int not null,
  reading_seconds int not null,
  lead_image_id bigint references image (id),
  made_at timestamptz not null,
  unique (story_id, number)
);
alter table story add foreign key (revision_id) references revision (id);

-- Which pictures a revision shows, and whether its preview does: the gate for image files.
create table revision_image (
  revision_id bigint not null references revision (id),
  image_id bigint not null references image (id),
  in_preview boolean not null,
  primary key (revision_id, image_id)
);
create index revision_image_image on revision_image (image_id);

-- One import, and its report of what was kept for each story.
create table import (
  id bigint generated always as identity primary key,
  reader_id bigint not null references reader (id),
  name text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  refusal text
);
create table import_item (
  import_id bigint not null references import (id),
  number int not null,
  name text not null,
  outcome text not null check (outcome in ('imported', 'updated', 'unchanged', 'skipped', 'refused')),
  story_id bigint references story (id),
  report jsonb not null,
  primary key (import_id, number)
);

-- A published story as lists show it: only what anyone may see.
create view listed_story as
  select story.id as story_id, story.key, story.slug, story.author_id,
         author.handle as author_handle, author.name as author_name,
         revision.title, revision.subtitle, revision.kicker, revision.excerpt,
         revision.reading_seconds, story.audience, story.tags, story.published_at,
         lead.key as lead_image_key
    from story
    join revision on revision.id = story.revision_id
    join reader as author on author.id = story.author_id
    left join image as lead on lead.id = revision.lead_image_id
   where story.state = 'published';
