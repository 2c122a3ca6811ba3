/** A month of the books as files, checked by psql in a database that knows nothing of ours. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  emptyDatabase,
  type TestDatabase,
  testDatabase,
} from "../../../../test/support/database.ts";
import { HAS_PSQL, runScript } from "../../../../test/support/psql.ts";
import type { AuthorId, ChargeId } from "../../../core/ids.ts";
import {
  type Account,
  commons,
  custody,
  deferred,
  fees,
  payable,
  provider,
} from "../../../core/ledger/chart.ts";
import { legs } from "../../../core/ledger/journal.ts";
import type { Month } from "../../../core/time.ts";
import { type Database, openDatabase } from "../../../store/db.ts";
import { postJournal } from "../post-journal.ts";
import { sealDays } from "../seals.ts";
import { exportBooks } from "./export-books.ts";

const OCTOBER = "2026-10" as Month;

let database: TestDatabase;
let empty: TestDatabase;
let db: Database;
let base: string;
let folder: string;
let made = 0;

beforeAll(async () => {
  database = await testDatabase();
  empty = await emptyDatabase();
  db = openDatabase(database.config);
  base = mkdtempSync(join(tmpdir(), "earnest-export-"));
  await live();
  const written = await exportBooks(db, OCTOBER, join(base, "october"));
  expect(written.ok).toBe(true);
});
beforeEach(() => {
  folder = join(base, String(made++));
  cpSync(join(base, "october"), folder, { recursive: true });
});
afterAll(async () => {
  rmSync(base, { recursive: true, force: true });
  await db.close();
  await database.drop();
  await empty.drop();
});

/** Journals of three months in two currencies, one taken back, sealed as far as 2 November. */
async function live(): Promise<void> {
  const wil = payable(7 as AuthorId);
  const dues = deferred(3 as ChargeId);
  await post("2026-09-30T23:59", "EUR", [provider(), dues, 500n], [fees(), provider(), 4n]);
  const taken = await post("2026-10-01T00:00", "EUR", [dues, wil, 100n]);
  await post("2026-10-12T12:00", "USD", [provider(), commons(), 70n], [commons(), wil, 30n]);
  await post("2026-10-12T13:00", "USD", [custody(7 as AuthorId), provider(), 20n]);
  await post("2026-10-31T23:59", "EUR", [dues, wil, 50n]);
  await sealDays(db, new Date("2026-11-02T01:00:00Z"));
  const at = new Date("2026-11-02T09:00:00Z");
  const back = { key: "test:back", kind: "test", currency: "EUR", legs: legs([wil, dues, 100n]) };
  await db.transaction((tx) =>
    postJournal(tx, { ...back, reverses: taken }, { occurredAt: at, postedAt: at }),
  );
}

type Move = readonly [Account, Account, bigint];

async function post(posted: string, currency: string, ...all: Move[]) {
  const at = new Date(`${posted}:00Z`);
  const journal = { key: `test "${made++}",`, kind: "test", currency, legs: legs(...all) };
  return db.transaction((tx) => postJournal(tx, journal, { occurredAt: at, postedAt: at }));
}

const audited = () => runScript(folder, "audit-books.sql", empty.config);

/** Changes one file as if somebody had. */
function spoil(file: string, change: (lines: string[]) => string[]): void {
  const path = join(folder, file);
  const before = readFileSync(path, "utf8");
  const after = change(before.split("\n")).join("\n");
  expect(after).not.toBe(before);
  writeFileSync(path, after);
}

describe("a month of the books", () => {
  it("has what was posted in it, and every account at both its ends", async () => {
    const lines = (name: string) => readFileSync(join(folder, name), "utf8").trim().split("\n");
    expect(lines("journals.csv")).toHaveLength(1 + 4);
    expect(lines("legs.csv")).toHaveLength(1 + 5);
    expect(lines("seals.csv")).toHaveLength(1 + 31);
    expect(lines("legs.csv")[0]).toBe("journal,leg,debit,credit,currency,micros");
    const balances = lines("balances.csv").map((line) => line.slice(line.indexOf(",") + 1));
    expect(balances[0]).toBe("opening_debit,opening_credit,closing_debit,closing_credit");
    expect(balances).toContain("0,500,150,500");
  });

  it("is not written over anything", async () => {
    const before = readdirSync(folder);
    expect(await exportBooks(db, OCTOBER, folder)).toEqual({
      ok: false,
      refusal: "folder-not-empty",
    });
    expect(readdirSync(folder)).toEqual(before);
  });
});

describe.runIf(HAS_PSQL)("psql, with an empty database,", () => {
  it("finds the month right, and leaves nothing behind", async () => {
    const { code, said } = audited();
    expect(said).toContain("The books agree.");
    expect(said).toContain("4|5|8|31|0");
    expect(said).toContain("2210|Payable|EUR|0|150");
    expect(code).toBe(0);
    expect(audited().code).toBe(0);
  });

  it("finds a month right that nothing was posted in, and one whose days are not over", async () => {
    for (const month of ["2026-08", "2026-11"] as Month[]) {
      folder = join(base, month);
      await exportBooks(db, month, folder);
      expect(audited()).toMatchObject({ code: 0 });
    }
    expect(audited().said).toContain("1|1|8|1|1");
  });

  const SEAL = "The seal of a day is not what its books are.|2026-10-12";
  it.each<[string, string, (lines: string[]) => string[], string[]]>([
    ["an amount", "legs.csv", edit(",70", ",71"), [SEAL, "The body of a journal is not"]],
    ["a leg taken out", "legs.csv", without(",70"), [SEAL, "does not get from its first balance"]],
    ["a journal taken out", "journals.csv", without("2026-10-12T13"), [SEAL, "Legs belong to no"]],
    ["a journal's legs", "legs.csv", without(",20"), ["A journal has no legs."]],
    ["a time", "journals.csv", edit("T13:00", "T14:00"), [SEAL, "The body of a journal is not"]],
    ["when it was posted", "journals.csv", posted, [SEAL]],
    ["a key", "journals.csv", edit('""', "''"), ["The seal of a day is not"]],
    [
      "a balance at the end",
      "balances.csv",
      edit(",0,500,150,500", ",0,500,150,501"),
      ["differ over"],
    ],
    [
      "a balance at the beginning",
      "balances.csv",
      edit(",0,500,150,500", ",600,500,750,500"),
      ["A guard"],
    ],
    ["a seal", "seals.csv", edit('""100""', '""101""'), ["not what its books are.|2026-10-01"]],
    [
      "a seal taken out",
      "seals.csv",
      without("2026-10-13"),
      ["not tied to that of the day before.|2026-10-14"],
    ],
    ["a currency", "accounts.csv", edit("EUR", "USD"), ["A leg is no leg."]],
  ])("finds out who changed %s", (_, file, change, found) => {
    spoil(file, change);
    const { code, said } = audited();
    expect(code).toBe(3);
    expect(said).toContain("The books do not agree.");
    for (const words of found) expect(said).toContain(words);
  });
});

function edit(from: string, to: string): (lines: string[]) => string[] {
  return (lines) => lines.map((line) => line.replace(from, to));
}

function without(part: string): (lines: string[]) => string[] {
  return (lines) => lines.filter((line) => !line.includes(part));
}

/** A second later, in the last column but two, which the journal's own body leaves out. */
function posted(lines: string[]): string[] {
  return lines.map((line) => line.replace(/(,2026-10-12T13:00:)00(\.000000Z,,)/, "$101$2"));
}
