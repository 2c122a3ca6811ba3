/** Counts of attempts in SQL. Sole writer of `attempt`. */
import { z } from "zod";
import { whole } from "../../store/columns.ts";
import { type Db, sql } from "../../store/db.ts";

/** Resolves to how many there are in this window, this one among them. */
export async function recordAttempt(db: Db, key: string, windowStart: Date): Promise<number> {
  const { count } = await db.one(sql.of(z.object({ count: whole }))`
    insert into attempt (key, window_start, count) values (${key}, ${windowStart}, 1)
    on conflict (key, window_start) do update set count = attempt.count + 1
    returning count`);
  return count;
}

export async function forgetAttempts(db: Db, key: string): Promise<void> {
  await db.run(sql`delete from attempt where key = ${key}`);
}

/** Windows that began before then. */
export async function deleteOldAttempts(db: Db, before: Date): Promise<void> {
  await db.run(sql`delete from attempt where window_start < ${before}`);
}
