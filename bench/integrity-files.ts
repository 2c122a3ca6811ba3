/**
 * How fast `earnest integrity score` judges a community from files to files, as a process from its start
 * to its end: about ten million events, and a tenth of them, so that it is seen how time grows.
 *
 *     BENCH_PEOPLE=20000 npm run bench -- integrity-files
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeCommunity } from "../test/simulation/community/files.ts";
import { simulate } from "../test/simulation/community/simulate.ts";
import { PROGRAM } from "./ground.ts";
import { type Measured, type Row, rounded, tell } from "./measured.ts";
import { type ProgramRun, runProgram } from "./run-program.ts";

/** Honest people besides those of groups and attacks; each has about ninety events. */
const PEOPLE = Number(process.env.BENCH_PEOPLE ?? 105_000);
const SEED = 1_001;

interface Took extends ProgramRun {
  accounts: number;
  events: number;
  milliseconds: Record<string, number>;
}

export async function run(): Promise<Measured> {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is not built: npm run build.`);
  const small = await measured(Math.ceil(PEOPLE / 10));
  const large = await measured(PEOPLE);
  const slope = Math.log(large.seconds / small.seconds) / Math.log(large.events / small.events);
  return {
    name: "integrity-files",
    rows: [
      ...rowsOf(large, "≤ 60"),
      ...rowsOf(small),
      { what: "log of time over log of events", value: rounded(slope), unit: "", bar: "≤ 1.15" },
    ],
  };
}

async function measured(people: number): Promise<Took> {
  const folder = mkdtempSync(join(tmpdir(), "earnest-bench-"));
  try {
    tell(`  making up a community of ${people} people`);
    writeCommunity(join(folder, "events"), simulate({ seed: SEED, people }));
    tell("  scoring it");
    return await scored(join(folder, "events"), join(folder, "out"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function scored(events: string, out: string): Promise<Took> {
  const run = await runProgram(["integrity", "score", "--events", events, "--out", out]);
  const { counts, milliseconds } = JSON.parse(readFileSync(join(out, "report.json"), "utf8"));
  const { accounts, stories: _, ...rows }: Record<string, number> = counts.rows;
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
  return { accounts: accounts ?? 0, events: total, ...run, milliseconds };
}

function rowsOf(took: Took, bar?: string): Row[] {
  const { accounts, events, seconds, cpuSeconds, memoryMb, milliseconds } = took;
  const named = `${accounts.toLocaleString("en")} accounts, ${events.toLocaleString("en")} events`;
  const total = { what: named, value: rounded(seconds), unit: "s" };
  const stages = Object.entries(milliseconds).filter(([name]) => name !== "total");
  return [
    bar ? { ...total, bar } : total,
    { what: "  processor time of that", value: rounded(cpuSeconds), unit: "s" },
    { what: "  memory at most", value: rounded(memoryMb), unit: "MB" },
    ...stages.map(([name, ms]) => ({ what: `  ${name}`, value: rounded(ms / 1000), unit: "s" })),
  ];
}
