/** What people do on a test site, in the words of the domain: join, publish, read, clap. */

import { z } from "zod";
import { assert } from "../../src/core/assert.ts";
import type { ReaderId, StoryId } from "../../src/core/ids.ts";
import { joinMembership } from "../../src/features/membership/join-membership.ts";
import { insertPartner, recordPayoutAccount } from "../../src/features/partners/store.ts";
import { saveDraft } from "../../src/features/stories/draft/save-draft.ts";
import { startDraft } from "../../src/features/stories/draft/start-draft.ts";
import { publishStory } from "../../src/features/stories/publication/publish-story.ts";
import { storyId } from "../../src/store/columns.ts";
import { sql } from "../../src/store/db.ts";
import type { Person, TestSite } from "./site.ts";

export interface TestStory {
  id: StoryId;
  key: string;
  /** Its page. */
  url: string;
}

/** A member from now on, who pays by the month. */
export async function becomesMember(
  site: TestSite,
  person: Person,
  planCode = "member-monthly",
): Promise<void> {
  const card = { number: "4242424242424242", expiry: "12/30", cvc: "123" };
  const wish = { readerId: person.id, planCode, card };
  const ruling = await joinMembership(site.db, site.bank, site.clock(), wish);
  assert(ruling.ok, `${person.handle} becomes a member`);
}

/** A partner from now on, with an account at the test bank. */
export async function becomesPartner(site: TestSite, person: Person): Promise<void> {
  await site.db.transaction((tx) =>
    insertPartner(tx, site.clock(), { readerId: person.id, country: "NL" }),
  );
  await recordPayoutAccount(site.db, person.id, `acct_test_${person.handle}`);
}

export interface StoryWish {
  title?: string;
  audience?: "everyone" | "members";
  /** About how long it takes to read. */
  minutes?: number;
  tags?: string[];
}

/** A story by `author`, published now: paragraphs enough to take `minutes`. */
export async function publishes(
  site: TestSite,
  author: Person,
  { title = "Kettle", audience = "members", minutes = 4, tags = [] }: StoryWish = {},
): Promise<TestStory> {
  const key = await startDraft(site.db, site.clock(), author.id);
  const paragraph = (number: number) => ({
    type: "paragraph",
    content: [{ type: "text", text: `Part ${number}. ${"water ".repeat(263)}` }],
  });
  const content = Array.from({ length: minutes }, (_, index) => paragraph(index + 1));
  const document = { type: "doc", content };
  const place = { authorId: author.id, key };
  const text = { version: 1, title, subtitle: "", document };
  const saved = await saveDraft(site.db, site.clock(), place, text);
  assert(saved.ok, "the draft is saved");
  const choice = { version: saved.value.version, kicker: "", tags, audience, responsesOpen: true };
  const published = await publishStory(site.db, site.clock(), place, choice);
  assert(published.ok, "the story is published");
  const { id } = await site.db.one(
    sql.of(z.object({ id: storyId }))`select id from story where key = ${key}`,
  );
  return { id, key, url: `/@${author.handle}/${published.value.slug}-${key}` };
}

/** `reader` opens the story and gives it `seconds`, as an honest browser reports them. The clock moves on. */
export async function reads(
  site: TestSite,
  reader: Person,
  story: TestStory,
  seconds: number,
): Promise<void> {
  const token = await opens(site, reader, story);
  const begun = site.clock().getTime();
  for (let so = 15; so < seconds; so += 15) {
    site.at(new Date(begun + so * 1000));
    await reports(site, reader, token, so);
  }
  site.at(new Date(begun + seconds * 1000));
  await reports(site, reader, token, seconds);
}

/** The token of a reading that begins now. */
export async function opens(site: TestSite, reader: Person, story: TestStory): Promise<string> {
  const answer = await site.as(reader).send("POST", `/stories/${story.key}/readings`, {});
  assert(answer.statusCode === 200, `a reading is opened: ${answer.statusCode} ${answer.body}`);
  return answer.json().token;
}

/** What the server has counted after a report of `seconds` so far; −1 when it refused. */
export async function reports(
  site: TestSite,
  reader: Person,
  token: string,
  seconds: number,
  coverage = 50,
): Promise<number> {
  const answer = await site.as(reader).beacon("/readings", `${token} ${seconds} ${coverage}`);
  return answer.statusCode === 200 ? answer.json().seconds : -1;
}

/** Seconds counted of `reader` for `story`, on all days. */
export async function countedSeconds(
  site: TestSite,
  reader: ReaderId,
  story: StoryId,
): Promise<number> {
  const { seconds } = await site.db.one(sql.of(z.object({ seconds: z.int() }))`
    select coalesce(sum(seconds), 0)::int as seconds from reading_day
     where reader_id = ${reader} and story_id = ${story}`);
  return seconds;
}
