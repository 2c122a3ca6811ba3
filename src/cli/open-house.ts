/** Opens what the site and the commands stand on: settings, database, files, secret, bank. */
import { join } from "node:path";
import { type Config, ConfigError, readConfig } from "../config.ts";
import type { Bank } from "../features/bank/bank.ts";
import { ensureFirstPolicy } from "../features/policies/first-policy.ts";
import { type Database, type DatabaseConfig, openDatabase } from "../store/db.ts";
import { openFiles } from "../store/files.ts";
import { secretFor } from "../store/secrets.ts";
import { StoreTrouble } from "../store/trouble.ts";
import type { Site } from "../web/site.ts";
import { CommandError } from "./command.ts";
import { openBank } from "./open-bank.ts";
import { bringUpToDate, openPostgres } from "./open-postgres.ts";

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
  const postgres = await openPostgres(config).catch(mendable);
  const { application } = postgres;
  const db = openDatabase(application);
  const close = async () => {
    await db.close();
    await postgres.stop();
  };
  try {
    await bringUpToDate(postgres, db);
    const house = await houseOf(db, config);
    return { house, config, database: application, close };
  } catch (error) {
    await close();
    return mendable(error);
  }
}

async function houseOf(db: Database, config: Config): Promise<House> {
  const clock = () => new Date();
  await ensureFirstPolicy(db, clock());
  const bank = await openBank(db, clock, config.stripe);
  return {
    db,
    clock,
    files: openFiles(join(config.dataFolder, "pictures")),
    bank,
    formTargets: bank.hosted?.origins ?? [],
    origin: config.origin,
    name: config.siteName,
    secret: await secretFor(db, "site"),
  };
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
