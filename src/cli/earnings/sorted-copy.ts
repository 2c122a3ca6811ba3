/**
 * A file's rows in order of their members, in a file of its own: for files that were written in another
 * order. Rows go to as many heaps as there are ranges, and each heap is put in order by itself, so that
 * memory holds a heap and not the file.
 */
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { readPart } from "../csv/csv-file.ts";
import { nextLine } from "./csv-rows.ts";
import type { EventFile } from "./event-files.ts";

const BLOCK_BYTES = 2 ** 24;
const HEAPS_MAX = 200;
const HEAP_BUFFER_BYTES = 2 ** 18;
const DIGIT = 48;

/** `starts` are members, ascending, about as many rows apart. */
export function sortedCopy(file: EventFile, starts: readonly number[], folder: string): EventFile {
  const every = Math.ceil(starts.length / HEAPS_MAX);
  const heaps = starts
    .filter((_, place) => place % every === 0)
    .map((start, number) => new Heap(start, join(folder, `${file.name}.${number}`)));
  spread(file, heaps);
  const path = join(folder, `${file.name}.sorted`);
  const out = openSync(path, "w");
  try {
    let end = 0;
    for (const heap of heaps) end += writeSync(out, heap.sorted());
    return { ...file, path, from: 0, end };
  } finally {
    closeSync(out);
  }
}

class Heap {
  readonly start: number;
  readonly #path: string;
  readonly #file: number;
  readonly #buffer = Buffer.allocUnsafe(HEAP_BUFFER_BYTES);
  #length = 0;

  constructor(start: number, path: string) {
    this.start = start;
    this.#path = path;
    this.#file = openSync(path, "w+");
  }

  add(line: Uint8Array): void {
    if (this.#length + line.length > HEAP_BUFFER_BYTES) this.#flush();
    if (line.length > HEAP_BUFFER_BYTES) writeSync(this.#file, line);
    else {
      this.#buffer.set(line, this.#length);
      this.#length += line.length;
    }
  }

  sorted(): Buffer {
    this.#flush();
    closeSync(this.#file);
    const bytes = readFileSync(this.#path);
    const rows: { member: number; from: number; to: number }[] = [];
    for (let from = 0; from < bytes.length; ) {
      const to = nextLine(bytes, from, bytes.length);
      rows.push({ member: memberAt(bytes, from), from, to });
      from = to;
    }
    rows.sort((a, b) => a.member - b.member);
    return Buffer.concat(rows.map(({ from, to }) => bytes.subarray(from, to)));
  }

  #flush(): void {
    writeSync(this.#file, this.#buffer, 0, this.#length);
    this.#length = 0;
  }
}

function spread(file: EventFile, heaps: readonly Heap[]): void {
  const handle = openSync(file.path, "r");
  try {
    let buffer: Buffer = Buffer.alloc(0);
    for (let from = file.from; from < file.end; ) {
      const to = Math.min(file.end, from + BLOCK_BYTES);
      buffer = readPart(handle, from, to, buffer);
      from += spreadBlock(buffer, to - from, to === file.end, heaps);
    }
  } finally {
    closeSync(handle);
  }
}

/** Gives the whole lines of a block to their heaps; returns how many bytes that were. */
function spreadBlock(
  bytes: Buffer,
  length: number,
  isLast: boolean,
  heaps: readonly Heap[],
): number {
  let at = 0;
  while (at < length) {
    const next = nextLine(bytes, at, length);
    const isWhole = bytes[next - 1] === 10;
    if (!isWhole && !isLast) {
      if (at === 0) throw new Error("A line is longer than a block.");
      return at;
    }
    const heap = heapOf(heaps, memberAt(bytes, at));
    heap.add(bytes.subarray(at, next));
    if (!isWhole) heap.add(Uint8Array.of(10));
    at = next;
  }
  return length;
}

/** What is no number comes first: whoever reads the rows says what is wrong with it. */
function memberAt(bytes: Uint8Array, from: number): number {
  let member = 0;
  for (let at = from; bytes[at]! >= DIGIT && bytes[at]! <= DIGIT + 9; at++)
    member = member * 10 + bytes[at]! - DIGIT;
  return member;
}

function heapOf(heaps: readonly Heap[], member: number): Heap {
  let low = 0;
  let high = heaps.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (heaps[middle]!.start <= member) low = middle;
    else high = middle - 1;
  }
  return heaps[low]!;
}
