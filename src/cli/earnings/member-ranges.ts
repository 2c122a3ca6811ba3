/** Ranges of members, and where the rows of each stand in every file. */
import { closeSync, openSync, readSync } from "node:fs";
import { readPart } from "../csv/csv-file.ts";
import { RowReader } from "./csv-rows.ts";
import { type EventFile, FILES } from "./event-files.ts";

const WINDOW_BYTES = 512;

/** Every `size`-th member, ascending: where ranges begin; the first before all. May throw a `BadRow`. */
export function rangeStarts(pools: EventFile, month: string, size: number): number[] {
  const reader = new RowReader(FILES.pools, month);
  const file = openSync(pools.path, "r");
  try {
    const bytes = readPart(file, pools.from, pools.end, Buffer.alloc(0));
    const end = pools.end - pools.from;
    const starts = [0];
    let rows = 0;
    for (let at = 0; at < end; rows++) {
      at = reader.read(bytes, at, end);
      if (rows > 0 && rows % size === 0) starts.push(reader.values[0]!);
    }
    return starts.sort((a, b) => a - b).filter((start, place, all) => start !== all[place - 1]);
  } finally {
    closeSync(file);
  }
}

/**
 * Where the rows of each range begin in a file whose rows ascend by member, and where the last ends.
 * In a file that does not ascend the places mean nothing; whoever reads a range notices.
 */
export function rangeOffsets({ path, from, end }: EventFile, starts: readonly number[]): number[] {
  if (from === end) return [...starts, 0].map(() => end);
  const file = openSync(path, "r");
  try {
    const inner = starts.slice(1).map((member) => firstFrom(file, member, from, end));
    return [from, ...inner, end];
  } finally {
    closeSync(file);
  }
}

/** Where the first row of `member` or of one after begins: by halves, looking at whole lines. */
function firstFrom(file: number, member: number, from: number, end: number): number {
  let low = from;
  let high = end;
  let found = end;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const line = middle === from ? from : lineFrom(file, middle, end);
    if (line < high && memberAt(file, line) < member) low = line + 1;
    else {
      if (line < high) found = line;
      high = middle;
    }
  }
  return found;
}

/** The first beginning of a line from `at` on, or `end`. */
function lineFrom(file: number, at: number, end: number): number {
  const window = Buffer.alloc(WINDOW_BYTES);
  for (let from = at - 1; from < end; from += WINDOW_BYTES) {
    const length = readSync(file, window, 0, Math.min(WINDOW_BYTES, end - from), from);
    const feed = window.subarray(0, length).indexOf(10);
    if (feed >= 0) return Math.min(end, from + feed + 1);
  }
  return end;
}

function memberAt(file: number, line: number): number {
  const window = Buffer.alloc(24);
  const length = readSync(file, window, 0, window.length, line);
  return Number.parseInt(window.toString("latin1", 0, length), 10);
}
