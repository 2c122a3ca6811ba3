/** A file of CSV with a header: which columns it has, and its bytes part by part. */
import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";
import { CommandError } from "../command.ts";

export interface CsvFile {
  readonly path: string;
  /** The names in the first line, in its order; none for a file of no bytes. */
  readonly header: readonly string[];
  /** Where the first row begins, and where the last ends. */
  readonly from: number;
  readonly end: number;
}

const HEADER_BYTES_MAX = 65_536;
const LINE = 10;

/** Null when there is no such file. */
export function openCsv(path: string): CsvFile | null {
  if (!existsSync(path)) return null;
  const file = openSync(path, "r");
  try {
    if (!fstatSync(file).isFile())
      throw new CommandError(`${path} is not a file. Nothing was written.`);
    const bytes = Buffer.alloc(HEADER_BYTES_MAX);
    const text = bytes.toString("utf8", 0, readSync(file, bytes, 0, HEADER_BYTES_MAX, 0));
    const line = /^(?:\ufeff)?([^\r\n]*)(\r?\n|$)/.exec(text);
    const names = line?.[1] ? line[1].split(",").map(plain) : [];
    return { path, header: names, from: Buffer.byteLength(line?.[0] ?? ""), end: sizeOf(file) };
  } finally {
    closeSync(file);
  }
}

const sizeOf = (file: number) => fstatSync(file).size;

function plain(name: string): string {
  return name.trim().replace(/^"(.*)"$/, "$1");
}

/** The bytes of a part of a file, in `buffer` if they fit there, or else in a new one; an end of line after them. */
export function readPart(file: number, from: number, to: number, buffer: Buffer): Buffer {
  const length = to - from;
  const bytes = buffer.length > length ? buffer : Buffer.allocUnsafe(Math.ceil(length * 1.25) + 1);
  for (let at = 0; at < length; ) {
    const read = readSync(file, bytes, at, length - at, from + at);
    if (read === 0) throw new Error("A file became shorter while it was read.");
    at += read;
  }
  bytes[length] = LINE;
  return bytes;
}

/** The number of the line that begins at this byte; the header is line 1. Runs only when something is wrong. */
export function lineAt(path: string, offset: number): number {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(2 ** 20);
    let line = 1;
    for (let from = 0; from < offset; ) {
      const length = readSync(file, bytes, 0, Math.min(bytes.length, offset - from), from);
      if (length === 0) return line;
      for (let at = 0; at < length; at++) if (bytes[at] === LINE) line++;
      from += length;
    }
    return line;
  } finally {
    closeSync(file);
  }
}
