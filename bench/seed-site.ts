/**
 * A site to be measured: authors, members with open sessions, and stories of ordinary length with what
 * stands under them. The same for every run; written by a few statements over sets.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { storyId } from "../src/store/columns.ts";
import { type Database, sql } from "../src/store/db.ts";
import { tokenHash } from "../src/web/session.ts";

export interface SiteSize {
  stories: number;
  members: number;
}

/** Every tenth member writes. */
const MEMBERS_PER_AUTHOR = 10;
const RESPONSES_PER_STORY = 5;
const FOLLOWS_PER_MEMBER = 20;
/** Different texts; each is the text of many stories. */
const TEXTS = 40;
/** As a story of 48 kB has them. */
const PARAGRAPHS = 72;
const WORDS = 95;

export interface SeededStory {
  storyId: number;
  url: string;
  key: string;
}

export async function seedSite(db: Database, { stories, members }: SiteSize): Promise<void> {
  await seedMembers(db, members);
  const authors = Math.floor(members / MEMBERS_PER_AUTHOR);
  await seedStories(db, stories, authors);
  await seedTraces(db, members, authors);
  await db.run(sql`vacuum (analyze)`);
}

/** The token in the cookie of a member's session. */
export function sessionToken(member: number): string {
  return `bench-session-of-${member}`;
}

async function seedMembers(db: Database, members: number): Promise<void> {
  const numbers = Array.from({ length: members }, (_, index) => index + 1);
  await db.run(sql`
    insert into reader (handle, name, email, bio, joined_at)
    select 'reader_' || n, 'Reader ' || n, 'reader' || n || '@example.org',
           'Writes about boats, bread and the weather of the north.', '2026-01-01'
      from unnest(${numbers}::int[]) as n order by n`);
  await db.run(sql`
    insert into session (token_hash, reader_id, opened_at, expires_at)
    select hash, id, '2026-01-01', '2099-01-01'
      from unnest(${numbers.map((n) => tokenHash(sessionToken(n)))}::bytea[],
                  ${numbers}::int[]) as given (hash, n)
      join reader on handle = 'reader_' || n`);
  await db.run(sql`
    insert into membership (reader_id, plan_code, tier, card_last4, card_token, started_at,
                            anchor_day, paid_until)
    select id, 'member-monthly', 'member', '4242', 'tok', joined_at, 1, '2099-12-31' from reader`);
  await db.run(sql`
    insert into partner (reader_id, since, country)
    select id, joined_at, 'NL' from reader where id % ${MEMBERS_PER_AUTHOR}::int = 1`);
}

async function seedStories(db: Database, stories: number, authors: number): Promise<void> {
  const texts = Array.from({ length: TEXTS }, (_, index) => textOf(index));
  await db.run(sql`
    insert into story (key, author_id, audience, slug, title, subtitle, document, tags,
                       reading_seconds, made_at, saved_at)
    select 'k' || lpad(n::text, 9, '0'), author.id,
           case when n % 3 = 0 then 'everyone' else 'members' end, 'a-story-of-the-harbour-' || n,
           'A story of the harbour, number ' || n, 'What the tide brought, and who kept it',
           '{"type":"doc","content":[]}', array['tag ' || n % 40, 'tag ' || n % 7], 1500,
           '2026-02-01', '2026-02-01'
      from generate_series(1, ${stories}::int) as n
      join reader as author on author.handle
           = 'reader_' || (n % ${authors}::int) * ${MEMBERS_PER_AUTHOR}::int + 1
     order by n`);
  await db.run(sql`
    insert into revision (story_id, number, title, subtitle, kicker, document, html, preview_html,
                          excerpt, words, reading_seconds, made_at)
    select story.id, 1, title, subtitle, 'Harbour', document, html, preview, left(excerpt, 240),
           6800, 1500, '2026-02-01'
      from story
      join unnest(${texts.map(({ html }) => html)}::text[],
                  ${texts.map(({ preview }) => preview)}::text[],
                  ${texts.map(({ excerpt }) => excerpt)}::text[])
             with ordinality as given (html, preview, excerpt, number)
        on number = story.id % ${TEXTS}::int + 1`);
  await db.run(sql`
    update story set revision_id = revision.id, state = 'published',
                     published_at = '2026-02-01'::timestamptz + story.id * interval '1 minute'
      from revision where revision.story_id = story.id`);
}

/** Responses, tallies and follows. */
async function seedTraces(db: Database, members: number, authors: number): Promise<void> {
  await db.run(sql`
    insert into response (key, story_id, author_id, text, responded_at)
    select 'r' || lpad((story.id * 10 + n)::text, 9, '0'), story.id,
           (story.id * 7 + n * 13) % ${members}::int + 1,
           repeat('I was there that winter, and the ice was just as you say. ', 5),
           '2026-09-01'::timestamptz + n * interval '1 hour'
      from story, generate_series(1, ${RESPONSES_PER_STORY}::int) as n`);
  await db.run(sql`
    insert into story_tally (story_id, claps, clappers, responses)
    select id, 120, 9, ${RESPONSES_PER_STORY}::int from story`);
  await db.run(sql`
    insert into follow (follower_id, followee_id, followed_at)
    select distinct reader.id, author.id, '2026-03-01'::timestamptz
      from reader, generate_series(1, ${FOLLOWS_PER_MEMBER}::int) as n
      join reader as author on true
     where author.handle
           = 'reader_' || ((reader.id * 3 + n) % ${authors}::int) * ${MEMBERS_PER_AUTHOR}::int + 1
       and author.id <> reader.id`);
}

const Story = z.object({ storyId, key: z.string(), url: z.string() });

/** Stories for members, which a member of the site may read. */
export function seededStories(db: Database, limit: number): Promise<SeededStory[]> {
  return db.many(sql.of(Story)`
    select story_id, key, '/@' || author_handle || '/' || slug || '-' || key as url
      from listed_story where audience = 'everyone'
     order by story_id limit ${limit}`);
}

/** Words as rare and as common as those of a language, so that they compress as a text does. */
function textOf(seed: number): { html: string; preview: string; excerpt: string } {
  const paragraphs = Array.from({ length: PARAGRAPHS }, (_, index) => {
    const words = Array.from({ length: WORDS }, (_, place) => wordOf(chance(seed, index, place)));
    const sentence = words.join(" ");
    return `<p id="p${seed}x${index}">${sentence[0]!.toUpperCase()}${sentence.slice(1)}.</p>`;
  });
  return {
    html: paragraphs.join("\n"),
    preview: paragraphs.slice(0, 6).join("\n"),
    excerpt: paragraphs[0]!.replace(/<[^>]*>/g, ""),
  };
}

const SYLLABLES = "an be ti ro ka wen mo sil der ha ri lo tu fen ga ber nis tal our ing".split(" ");

/** The word of a rank; the first ranks come most often. */
function wordOf(part: number): string {
  const rank = Math.floor(4000 ** part);
  const first = SYLLABLES[rank % 20]!;
  return rank < 20 ? first : `${first}${SYLLABLES[Math.floor(rank / 20) % 20]}${rest(rank)}`;
}

function rest(rank: number): string {
  return rank < 400 ? "" : SYLLABLES[Math.floor(rank / 400) % 20]!;
}

function chance(...numbers: number[]): number {
  const digest = createHash("sha1").update(numbers.join(" ")).digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}
