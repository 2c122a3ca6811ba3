/** Estimates in SQL. Sole writer of `estimate` and `estimate_line`. */
import { z } from "zod";
import type { AuthorId } from "../../../core/ids.ts";
import type { Micros } from "../../../core/money.ts";
import type { Month } from "../../../core/time.ts";
import { instant, micros, month as monthColumn, storyId } from "../../../store/columns.ts";
import { type Db, sql, type Tx } from "../../../store/db.ts";

export interface EstimateLine {
  authorId: number;
  storyId: number;
  micros: Micros;
  /** What of it integrity would set aside. */
  escrowMicros: Micros;
}

/** Puts the estimate in the place of the one before. */
export async function recordEstimate(
  tx: Tx,
  at: Date,
  { month, currency }: { month: Month; currency: string },
  lines: readonly EstimateLine[],
): Promise<void> {
  await tx.run(sql`delete from estimate where month = ${month}`);
  await tx.run(sql`
    insert into estimate (month, reckoned_at, currency) values (${month}, ${at}, ${currency})`);
  await tx.run(sql`
    insert into estimate_line (month, author_id, story_id, micros, escrow_micros)
    select ${month}, author_id, story_id, micros, escrow_micros
      from unnest(${lines.map((line) => line.authorId)}::bigint[],
                  ${lines.map((line) => line.storyId)}::bigint[],
                  ${lines.map((line) => line.micros)}::bigint[],
                  ${lines.map((line) => line.escrowMicros)}::bigint[])
           as line (author_id, story_id, micros, escrow_micros)`);
}

/** Once a month is closed its statements say what it gave. */
export async function deleteEstimate(tx: Tx, month: Month): Promise<void> {
  await tx.run(sql`delete from estimate where month = ${month}`);
}

const Line = z.object({ storyId, title: z.string(), micros, escrowMicros: micros });

const Estimate = z.object({ month: monthColumn, reckonedAt: instant, currency: z.string() });
export type Estimate = z.output<typeof Estimate> & { lines: z.output<typeof Line>[] };

/** The author's stories in the month that is reckoned last, what gives most first; null when none gives anything. */
export async function findEstimate(db: Db, author: AuthorId): Promise<Estimate | null> {
  const estimate = await db.maybe(sql.of(Estimate)`
    select month, reckoned_at, currency from estimate
     where month not in (select month from closing)
     order by month desc limit 1`);
  if (!estimate) return null;
  const lines = await db.many(sql.of(Line)`
    select story_id, story.title, micros, escrow_micros
      from estimate_line join story on story.id = story_id
     where month = ${estimate.month} and estimate_line.author_id = ${author}
     order by micros desc, story_id`);
  return lines.length === 0 ? null : { ...estimate, lines };
}
