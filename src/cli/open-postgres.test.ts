/** A site with two roles, as `DATABASE_URL` and `DATABASE_OWNER_URL` give them. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { emptyDatabase, type TestDatabase } from "../../test/support/database.ts";
import { ask } from "../../test/support/embedded.ts";
import { roleIn, type TestRole } from "../../test/support/roles.ts";
import { type Database, openDatabase } from "../store/db.ts";
import { standingOf } from "../store/roles.ts";
import { bringUpToDate } from "./open-postgres.ts";

let database: TestDatabase;
let maker: TestRole;
let site: TestRole;
let db: Database;
beforeEach(async () => {
  database = await emptyDatabase();
  maker = await roleIn(database.config);
  site = await roleIn(database.config);
  await ask(database.config, `alter database ${database.name} owner to ${maker.name}`);
  db = openDatabase({ ...site.config, max: 2 });
});
afterEach(async () => {
  await db.close();
  await database.drop();
  await maker.drop();
  await site.drop();
});

describe("a database of two roles", () => {
  it("is made by the one and used by the other, as often as it starts", async () => {
    const both = { application: site.config, owner: maker.config };
    for (let start = 0; start < 2; start++) {
      await bringUpToDate(both, db);
      expect(await standingOf(db)).toEqual({ role: site.name, ownsBooks: false, lacking: [] });
    }
    // The maker's address may be left out from then on.
    await bringUpToDate({ application: site.config, owner: null }, db);
  });

  it("lets the site's role into what an update makes", async () => {
    const both = { application: site.config, owner: maker.config };
    await bringUpToDate(both, db);
    await ask(maker.config, "create table kettle (n int)");
    await ask(maker.config, `revoke execute on function post from ${site.name}`);
    const { lacking } = await standingOf(db);
    expect(lacking.map((name) => name.split("(")[0])).toEqual(["post", "public.kettle"]);
    const alone = bringUpToDate({ application: site.config, owner: null }, db);
    await expect(alone).rejects.toThrow(`The role ${site.name} in DATABASE_URL may not use post(`);
    await bringUpToDate(both, db);
    expect((await standingOf(db)).lacking).toEqual([]);
  });

  it("is not made by the one that may not", async () => {
    const alone = bringUpToDate({ application: site.config, owner: null }, db);
    await expect(alone).rejects.toThrow("DATABASE_OWNER_URL set to the role that owns the tables");
  });
});

describe("a database of one role", () => {
  it("is made and used by it, and the role is told from one that may not change the books", async () => {
    const own = openDatabase({ ...maker.config, max: 1 });
    await bringUpToDate({ application: maker.config, owner: null }, own);
    await bringUpToDate({ application: maker.config, owner: maker.config }, own);
    expect(await standingOf(own)).toEqual({ role: maker.name, ownsBooks: true, lacking: [] });
    await own.close();
  });
});
