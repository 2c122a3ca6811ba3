/** Opens what the site and the commands stand on: settings, database, files, secret, bank. */
import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Config, ConfigError, readConfig } from "../config.ts";
import type { Bank } from "../features/bank/bank.ts";
import { testBank } from "../features/bank/test-bank.ts";
import { migrateQueue } from "../jobs/worker.ts";
import { type DatabaseConfig, openDatabase } from "../store/db.ts";
import { startEmbedded } from "../store/embedded/supervisor.ts";
import { openFiles } from "../store/files.ts";
import { migrate } from "../store/migrate.ts";
import { secretFor } from "../store/secrets.ts";
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

export async function openHouse(): Promise<OpenHouse> {
  const config = settings();
  const { database, stop } = await openPostgres(config);
  try {
    if (await migrate(database)) await migrateQueue(database);
    const db = openDatabase(database);
    const clock = () => new Date();
    const house: House = {
      db,
      clock,
      files: openFiles(join(config.dataFolder, "pictures")),
      bank: testBank(db, clock),
      origin: config.origin,
      name: config.siteName,
      secret: await secretFor(db, "site"),
    };
    const close = async () => {
      await db.close();
      await stop();
    };
    return { house, config, database, close };
  } catch (error) {
    await stop();
    throw error;
  }
}

function settings(): Config {
  try {
    return readConfig();
  } catch (error) {
    if (error instanceof ConfigError) throw new CommandError(error.message);
    throw error;
  }
}
