/** A closed month as files, divided again by the command and by psql, which know nothing of the database. */
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyDatabase, type TestDatabase } from "../../../test/support/database.ts";
import { HAS_PSQL, runScript } from "../../../test/support/psql.ts";
import type { TestSite } from "../../../test/support/site.ts";
import { communityOf } from "../../core/earnings/any-month.test-support.ts";
import { canonicalJson } from "../../core/earnings/canonical-json.ts";
import { OCTOBER } from "../../core/earnings/plain-month.test-support.ts";
import { EARNEST_1, type Policy } from "../../core/earnings/policy.ts";
import { busySite } from "../../features/earnings/busy-month.test-support.ts";
import { closeMonth } from "../../features/earnings/closing/close-month.ts";
import { findClosing } from "../../features/earnings/closing/closing-store.ts";
import AUDIT from "../../features/earnings/export/audit.sql?raw";
import { exportMonth } from "../../features/earnings/export/export-month.ts";
import { sql } from "../../store/db.ts";
import { rowsOf, writeRows } from "./month-files.test-support.ts";
import { splitFiles } from "./split-files.ts";

let site: TestSite;
let empty: TestDatabase;
let base: string;
let exported: string;
let refusedBefore: unknown;

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), "earnest-export-"));
  exported = join(base, "october");
  [site, empty] = await Promise.all([busySite(), emptyDatabase()]);
  await readsWithoutMembership();
  refusedBefore = await exportMonth(site.db, OCTOBER, exported);
  expect(readdirSync(base)).toEqual([]);
  site.at("2026-11-01T01:00:00Z");
  expect((await closeMonth(site.db, site.clock, OCTOBER)).ok).toBe(true);
  expect((await exportMonth(site.db, OCTOBER, exported)).ok).toBe(true);
});
afterAll(async () => {
  rmSync(base, { recursive: true, force: true });
  await site.close();
  await empty.drop();
});

/** Somebody without a pool, whose reading is nobody's business here. */
async function readsWithoutMembership(): Promise<void> {
  await site.reader("guest");
  await site.db.run(sql`
    insert into reading_day (reader_id, story_id, day, seconds, earning_seconds, first_at)
    select reader.id, story.id, '2026-10-20', 90, 90, '2026-10-20T09:00:00.0005Z'
      from reader, story where handle = 'guest'`);
}

let made = 0;
const folder = () => join(base, String(made++));

function copied(): string {
  const copy = folder();
  cpSync(exported, copy, { recursive: true });
  return copy;
}

const lines = (path: string) => readFileSync(path, "utf8").trimEnd().split("\n");

describe("the export of a month", () => {
  it("is refused before the month is closed, and where something is, and leaves nothing", async () => {
    expect(refusedBefore).toEqual({ ok: false, refusal: "not-closed" });
    const before = readdirSync(base);
    expect(await exportMonth(site.db, OCTOBER, exported)).toEqual({
      ok: false,
      refusal: "folder-not-empty",
    });
    expect(readdirSync(base)).toEqual(before);
    expect(readdirSync(exported).sort()).toEqual([
      ...["attention.csv", "audit.sql", "claps.csv", "closing.json", "follows.csv", "held.csv"],
      ...["highlights.csv", "lines.csv", "policy.json", "pools.csv", "responses.csv"],
      ...["stories.csv", "views.csv"],
    ]);
  });

  it("leaves nothing behind when a statement fails half-way", async () => {
    const out = folder();
    await site.db.run(sql`alter table allocation_line rename to away`);
    const written = await exportMonth(site.db, OCTOBER, out).catch((error: Error) => error.message);
    await site.db.run(sql`alter table away rename to allocation_line`);
    expect(written).toContain("allocation_line");
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(base).filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("is divided from its files to the fingerprint of the close", async () => {
    const closing = await findClosing(site.db, OCTOBER);
    const policy: Policy = JSON.parse(readFileSync(join(exported, "policy.json"), "utf8"));
    const out = folder();
    const report = await splitFiles({
      ...{ events: exported, out, policy, month: OCTOBER, threads: 2, rangeMembers: 5 },
    });
    expect(report.output.sha256).toBe(closing?.outputSha256?.toString("hex"));
    expect(readFileSync(join(out, "lines.csv"))).toEqual(readFileSync(join(exported, "lines.csv")));
    const told = JSON.parse(readFileSync(join(exported, "closing.json"), "utf8"));
    expect(told).toMatchObject({ month: OCTOBER, currency: closing?.currency });
    expect(told).toMatchObject({ output: report.output, totals: report.totals });
    expect(told.policy).toEqual(report.policy);
    expect(report.totals.lines).toBeGreaterThan(100);
  });

  it("has rows in every file of what happened, and of members only", async () => {
    for (const name of ["attention", "views", "claps", "responses", "follows"])
      expect(lines(join(exported, `${name}.csv`)).length, name).toBeGreaterThan(10);
    for (const [name, header] of [
      ["held", "member,author,bp"],
      ["highlights", "member,story"],
    ] as const)
      expect(lines(join(exported, `${name}.csv`))).toEqual([header]);
    const members = new Set(lines(join(exported, "pools.csv")).map((row) => row.split(",")[0]));
    for (const name of ["attention", "views", "claps", "responses", "follows"])
      for (const row of lines(join(exported, `${name}.csv`)))
        expect(members).toContain(row.split(",")[0]);
  });

  it("has the policy under the hash that names it", () => {
    const { policy } = JSON.parse(readFileSync(join(exported, "closing.json"), "utf8"));
    const bytes = readFileSync(join(exported, "policy.json"));
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(policy.sha256);
    expect(bytes.toString()).toBe(canonicalJson(EARNEST_1));
  });
});

function audited(where: string) {
  return runScript(where, "audit.sql", empty.config);
}

/** Changes one file as if somebody had. */
function spoiled(file: string, change: (text: string) => string): string {
  const where = copied();
  const path = join(where, file);
  const before = readFileSync(path, "utf8");
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
  return where;
}

describe.runIf(HAS_PSQL)("psql, with an empty database,", () => {
  it("comes to the same, and leaves nothing behind", () => {
    const { output } = JSON.parse(readFileSync(join(exported, "closing.json"), "utf8"));
    for (const _ of [1, 2]) {
      const { code, said } = audited(exported);
      expect(said).toContain("The month agrees.");
      expect(said).toContain(output.sha256);
      expect(code).toBe(0);
    }
  });

  const totals = /("sharedMicros": ")(\d)/;
  it.each<[string, string, (text: string) => string, string[]]>([
    ["a line", "lines.csv", (text) => moved(text), [" micros, 0 held|"]],
    ["a line's hold", "lines.csv", (text) => text.replace(/,0\n/, ",1\n"), [" 1 held"]],
    ["a line left out", "lines.csv", (text) => without(text, 7), ["|no line"]],
    ["seconds", "attention.csv", (text) => text.replace(/,(3\d),0,/, ",29,0,"), ["SHA-256"]],
    ["a pool", "pools.csv", (text) => text.replace(/,(\d)/, ",9$1"), ["micros of the pools"]],
    ["a clap", "claps.csv", (text) => text.replace(/,[1-5]\n/, ",13\n"), ["SHA-256"]],
    ["a follow", "follows.csv", (text) => text.replaceAll("earned", "traded"), ["SHA-256"]],
    ["the views", "views.csv", (text) => `${text.split("\n")[0]}\n`, ["SHA-256"]],
    ["the policy", "policy.json", (text) => text.replace("3000", "3001"), ["of the policy"]],
    ["the rule", "policy.json", (text) => text.replace("own-pool", "points"), ["the rule, which"]],
    ["the totals", "closing.json", (text) => text.replace(totals, "$19$2"), ["micros shared|"]],
    ["the fingerprint", "closing.json", (text) => text.replace('256": "', '256": "0'), ["SHA"]],
  ])("finds out who changed %s", (_, file, change, found) => {
    const { code, said } = audited(spoiled(file, change));
    expect(said).toContain("The month differs.");
    expect(said).not.toContain("agrees");
    for (const words of found) expect(said).toContain(words);
    expect(code).toBe(3);
  });

  it("stops with its own sentence when a file is not there", () => {
    const where = copied();
    rmSync(join(where, "held.csv"));
    const { code, said } = audited(where);
    expect(said).toContain("held.csv: No such file");
    expect(said).not.toContain("agrees");
    expect(code).toBe(3);
  });

  it("comes to the same as the command in any month, with holds, Boost and highlights", async () => {
    for (let seed = 1; seed <= 8; seed++) {
      const { stories, months } = communityOf(seed, 24, 6, { hugeNumbers: true });
      const where = folder();
      writeAll(where, rowsOf(stories, months));
      const given = { policy: EARNEST_1, month: OCTOBER, threads: 1 };
      const report = await splitFiles({ events: where, out: where, ...given });
      writeFileSync(join(where, "closing.json"), JSON.stringify(report));
      writeFileSync(join(where, "policy.json"), canonicalJson(EARNEST_1));
      writeFileSync(join(where, "audit.sql"), AUDIT);
      const { code, said } = audited(where);
      expect(said, `seed ${seed}`).toContain(report.output.sha256);
      expect(code).toBe(0);
    }
  });
});

/** One micro from a line to the next of the same author: no sum changes. */
function moved(text: string): string {
  return text.replace(/^(\d+,\d+,\d+),(\d+)(,0\n\d+,\d+,\d+),(\d+)/m, (_, one, a, two, b) => {
    return `${one},${Number(a) + 1}${two},${Number(b) - 1}`;
  });
}

function without(text: string, line: number): string {
  return text
    .split("\n")
    .filter((_, index) => index !== line)
    .join("\n");
}

/** `writeRows` leaves out what has no rows; the script wants every file. */
function writeAll(where: string, rows: Record<string, string[]>): void {
  writeRows(where, rows);
  for (const [name, header] of Object.keys(rows).map((title) => title.split(" "))) {
    const path = join(where, `${name}.csv`);
    if (!existsSync(path)) writeFileSync(path, `${header}\n`);
  }
}
