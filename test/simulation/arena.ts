/** Where seeds are played: one database, emptied before each of them. */
import type pg from "pg";
import { migrateQueue } from "../../src/jobs/worker.ts";
import { type Database, type DatabaseConfig, openDatabase } from "../../src/store/db.ts";
import { migrate } from "../../src/store/migrate.ts";
import { admitApplication } from "../../src/store/roles.ts";
import { asAdministrator, configOf } from "../support/administrator.ts";
import { roleIn } from "../support/roles.ts";
import { connected } from "./facts.ts";

const SEEDS_A_VACUUM = 50;

export interface Arena {
  /** As the site has it. */
  db: Database;
  /** A connection that looks, and empties: past the site, with all rights. */
  looker: pg.Client;
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** The database is migrated and has the queue's tables; `owner` may do everything, `site` what the site may. */
export async function openArena(owner: DatabaseConfig, site: DatabaseConfig): Promise<Arena> {
  const looker = await connected(owner);
  const db = openDatabase({ ...site, max: 4 });
  const emptying = await emptyingOf(looker);
  let emptied = 0;
  return {
    db,
    looker,
    empty: async () => {
      await looker.query(emptying);
      // What was deleted is in the way until then, and thousands of seeds go ever slower.
      if (++emptied % SEEDS_A_VACUUM === 0) await looker.query("vacuum");
    },
    close: async () => {
      await db.close();
      await looker.end();
    },
  };
}

/** A migrated database of its own on the server, as its owner and as the site's role has it. */
export async function makeDatabase(
  server: DatabaseConfig,
  name: string,
): Promise<{ owner: DatabaseConfig; site: DatabaseConfig }> {
  await asAdministrator(server, (client) => client.query(`create database ${name}`));
  const owner = configOf(server, name);
  const role = await roleIn(server);
  await migrate(owner);
  await migrateQueue(owner);
  await admitApplication(owner, role.name);
  return { owner, site: configOf(role.config, name) };
}

/**
 * Every table that a migration leaves empty is emptied, and every counter set back, with the triggers off
 * that keep what is written. To delete a few rows is much faster than to truncate.
 */
async function emptyingOf(looker: pg.Client): Promise<string> {
  const { rows } = await looker.query<{ name: string }>(`
    select quote_ident(relname) as name from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname`);
  const kept: string[] = [];
  for (const { name } of rows) {
    const { rowCount } = await looker.query(`select from ${name} limit 1`);
    if (rowCount) kept.push(name);
  }
  const tables = rows.map(({ name }) => name).filter((name) => !kept.includes(name));
  return [
    "begin",
    "set local session_replication_role = replica",
    ...tables.map((name) => `delete from ${name}`),
    "delete from graphile_worker._private_jobs",
    `do $$ begin perform setval(oid, 1, false) from pg_class
      where relkind = 'S' and relnamespace = 'public'::regnamespace; end $$`,
    "commit",
  ].join(";");
}
