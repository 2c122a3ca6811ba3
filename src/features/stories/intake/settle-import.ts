/** What arrived becomes a story, or meets the one that came from the same source before. */
import { z } from "zod";
import { present } from "../../../core/assert.ts";
import type { StoryId } from "../../../core/ids.ts";
import { type Db, sql, type Tx } from "../../../store/db.ts";
import type { ImportedStory } from "../import/parse-story.ts";
import type { StoryPlace } from "../own-story.ts";
import { publicationSentences, publishWithin } from "../publication/publish-story.ts";
import { randomKey } from "../random-key.ts";
import {
  type Copy,
  findOwnStory,
  findSame,
  insertStoryIfNew,
  lockImported,
  type NewImportItem,
  type OwnStory,
  updateCopy,
} from "../store.ts";
import type { ItemReport } from "./report.ts";

/** A page read, its pictures stored, before anything is decided. */
export interface Arrived {
  /** Where it came from: what finds it again. */
  source: string;
  page: ImportedStory;
  copy: Copy;
  report: ItemReport;
  /** Whether its author wants it published if it was. */
  publish: boolean;
}

export interface Settled {
  outcome: NewImportItem["outcome"];
  storyId: StoryId;
  report: ItemReport;
}

const EDITED = "You changed this story here since it was imported, so it was left as it is.";

/** What the author has changed here is never overwritten, nor published for them. */
export async function settle(
  tx: Tx,
  now: Date,
  author: StoryPlace["authorId"],
  arrived: Arrived,
): Promise<Settled> {
  const begun = await begin(tx, now, author, arrived);
  const key = begun ?? (await lockImported(tx, author, arrived.source));
  const place = { authorId: author, key: present(key, "what was not begun is there") };
  const { outcome, version } = begun ? BEGUN : await refresh(tx, now, place, arrived);
  const story = await imported(tx, place);
  const notes = outcome === "skipped" ? [EDITED] : [];
  const published = story.state === "published";
  const settled = {
    outcome,
    storyId: story.id,
    report: { ...arrived.report, version, notes, published },
  };

  const isWanted =
    arrived.publish && arrived.page.state === "published" && story.version === version;
  if (!isWanted || (story.state !== "draft" && outcome !== "updated")) return settled;
  const refusal = await publish(tx, now, story, arrived.page);
  if (refusal) return { ...settled, report: { ...settled.report, notes: [refusal] } };
  const isNews = outcome === "unchanged" ? "updated" : outcome;
  return { ...settled, outcome: isNews, report: { ...settled.report, published: true } };
}

async function imported(tx: Tx, { authorId, key }: StoryPlace): Promise<OwnStory> {
  return present(await findOwnStory(tx, authorId, key), "an imported story is its author's");
}

interface Written {
  outcome: NewImportItem["outcome"];
  /** The story's version as an import last wrote it; a later one is the author's own. */
  version: number;
}

const BEGUN: Written = { outcome: "imported", version: 1 };

/** The new story's key, or null when one from the same source is there: also when it came just now. */
async function begin(
  tx: Tx,
  now: Date,
  authorId: StoryPlace["authorId"],
  { source, copy, page: { kicker, tags } }: Arrived,
): Promise<string | null> {
  const key = randomKey();
  const story = { authorId, key, ...copy, kicker, tags, source };
  return (await insertStoryIfNew(tx, now, story)) && key;
}

async function refresh(tx: Tx, now: Date, place: StoryPlace, arrived: Arrived): Promise<Written> {
  const { copy, report } = arrived;
  const { id, version } = await imported(tx, place);
  const last = await findLastReport(tx, id);
  if (last?.fingerprint === report.fingerprint) {
    return { outcome: "unchanged", version: last.version };
  }
  if (await findSame(tx, place.authorId, place.key, copy)) return { outcome: "unchanged", version };
  if (last?.version !== version) return { outcome: "skipped", version: last?.version ?? 0 };
  await updateCopy(tx, now, { ...place, version }, copy);
  return { outcome: "updated", version: version + 1 };
}

const LastReport = z.object({ fingerprint: z.string(), version: z.int() });

/** What the last import that touched the story left behind. */
function findLastReport(db: Db, story: StoryId): Promise<z.output<typeof LastReport> | null> {
  return db.maybe(sql.of(LastReport)`
    select report->>'fingerprint' as fingerprint, (report->>'version')::int as version
      from import_item
     where story_id = ${story} and outcome <> 'skipped'
     order by import_id desc, number desc
     limit 1`);
}

/** Null when it is published; otherwise the sentence why it stays as it is. */
async function publish(
  tx: Tx,
  now: Date,
  story: OwnStory,
  { kicker, tags, publishedAt }: ImportedStory,
): Promise<string | null> {
  const first = publishedAt && publishedAt < now ? publishedAt : now;
  const choice = { version: story.version, kicker, tags, audience: story.audience };
  const ruling = await publishWithin(tx, now, story, {
    ...choice,
    responsesOpen: story.responsesOpen,
    publishedAt: first,
  });
  return ruling.ok ? null : `It was not published. ${publicationSentences[ruling.refusal]}`;
}
