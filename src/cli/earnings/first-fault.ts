/** Says of bad input which file and line it is in, in one sentence. Runs only when something is wrong. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { BadRow } from "../csv/bad-row.ts";
import { RowReader } from "./csv-rows.ts";
import { type EventFile, FILES } from "./event-files.ts";
import type { Fault } from "./range-evidence.ts";

/**
 * The line of a fault in the file as it was given. A row that is bad by itself is looked for by its bytes;
 * of a row that stands twice, the second.
 */
export async function faultSentence(
  given: EventFile,
  read: EventFile,
  fault: Fault,
  month: string,
): Promise<string> {
  const bad = await lineAt(read, fault.offset);
  const same = fault.kind === "duplicate" ? keyOf(given, bad, month) : null;
  let number = 0;
  let seen = false;
  for await (const line of linesOf(given)) {
    number++;
    if (number === 1 && given.from > 0) continue;
    const isIt = same === null ? line === bad : keyOf(given, line, month) === same;
    if (!isIt) continue;
    if (same === null || seen) return `${given.path}, line ${number}: ${fault.what}.`;
    seen = true;
  }
  return `${given.path}: ${fault.what}.`;
}

function linesOf(file: EventFile): AsyncIterable<string> {
  return createInterface({
    input: createReadStream(file.path),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
}

async function lineAt(file: EventFile, offset: number): Promise<string> {
  const input = createReadStream(file.path, { start: offset, end: offset + 4096 });
  for await (const line of createInterface({ input })) return line;
  return "";
}

/** What a row is about: the first two fields, and the day where rows are by day. */
function keyOf({ name }: EventFile, line: string, month: string): string | null {
  const columns = FILES[name];
  const bytes = Buffer.from(`${line}\n`);
  const reader = new RowReader(columns, month);
  try {
    reader.read(bytes, 0, bytes.length - 1);
  } catch (error) {
    if (error instanceof BadRow) return null;
    throw error;
  }
  const parts = columns.flatMap(({ name: column, kind }, place) =>
    ["member", "story", "author"].includes(column) || kind === "day" ? [reader.values[place]] : [],
  );
  return parts.join(",");
}
