/**
 * A PostgreSQL for a test that kills it: durable, watched by the supervisor in the test's own process,
 * with databases that are named and cloned by the test.
 */
import { join } from "node:path";
import { migrateQueue } from "../../src/jobs/worker.ts";
import type { DatabaseConfig } from "../../src/store/db.ts";
import { findPostmaster } from "../../src/store/embedded/postmaster.ts";
import { migrate } from "../../src/store/migrate.ts";
import { answers, asAdministrator, configOf } from "./administrator.ts";
import { startOwnServer } from "./own-server.ts";
import { until } from "./until.ts";

export interface DurableServer {
  configOf(database: string): DatabaseConfig;
  /** What a process of the site is told of a database. */
  settingsFor(database: string): { DATABASE_URL: string; DATA_FOLDER: string };
  /** A migrated database with nothing in it. */
  make(database: string): Promise<void>;
  /** Nobody may be connected to the original. */
  clone(original: string, database: string): Promise<void>;
  /** `kill -9` of the server; resolves when the supervisor has started it again. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export async function startDurableServer(): Promise<DurableServer> {
  const { config, folder, stop } = await startOwnServer({}, () => {});
  const data = join(folder, "data");
  const ask = (statement: string) => asAdministrator(config, (client) => client.query(statement));
  return {
    configOf: (database) => configOf(config, database),
    settingsFor: (database) => ({
      DATABASE_URL: urlOf({ ...config, database }),
      DATA_FOLDER: join(folder, `data-of-${database}`),
    }),
    make: async (database) => {
      await ask(`create database ${database}`);
      await migrate(configOf(config, database));
      await migrateQueue(configOf(config, database));
    },
    clone: async (original, database) => {
      await ask(`create database ${database} template ${original}`);
    },
    kill: async () => {
      const killed = findPostmaster(data)!.pid;
      process.kill(killed, "SIGKILL");
      await until(() => {
        const found = findPostmaster(data);
        return found !== null && found.pid !== killed && found.status === "ready";
      });
      await until(() => answers(config));
    },
    stop,
  };
}

/** By its socket. The host that an address must have stands for none. */
function urlOf({ user, password, host, port, database }: DatabaseConfig): string {
  const url = new URL(`postgres://localhost:${port}/${database}`);
  url.username = user ?? "";
  url.password = String(password);
  url.searchParams.set("host", host ?? "");
  return url.href;
}
