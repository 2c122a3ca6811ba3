/**
 * A worker's sign of life: a lock of the database, named after the worker and held by a connection of
 * its own, so that it goes when the process dies, however it dies.
 *
 * A task that was begun by a worker without such a lock was left in the middle, and is freed. The queue
 * itself would wait four hours, since it cannot tell the dead from the slow.
 */
import type pg from "pg";

export interface SignOfLife {
  /** Gives the sign for each worker of a runner before it takes its first task. */
  plugin: GraphileConfig.Plugin;
  /** Resolves when the connection breaks, and the lock with it. */
  lost: Promise<void>;
  off(): void;
}

/** Any number does, as long as only workers use it. */
const LOCK_CLASS = 502_190_438;

/** How long the tasks of another process that died may lie. At a worker's start they are freed at once. */
const SWEEP_MS = 15_000;

export async function signOn(pool: pg.Pool): Promise<SignOfLife> {
  const client = await pool.connect();
  let lose: () => void = () => {};
  const lost = new Promise<void>((resolve) => {
    lose = resolve;
  });
  client.on("error", lose);
  client.on("end", lose);
  const names = new Map<string, Promise<unknown>>();
  const sweep = () => freeTasksOfTheDead(client, [...names.keys()]);
  const give = (name: string) =>
    client.query("select pg_advisory_lock($1, hashtext($2))", [LOCK_CLASS, name]).then(sweep);
  const timer = setInterval(() => sweep().catch(lose), SWEEP_MS).unref();
  return {
    lost,
    plugin: {
      name: "sign-of-life",
      version: "1",
      worker: {
        hooks: {
          startWorker: async (_context, { worker }) => {
            const name = worker.workerPool.id;
            if (!names.has(name)) names.set(name, give(name));
            await names.get(name)?.catch(lose);
          },
        },
      },
    },
    off: () => {
      clearInterval(timer);
      client.release(true);
    },
  };
}

/** Own names are left out: a session gets its own lock as often as it asks. */
async function freeTasksOfTheDead(client: pg.ClientBase, own: readonly string[]): Promise<void> {
  await client.query(
    `select graphile_worker.force_unlock_workers(array(
       select locked_by
         from (select distinct locked_by from graphile_worker.jobs
                where locked_by is not null and locked_by <> all ($2)) as holder
        where pg_try_advisory_xact_lock($1, hashtext(locked_by))))`,
    [LOCK_CLASS, own],
  );
}
