/**
 * Migrations: plain SQL in `migrations/NNNN_name.sql`, applied in order and never taken back.
 *
 * Each runs in a transaction with the row that records it. Starters at once take turns by a lock, so
 * one applies and the others find it done. A file that was applied is never changed again.
 */
import { createHash } from "node:crypto";
import pg from "pg";
import type { DatabaseConfig } from "./db.ts";
import { noAnswer, StoreTrouble } from "./trouble.ts";

export interface Migration {
  /** "0001_accounts.sql" */
  name: string;
  text: string;
}

const files = import.meta.glob<string>("./migrations/*.sql", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** All that this version knows, in order. */
export const MIGRATIONS: readonly Migration[] = Object.entries(files)
  .map(([path, text]) => ({ name: path.slice("./migrations/".length), text }))
  .sort((a, b) => (a.name < b.name ? -1 : 1));

const VERSION_MIN = 150_000;

/** Any number does, as long as only migrating uses it. */
export const MIGRATION_LOCK = 5_021_904_377;

const UNDEFINED_TABLE = "42P01";
const INSUFFICIENT_PRIVILEGE = "42501";
const CONNECT_MS_MAX = 10_000;

/**
 * Brings the database to this version and gives the number of migrations that it applied.
 *
 * With nothing to do it is one query. Throws a `StoreTrouble`, and changes nothing, when the database
 * does not answer, is older than PostgreSQL 15, was brought further by a later version of ours, or
 * has a migration whose file was changed since.
 */
export async function migrate(
  config: DatabaseConfig,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<number> {
  const client = new pg.Client({ connectionTimeoutMillis: CONNECT_MS_MAX, ...config });
  // A server that dies meanwhile is told by the statement that fails; the event would end us.
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    throw noAnswer(config, error);
  }
  try {
    const open = openMigrations(migrations, await applied(client));
    return open.length === 0 ? 0 : await applyInTurn(client, migrations);
  } catch (error) {
    throw isForbidden(error) ? notOurs(client.user ?? "", error) : error;
  } finally {
    await client.end();
  }
}

const isForbidden = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === INSUFFICIENT_PRIVILEGE;

function notOurs(role: string, cause: unknown): StoreTrouble {
  return new StoreTrouble(
    `The role ${role} may not bring the database to this version. Nothing was changed: run ` +
      "earnest migrate with DATABASE_OWNER_URL set to the role that owns the tables.",
    { cause },
  );
}

/** The end of the connection frees the lock. */
async function applyInTurn(client: pg.Client, migrations: readonly Migration[]): Promise<number> {
  await checkVersion(client);
  await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
  await client.query(`
    create table if not exists migration (
      name text primary key,
      sha256 text not null,
      applied_at timestamptz not null
    )`);
  const open = openMigrations(migrations, await applied(client));
  for (const migration of open) await apply(client, migration);
  return open.length;
}

interface Applied {
  name: string;
  sha256: string;
}

async function applied(client: pg.Client): Promise<Applied[]> {
  try {
    const { rows } = await client.query<Applied>(
      `select name, sha256 from migration order by name collate "C"`,
    );
    return rows;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === UNDEFINED_TABLE) return [];
    throw error;
  }
}

/** Those not applied yet, in order. What is applied must be how the list begins. */
function openMigrations(
  migrations: readonly Migration[],
  done: readonly Applied[],
): readonly Migration[] {
  for (const [index, { name, sha256 }] of done.entries()) {
    const known = migrations.find((migration) => migration.name === name);
    if (!known) {
      throw new StoreTrouble(
        `The database was brought further by a later version of Earnest (this one does not know ` +
          `${name}). Nothing was changed: start that version, or restore an earlier backup.`,
      );
    }
    if (hash(known.text) !== sha256) {
      throw new StoreTrouble(
        `The migration ${name} was changed after this database had applied it. Nothing was ` +
          "changed: put the file back, and write a new migration for what is new.",
      );
    }
    if (migrations[index] !== known) {
      throw new StoreTrouble(
        `The migration ${migrations[index]!.name} comes before ${name}, which this database has ` +
          "applied already. Nothing was changed: give the new one a later number.",
      );
    }
  }
  return migrations.slice(done.length);
}

async function apply(client: pg.Client, { name, text }: Migration): Promise<void> {
  await client.query("begin");
  try {
    await client.query((await isSuperuser(client)) ? text : text.replace(SUPERUSERS_CLAUSE, ""));
    await client.query("insert into migration (name, sha256, applied_at) values ($1, $2, $3)", [
      name,
      hash(text),
      new Date().toISOString(),
    ]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    if (error instanceof Error) error.message = `${name}: ${error.message}`;
    throw error;
  }
}

/**
 * Of 0002_ledger.sql: PostgreSQL lets only a superuser write it, and 0016_seals.sql makes that function
 * anew without it. Nothing is posted in between.
 */
const SUPERUSERS_CLAUSE = /^ {2}set earnest\.posting = 'on'\r?\n/m;

async function isSuperuser(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ is: boolean }>(
    "select rolsuper as is from pg_roles where rolname = current_user",
  );
  return rows[0]!.is;
}

async function checkVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number; name: string }>(`
    select current_setting('server_version_num')::int as version,
           current_setting('server_version') as name`);
  const { version, name } = rows[0]!;
  if (version < VERSION_MIN) {
    throw new StoreTrouble(`Earnest needs PostgreSQL 15 or later, and this is ${name}.`);
  }
}

/** Of the text with Unix line ends, which a checkout on Windows may have changed. */
function hash(text: string): string {
  return createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex");
}
