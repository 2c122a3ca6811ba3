/**
 * The database of the site, and who it is used as: one role owns the tables and changes them, the other
 * runs the site and cannot touch the books but through `post()` (`store/roles.ts`).
 */
import { join } from "node:path";
import type { Config } from "../config.ts";
import { hasQueue } from "../jobs/queue.ts";
import { migrateQueue } from "../jobs/worker.ts";
import type { Database, DatabaseConfig } from "../store/db.ts";
import { startEmbedded } from "../store/embedded/supervisor.ts";
import { migrate } from "../store/migrate.ts";
import { admitApplication, standingOf } from "../store/roles.ts";
import { StoreTrouble } from "../store/trouble.ts";

export interface Postgres {
  /** As whom the site runs. */
  application: DatabaseConfig;
  /** As whom tables are made; null where the operator gave us one role alone. */
  owner: DatabaseConfig | null;
  stop: () => Promise<void>;
}

/** The one at `DATABASE_URL`, or the embedded one in the data folder. */
export async function openPostgres(config: Config): Promise<Postgres> {
  const { databaseUrl, databaseOwnerUrl, dataFolder } = config;
  if (databaseUrl) {
    return {
      application: { connectionString: databaseUrl },
      owner: databaseOwnerUrl ? { connectionString: databaseOwnerUrl } : null,
      stop: async () => {},
    };
  }
  const log = (sentence: string) => void process.stderr.write(`${sentence}\n`);
  const embedded = await startEmbedded({ folder: join(dataFolder, "postgres"), log });
  return { application: embedded.application, owner: embedded.connection, stop: embedded.stop };
}

/** Makes or changes what tables it must, and lets the site's role in. `db` is open as that role. */
export async function bringUpToDate(
  { application, owner }: Pick<Postgres, "application" | "owner">,
  db: Database,
): Promise<void> {
  const maker = owner ?? application;
  await migrate(maker);
  // Asked, not concluded: a process may have been killed between the one and the other.
  if (!(await hasQueue(db))) await migrateQueue(maker);
  const { role, ownsBooks, lacking } = await standingOf(db);
  if (owner && (ownsBooks || lacking.length > 0)) return admitApplication(owner, role);
  if (lacking.length === 0) return;
  throw new StoreTrouble(
    `The role ${role} in DATABASE_URL may not use ${lacking[0]}. Nothing was changed: run ` +
      "earnest migrate with DATABASE_OWNER_URL set to the role that owns the tables.",
  );
}
