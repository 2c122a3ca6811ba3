/** `stories.csv`: which stories there are, by whom, and how long they take. */
import { closeSync, openSync } from "node:fs";
import { CommandError } from "../command.ts";
import { BadRow } from "../csv/bad-row.ts";
import { readPart } from "../csv/csv-file.ts";
import { RowReader } from "./csv-rows.ts";
import { type EventFile, FILES } from "./event-files.ts";
import type { Stories } from "./split-messages.ts";

const ROOM = 4096;

export function readStories(file: EventFile, month: string): Stories {
  const handle = openSync(file.path, "r");
  try {
    return storiesIn(file, readPart(handle, file.from, file.end, Buffer.alloc(0)), month);
  } finally {
    closeSync(handle);
  }
}

function storiesIn(file: EventFile, bytes: Uint8Array, month: string): Stories {
  const reader = new RowReader(FILES.stories, month);
  const end = file.end - file.from;
  const known = new Set<number>();
  let columns: Float64Array[] = [ROOM, ROOM, ROOM].map((room) => new Float64Array(room));
  let count = 0;
  for (let at = 0; at < end; count++) {
    const row = at;
    try {
      at = reader.read(bytes, at, end);
      if (known.has(reader.values[0]!))
        throw new BadRow(row, "the story stands for the second time");
      if (reader.values[2]! >= 2 ** 31) throw new BadRow(row, "expected_seconds is too large");
    } catch (error) {
      if (!(error instanceof BadRow)) throw error;
      throw new CommandError(
        `${file.path}, line ${lineOf(bytes, row)}: ${error.message}. Nothing was written.`,
      );
    }
    known.add(reader.values[0]!);
    if (count === columns[0]!.length) columns = columns.map(doubled);
    columns.forEach((column, place) => {
      column[count] = reader.values[place]!;
    });
  }
  const [ids, authors, expectedSeconds] = columns.map((column) => column.slice(0, count));
  return { ids: ids!, authors: authors!, expectedSeconds: expectedSeconds! };
}

function doubled(column: Float64Array): Float64Array {
  const larger = new Float64Array(column.length * 2);
  larger.set(column);
  return larger;
}

/** The header is line 1. */
function lineOf(bytes: Uint8Array, at: number): number {
  let line = 2;
  for (let byte = 0; byte < at; byte++) if (bytes[byte] === 10) line++;
  return line;
}
