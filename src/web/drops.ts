/** Telling every process of the site which kept pages are no longer true. */
import type { Database, Tx } from "../store/db.ts";
import { sql } from "../store/db.ts";
import type { PageCache } from "./page-cache.ts";

const RETRY_MS = 500;

/** Heard when `tx` commits, by this process and all others. */
export async function dropPages(tx: Tx, tags: readonly string[]): Promise<void> {
  await tx.run(sql`select pg_notify('page', tag) from unnest(${tags}::text[]) as tag`);
}

/** Keeps `cache` true until the returned function is called. Resolves once it hears. */
export async function hearDrops(db: Database, cache: PageCache): Promise<() => Promise<void>> {
  let over = false;
  let client: Awaited<ReturnType<Database["connect"]>> | null = null;

  const listen = async (): Promise<void> => {
    const fresh = await db.connect();
    fresh.on("notification", ({ payload }) => cache.drop(payload ?? ""));
    fresh.on("error", () => lose(fresh));
    fresh.on("end", () => lose(fresh));
    await fresh.query("listen page");
    client = fresh;
    cache.dropAll();
    cache.hears = true;
  };
  const lose = (lost: NonNullable<typeof client>): void => {
    if (over || client !== lost) return;
    client = null;
    cache.hears = false;
    lost.release(true);
    again();
  };
  const again = (): void => {
    setTimeout(() => {
      if (!over) listen().catch(again);
    }, RETRY_MS).unref();
  };

  await listen();
  return async () => {
    over = true;
    client?.release(true);
  };
}
