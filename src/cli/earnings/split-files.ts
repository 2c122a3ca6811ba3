/**
 * The division of a month on files alone: the same code as the close, without a database
 * (docs/operating/earnings-files.md). Nothing stands in the folder of results unless all of it does.
 */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { canonicalJson } from "../../core/earnings/canonical-json.ts";
import { Catalogue } from "../../core/earnings/catalogue.ts";
import type { Month } from "../../core/time.ts";
import { CommandError } from "../command.ts";
import { BadRow } from "../csv/bad-row.ts";
import { writeResults } from "../csv/result-folder.ts";
import { type Divided, divide, type Ranges } from "./division.ts";
import { type EventFile, MEMBER_FILES, type MemberFile, openEvents } from "./event-files.ts";
import { faultSentence } from "./first-fault.ts";
import { rangeOffsets, rangeStarts } from "./member-ranges.ts";
import type { Fault } from "./range-evidence.ts";
import { sortedCopy } from "./sorted-copy.ts";
import type { FilesRule, Stories, Totals } from "./split-messages.ts";
import { readStories } from "./stories-file.ts";

/** Members divided at once on a thread: some megabytes of rows. The result is the same whatever it is. */
const RANGE_MEMBERS = 4096;
const HASH_BYTES = 2 ** 20;

export interface SplitOptions {
  events: string;
  policy: FilesRule;
  month: Month;
  out: string;
  threads: number;
  rangeMembers?: number;
  onProgress?: (done: number, of: number) => void;
}

export interface SplitReport {
  month: Month;
  policy: { name: string; sha256: string };
  input: { sha256: string; rows: Record<string, number> };
  output: { sha256: string };
  totals: {
    members: number;
    lines: number;
    poolMicros: string;
    sharedMicros: string;
    escrowMicros: string;
    unclaimedMicros: string;
  };
  threads: number;
  seconds: number;
  linesPerSecond: number;
}

const RESULTS = ["lines.csv", "authors.csv", "unclaimed.csv", "report.json"];

export function splitFiles(options: SplitOptions): Promise<SplitReport> {
  return writeResults(options.out, RESULTS, (folder) => splitInto(folder, options));
}

async function splitInto(folder: string, options: SplitOptions): Promise<SplitReport> {
  const began = performance.now();
  const { events, month, policy, threads } = options;
  const files = openEvents(events);
  const stories = readStories(files.get("stories")!, month);
  const hashing = inputHash([...files.values()]);
  // A refusal comes first; the hash of what was refused is nobody's.
  hashing.catch(() => {});
  const divided = await divideInOrder(options, files, stories, folder);
  writeAuthors(folder, stories, divided.totals);
  const input = await hashing;
  const seconds = (performance.now() - began) / 1000;
  const report = reportOf({ month, policy, input, threads, seconds }, divided);
  writeFileSync(join(folder, "report.json"), `${JSON.stringify(report, null, 2)}\n`);
  return report;
}

/** A file whose rows do not ascend by member is put in order first, and all begins again. */
async function divideInOrder(
  { month, policy, threads, rangeMembers = RANGE_MEMBERS, onProgress = () => {} }: SplitOptions,
  files: Map<string, EventFile>,
  stories: Stories,
  folder: string,
): Promise<Divided> {
  const read = new Map(MEMBER_FILES.map((name) => [name, files.get(name)!]));
  const sentenceOf = async (fault: Fault) => {
    const given = files.get(fault.file)!;
    return `${await faultSentence(given, read.get(fault.file)!, fault, month)} Nothing was written.`;
  };
  const starts = await startsOf(read.get("pools")!, month, rangeMembers, sentenceOf);
  for (;;) {
    const ranges = rangesOf(read, starts);
    const order = { month, policy, stories, files: [...read] };
    const result = await divide(order, ranges, { folder, threads, onProgress });
    if (result.ok) return result.divided;
    const { fault } = result;
    const file = read.get(fault.file)!;
    const isSorted = file !== files.get(fault.file);
    if (fault.kind !== "order" || isSorted) throw new CommandError(await sentenceOf(fault));
    read.set(fault.file, sortedCopy(file, starts, folder));
  }
}

async function startsOf(
  pools: EventFile,
  month: Month,
  size: number,
  sentenceOf: (fault: Fault) => Promise<string>,
): Promise<number[]> {
  try {
    return rangeStarts(pools, month, size);
  } catch (error) {
    if (!(error instanceof BadRow)) throw error;
    const fault = {
      file: "pools",
      kind: "row",
      offset: pools.from + error.offset,
      what: error.message,
    } as const;
    throw new CommandError(await sentenceOf(fault));
  }
}

function rangesOf(read: Map<MemberFile, EventFile>, starts: readonly number[]): Ranges {
  const offsets = [...read].map(([name, file]) => [name, rangeOffsets(file, starts)]);
  return { offsets: Object.fromEntries(offsets) as Ranges["offsets"], starts };
}

/** "author,micros,escrow" for each author that has a line, by id. */
function writeAuthors(folder: string, stories: Stories, totals: readonly Totals[]): void {
  const { authorIds } = new Catalogue(stories.ids, stories.authors, stories.expectedSeconds);
  let text = "author,micros,escrow\n";
  authorIds.forEach((id, place) => {
    if (!totals.some(({ authorLines }) => authorLines[place] === 1)) return;
    const [micros, escrow] = [0, 0].map((_, which) =>
      totals.reduce(
        (sum, one) => sum + BigInt((which === 0 ? one.authorMicros : one.authorEscrow)[place]!),
        0n,
      ),
    );
    text += `${id},${micros},${escrow}\n`;
  });
  writeFileSync(join(folder, "authors.csv"), text);
}

/** SHA-256 over "NAME SHA256" of each file that is there, each ended by a newline, in a fixed order. */
async function inputHash(files: readonly EventFile[]): Promise<string> {
  const all = createHash("sha256");
  const buffer = Buffer.allocUnsafe(HASH_BYTES);
  for (const { name, path, end } of files) {
    if (end > 0) all.update(`${name}.csv ${await hashOf(path, buffer)}\n`);
  }
  return all.digest("hex");
}

/** Through one buffer: a stream would make garbage of as many bytes as the file has. */
async function hashOf(path: string, buffer: Buffer): Promise<string> {
  const hash = createHash("sha256");
  const file = await open(path);
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return hash.digest("hex");
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

interface Run {
  month: Month;
  policy: FilesRule;
  input: string;
  threads: number;
  seconds: number;
}

function reportOf({ month, policy, input, threads, seconds }: Run, divided: Divided): SplitReport {
  const { totals } = divided;
  const sum = (of: (one: Totals) => number) => totals.reduce((all, one) => all + of(one), 0);
  const micros = (of: (one: Totals) => bigint) => totals.reduce((all, one) => all + of(one), 0n);
  const added = (column: Float64Array) => column.reduce((all, one) => all + BigInt(one), 0n);
  const lines = sum((one) => one.lines);
  const rows = MEMBER_FILES.map((name) => [name, sum((one) => one.rows[name])]);
  return {
    month,
    policy: {
      name: policy.name,
      sha256: createHash("sha256")
        .update(canonicalJson({ ...policy }))
        .digest("hex"),
    },
    input: { sha256: input, rows: Object.fromEntries(rows) },
    output: { sha256: divided.linesSha256 },
    totals: {
      members: sum((one) => one.members),
      lines,
      poolMicros: String(micros((one) => one.poolMicros)),
      sharedMicros: String(micros((one) => added(one.authorMicros))),
      escrowMicros: String(micros((one) => added(one.authorEscrow))),
      unclaimedMicros: String(micros((one) => one.unclaimedMicros)),
    },
    threads,
    seconds: Math.round(seconds * 1000) / 1000,
    linesPerSecond: Math.round(lines / seconds),
  };
}
