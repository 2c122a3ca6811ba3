/** All rows of a file, read window by window: memory holds a window and not the file. */
import { closeSync, openSync } from "node:fs";
import { CommandError } from "../command.ts";
import { BadRow } from "./bad-row.ts";
import { type CsvFile, lineAt, readPart } from "./csv-file.ts";
import { CutRow, type RowParser } from "./row-parser.ts";

const WINDOW_BYTES = 2 ** 22;
/** No row is longer; a quote that nobody closed is. */
const ROW_BYTES_MAX = 2 ** 26;
const SAMPLE_BYTES = 2 ** 16;
const LINE = 10;
const RETURN = 13;

/**
 * Calls `take` after each row, and returns how many there were. A row that is not as it should be, by
 * itself or by what `take` throws, ends in a sentence with the file and the line.
 */
export function eachRow(
  file: CsvFile,
  parser: RowParser,
  take: () => void,
  windowBytes = WINDOW_BYTES,
): number {
  const handle = openSync(file.path, "r");
  let from = file.from;
  try {
    let rows = 0;
    let size = windowBytes;
    let buffer: Buffer = Buffer.alloc(0);
    while (from < file.end) {
      const to = Math.min(file.end, from + size);
      const isLast = to === file.end;
      buffer = readPart(handle, from, to, buffer);
      const end = isLast ? to - from : buffer.lastIndexOf(LINE, to - from - 1) + 1;
      const done = eachIn({ bytes: buffer, end, isLast }, parser, take);
      rows += done.rows;
      from += done.read;
      size = done.read > 0 ? windowBytes : size * 2;
      if (size > ROW_BYTES_MAX) throw new BadRow(0, "the row does not end, or a quote in it");
    }
    return rows;
  } catch (error) {
    if (!(error instanceof BadRow)) throw error;
    const line = lineAt(file.path, from + error.offset);
    throw new CommandError(`${file.path}, line ${line}: ${error.message}. Nothing was written.`);
  } finally {
    closeSync(handle);
  }
}

interface Window {
  readonly bytes: Uint8Array;
  /** Behind the last whole line. */
  readonly end: number;
  readonly isLast: boolean;
}

/** How many rows there were, and how many bytes they had; a row that goes on behind the window is left. */
function eachIn(
  { bytes, end, isLast }: Window,
  parser: RowParser,
  take: () => void,
): { rows: number; read: number } {
  let rows = 0;
  let at = 0;
  while (at < end && (bytes[at] === LINE || bytes[at] === RETURN)) at++;
  try {
    for (; at < end; rows++) {
      at = parser.read(bytes, at, end);
      take();
    }
    return { rows, read: end };
  } catch (error) {
    if (!(error instanceof CutRow)) throw error;
    if (isLast) throw new BadRow(parser.row, "a quote is not closed");
    return { rows, read: parser.row };
  }
}

/** About how many rows there are, by the first of them: so much room columns need. */
export function rowsAbout(file: CsvFile): number {
  const handle = openSync(file.path, "r");
  try {
    const length = Math.min(file.end - file.from, SAMPLE_BYTES);
    if (length <= 0) return 0;
    const bytes = readPart(handle, file.from, file.from + length, Buffer.alloc(0));
    let lines = 1;
    for (let at = 0; at < length; at++) if (bytes[at] === LINE) lines++;
    return Math.ceil(((file.end - file.from) / length) * lines * 1.05);
  } finally {
    closeSync(handle);
  }
}
