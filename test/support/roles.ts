/** A role of the database for a test, with no rights but to connect. */
import { randomBytes } from "node:crypto";
import type { DatabaseConfig } from "../../src/store/db.ts";
import { asAdministrator } from "./administrator.ts";

export interface TestRole {
  name: string;
  /** The same database, as this role. */
  config: DatabaseConfig;
  /** Call when its databases are gone, or what it was granted there goes with it. */
  drop(): Promise<void>;
}

export async function roleIn(admin: DatabaseConfig): Promise<TestRole> {
  const name = `earnest_test_${randomBytes(6).toString("hex")}`;
  const password = randomBytes(12).toString("hex");
  await asAdministrator(admin, (client) =>
    client.query(`create role ${name} login password '${password}'`),
  );
  return {
    name,
    config: asRole(admin, name, password),
    drop: () =>
      asAdministrator(postgresOf(admin), async (client) => {
        await client.query(`drop role if exists ${name}`);
      }),
  };
}

function asRole(config: DatabaseConfig, user: string, password: string): DatabaseConfig {
  if (!config.connectionString) return { ...config, user, password };
  const url = new URL(config.connectionString);
  [url.username, url.password] = [user, password];
  return { ...config, connectionString: url.href };
}

/** A database that stays when the test's is gone. */
function postgresOf(config: DatabaseConfig): DatabaseConfig {
  if (!config.connectionString) return { ...config, database: "postgres" };
  const url = new URL(config.connectionString);
  url.pathname = "/postgres";
  return { ...config, connectionString: url.href };
}
