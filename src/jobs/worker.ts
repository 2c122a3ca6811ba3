/** Runs tasks and the schedule beside the site, in its process. */
import { Logger, parseCronItems, run, runMigrations, type TaskList } from "graphile-worker";
import pg from "pg";
import type { DatabaseConfig } from "../store/db.ts";

/** One task of a room: bears being run twice. It gets what it was enqueued with, unchecked. */
export type Task<Room> = (room: Room, payload: unknown) => Promise<void>;

/** A task that has its room. */
export type ReadyTask = (payload: unknown) => Promise<void>;

export function readyTasks<Room>(
  room: Room,
  tasks: Record<string, Task<Room>>,
): Record<string, ReadyTask> {
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [name, (payload: unknown) => task(room, payload)]),
  );
}

export interface Scheduled {
  task: string;
  /** Five fields, UTC: "0 2 * * *" is daily at two. */
  cron: string;
}

export interface WorkerOptions {
  config: DatabaseConfig;
  tasks: Record<string, ReadyTask>;
  schedule: readonly Scheduled[];
  /** Told of a task that failed; the queue tries it again later by itself. */
  onFailure: (task: string, error: unknown) => void;
}

const CONCURRENCY = 2;

/** Resolves once the worker runs; the function it gives lets running tasks finish and stops. */
export async function startWorker(options: WorkerOptions): Promise<() => Promise<void>> {
  const pool = quietPool(options.config, CONCURRENCY + 3);
  const runner = await run({
    pgPool: pool,
    taskList: taskListOf(options.tasks),
    parsedCronItems: parseCronItems(
      options.schedule.map(({ task, cron }) => ({
        task,
        match: cron,
        options: { backfillPeriod: 0 },
      })),
    ),
    concurrency: CONCURRENCY,
    noHandleSignals: true,
    logger: silent,
  });
  runner.events.on("job:error", ({ job, error }) => options.onFailure(job.task_identifier, error));
  return async () => {
    await runner.stop();
    await pool.end();
  };
}

/** The queue's own tables. */
export async function migrateQueue(config: DatabaseConfig): Promise<void> {
  const pool = quietPool(config, 1);
  try {
    await runMigrations({ pgPool: pool, logger: silent });
  } finally {
    await pool.end();
  }
}

/** The queue tries again by itself when a connection breaks; without listeners the process would end. */
function quietPool(config: DatabaseConfig, max: number): pg.Pool {
  const pool = new pg.Pool({ ...config, max });
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

function taskListOf(tasks: Record<string, ReadyTask>): TaskList {
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [name, (payload: unknown) => task(payload)]),
  );
}

const silent = new Logger(() => () => {});
