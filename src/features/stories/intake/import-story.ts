/** One file of an import becomes a story, or the reason why not. Safe to repeat: its source finds it. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { present } from "../../../core/assert.ts";
import type { AuthorId, ImportId, StoryId } from "../../../core/ids.ts";
import { refuse } from "../../../core/ruling.ts";
import { type Db, sql, type Tx } from "../../../store/db.ts";
import type { Site } from "../../../web/site.ts";
import { documentJson } from "../document/parse-document.ts";
import { withPictures } from "../document/pictures.ts";
import {
  type ImportedStory,
  importSentences,
  parseStoryHtml,
  storyKindOf,
} from "../import/parse-story.ts";
import type { Fidelity } from "../import/report.ts";
import { type SourceFile, sourceFilesSentences } from "../import/source-files.ts";
import { publicationSentences, publishWithin } from "../publication/publish-story.ts";
import { randomKey } from "../random-key.ts";
import {
  type Copy,
  findOwnStory,
  findSame,
  insertImportItem,
  insertStory,
  lockImported,
  type NewImportItem,
  type OwnStory,
  updateCopy,
} from "../store.ts";
import { type ItemReport, NOTHING_KEPT } from "./report.ts";
import { takePictures } from "./take-pictures.ts";

export interface ImportJob {
  importId: ImportId;
  authorId: AuthorId;
  /** Published pages are published here under their own dates; otherwise they wait as drafts. */
  publish: boolean;
  /** All files, by name. */
  files: ReadonlyMap<string, SourceFile>;
  /** The sources this import has met: two pages may claim the same address. */
  met: Set<string>;
}

type Outcome = NewImportItem["outcome"];
type World = Pick<Site, "db" | "files" | "clock">;

/** Resolves to the outcome; what there is to say of it is recorded. */
export async function importStory(
  site: World,
  job: ImportJob,
  file: SourceFile,
  number: number,
): Promise<Outcome> {
  const record = (tx: Tx, outcome: Outcome, storyId: StoryId | null, report: ItemReport) =>
    insertImportItem(tx, {
      importId: job.importId,
      number,
      name: file.name,
      outcome,
      storyId,
      report,
    });
  const told = (outcome: Outcome, note: string, title = "") =>
    site.db.transaction(async (tx) => {
      await record(tx, outcome, null, { ...NOTHING_KEPT, title, notes: [note] });
      return outcome;
    });

  const page = await readPage(file);
  if (!page.ok) return told("refused", page.refusal);
  if (page.value.state === "response") return told("skipped", RESPONSE, page.value.title);
  const arrived = await arrive(site, job, file, page.value);
  return site.db.transaction(async (tx) => {
    const settled = await settle(tx, site.clock(), job, arrived);
    await record(tx, settled.outcome, settled.storyId, settled.report);
    return settled.outcome;
  });
}

const RESPONSE = "A response to somebody else’s story. Responses stay with the story they answer.";
const EDITED = "You changed this story here since it was imported, so it was left as it is.";

async function readPage(file: SourceFile) {
  const text = await file.text();
  if (!text.ok) return refuse(sourceFilesSentences[text.refusal]);
  const page = parseStoryHtml(text.value, storyKindOf(file.name, text.value));
  return page.ok ? page : refuse(importSentences[page.refusal]);
}

/** A page read, its pictures stored, before anything is decided. */
interface Arrived {
  source: string;
  page: ImportedStory;
  copy: Copy;
  report: ItemReport;
}

async function arrive(
  site: World,
  job: ImportJob,
  { name }: SourceFile,
  page: ImportedStory,
): Promise<Arrived> {
  const { title, subtitle, kicker, tags, images } = page;
  const { fetched, report: pictures } = await takePictures(
    site,
    job.authorId,
    { name, images },
    job.files,
  );
  const copy = { title, subtitle, document: documentJson(withPictures(page.document, fetched)) };
  const words = JSON.stringify([title, subtitle, kicker, tags, documentJson(page.document)]);
  const fingerprint = createHash("sha256").update(words).digest("base64url");
  const fidelity = fidelityColumn(page.report);
  const report = { ...NOTHING_KEPT, title, fidelity, pictures, fingerprint };
  return { source: sourceOf(job, page, name), page, copy, report };
}

function fidelityColumn({ source, kept, lost, intact, dropped, changed }: Fidelity) {
  const counts = { source: { ...source }, kept: { ...kept }, lost: { ...lost } };
  return { ...counts, intact, dropped: { ...dropped }, changed: { ...changed } };
}

function sourceOf({ met }: ImportJob, { canonicalUrl }: ImportedStory, name: string): string {
  const claimed = canonicalUrl ?? `file:${name}`;
  const source = met.has(claimed) ? `${claimed}#${name}` : claimed;
  met.add(source);
  return source;
}

interface Settled {
  outcome: Outcome;
  storyId: StoryId;
  report: ItemReport;
}

async function settle(tx: Tx, now: Date, job: ImportJob, arrived: Arrived): Promise<Settled> {
  const { authorId } = job;
  const known = await lockImported(tx, authorId, arrived.source);
  const key = known ?? randomKey();
  const outcome = known
    ? await refresh(tx, now, { authorId, key }, arrived)
    : await begin(tx, now, { authorId, key }, arrived);
  const story = present(await findOwnStory(tx, authorId, key), "an imported story is its author's");
  const { version } = story;
  const said = { ...arrived.report, version, notes: outcome === "skipped" ? [EDITED] : [] };
  const wanted = job.publish && arrived.page.state === "published" && outcome !== "skipped";
  if (!wanted || (story.state !== "draft" && outcome !== "updated")) {
    return {
      outcome,
      storyId: story.id,
      report: { ...said, published: story.state === "published" },
    };
  }
  const note = await publish(tx, now, story, arrived.page);
  const report = {
    ...said,
    published: note === null,
    notes: note ? [...said.notes, note] : said.notes,
  };
  return { outcome: outcome === "unchanged" ? "updated" : outcome, storyId: story.id, report };
}

interface Place {
  authorId: AuthorId;
  key: string;
}

async function begin(tx: Tx, now: Date, place: Place, arrived: Arrived): Promise<Outcome> {
  const { source, copy, page } = arrived;
  const { kicker, tags } = page;
  await insertStory(tx, now, { ...place, ...copy, kicker, tags, source });
  return "imported";
}

/** What the author has changed here is never overwritten. */
async function refresh(tx: Tx, now: Date, place: Place, arrived: Arrived): Promise<Outcome> {
  const { copy, report } = arrived;
  const story = present(
    await findOwnStory(tx, place.authorId, place.key),
    "a locked story is there",
  );
  const last = await findLastReport(tx, story.id);
  if (last?.fingerprint === report.fingerprint) return "unchanged";
  if (await findSame(tx, place.authorId, place.key, copy)) return "unchanged";
  if (last?.version !== story.version) return "skipped";
  await updateCopy(tx, now, { ...place, version: story.version }, copy);
  return "updated";
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

/** Null when it is published; otherwise the sentence why it stays a draft. */
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
  return ruling.ok ? null : `It stays a draft: ${publicationSentences[ruling.refusal]}`;
}
