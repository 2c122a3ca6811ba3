/** A database for one test file: a migrated clone, alone on its name, gone when dropped. */
import { inject } from "vitest";
import type { DatabaseConfig } from "../../src/store/db.ts";
import { asAdministrator, configOf } from "./administrator.ts";
import type { TestServer } from "./global-setup.ts";

export interface TestDatabase {
  /** As its owner, who may do everything. */
  config: DatabaseConfig;
  /** As the site's role, which was let into the template. */
  application: DatabaseConfig;
  name: string;
  /** Ends the connections that are left, and drops it. */
  drop(): Promise<void>;
}

/** Cloning locks the template's files against other cloners on some servers; we take turns anyway. */
const LOCK_KEY = 5_021_904_378;

/** Migrated, with the queue's tables, and otherwise empty. */
export function testDatabase(): Promise<TestDatabase> {
  return made(
    (name, { prefix }) => `create database ${name} template ${prefix}_template strategy file_copy`,
  );
}

/** Without any table of ours: for tests of migrating itself. */
export function emptyDatabase(): Promise<TestDatabase> {
  return made((name) => `create database ${name} template template0`);
}

async function made(
  statement: (name: string, server: TestServer) => string,
): Promise<TestDatabase> {
  const server = inject("testServer");
  const name = `${server.prefix}_${process.pid}_${performance.now()}`.replace(".", "_");
  await asAdministrator(server.config, async (client) => {
    await client.query("select pg_advisory_lock($1)", [LOCK_KEY]);
    await client.query(statement(name, server));
  });
  return {
    config: configOf(server.config, name),
    application: configOf(server.application, name),
    name,
    drop: () =>
      asAdministrator(server.config, async (client) => {
        await client.query(`drop database if exists ${name} with (force)`);
      }),
  };
}
