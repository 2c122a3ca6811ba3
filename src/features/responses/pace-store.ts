/** How much a reader clapped and responded lately, in SQL. Reads only. */
import { z } from "zod";
import type { ReaderId } from "../../core/ids.ts";
import type { Lately } from "../../core/integrity/pace.ts";
import { DAY_MS } from "../../core/time.ts";
import { type Db, sql } from "../../store/db.ts";

const Row = z.object({ claps: z.int(), responses: z.int(), braked: z.boolean() });

/** Stories clapped for or responses written within the day before `at`. */
export async function actsLately(
  db: Db,
  act: "clap" | "response",
  reader: ReaderId,
  at: Date,
): Promise<Lately> {
  const since = new Date(at.getTime() - DAY_MS);
  const { claps, responses, braked } = await db.one(sql.of(Row)`
    select (select count(*)::int from clap
             where reader_id = ${reader} and clapped_at > ${since}) as claps,
           (select count(*)::int from response
             where author_id = ${reader} and responded_at > ${since}) as responses,
           exists (select from brake where reader_id = ${reader} and until_at > ${at}) as braked`);
  return { acts: act === "clap" ? claps : responses, braked };
}
