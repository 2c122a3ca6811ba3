/**
 * Starts the PostgreSQL that the tests share, before any of them, and ends it after all.
 *
 * TEST_DATABASE_URL names another server, which must let us make databases. The migrated template is
 * made here once; each test file gets a clone (`test/support/database.ts`).
 */
import type { TestProject } from "vitest/node";
import { migrateQueue } from "../../src/jobs/worker.ts";
import type { DatabaseConfig } from "../../src/store/db.ts";
import { migrate } from "../../src/store/migrate.ts";
import { admitApplication } from "../../src/store/roles.ts";
import { asAdministrator, configOf } from "./administrator.ts";
import { type OwnServer, startOwnServer } from "./own-server.ts";
import { roleIn } from "./roles.ts";

/** What a test needs to make its own database. Plain data: it crosses to the test's process. */
export interface TestServer {
  config: DatabaseConfig;
  /** As the role that a site runs as. */
  application: DatabaseConfig;
  /** Begins the name of every database of this run. */
  prefix: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    testServer: TestServer;
  }
}

interface Running {
  server: TestServer;
  stop(): Promise<void>;
}

/** Each project of one run calls this from its own copy of the module; they share what is here. */
declare global {
  var earnestTestServer: { running: Promise<Running>; projects: number } | undefined;
}

export async function setup(project: TestProject): Promise<void> {
  globalThis.earnestTestServer ??= { running: start(), projects: 0 };
  globalThis.earnestTestServer.projects += 1;
  const { server } = await globalThis.earnestTestServer.running;
  project.provide("testServer", server);
}

export async function teardown(): Promise<void> {
  const shared = globalThis.earnestTestServer;
  if (!shared) return;
  shared.projects -= 1;
  if (shared.projects > 0) return;
  globalThis.earnestTestServer = undefined;
  await (await shared.running).stop();
}

async function start(): Promise<Running> {
  const url = process.env.TEST_DATABASE_URL;
  const { config, stop } = url ? named(url) : await startOwnServer();
  const role = await roleIn(config);
  const server = {
    config,
    application: role.config,
    prefix: `earnest_test_${process.pid}_${Date.now()}`,
  };
  const stopAll = async () => {
    if (url) await dropAll(server);
    if (url) await role.drop();
    await stop();
  };
  try {
    await makeTemplate(server, role.name);
    return { server, stop: stopAll };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

/** Somebody else's server, which stays as it is. */
function named(url: string): Pick<OwnServer, "config" | "stop"> {
  return { config: { connectionString: url }, stop: async () => {} };
}

async function makeTemplate({ config, prefix }: TestServer, role: string): Promise<void> {
  const name = `${prefix}_template`;
  await asAdministrator(config, (client) => client.query(`create database ${name}`));
  const template = configOf(config, name);
  await migrate(template);
  await migrateQueue(template);
  await admitApplication(template, role);
  // A database with connections cannot be cloned, so from here on it takes none.
  await asAdministrator(config, (client) =>
    client.query(`alter database ${name} allow_connections false`),
  );
}

async function dropAll({ config, prefix }: TestServer): Promise<void> {
  await asAdministrator(config, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "select datname as name from pg_database where starts_with(datname, $1)",
      [prefix],
    );
    for (const { name } of rows) await client.query(`drop database ${name} with (force)`);
  });
}
