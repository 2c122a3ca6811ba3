/** How the queue stands, for those who look after the site: what is under way, and what was given up. */
import { z } from "zod";
import { instant, whole } from "../store/columns.ts";
import { type Db, sql } from "../store/db.ts";

const TaskUnderWay = z.object({
  state: z.enum(["waiting", "running", "retrying"]),
  /** When it was enqueued, by the database's clock. */
  enqueuedAt: instant,
  /** When it is tried next, if it does not run now. */
  runAt: instant,
  lastError: z.string().nullable(),
});
export type TaskUnderWay = z.output<typeof TaskUnderWay>;

/** A task of this name that is not done: the running one, or else the one that comes next. */
export function findTaskUnderWay(db: Db, task: string): Promise<TaskUnderWay | null> {
  return db.maybe(sql.of(TaskUnderWay)`
    select case when locked_at is not null then 'running'
                when attempts > 0 then 'retrying'
                else 'waiting' end as state,
           created_at as enqueued_at, run_at, last_error
      from graphile_worker.jobs
     where task_identifier = ${task} and (locked_at is not null or attempts < max_attempts)
     order by locked_at is null, run_at, id
     limit 1`);
}

const StoppedTask = z.object({
  task: z.string(),
  count: whole,
  /** Why the last of them failed. */
  lastError: z.string().nullable(),
  lastAt: instant,
});
export type StoppedTask = z.output<typeof StoppedTask>;

/** Tasks that failed as often as they may and are not tried again, by name. */
export function stoppedTasks(db: Db): Promise<StoppedTask[]> {
  return db.many(sql.of(StoppedTask)`
    select task_identifier as task, count(*) as count, max(updated_at) as last_at,
           (array_agg(last_error order by updated_at desc))[1] as last_error
      from graphile_worker.jobs
     where attempts >= max_attempts and locked_at is null
     group by task_identifier
     order by task_identifier`);
}
