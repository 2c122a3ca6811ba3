/** Opens what the site and the commands stand on: settings, database, files, secret, bank. */
import { join } from "node:path";
import { type Config, ConfigError, readConfig } from "../config.ts";
import type { Bank } from "../features/bank/bank.ts";
import { testBank } from "../features/bank/test-bank.ts";
import { ensureFirstPolicy } from "../features/policies/first-policy.ts";
import { hasQueue } from "../jobs/queue.ts";
import { migrateQueue } from "../jobs/worker.ts";
import { type Database, type DatabaseConfig, openDatabase } from "../store/db.ts";
import { type Embedded, startEmbedded } from "../store/embedded/supervisor.ts";
import { openFiles } from "../store/files.ts";
import { migrate } from "../store/migrate.ts";
import { secretFor } from "../store/secrets.ts";
import { StoreTrouble } from "../store/trouble.ts";
import type { Site } from "../web/site.ts";
import { CommandError } from "./command.ts";

/** What the rooms need together: the site, and the bank that charges and pays. */
export interface House extends Site {
  bank: Bank;
}

export interface OpenHouse {
  house: House;
  config: Config;
  database: DatabaseConfig;
  /** Closes the connections, and stops the database if this process started it. */
  close: () => Promise<void>;
}

/** Throws a `CommandError` for what the operator must mend. */
export async function openHouse(): Promise<OpenHouse> {
  const config = settings();
  const { connection, stop } = await openPostgres(config).catch(mendable);
  const db = openDatabase(connection);
  const close = async () => {
    await db.close();
    await stop();
  };
  try {
    await migrate(connection);
    // Asked, not concluded: a process may have been killed between the one and the other.
    if (!(await hasQueue(db))) await migrateQueue(connection);
    const house = await houseOf(db, config);
    return { house, config, database: connection, close };
  } catch (error) {
    await close();
    return mendable(error);
  }
}

async function houseOf(db: Database, config: Config): Promise<House> {
  const clock = () => new Date();
  await ensureFirstPolicy(db, clock());
  return {
    db,
    clock,
    files: openFiles(join(config.dataFolder, "pictures")),
    bank: testBank(db, clock),
    origin: config.origin,
    name: config.siteName,
    secret: await secretFor(db, "site"),
  };
}

type Postgres = Pick<Embedded, "connection" | "stop">;

/** The one at `DATABASE_URL`, or the embedded one in the data folder. */
async function openPostgres({ databaseUrl, dataFolder }: Config): Promise<Postgres> {
  if (databaseUrl) return { connection: { connectionString: databaseUrl }, stop: async () => {} };
  const log = (sentence: string) => void process.stderr.write(`${sentence}\n`);
  return startEmbedded({ folder: join(dataFolder, "postgres"), log });
}

function mendable(error: unknown): never {
  throw error instanceof StoreTrouble ? new CommandError(error.message, 1) : error;
}

function settings(): Config {
  try {
    return readConfig();
  } catch (error) {
    if (error instanceof ConfigError) throw new CommandError(error.message);
    throw error;
  }
}
