/** One file of an import becomes a story, or the reason why not. Safe to repeat: its source finds it. */
import { createHash } from "node:crypto";
import type { AuthorId, ImportId, StoryId } from "../../../core/ids.ts";
import { refuse } from "../../../core/ruling.ts";
import type { Tx } from "../../../store/db.ts";
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
import { insertImportItem, type NewImportItem } from "../store.ts";
import { type ItemReport, NOTHING_KEPT } from "./report.ts";
import { type Arrived, settle } from "./settle-import.ts";
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
    const settled = await settle(tx, site.clock(), job.authorId, arrived);
    await record(tx, settled.outcome, settled.storyId, settled.report);
    return settled.outcome;
  });
}

const RESPONSE = "A response to somebody else’s story. Responses stay with the story they answer.";

async function readPage(file: SourceFile) {
  const text = await file.text();
  if (!text.ok) return refuse(sourceFilesSentences[text.refusal]);
  const page = parseStoryHtml(text.value, storyKindOf(file.name, text.value));
  return page.ok ? page : refuse(importSentences[page.refusal]);
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
  return { source: sourceOf(job, page, name), page, copy, report, publish: job.publish };
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
