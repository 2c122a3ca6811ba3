import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../test/support/database.ts";
import { type Database, openDatabase, sql } from "./db.ts";
import { dumpSchema } from "./dump-schema.ts";

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await testDatabase();
  db = openDatabase(database.config);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

describe("the schema that is written down", () => {
  it("is the one that the migrations make", async () => {
    await expect(await dumpSchema(db)).toMatchFileSnapshot("./schema.sql");
  });
});
