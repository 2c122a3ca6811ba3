/** Stopping a process of the site at one statement: the test holds what the statement wants. */
import pg from "pg";
import type { DatabaseConfig } from "../../src/store/db.ts";
import { asAdministrator } from "./administrator.ts";
import { until } from "./until.ts";

export interface Stand {
  /** Where, as a test's name says it. */
  at: string;
  /** Taken in a transaction that is rolled back afterwards. */
  hold: string;
  /** How the statement begins that must wait, so that the test knows it is this one. */
  waits: RegExp;
}

interface Stopped<Work> {
  work: Work;
  letGo(): Promise<void>;
  /** Lets go of what was killed. Resolves when it is no longer at work in the database either. */
  free(): Promise<void>;
}

/**
 * Holds, begins `work`, and resolves when it stands at the statement. Throws when `work` is over without
 * having come there.
 */
export async function standsAt<Work extends { isOver(): boolean; err(): string }>(
  config: DatabaseConfig,
  { at, hold, waits }: Stand,
  work: () => Work,
): Promise<Stopped<Work>> {
  const holder = new pg.Client(config);
  holder.on("error", () => {});
  await holder.connect();
  await holder.query("begin");
  await holder.query(hold);
  const begun = work();
  let stopped: string | undefined;
  await until(async () => {
    const waiting = await waitingStatements(config);
    stopped = waiting.find(({ statement }) => waits.test(statement))?.backend;
    if (begun.isOver()) throw new Error(`it never stood at “${at}”: ${begun.err()}`);
    return stopped !== undefined;
  });
  const letGo = () => holder.end();
  const free = async () => {
    await letGo();
    // A killed process's statement goes on until it would answer.
    await until(async () => !(await backends(config)).includes(stopped!));
  };
  return { work: begun, letGo, free };
}

/** What waits for a lock in the database now, and who. */
async function waitingStatements(
  config: DatabaseConfig,
): Promise<{ statement: string; backend: string }[]> {
  const { rows } = await asAdministrator(config, (client) =>
    client.query<{ query: string; backend: string }>(`
      select query, pid || ' ' || backend_start as backend from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`),
  );
  return rows.map(({ query, backend }) => ({
    statement: query.trim().replace(/\s+/g, " "),
    backend,
  }));
}

/** Everyone who is connected to the database. */
async function backends(config: DatabaseConfig): Promise<string[]> {
  const { rows } = await asAdministrator(config, (client) =>
    client.query<{ backend: string }>(`
      select pid || ' ' || backend_start as backend from pg_stat_activity
       where datname = current_database()`),
  );
  return rows.map(({ backend }) => backend);
}
