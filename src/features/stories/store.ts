/**
 * Stories in SQL. Sole writer of `story`, `revision`, `revision_image`, `image`, `import` and
 * `import_item`. What readers get of a story is asked for in `story-body.ts` and nowhere else.
 */
import { z } from "zod";
import { present } from "../../core/assert.ts";
import type { ImageId, ImportId, ReaderId, RevisionId, StoryId } from "../../core/ids.ts";
import type { Audience } from "../../core/stories/gate.ts";
import type { DocumentNode } from "../../core/stories/grammar.ts";
import type { PublishedFields } from "../../core/stories/publish.ts";
import { imageId, importId, instant, readerId, revisionId, storyId } from "../../store/columns.ts";
import { type Db, sql, type Tx } from "../../store/db.ts";

/** A document from `jsonb`; only checked ones are written there. */
const documentColumn = z.custom<DocumentNode>((value) => typeof value === "object");

const OwnStory = z.object({
  id: storyId,
  key: z.string(),
  authorId: readerId,
  state: z.enum(["draft", "published", "withdrawn"]),
  audience: z.enum(["everyone", "members"]),
  slug: z.string(),
  title: z.string(),
  subtitle: z.string(),
  kicker: z.string(),
  document: documentColumn,
  version: z.int(),
  tags: z.array(z.string()),
  responsesOpen: z.boolean(),
  revisionId: revisionId.nullable(),
  savedAt: instant,
  publishedAt: instant.nullable(),
  withdrawnAt: instant.nullable(),
});
/** A story as its author has it: the working copy and the settings. */
export type OwnStory = z.output<typeof OwnStory>;

/** The key of the author's story that was imported from `source`, held until `tx` ends, or null. */
export async function lockImported(
  tx: Tx,
  author: ReaderId,
  source: string,
): Promise<string | null> {
  const row = await tx.maybe(sql.of(z.object({ key: z.string() }))`
    select key from story where author_id = ${author} and source = ${source} for update`);
  return row?.key ?? null;
}

/** Null when there is none by this author: others are not told that it exists. */
export function findOwnStory(db: Db, author: ReaderId, key: string): Promise<OwnStory | null> {
  return db.maybe(sql.of(OwnStory)`
    select id, key, author_id, state, audience, slug, title, subtitle, kicker, document, version, tags,
           responses_open, revision_id, saved_at, published_at, withdrawn_at
      from story
     where key = ${key} and author_id = ${author}`);
}

/** The same, held until `tx` ends. */
export async function lockOwnStory(
  tx: Tx,
  author: ReaderId,
  key: string,
): Promise<OwnStory | null> {
  await tx.run(sql`select from story where key = ${key} and author_id = ${author} for update`);
  return findOwnStory(tx, author, key);
}

/** The words of a working copy, checked. */
export interface Copy {
  title: string;
  subtitle: string;
  document: DocumentNode;
}

export interface NewStory extends Copy {
  key: string;
  authorId: ReaderId;
  kicker?: string;
  tags?: readonly string[];
  /** Where it was imported from. */
  source?: string;
}

export async function insertStory(db: Db, at: Date, story: NewStory): Promise<StoryId> {
  return present(
    await insertStoryIfNew(db, at, story),
    "a story from this source is not there yet",
  );
}

/** Null when the author has a story from this source already. */
export async function insertStoryIfNew(db: Db, at: Date, story: NewStory): Promise<StoryId | null> {
  const { key, authorId, title, subtitle, kicker = "", tags = [], source = null } = story;
  const row = await db.maybe(sql.of(z.object({ id: storyId }))`
    insert into story (key, author_id, title, subtitle, kicker, document, tags, source, made_at,
                       saved_at)
    values (${key}, ${authorId}, ${title}, ${subtitle}, ${kicker},
            ${JSON.stringify(story.document)}::jsonb, ${tags}, ${source}, ${at}, ${at})
    on conflict (author_id, source) do nothing
    returning id`);
  return row?.id ?? null;
}

/** A draft of the author's that nothing was ever written in, or null. */
export async function findUntouchedDraft(db: Db, author: ReaderId): Promise<string | null> {
  const row = await db.maybe(sql.of(z.object({ key: z.string() }))`
    select key from story
     where author_id = ${author} and state = 'draft' and version = 1 and source is null
       and saved_at = made_at
     order by id desc
     limit 1`);
  return row?.key ?? null;
}

const Saved = z.object({ version: z.int(), savedAt: instant });
export type Saved = z.output<typeof Saved>;

/** Saves over `version` and no other; null when the story has gone on from there. */
export function updateCopy(
  db: Db,
  at: Date,
  { authorId, key, version }: { authorId: ReaderId; key: string; version: number },
  copy: Copy,
): Promise<Saved | null> {
  return db.maybe(sql.of(Saved)`
    update story
       set title = ${copy.title}, subtitle = ${copy.subtitle},
           document = ${JSON.stringify(copy.document)}::jsonb, version = version + 1, saved_at = ${at}
     where key = ${key} and author_id = ${authorId} and version = ${version}
    returning version, saved_at`);
}

/** When the story holds exactly this copy already: its version. */
export function findSame(db: Db, author: ReaderId, key: string, copy: Copy): Promise<Saved | null> {
  return db.maybe(sql.of(Saved)`
    select version, saved_at from story
     where key = ${key} and author_id = ${author} and title = ${copy.title}
       and subtitle = ${copy.subtitle} and document = ${JSON.stringify(copy.document)}::jsonb`);
}

export interface NewRevision {
  storyId: StoryId;
  title: string;
  subtitle: string;
  kicker: string;
  document: DocumentNode;
  html: string;
  previewHtml: string;
  excerpt: string;
  words: number;
  readingSeconds: number;
  leadImageId: ImageId | null;
}

/** The story's next revision. The caller holds the story, so numbers have no gap and no twin. */
export async function insertRevision(tx: Tx, at: Date, revision: NewRevision): Promise<RevisionId> {
  const { id } = await tx.one(sql.of(z.object({ id: revisionId }))`
    insert into revision (story_id, number, title, subtitle, kicker, document, html, preview_html,
                          excerpt, words, reading_seconds, lead_image_id, made_at)
    select ${revision.storyId}::bigint, coalesce(max(number), 0) + 1, ${revision.title},
           ${revision.subtitle}, ${revision.kicker}, ${JSON.stringify(revision.document)}::jsonb,
           ${revision.html}, ${revision.previewHtml}, ${revision.excerpt}, ${revision.words}::int,
           ${revision.readingSeconds}::int, ${revision.leadImageId}::bigint, ${at}::timestamptz
      from revision where story_id = ${revision.storyId}
    returning id`);
  return id;
}

export async function insertRevisionImages(
  tx: Tx,
  revision: RevisionId,
  images: readonly { id: ImageId; inPreview: boolean }[],
): Promise<void> {
  await tx.run(sql`
    insert into revision_image (revision_id, image_id, in_preview)
    select ${revision}::bigint, shown.image_id, shown.in_preview
      from unnest(${images.map(({ id }) => id)}::bigint[],
                  ${images.map(({ inPreview }) => inPreview)}::boolean[])
        as shown (image_id, in_preview)`);
}

export interface Publication {
  storyId: StoryId;
  revisionId: RevisionId;
  fields: PublishedFields;
  audience: Audience;
  responsesOpen: boolean;
  readingSeconds: number;
  /** Counts the first time only: an update keeps the day of publication. */
  publishedAt: Date;
}

export async function recordPublication(tx: Tx, publication: Publication): Promise<void> {
  const { storyId, fields, audience, responsesOpen, readingSeconds, publishedAt } = publication;
  await tx.run(sql`
    update story
       set state = 'published', revision_id = ${publication.revisionId}, slug = ${fields.slug},
           kicker = ${fields.kicker}, tags = ${fields.tags}, audience = ${audience},
           responses_open = ${responsesOpen}, reading_seconds = ${readingSeconds},
           published_at = coalesce(published_at, ${publishedAt})
     where id = ${storyId}`);
}

export async function recordWithdrawal(tx: Tx, at: Date, story: StoryId): Promise<void> {
  await tx.run(sql`
    update story set state = 'withdrawn', withdrawn_at = ${at} where id = ${story}`);
}

/** Back to what it was: published if it ever was, otherwise a draft. */
export async function recordRestoration(tx: Tx, story: StoryId): Promise<void> {
  await tx.run(sql`
    update story
       set state = case when revision_id is null then 'draft' else 'published' end,
           withdrawn_at = null
     where id = ${story}`);
}

const OwnImage = z.object({ id: imageId, key: z.string(), width: z.int(), height: z.int() });
export type OwnImage = z.output<typeof OwnImage>;

export function findOwnImage(db: Db, owner: ReaderId, sha256: Buffer): Promise<OwnImage | null> {
  return db.maybe(sql.of(OwnImage)`
    select id, key, width, height from image where owner_id = ${owner} and sha256 = ${sha256}`);
}

/** Those of `keys` that are the owner's. */
export function ownImages(db: Db, owner: ReaderId, keys: readonly string[]): Promise<OwnImage[]> {
  return db.many(sql.of(OwnImage)`
    select id, key, width, height from image
     where owner_id = ${owner} and key = any(${keys}::text[])`);
}

export interface NewImage {
  key: string;
  ownerId: ReaderId;
  /** Of the file as it was uploaded. */
  sha256: Buffer;
  width: number;
  height: number;
  bytes: number;
}

/** False when the owner has this picture already. */
export async function insertImage(db: Db, at: Date, image: NewImage): Promise<boolean> {
  const { key, ownerId, sha256, width, height, bytes } = image;
  const written = await db.run(sql`
    insert into image (key, owner_id, sha256, width, height, bytes, added_at)
    values (${key}, ${ownerId}, ${sha256}, ${width}, ${height}, ${bytes}, ${at})
    on conflict (owner_id, sha256) do nothing`);
  return written === 1;
}

/** An import begins. Its number counts the reader's own imports, from 1. */
export async function insertImport(db: Db, at: Date, reader: ReaderId, name: string) {
  return db.one(sql.of(z.object({ id: importId, number: z.int() }))`
    insert into import (reader_id, name, started_at) values (${reader}, ${name}, ${at})
    returning id, (select count(*)::int + 1 from import where reader_id = ${reader}) as number`);
}

/** A finished import stays as it is when its task runs again. */
export async function finishImport(
  db: Db,
  at: Date,
  id: ImportId,
  refusal: string | null = null,
): Promise<void> {
  await db.run(sql`
    update import set finished_at = ${at}, refusal = ${refusal}
     where id = ${id} and finished_at is null`);
}

export interface NewImportItem {
  importId: ImportId;
  /** From 1, in the order of the files. */
  number: number;
  /** The file's. */
  name: string;
  outcome: "imported" | "updated" | "unchanged" | "skipped" | "refused";
  storyId: StoryId | null;
  report: object;
}

/** What was recorded before the import was interrupted stays as it was. */
export async function insertImportItem(tx: Tx, item: NewImportItem): Promise<void> {
  const { importId, number, name, outcome, storyId, report } = item;
  await tx.run(sql`
    insert into import_item (import_id, number, name, outcome, story_id, report)
    values (${importId}, ${number}, ${name}, ${outcome}, ${storyId}, ${JSON.stringify(report)}::jsonb)
    on conflict (import_id, number) do nothing`);
}
