import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../test/support/database.ts";
import { ask } from "../../test/support/embedded.ts";
import { type Database, openDatabase } from "./db.ts";
import { dumpSchema } from "./dump-schema.ts";

let database: TestDatabase;
let db: Database;
beforeEach(async () => {
  database = await testDatabase();
  db = openDatabase(database.config);
});
afterEach(async () => {
  await db.close();
  await database.drop();
});

describe("the schema that is written down", () => {
  it("is the one that the migrations make", async () => {
    await expect(await dumpSchema(db)).toMatchFileSnapshot("./schema.sql");
  });

  it.each([
    ["a column", "alter table secret add colour text"],
    ["a default", "alter table secret alter value set default '\\x00'"],
    ["a value that may be absent", "alter table secret alter value drop not null"],
    ["a check", "alter table secret add check (name <> '')"],
    ["a key", "alter table secret add unique (value)"],
    ["a reference", "alter table secret add foreign key (name) references secret"],
    ["an index", "create index on secret (value)"],
    ["a table", "create table kettle ()"],
    ["a view", "create view kettle as select 1 as one"],
    ["a function", "create function kettle() returns int language sql return 1"],
    ["a trigger", "create trigger kettle before insert on secret execute function refuse_write()"],
    ["a comment on a table", "comment on table secret is 'kettle'"],
    ["a comment on a column", "comment on column secret.value is 'kettle'"],
    ["a comment on a function", "comment on function refuse_write is 'kettle'"],
    ["an extension", "create extension pg_trgm"],
    ["how a table is kept", "alter table secret set (fillfactor = 70)"],
  ])("shows %s", async (_, statement) => {
    const before = await dumpSchema(db);
    await ask(database.config, statement);
    expect(await dumpSchema(db)).not.toBe(before);
  });

  it.each([
    ["an enum", "create type kettle as enum ('on', 'off')"],
    ["a domain", "create domain kettle as text"],
    ["a sequence", "create sequence kettle"],
    ["a partitioned table", "create table kettle (id int) partition by list (id)"],
    ["a materialized view", "create materialized view kettle as select 1 as one"],
    ["a rule", "create rule kettle as on delete to secret do instead nothing"],
    ["a policy", "create policy kettle on secret"],
  ])("does not pass over %s, which it cannot show", async (_, statement) => {
    await ask(database.config, statement);
    await expect(dumpSchema(db)).rejects.toThrow("kettle");
  });
});
