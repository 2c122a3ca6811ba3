/**
 * Millions of rows at once: COPY in PostgreSQL's binary form, read and written without making a
 * string or an object of a row.
 *
 * Form (PostgreSQL manual, "COPY", binary format): a header, then for each row a 16-bit count of
 * fields and for each field a 32-bit length and its bytes; at the end a count of −1.
 */
import type { Writable } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
import copyStreams from "pg-copy-streams";
import { assert } from "../core/assert.ts";
import type { Tx } from "./db.ts";

const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0", "latin1");
const HEADER_BYTES = SIGNATURE.length + 8;
const FIELD_BYTES = 12;

/** What may stand in a COPY query, which takes no parameters: whole numbers, days and months. */
export type Literal = number | string;

function literal(value: Literal): string {
  if (typeof value === "number") {
    assert(Number.isSafeInteger(value), "a number in a COPY is whole");
    return String(value);
  }
  assert(/^\d{4}-\d{2}(-\d{2})?$/.test(value), "a text in a COPY is a day or a month");
  return `'${value}'`;
}

/** A query for COPY; its values can be nothing but numbers, days and months. */
export function copyQuery(strings: TemplateStringsArray, ...values: Literal[]): string {
  return strings.reduce((text, part, index) => `${text}${literal(values[index - 1]!)}${part}`);
}

/**
 * Calls `onRow` for each row of `query`, whose columns are all `float8` and not null. The array is
 * the same each time.
 */
export async function copyNumbers(
  tx: Tx,
  query: string,
  columns: number,
  onRow: (row: Float64Array) => void,
): Promise<void> {
  const stream = tx.client.query(copyStreams.to(`copy (${query}) to stdout (format binary)`));
  const reader = new RowReader(columns, onRow);
  stream.on("data", (chunk: Buffer) => reader.read(chunk));
  await finished(stream);
  reader.end();
}

/** Writes the rows of `query` as CSV under a line with the names of its columns. */
export async function copyCsv(tx: Tx, query: string, to: Writable): Promise<void> {
  const stream = tx.client.query(copyStreams.to(`copy (${query}) to stdout (format csv, header)`));
  await pipeline(stream, to);
}

/** Puts rows together from chunks that break anywhere. */
class RowReader {
  readonly #columns: number;
  readonly #rowBytes: number;
  readonly #row: Float64Array;
  readonly #onRow: (row: Float64Array) => void;
  #rest: Buffer = Buffer.alloc(0);
  #begun = false;
  #ended = false;

  constructor(columns: number, onRow: (row: Float64Array) => void) {
    this.#columns = columns;
    this.#rowBytes = 2 + columns * FIELD_BYTES;
    this.#row = new Float64Array(columns);
    this.#onRow = onRow;
  }

  read(chunk: Buffer): void {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    let at = this.#begun ? 0 : HEADER_BYTES;
    if (bytes.length < at) {
      this.#rest = bytes;
      return;
    }
    this.#begun = true;
    while (bytes.length - at >= this.#rowBytes) {
      if (bytes.readInt16BE(at) === -1) break;
      this.#readRow(bytes, at);
      at += this.#rowBytes;
    }
    this.#ended = bytes.length - at >= 2 && bytes.readInt16BE(at) === -1;
    this.#rest = bytes.subarray(at);
  }

  #readRow(bytes: Buffer, at: number): void {
    assert(bytes.readInt16BE(at) === this.#columns, "a row has the columns that were asked for");
    for (let column = 0; column < this.#columns; column++) {
      const field = at + 2 + column * FIELD_BYTES;
      assert(bytes.readInt32BE(field) === 8, "a column of a COPY is a float8 and not null");
      this.#row[column] = bytes.readDoubleBE(field + 4);
    }
    this.#onRow(this.#row);
  }

  end(): void {
    assert(this.#ended, "a COPY ends with its mark");
  }
}

/** Writes what `chunks` give, rows in binary form, into `target`: "dues (member_id, micros)". */
export async function copyBinary(tx: Tx, target: string, chunks: Iterable<Buffer>): Promise<void> {
  const stream = tx.client.query(copyStreams.from(`copy ${target} from stdin (format binary)`));
  await pipeline(framed(chunks), stream);
}

function* framed(chunks: Iterable<Buffer>): Generator<Buffer> {
  yield Buffer.concat([SIGNATURE, Buffer.alloc(8)]);
  yield* chunks;
  yield Buffer.from([0xff, 0xff]);
}
