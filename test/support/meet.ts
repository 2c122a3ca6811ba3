/** Races made to meet: a lock is held until every work waits on it, and then let go. */
import { z } from "zod";
import { type Database, sql, type Tx } from "../../src/store/db.ts";

/**
 * Runs `count` works that truly meet. `hold` takes a lock that each of them will want; it is kept until
 * all of them wait. Their answers come in the order they were begun.
 */
export async function allAtOnce<Answer>(
  db: Database,
  hold: (tx: Tx) => Promise<unknown>,
  count: number,
  work: (index: number) => Promise<Answer>,
): Promise<Answer[]> {
  const { running } = await db.transaction(async (tx) => {
    await hold(tx);
    const running = Array.from({ length: count }, (_, index) => work(index));
    // Whoever fails before it waits is told of below, by the caller's own await.
    for (const one of running) one.catch(() => {});
    const settled = Promise.allSettled(running).then(() => true);
    while ((await waiting(db)) < count && !(await Promise.race([settled, soon()])));
    return { running };
  });
  return Promise.all(running);
}

const soon = () => new Promise<false>((resolve) => setTimeout(() => resolve(false), 2));

async function waiting(db: Database): Promise<number> {
  const { count } = await db.one(sql.of(z.object({ count: z.int() }))`
    select count(*)::int from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`);
  return count;
}
