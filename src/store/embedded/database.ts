/** The first words with a server: it answers, takes our password, and has our database and our roles. */
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import type { DatabaseConfig } from "../db.ts";
import { isFileError, StoreTrouble } from "../trouble.ts";
import { OWNER } from "./cluster.ts";
import { ensureServer, type Server } from "./server.ts";

const RETRY_MS_MAX = 10_000;
const RETRY_MS = 50;

/**
 * Resolves once the server has answered; true if it had been running before.
 *
 * A server that was killed a moment ago still looks alive, so only its answer counts.
 */
export async function ensureAnswer(
  server: Server,
  connection: DatabaseConfig,
  application: DatabaseConfig,
): Promise<boolean> {
  const deadline = performance.now() + RETRY_MS_MAX;
  for (;;) {
    const adopted = await ensureServer(server);
    try {
      await ensureDatabase(connection, application);
      return adopted;
    } catch (error) {
      if (error instanceof pg.DatabaseError && error.code === WRONG_PASSWORD) {
        const { folder } = server.place;
        throw new StoreTrouble(`The database in ${folder} does not take the password kept there.`);
      }
      if (!isPassing(error) || performance.now() > deadline) throw error;
    }
    await pause(RETRY_MS);
  }
}

const NO_SUCH_DATABASE = "3D000";
const WRONG_PASSWORD = "28P01";

/** A process may have been killed between making the server's files and this. */
async function ensureDatabase(
  connection: DatabaseConfig,
  application: DatabaseConfig,
): Promise<void> {
  const client = new pg.Client(connection);
  // A server that dies meanwhile is told by the question that fails; the event would end us.
  client.on("error", () => {});
  try {
    await client.connect();
    await ensureRole(client, application);
  } catch (error) {
    const absent = error instanceof pg.DatabaseError && error.code === NO_SUCH_DATABASE;
    if (!absent) throw error;
    await makeDatabase({ ...connection, database: "postgres" }, application);
  } finally {
    await client.end();
  }
}

async function makeDatabase(
  connection: DatabaseConfig,
  application: DatabaseConfig,
): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await ensureRole(client, application);
    await client.query(`create database ${OWNER}`);
  } finally {
    await client.end();
  }
}

/** A role that may connect, and has the password that is made from ours. */
async function ensureRole(
  client: pg.Client,
  { user = "", password }: DatabaseConfig,
): Promise<void> {
  const { rowCount } = await client.query("select from pg_roles where rolname = $1", [user]);
  if (rowCount) return;
  const [name, secret] = [client.escapeIdentifier(user), client.escapeLiteral(String(password))];
  await client.query(`create role ${name} login password ${secret}`);
}

/** What a server says, or does not say, that is starting or ending. */
function isPassing(error: unknown): boolean {
  if (error instanceof pg.DatabaseError)
    return ["57P01", "57P02", "57P03"].includes(error.code ?? "");
  const cut = error instanceof Error && /Connection terminated/.test(error.message);
  return cut || isFileError(error, ["ECONNREFUSED", "ECONNRESET", "ENOENT", "EPIPE"]);
}
