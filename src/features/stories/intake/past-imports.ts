/** A reader's imports, and what came of each file. */
import { z } from "zod";
import type { ReaderId } from "../../../core/ids.ts";
import { importId, instant, whole } from "../../../store/columns.ts";
import { type Db, sql } from "../../../store/db.ts";
import { ItemReport } from "./report.ts";

const Outcomes = z.object({
  imported: whole,
  updated: whole,
  unchanged: whole,
  skipped: whole,
  refused: whole,
});

const PastImport = z.object({
  id: importId,
  /** Among the reader's own, from 1. */
  number: whole,
  name: z.string(),
  startedAt: instant,
  finishedAt: instant.nullable(),
  refusal: z.string().nullable(),
  ...Outcomes.shape,
});
export type PastImport = z.output<typeof PastImport>;

const IMPORTS_SHOWN = 50;

/** The newest first; or the one of that number alone. */
export function pastImports(
  db: Db,
  reader: ReaderId,
  number: number | null = null,
): Promise<PastImport[]> {
  return db.many(sql.of(PastImport)`
    select id, number, name, started_at, finished_at, refusal, outcomes.*
      from (select *, row_number() over (order by id) as number
              from import where reader_id = ${reader}) as own
     cross join lateral (
             select count(*) filter (where outcome = 'imported') as imported,
                    count(*) filter (where outcome = 'updated') as updated,
                    count(*) filter (where outcome = 'unchanged') as unchanged,
                    count(*) filter (where outcome = 'skipped') as skipped,
                    count(*) filter (where outcome = 'refused') as refused
               from import_item where import_id = own.id
           ) as outcomes
     where ${number}::bigint is null or number = ${number}::bigint
     order by number desc
     limit ${IMPORTS_SHOWN}`);
}

export async function findPastImport(
  db: Db,
  reader: ReaderId,
  number: number,
): Promise<PastImport | null> {
  return (await pastImports(db, reader, number))[0] ?? null;
}

export const ITEMS_SHOWN = 50;

const ImportItem = z.object({
  number: z.int(),
  name: z.string(),
  outcome: z.enum(["imported", "updated", "unchanged", "skipped", "refused"]),
  storyKey: z.string().nullable(),
  report: ItemReport,
});
export type ImportItem = z.output<typeof ImportItem>;

/** A page of them, and one more when there is a next page; in the order of the files. */
export function importItems(
  db: Db,
  past: Pick<PastImport, "id">,
  page: number,
): Promise<ImportItem[]> {
  return db.many(sql.of(ImportItem)`
    select number, name, outcome, story.key as story_key, report
      from import_item left join story on story.id = story_id
     where import_id = ${past.id}
     order by number
     limit ${ITEMS_SHOWN + 1} offset ${page * ITEMS_SHOWN}`);
}
