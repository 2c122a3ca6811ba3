/** Claps and responses in SQL. Sole writer of `clap`, `clap_month`, `response` and `story_tally`. */
import { z } from "zod";
import type { ReaderId, ResponseId, StoryId } from "../../core/ids.ts";
import { VERDICTS } from "../../core/responses/holding.ts";
import { type Month, monthOf } from "../../core/time.ts";
import { instant, readerId, responseId, storyId, whole } from "../../store/columns.ts";
import { type Db, sql, type Tx } from "../../store/db.ts";

const AnsweredStory = z.object({
  storyId,
  key: z.string(),
  slug: z.string(),
  title: z.string(),
  authorId: readerId,
  authorHandle: z.string(),
  state: z.enum(["draft", "published", "withdrawn"]),
  audience: z.enum(["everyone", "members"]),
  responsesOpen: z.boolean(),
});
export type AnsweredStory = z.output<typeof AnsweredStory>;

/** A story as far as clapping and responding need it. */
export function findAnsweredStory(db: Db, key: string): Promise<AnsweredStory | null> {
  return db.maybe(sql.of(AnsweredStory)`
    select story.id as story_id, story.key, slug, coalesce(revision.title, story.title) as title,
           author_id, reader.handle as author_handle, state, audience, responses_open
      from story
      join reader on reader.id = story.author_id
      left join revision on revision.id = story.revision_id
     where story.key = ${key}`);
}

/** Makes others who clap for or respond to the story wait until `tx` ends. */
export async function lockTally(tx: Tx, story: StoryId): Promise<void> {
  await tx.run(sql`
    insert into story_tally (story_id) values (${story}) on conflict do nothing`);
  await tx.run(sql`select from story_tally where story_id = ${story} for update`);
}

const Count = z.object({ count: whole });

export async function clapsBy(db: Db, reader: ReaderId, story: StoryId): Promise<number> {
  const row = await db.maybe(sql.of(Count)`
    select count from clap where reader_id = ${reader} and story_id = ${story}`);
  return row?.count ?? 0;
}

export interface ClapChange {
  reader: ReaderId;
  story: StoryId;
  /** Before and after; call within `lockTally`. */
  before: number;
  after: number;
}

/** Taking claps back takes back this month's evidence, and leaves that of closed months. */
export async function recordClaps(tx: Tx, at: Date, change: ClapChange): Promise<void> {
  const { reader, story, before, after } = change;
  if (after === 0) {
    await tx.run(sql`delete from clap where reader_id = ${reader} and story_id = ${story}`);
  } else {
    await tx.run(sql`
      insert into clap (reader_id, story_id, count, clapped_at)
      values (${reader}, ${story}, ${after}, ${at})
      on conflict (reader_id, story_id)
      do update set count = excluded.count, clapped_at = excluded.clapped_at`);
  }
  await recordClapMonth(tx, monthOf(at), change);
  await tx.run(sql`
    update story_tally
       set claps = claps + ${after - before},
           clappers = clappers + ${Number(after > 0) - Number(before > 0)}
     where story_id = ${story}`);
}

async function recordClapMonth(tx: Tx, month: Month, change: ClapChange): Promise<void> {
  const { reader, story, before, after } = change;
  await tx.run(sql`
    insert into clap_month as m (reader_id, story_id, month, count)
    values (${reader}, ${story}, ${month}, ${Math.max(0, after - before)})
    on conflict (reader_id, story_id, month)
    do update set count = greatest(0, least(50, m.count + ${after - before}))`);
}

const Tally = z.object({ claps: z.int(), clappers: z.int(), responses: z.int() });
export type Tally = z.output<typeof Tally>;

export async function tallyOf(db: Db, story: StoryId): Promise<Tally> {
  const tally = await db.maybe(sql.of(Tally)`
    select claps, clappers, responses from story_tally where story_id = ${story}`);
  return tally ?? { claps: 0, clappers: 0, responses: 0 };
}

export async function responsesSince(db: Db, reader: ReaderId, since: Date): Promise<number> {
  const { count } = await db.one(sql.of(Count)`
    select count(*) from response where author_id = ${reader} and responded_at > ${since}`);
  return count;
}

export interface NewResponse {
  key: string;
  storyId: StoryId;
  authorId: ReaderId;
  text: string;
  /** Not shown until a person has decided. */
  isHeld: boolean;
}

export async function insertResponse(tx: Tx, at: Date, response: NewResponse): Promise<void> {
  const { key, storyId, authorId, text, isHeld } = response;
  await tx.run(sql`
    insert into response (key, story_id, author_id, text, responded_at, held_until)
    values (${key}, ${storyId}, ${authorId}, ${text}, ${at},
            case when ${isHeld} then timestamptz 'infinity' end)`);
  if (!isHeld) await countResponses(tx, storyId, 1);
}

/** Lets a held response through at `at`, or shows one again that was let through before. */
export async function letThrough(tx: Tx, at: Date, id: ResponseId): Promise<void> {
  await tx.run(sql`
    update response set held_until = least(held_until, ${at}), hidden_at = null where id = ${id}`);
}

const ShownResponse = z.object({
  responseId,
  key: z.string(),
  text: z.string(),
  respondedAt: instant,
  hiddenAt: instant.nullable(),
  withdrawnAt: instant.nullable(),
  authorId: readerId,
  authorName: z.string(),
  authorHandle: z.string(),
  authorPictureKey: z.string().nullable(),
});
export type ShownResponse = z.output<typeof ShownResponse>;

/** How many a story page shows before "older responses". */
export const RESPONSES_SHOWN = 50;

/** Newest first, without the withdrawn, the hidden and the held. `before` continues an earlier list. */
export function responsesTo(
  db: Db,
  story: StoryId,
  before: Date | null = null,
): Promise<ShownResponse[]> {
  return db.many(sql.of(ShownResponse)`
    select response.id as response_id, key, text, responded_at, hidden_at, withdrawn_at,
           author_id, name as author_name, handle as author_handle, picture_key as author_picture_key
      from response join reader on reader.id = response.author_id
     where story_id = ${story} and withdrawn_at is null and hidden_at is null
       and (held_until is null or held_until < 'infinity')
       and (${before}::timestamptz is null or responded_at < ${before})
     order by responded_at desc, response.id desc
     limit ${RESPONSES_SHOWN}`);
}

const OneResponse = ShownResponse.extend({
  storyKey: z.string(),
  /** Until a person lets it through. */
  isHeld: z.boolean(),
  /** What was decided last of one that was held. */
  verdict: z.enum(VERDICTS).nullable(),
  reason: z.string().nullable(),
});
export type OneResponse = z.output<typeof OneResponse>;

export function findResponse(db: Db, key: string): Promise<OneResponse | null> {
  return db.maybe(sql.of(OneResponse)`
    select response.id as response_id, response.key, text, responded_at, hidden_at,
           response.withdrawn_at, response.author_id, name as author_name, handle as author_handle,
           picture_key as author_picture_key, story.key as story_key,
           held_until is not null and held_until = 'infinity' as is_held, d.verdict, d.reason
      from response
      join reader on reader.id = response.author_id
      join story on story.id = response.story_id
      left join lateral (
        select verdict, reason from held_decision
         where response_id = response.id order by number desc limit 1
      ) as d on true
     where response.key = ${key}`);
}

/** False when it was gone already. */
export async function withdrawResponse(tx: Tx, at: Date, id: ResponseId): Promise<boolean> {
  const count = await tx.run(sql`
    update response set withdrawn_at = ${at}
     where id = ${id} and withdrawn_at is null and hidden_at is null`);
  return count === 1;
}

/** Hidden is not deleted: its author still sees it. */
export async function hideResponse(tx: Tx, at: Date, id: ResponseId): Promise<boolean> {
  const count = await tx.run(sql`
    update response set hidden_at = ${at}
     where id = ${id} and withdrawn_at is null and hidden_at is null`);
  return count === 1;
}

/** `more`: 1 when one came, -1 when one went. */
export async function countResponses(tx: Tx, story: StoryId, more: 1 | -1): Promise<void> {
  await tx.run(sql`
    update story_tally set responses = responses + ${more} where story_id = ${story}`);
}
