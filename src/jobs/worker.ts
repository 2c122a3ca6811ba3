/**
 * Runs tasks and the schedule beside the site, in its process, for as long as there is a database.
 *
 * A worker lives in shifts. A shift ends when its connection breaks or when how a task ended could not
 * be written down; the next begins as soon as the database answers again.
 */
import { setTimeout as pause } from "node:timers/promises";
import { Logger, parseCronItems, run, runMigrations, type TaskList } from "graphile-worker";
import pg from "pg";
import type { DatabaseConfig } from "../store/db.ts";
import { signOn } from "./sign-of-life.ts";

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

interface Shift {
  /** Resolves when the shift cannot go on. */
  broken: Promise<void>;
  /** Lets running tasks finish. */
  end(): Promise<void>;
}

const CONCURRENCY = 2;
const RESTART_MS = 1_000;

/** Resolves once the worker runs; the function it gives lets running tasks finish and stops. */
export async function startWorker(options: WorkerOptions): Promise<() => Promise<void>> {
  const over = new AbortController();
  let shift: Shift | null = await beginShift(options);
  const working = (async () => {
    while (!over.signal.aborted) {
      await Promise.race([shift?.broken, aborted(over.signal)]);
      await shift?.end();
      shift = over.signal.aborted ? null : await nextShift(options, over.signal);
    }
    await shift?.end();
  })();
  return () => {
    over.abort();
    return working;
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** Tries until the database answers; null when the worker is stopped meanwhile. */
async function nextShift(options: WorkerOptions, signal: AbortSignal): Promise<Shift | null> {
  for (let told = false; ; told = true) {
    await Promise.race([pause(RESTART_MS, undefined, { ref: false }), aborted(signal)]);
    if (signal.aborted) return null;
    try {
      return await beginShift(options);
    } catch (error) {
      if (!told) options.onFailure("the queue", error);
    }
  }
}

async function beginShift({ config, tasks, schedule, onFailure }: WorkerOptions): Promise<Shift> {
  const pool = quietPool(config, CONCURRENCY + 4);
  try {
    const sign = await signOn(pool);
    const runner = await run({
      pgPool: pool,
      taskList: taskListOf(tasks),
      parsedCronItems: cronItemsOf(schedule),
      concurrency: CONCURRENCY,
      noHandleSignals: true,
      logger: silent,
      preset: { plugins: [sign.plugin], worker: TELL_OF_FAILURES },
    });
    runner.events.on("job:error", ({ job, error }) => onFailure(job.task_identifier, error));
    return {
      broken: Promise.race([sign.lost, runner.promise]),
      end: async () => {
        const stopped = runner.stop().catch(alreadyStopped);
        await Promise.all([stopped, runner.promise]);
        sign.off();
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/**
 * Without these the queue forgets the promise of writing down how a task ended, and Node ends the whole
 * process when the database is away just then. With them the runner stops instead.
 */
const TELL_OF_FAILURES = { completeJobBatchDelay: 0, failJobBatchDelay: 0 };

/** The runner ends by itself when it cannot go on; stopping it then is refused, and nothing to tell. */
function alreadyStopped(error: unknown): void {
  if (!(error instanceof Error && /already stopped/.test(error.message))) throw error;
}

function cronItemsOf(schedule: readonly Scheduled[]) {
  return parseCronItems(
    schedule.map(({ task, cron }) => ({ task, match: cron, options: { backfillPeriod: 0 } })),
  );
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
