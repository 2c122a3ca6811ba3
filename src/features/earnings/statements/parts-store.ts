/** Parts of statements in SQL. Sole writer of `statement_part` and `statement_parted`. */
import { z } from "zod";
import { PARTS, type Part } from "../../../core/earnings/parts.ts";
import type { AuthorId, StoryId } from "../../../core/ids.ts";
import type { Micros } from "../../../core/money.ts";
import type { Month } from "../../../core/time.ts";
import { micros, storyId } from "../../../store/columns.ts";
import { type Db, sql, type Tx } from "../../../store/db.ts";

const Found = z.object({ found: z.boolean() });

/** Whether a month's parts are worked out. */
export async function isParted(db: Db, month: Month): Promise<boolean> {
  const { found } = await db.one(sql.of(Found)`
    select exists (select from statement_parted where month = ${month}) as found`);
  return found;
}

/** False when another has worked them out. Waits for one who is doing so. */
export async function markParted(tx: Tx, at: Date, month: Month): Promise<boolean> {
  const count = await tx.run(sql`
    insert into statement_parted (month, parted_at) values (${month}, ${at})
    on conflict do nothing`);
  return count === 1;
}

export interface StoryPart {
  storyId: number;
  part: Part;
  micros: Micros;
}

export async function insertParts(
  tx: Tx,
  month: Month,
  parts: readonly StoryPart[],
): Promise<void> {
  await tx.run(sql`
    insert into statement_part (month, author_id, story_id, part, micros)
    select ${month}, line.author_id, line.story_id, given.part, given.micros
      from unnest(${parts.map((part) => part.storyId)}::bigint[],
                  ${parts.map(({ part }) => part)}::text[],
                  ${parts.map((part) => part.micros)}::bigint[]) as given (story_id, part, micros)
      join statement_line as line on line.month = ${month} and line.story_id = given.story_id`);
}

/** Stories whose parts are not together what their line is worth; there are none. */
export async function misfits(db: Db, month: Month): Promise<StoryId[]> {
  const rows = await db.many(sql.of(z.object({ storyId }))`
    select line.story_id
      from statement_line as line
      left join statement_part as part on part.month = line.month and part.story_id = line.story_id
     where line.month = ${month}
     group by line.story_id, line.micros
    having coalesce(sum(part.micros), 0) <> line.micros`);
  return rows.map((row) => row.storyId);
}

const OwnPart = z.object({ storyId, part: z.enum(PARTS), micros });
export type OwnPart = z.output<typeof OwnPart>;

/** The parts of an author's stories in a month. */
export function ownParts(db: Db, author: AuthorId, month: Month): Promise<OwnPart[]> {
  return db.many(sql.of(OwnPart)`
    select story_id, part, micros from statement_part
     where author_id = ${author} and month = ${month}
     order by story_id, part`);
}
