/** The seeded month is what it says: it closes, the audit agrees, and the books hold. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Month } from "../../src/core/time.ts";
import { testBankBalance } from "../../src/features/bank/store.ts";
import { auditMonth } from "../../src/features/earnings/audit/audit-month.ts";
import { closeMonth } from "../../src/features/earnings/closing/close-month.ts";
import { auditBooks } from "../../src/features/ledger/audit-books.ts";
import { balanceOf } from "../../src/features/ledger/store.ts";
import { whole } from "../../src/store/columns.ts";
import { type Database, openDatabase, sql } from "../../src/store/db.ts";
import { type TestDatabase, testDatabase } from "./database.ts";
import { lastMonth, seedMonth } from "./seed-month.ts";

const MONTH = "2026-02" as Month;
const AFTER = () => new Date("2026-03-01T02:00:00Z");

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await testDatabase();
  db = openDatabase(database.config);
  const size = { month: MONTH, members: 400, storiesPerMember: 6, authors: 30, stories: 90 };
  await seedMonth(db, size);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

describe("a seeded month", () => {
  it("has books that hold, and a bank that agrees with them", async () => {
    expect(await auditBooks(db)).toEqual([]);
    const held = await balanceOf(db, { kind: "provider", subject: "" }, "USD");
    expect(held).toBe(await testBankBalance(db, "USD"));
  });

  it("closes into lines, exclusions, ties and unclaimed pools, and the audit agrees", async () => {
    const options = { rangeMembers: 150 };
    expect((await closeMonth(db, AFTER, MONTH, options)).ok).toBe(true);
    expect((await auditMonth(db, MONTH))?.findings).toEqual([]);
    const Counts = z.object({ lines: whole, reasons: whole, classes: whole, unclaimed: whole });
    const counts = await db.one(sql.of(Counts)`
      select (select count(*) from allocation_line) as lines,
             (select count(distinct reason) from exclusion) as reasons,
             (select count(distinct class) from month_tie) as classes,
             (select count(*) from unclaimed) as unclaimed`);
    expect(counts.lines).toBeGreaterThan(1000);
    expect(counts).toMatchObject({ reasons: 2, classes: 2, unclaimed: 10 });
  });
});

describe("the last month", () => {
  it("is over, and for so long that it can be closed", () => {
    expect(lastMonth(new Date("2026-03-01T05:59:59Z"))).toBe("2026-01");
    expect(lastMonth(new Date("2026-03-01T06:00:00Z"))).toBe("2026-02");
  });
});
