/** Telling every process of the site which kept pages are no longer true. */
import type { Database, Tx } from "../store/db.ts";
import { sql } from "../store/db.ts";
import type { PageCache } from "./page-cache.ts";

const RETRY_MS = 500;

/** Heard when `tx` commits, by this process and all others. */
export async function dropPages(tx: Tx, tags: readonly string[]): Promise<void> {
  await tx.run(sql`select pg_notify('page', tag) from unnest(${tags}::text[]) as tag`);
}

/**
 * Keeps `cache` true until the returned function is called. Resolves once it hears. A process that
 * cannot hear sends what it has and keeps nothing new; when it hears again it begins anew.
 */
export async function hearDrops(db: Database, cache: PageCache): Promise<() => Promise<void>> {
  let over = false;
  let close = (): void => {};
  const lost = (): void => {
    cache.hears = false;
    again();
  };
  const hear = async (): Promise<void> => {
    close = await listen(db, (tag) => cache.drop(tag), lost);
    if (over) return close();
    cache.dropAll();
    cache.hears = true;
  };
  const again = (): void => {
    setTimeout(() => {
      if (!over) hear().catch(again);
    }, RETRY_MS).unref();
  };

  await hear();
  return async () => {
    over = true;
    close();
  };
}

/** Listens on a connection of its own, which the function it gives closes; `onLost` tells that it broke. */
async function listen(
  db: Database,
  onDrop: (tag: string) => void,
  onLost: () => void,
): Promise<() => void> {
  const client = await db.connect();
  let state: "opening" | "open" | "closed" = "opening";
  const close = (): void => {
    if (state !== "closed") client.release(true);
    state = "closed";
  };
  const lose = (): void => {
    const wasOpen = state === "open";
    close();
    if (wasOpen) onLost();
  };
  client.on("notification", ({ payload }) => onDrop(payload ?? ""));
  client.on("error", lose);
  client.on("end", lose);
  try {
    await client.query("listen page");
  } catch (error) {
    close();
    throw error;
  }
  state = "open";
  return close;
}
