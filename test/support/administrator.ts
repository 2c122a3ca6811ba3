/** Making and dropping databases on the tests' server. */
import pg from "pg";
import type { DatabaseConfig } from "../../src/store/db.ts";

/** The same server, another database. */
export function configOf(config: DatabaseConfig, database: string): DatabaseConfig {
  if (!config.connectionString) return { ...config, database };
  const url = new URL(config.connectionString);
  url.pathname = `/${database}`;
  return { ...config, connectionString: url.href };
}

export async function asAdministrator<Result>(
  config: DatabaseConfig,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Whether the server takes connections now. */
export async function answers(config: DatabaseConfig): Promise<boolean> {
  const client = new pg.Client(config);
  client.on("error", () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end();
  }
}
