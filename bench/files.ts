/**
 * How fast `earnest earnings split` divides a month from files to files, as a process from its start to
 * its end: a million members who read twenty stories each, and a tenth of them with everything a month
 * may hold. Beside it, what no program that reads and hashes the same bytes gets below.
 *
 *     BENCH_MEMBERS=100000 npm run bench -- files
 */
import { createHash } from "node:crypto";
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { PROGRAM } from "./ground.ts";
import { type Measured, type Row, rounded, tell } from "./measured.ts";
import { type Fill, fillFull, fillPlain, MONTH, writeMonth } from "./month-files.ts";
import { type ProgramRun, runProgram } from "./run-program.ts";

const MEMBERS = Number(process.env.BENCH_MEMBERS ?? 1_000_000);
const ROUNDS = 2;
const READ_BYTES = 2 ** 20;
const MB = 1e6;

interface Round extends ProgramRun {
  lines: number;
  rows: number;
}

/** The best round, but for the memory, which is of the worst. */
interface Took extends Round {
  inputBytes: number;
  copySeconds: number;
}

export async function run(): Promise<Measured> {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is not built: npm run build.`);
  const plain = await measured(MEMBERS, fillPlain);
  const full = await measured(Math.ceil(MEMBERS / 10), fillFull);
  return { name: "files", rows: rowsOf(plain, full) };
}

async function measured(members: number, fill: Fill): Promise<Took> {
  const folder = mkdtempSync(join(tmpdir(), "earnest-bench-"));
  const events = join(folder, "events");
  mkdirSync(events);
  try {
    tell(`  writing a month of ${members} members`);
    const inputBytes = writeMonth(events, members, fill);
    const rounds: Round[] = [];
    let copySeconds = Number.POSITIVE_INFINITY;
    for (let round = 0; round < ROUNDS; round++) {
      tell("  dividing it");
      rounds.push(await divided(events, join(folder, "out")));
      copySeconds = Math.min(copySeconds, await copied(events, join(folder, "copy")));
    }
    const best = rounds.reduce((one, other) => (other.seconds < one.seconds ? other : one));
    const memoryMb = Math.max(...rounds.map((round) => round.memoryMb));
    return { inputBytes, ...best, memoryMb, copySeconds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function divided(events: string, out: string): Promise<Round> {
  const words = ["earnings", "split", "--events", events, "--policy", "earnest-1"];
  const run = await runProgram([...words, "--month", MONTH, "--out", out]);
  const report = JSON.parse(readFileSync(join(out, "report.json"), "utf8"));
  const counts: number[] = Object.values(report.input.rows);
  const rows = counts.reduce((sum, count) => sum + count, 0);
  return { ...run, lines: Number(report.totals.lines), rows };
}

/** The same bytes read, hashed and written by Node, file after file. */
async function copied(events: string, to: string): Promise<number> {
  mkdirSync(to, { recursive: true });
  const began = performance.now();
  for (const name of readdirSync(events)) {
    const hash = createHash("sha256");
    const hashing = new Transform({
      transform(chunk, _, next) {
        hash.update(chunk);
        next(null, chunk);
      },
    });
    const input = createReadStream(join(events, name), { highWaterMark: READ_BYTES });
    await pipeline(input, hashing, createWriteStream(join(to, name)));
  }
  return (performance.now() - began) / 1000;
}

function rowsOf(plain: Took, full: Took): Row[] {
  const row = (what: string, value: number, unit: string, bar?: string): Row =>
    bar ? { what, value: rounded(value), unit, bar } : { what, value: rounded(value), unit };
  const rate = ({ inputBytes }: Took, seconds: number) => inputBytes / MB / seconds;
  const about = (members: number) => `${members.toLocaleString("en")} members × 20 stories`;
  return [
    row(about(MEMBERS), plain.lines / plain.seconds, "lines/s", "≥ 2,000,000"),
    row("  memory at most", plain.memoryMb, "MB", "≤ 1,024"),
    row("  start to end", plain.seconds, "s"),
    row("  processor time of that", plain.cpuSeconds, "s"),
    row("  lines written", plain.lines, "lines"),
    row("  input", rate(plain, plain.seconds), "MB/s"),
    row("  the same bytes copied and hashed", rate(plain, plain.copySeconds), "MB/s"),
    row("  time beside that", plain.seconds / plain.copySeconds, "×"),
    row(
      `${about(Math.ceil(MEMBERS / 10))}, all kinds of rows`,
      full.lines / full.seconds,
      "lines/s",
    ),
    row("  rows read for a line", full.rows / full.lines, "rows"),
    row("  input", rate(full, full.seconds), "MB/s"),
    row("  memory at most", full.memoryMb, "MB"),
  ];
}
