/** Stories are brought in: from a Medium export or from pages of HTML and XHTML. */
import { setImmediate as breath } from "node:timers/promises";
import { z } from "zod";
import type { AuthorId, ImportId } from "../../../core/ids.ts";
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import { type Db, sql } from "../../../store/db.ts";
import type { Site } from "../../../web/site.ts";
import type { SourceFiles } from "../import/source-files.ts";
import { finishImport, insertImport, type NewImportItem } from "../store.ts";
import { type ImportJob, importStory } from "./import-story.ts";

export interface ImportOptions {
  /** What the author calls it: the names of the files. */
  name: string;
  /** Published pages are published here under their own dates; otherwise they wait as drafts. */
  publish: boolean;
  onProgress?: OnProgress;
}

export type ImportSummary = Record<NewImportItem["outcome"], number>;

type World = Pick<Site, "db" | "files" | "clock">;

/** Told after each file. */
export type OnProgress = (done: number, of: number) => void;

/** Nothing to import is a refusal; what is wrong with single files stands in the report. */
export async function importStories(
  site: World,
  author: AuthorId,
  source: SourceFiles,
  { name, publish, onProgress }: ImportOptions,
): Promise<Ruling<{ number: number; summary: ImportSummary }, "nothing-to-import">> {
  if (storiesIn(source).length === 0) return refuse("nothing-to-import");
  const { id, number } = await insertImport(site.db, site.clock(), author, name);
  const job = { importId: id, authorId: author, publish };
  return allow({ number, summary: await runImport(site, job, source, onProgress) });
}

export const NOTHING_TO_IMPORT =
  "There is no story in this: no page of HTML or XHTML, or in a Medium export none among its posts.";

/** The files that may become stories. */
export function storiesIn({ files }: SourceFiles) {
  return files.filter(({ kind }) => kind === "story");
}

/**
 * File by file, each in a transaction of its own with its line of the report. Run again after it was
 * stopped, it goes on behind the last line. Between two files others have their turn.
 */
export async function runImport(
  site: World,
  { importId, authorId, publish }: Omit<ImportJob, "files" | "met">,
  source: SourceFiles,
  onProgress: OnProgress = () => {},
): Promise<ImportSummary> {
  const files = new Map(source.files.map((file) => [file.name, file]));
  const recorded = await recordedItems(site.db, importId);
  const met = new Set(recorded.flatMap(({ source }) => source ?? []));
  const done = new Set(recorded.map(({ number }) => number));
  const job: ImportJob = { importId, authorId, publish, files, met };
  const stories = storiesIn(source);
  for (const [index, file] of stories.entries()) {
    if (!done.has(index + 1)) await importStory(site, job, file, index + 1);
    onProgress(index + 1, stories.length);
    await breath();
  }
  await finishImport(site.db, site.clock(), importId);
  return summaryOf(site.db, importId);
}

const RecordedItem = z.object({ number: z.int(), source: z.string().nullable() });

function recordedItems(db: Db, id: ImportId): Promise<z.output<typeof RecordedItem>[]> {
  return db.many(sql.of(RecordedItem)`
    select number, story.source
      from import_item left join story on story.id = story_id
     where import_id = ${id}`);
}

const OutcomeCount = z.object({
  outcome: z.enum(["imported", "updated", "unchanged", "skipped", "refused"]),
  count: z.int(),
});

async function summaryOf(db: Db, id: ImportId): Promise<ImportSummary> {
  const rows = await db.many(sql.of(OutcomeCount)`
    select outcome, count(*)::int from import_item where import_id = ${id} group by outcome`);
  const summary = { imported: 0, updated: 0, unchanged: 0, skipped: 0, refused: 0 };
  for (const { outcome, count } of rows) summary[outcome] = count;
  return summary;
}
