/**
 * The queue in PostgreSQL: a task is enqueued in the transaction that causes it, so either both
 * happen or neither. Tasks run at least once; each must bear being run again.
 */
import { z } from "zod";
import { type Db, sql, type Tx } from "../store/db.ts";

export interface EnqueueOptions {
  /** A second task with the same key replaces the first while that still waits. */
  key?: string;
  runAt?: Date;
}

export async function enqueue(
  tx: Tx,
  task: string,
  payload: object,
  { key, runAt }: EnqueueOptions = {},
): Promise<void> {
  await tx.run(sql`
    select graphile_worker.add_job(
      ${task}::text, ${JSON.stringify(payload)}::json,
      run_at => ${runAt ?? null}::timestamptz, max_attempts => 12, job_key => ${key ?? null}::text)`);
}

/** Whether the queue's own tables are there (`migrateQueue`). */
export async function hasQueue(db: Db): Promise<boolean> {
  const { found } = await db.one(sql.of(z.object({ found: z.boolean() }))`
    select exists (select from pg_class c join pg_namespace n on n.oid = relnamespace
                    where nspname = 'graphile_worker' and relname = 'jobs') as found`);
  return found;
}
