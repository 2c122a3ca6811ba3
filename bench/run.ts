/**
 * `npm run bench`: all benchmarks, or those that are named. Prints one table and writes
 * `bench/results.json`.
 *
 *     npm run bench
 *     npm run bench -- serving beacons
 *     npm run bench -- money
 */
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { type Measured, meets, type Row, tell } from "./measured.ts";

const BENCHES: Record<string, () => Promise<{ run: () => Promise<Measured> }>> = {
  serving: () => import("./serving.ts"),
  beacons: () => import("./beacons.ts"),
  start: () => import("./start.ts"),
  split: () => import("./split.ts"),
  files: () => import("./files.ts"),
  integrity: () => import("./integrity.ts"),
  "integrity-peeling": () => import("./integrity-peeling.ts"),
  "integrity-live": () => import("./integrity-live.ts"),
  "integrity-text": () => import("./integrity-text.ts"),
  "integrity-files": () => import("./integrity-files.ts"),
  ledger: () => import("./ledger.ts"),
  close: () => import("./close.ts"),
  "close-million": () => import("./close-million.ts"),
};

/** Run only when they are named: they take long. */
const LONG = ["close-million"];

/** Names for several. */
const GROUPS: Record<string, readonly string[]> = { money: ["split", "files", "ledger", "close"] };

const asked = process.argv.slice(2).flatMap((name) => GROUPS[name] ?? [name]);
const unknown = asked.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  const names = [...Object.keys(GROUPS), ...Object.keys(BENCHES)].join(", ");
  tell(`There is no benchmark ${unknown.join(", ")}; there are ${names}.`);
  process.exit(2);
}

const measured: Measured[] = [];
for (const [name, load] of Object.entries(BENCHES)) {
  if (asked.length > 0 ? !asked.includes(name) : LONG.includes(name)) continue;
  tell(`${name} …`);
  const { run } = await load();
  measured.push(await run());
}
print(measured);
keep(measured);

function print(results: readonly Measured[]): void {
  console.log(`\nNode ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "processor"}`);
  for (const { name, rows } of results) {
    console.log(`\n${name}`);
    for (const row of rows) console.log(line(row));
  }
}

function line(row: Row): string {
  const met = meets(row);
  const said = met === null ? "" : met ? "met" : "MISSED";
  const digits = Math.abs(row.value) < 2 ? 4 : 2;
  const value = row.value.toLocaleString("en", { maximumFractionDigits: digits });
  const cells = [row.what.padEnd(60), value.padStart(12), row.unit.padEnd(10)];
  return `  ${cells.join(" ")} ${(row.bar ?? "").padEnd(14)} ${said}`.trimEnd();
}

function keep(results: readonly Measured[]): void {
  const file = new URL("./results.json", import.meta.url);
  const benches = results.map(({ name, rows }) => ({
    name,
    rows: rows.map((row) => ({ ...row, met: meets(row) })),
  }));
  const machine = { node: process.version, processors: cpus().map(({ model }) => model) };
  writeFileSync(file, `${JSON.stringify({ at: new Date(), machine, benches }, null, 2)}\n`);
}
