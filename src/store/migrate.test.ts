import type pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asAdministrator, configOf } from "../../test/support/administrator.ts";
import { emptyDatabase, type TestDatabase, testDatabase } from "../../test/support/database.ts";
import { ask } from "../../test/support/embedded.ts";
import { until } from "../../test/support/until.ts";
import type { DatabaseConfig } from "./db.ts";
import { MIGRATION_LOCK, MIGRATIONS, type Migration, migrate } from "./migrate.ts";

let database: TestDatabase;
beforeEach(async () => {
  database = await emptyDatabase();
});
afterEach(() => database.drop());

/** "note, tag: oops" are two migrations, "0001_note.sql" with a table and "0002_tag.sql" with `oops`. */
function migrations(text: string): Migration[] {
  return text.split(", ").map((part, index) => {
    const [name, body] = part.split(": ");
    return {
      name: `000${index + 1}_${name}.sql`,
      text: body ?? `create table ${name} (id int);\n`,
    };
  });
}

async function tables(): Promise<string> {
  const rows = await ask(
    database.config,
    `select string_agg(tablename, ' ' order by tablename) as tables
       from pg_tables where schemaname = 'public'`,
  );
  return String(rows[0]!.tables);
}

const TWO = migrations("note, tag");

describe("migrating", () => {
  it("applies what is new, in order, and nothing twice", async () => {
    expect(await migrate(database.config, TWO.slice(0, 1))).toBe(1);
    expect(await tables()).toBe("migration note");
    expect(await migrate(database.config, TWO)).toBe(1);
    expect(await migrate(database.config, TWO)).toBe(0);
    expect(await tables()).toBe("migration note tag");
    const names = await ask(database.config, "select name, sha256 from migration order by name");
    expect(names).toEqual([
      { name: "0001_note.sql", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { name: "0002_tag.sql", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
  });

  it("is done by one of three that start at once, and the others wait for it", async () => {
    const running = await asAdministrator(database.config, async (client) => {
      await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
      const three = [1, 2, 3].map(() => migrate(database.config, TWO));
      await until(async () => (await waiters(client)) === 3);
      return three;
    });
    expect((await Promise.all(running)).sort()).toEqual([0, 0, 2]);
    expect(await tables()).toBe("migration note tag");
  });

  it("leaves nothing of a migration that fails, and keeps those before it", async () => {
    const broken = migrations("note, tag: create table tag (id int); select 1 / 0");
    await expect(migrate(database.config, broken)).rejects.toThrow(
      "0002_tag.sql: division by zero",
    );
    expect(await tables()).toBe("migration note");
    expect(await migrate(database.config, TWO)).toBe(1);
  });

  it("leaves nothing of a migration that cannot be recorded", async () => {
    const refusing = "alter table migration add check (name not like '%tag.sql')";
    const unrecorded = migrations(`note, tag: create table tag (id int); ${refusing}`);
    await expect(migrate(database.config, unrecorded)).rejects.toThrow("violates check");
    expect(await tables()).toBe("migration note");
    expect(await migrate(database.config, TWO)).toBe(1);
  });

  it("takes a file for the same whatever its line ends", async () => {
    await migrate(database.config, TWO);
    const windows = TWO.map(({ name, text }) => ({ name, text: text.replaceAll("\n", "\r\n") }));
    expect(await migrate(database.config, windows)).toBe(0);
  });

  it("has every migration of the house, numbered without a gap", async () => {
    const numbers = MIGRATIONS.map(({ name }) =>
      Number(/^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)![1]),
    );
    expect(numbers).toEqual(MIGRATIONS.map((_, index) => index + 1));
    const clone = await testDatabase();
    expect(await migrate(clone.config)).toBe(0);
    await clone.drop();
  });
});

describe("migrating refuses, and changes nothing", () => {
  it.each([
    ["a database of a later version", "note, tag", "note", "later version of Earnest"],
    ["a file that was changed since", "note", "note: select 1, tag", "0001_note.sql was changed"],
    ["a number before one that is applied", "note", "label, note, tag", "comes before"],
  ])("%s", async (_, before, now, reason) => {
    await migrate(database.config, migrations(before));
    const was = await tables();
    const files = migrations(now);
    // The applied file keeps its name, as a file does.
    if (now.startsWith("label")) files.splice(0, 2, file("0000_label"), file("0001_note"));
    await expect(migrate(database.config, files)).rejects.toThrow(reason);
    expect(await tables()).toBe(was);
  });

  it("an address where nobody answers, without repeating its password", async () => {
    const wrong: [string, string][] = [
      ["postgres://ann:kettle@127.0.0.1:1/earnest", "nothing listens there"],
      ["postgres://ann:kettle@nowhere.invalid/earnest", "machine"],
    ];
    for (const [connectionString, reason] of wrong) {
      const refusal = await migrate({ connectionString }).catch((error: Error) => error.message);
      expect(refusal).toContain(reason);
      expect(refusal).not.toContain("kettle");
    }
  });

  it("a wrong password and a database that is not there", async () => {
    await expect(migrate(guessing(database.config))).rejects.toThrow("does not take the password");
    const absent = configOf(database.config, "absent");
    await expect(migrate(absent)).rejects.toThrow("no database of that name");
  });
});

const file = (name: string): Migration => ({
  name: `${name}.sql`,
  text: `create table ${name.slice(5)} (id int);\n`,
});

function guessing(config: DatabaseConfig): DatabaseConfig {
  if (!config.connectionString) return { ...config, password: "a guess" };
  const url = new URL(config.connectionString);
  url.password = "a guess";
  return { ...config, connectionString: url.href };
}

async function waiters(client: pg.Client): Promise<number> {
  const { rows } = await client.query(
    `select count(*)::int as count from pg_stat_activity
      where datname = current_database() and wait_event = 'advisory'`,
  );
  return rows[0].count;
}
