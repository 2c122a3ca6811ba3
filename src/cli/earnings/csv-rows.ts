/**
 * Rows of CSV as bytes, read without making a string of any: millions of rows a second on one thread.
 *
 * Fields are plain: no quotes, numbers in digits, times in UTC. What does not fit is a `BadRow`.
 */

import { daysIn, daysSince1970 } from "./csv-days.ts";

/**
 * `id`: a whole number above zero. `count`: zero or more. `day`: YYYY-MM-DD in the month, as 1 to 31.
 * `instant`: ISO 8601 in UTC, as milliseconds since 1970. `class` and `flag`: words, by their place.
 */
export type Kind = "id" | "count" | "day" | "instant" | "class" | "flag";

export interface Column {
  readonly name: string;
  readonly kind: Kind;
}

/** A row that is not as it should be. `offset` is where it begins in the bytes that were given. */
export class BadRow extends Error {
  readonly offset: number;

  constructor(offset: number, what: string) {
    super(what);
    this.offset = offset;
  }
}

const LINE = 10;
const RETURN = 13;
const COMMA = 44;
const ZERO = 48;

const WORDS: Record<"class" | "flag", readonly (readonly [word: string, value: number])[]> = {
  class: [
    ["earned", 0],
    ["unproven", 1],
    ["traded", 2],
  ],
  flag: [
    ["1", 1],
    ["0", 0],
    ["true", 1],
    ["false", 0],
  ],
};

/** Reads rows of one file, one after the other, into `values`. */
export class RowReader {
  /** The fields of the row read last. */
  readonly values: Float64Array;
  readonly #columns: readonly Column[];
  readonly #year: number;
  readonly #month: number;
  /** "2026-10-" as bytes, how many days the month has, and when it begins. */
  readonly #prefix: Uint8Array;
  readonly #days: number;
  readonly #startMs: number;
  /** Where the quick way is. */
  #at = 0;
  #bytes: Uint8Array = new Uint8Array();
  #row = 0;

  constructor(columns: readonly Column[], month: string) {
    this.values = new Float64Array(columns.length);
    this.#columns = columns;
    this.#year = Number(month.slice(0, 4));
    this.#month = Number(month.slice(5, 7));
    this.#prefix = Buffer.from(`${month}-`);
    this.#days = daysIn(this.#year, this.#month);
    this.#startMs = daysSince1970(this.#year, this.#month, 1) * 86_400_000;
  }

  /**
   * Reads the row that begins at `from`; returns where the next one does. Empty lines are passed over.
   * `bytes[end]` must be there, and be the end of a line.
   *
   * Fields as they nearly always are take the quick way; what that one does not know, or may be wrong,
   * takes the careful one.
   */
  read(bytes: Uint8Array, from: number, end: number): number {
    this.#bytes = bytes;
    this.#row = from;
    this.#at = from;
    for (let column = 0; column < this.#columns.length; column++) {
      const start = this.#at;
      const value = this.#quick(this.#columns[column]!.kind, bytes);
      if (value >= 0 && this.#endsField(column, bytes)) this.values[column] = value;
      else {
        const stop = this.#fieldEnd(start, end, column);
        this.values[column] = this.#field(this.#columns[column]!, start, stop);
        this.#at = stop;
      }
      this.#at++;
    }
    let at = this.#at;
    while (at < end && (bytes[at] === LINE || bytes[at] === RETURN)) at++;
    return Math.min(at, end);
  }

  #endsField(column: number, bytes: Uint8Array): boolean {
    const byte = bytes[this.#at]!;
    if (column < this.#columns.length - 1) return byte === COMMA;
    return byte === LINE || byte === RETURN;
  }

  /** The field from `#at` on, which goes behind it; −1 when it is not plain. */
  #quick(kind: Kind, bytes: Uint8Array): number {
    if (kind === "id" || kind === "count") return this.#quickNumber(kind === "id" ? 1 : 0, bytes);
    if (kind === "day") return this.#quickDay(bytes);
    return kind === "instant" ? this.#quickInstant(bytes) : -1;
  }

  #quickNumber(least: number, bytes: Uint8Array): number {
    const from = this.#at;
    let at = from;
    let value = 0;
    for (let digit = bytes[at]! - ZERO; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO)
      value = value * 10 + digit;
    this.#at = at;
    return at === from || at - from > 15 || value < least ? -1 : value;
  }

  /** A day of the month, by its last two digits once the others are those of the month. */
  #quickDay(bytes: Uint8Array): number {
    const at = this.#at;
    const prefix = this.#prefix;
    for (let place = 0; place < prefix.length; place++)
      if (bytes[at + place] !== prefix[place]) return -1;
    const day = twoDigits(bytes, at + 8);
    this.#at = at + 10;
    return day >= 1 && day <= this.#days ? day : -1;
  }

  /** A whole second of the month, ended by "Z". */
  #quickInstant(bytes: Uint8Array): number {
    const at = this.#at;
    const day = this.#quickDay(bytes);
    if (day < 0 || bytes[at + 10] !== 84 || bytes[at + 13] !== 58 || bytes[at + 16] !== 58)
      return -1;
    if (bytes[at + 19] !== 90) return -1;
    const [hour, minute, second] = [
      twoDigits(bytes, at + 11),
      twoDigits(bytes, at + 14),
      twoDigits(bytes, at + 17),
    ];
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return -1;
    this.#at = at + 20;
    return this.#startMs + (((day - 1) * 24 + hour) * 60 + minute) * 60_000 + second * 1000;
  }

  /** Where the field that begins at `at` ends: before a comma, or before the end of the line for the last. */
  #fieldEnd(at: number, end: number, column: number): number {
    const bytes = this.#bytes;
    const isLast = column === this.#columns.length - 1;
    let stop = at;
    while (stop < end && bytes[stop] !== COMMA && bytes[stop] !== LINE && bytes[stop] !== RETURN)
      stop++;
    const endsLine = stop >= end || bytes[stop] !== COMMA;
    if (endsLine === isLast) return stop;
    throw new BadRow(
      this.#row,
      `has ${isLast ? "more" : "fewer"} than ${this.#columns.length} fields`,
    );
  }

  #field(column: Column, from: number, to: number): number {
    switch (column.kind) {
      case "id":
        return this.#number(column, from, to, 1);
      case "count":
        return this.#number(column, from, to, 0);
      case "day":
        return this.#day(column, from, to);
      case "instant":
        return this.#instant(column, from, to);
      default:
        return this.#word(column, column.kind, from, to);
    }
  }

  #number(column: Column, from: number, to: number, least: number): number {
    const bytes = this.#bytes;
    let value = 0;
    for (let at = from; at < to; at++) {
      const digit = bytes[at]! - ZERO;
      if (digit < 0 || digit > 9) throw this.#bad(column, from, to, "is no whole number");
      value = value * 10 + digit;
    }
    if (to === from || to - from > 16 || value > Number.MAX_SAFE_INTEGER)
      throw this.#bad(column, from, to, to === from ? "is missing" : "is too large");
    if (value < least) throw this.#bad(column, from, to, "is not above zero");
    return value;
  }

  #day(column: Column, from: number, to: number): number {
    const day = to - from === 10 ? this.#dayOf(from) : null;
    if (day === null) throw this.#bad(column, from, to, "is no day like 2026-10-05");
    if (day.year !== this.#year || day.month !== this.#month)
      throw this.#bad(column, from, to, "is not in the month");
    return day.day;
  }

  /** "2026-10-05T08:30:00Z", with or without parts of a second; "+00:00" may stand for "Z". */
  #instant(column: Column, from: number, to: number): number {
    const bytes = this.#bytes;
    const day = to - from >= 20 ? this.#dayOf(from) : null;
    const [hour, minute, second] = [11, 14, 17].map((place) => this.#digits(from + place, 2));
    const isTime = day && hour! < 24 && minute! < 60 && second! < 60 && this.#divides(from);
    let at = from + 19;
    let milliseconds = 0;
    if (bytes[at] === 46) {
      for (let scale = 100; ++at < to && isDigit(bytes[at]!); scale /= 10)
        milliseconds += (bytes[at]! - ZERO) * scale;
    }
    if (!isTime || !this.#isUtc(at, to))
      throw this.#bad(column, from, to, "is no time in UTC like 2026-10-05T08:30:00Z");
    const seconds = (hour! * 60 + minute!) * 60 + second!;
    return (
      daysSince1970(day.year, day.month, day.day) * 86_400_000 +
      seconds * 1000 +
      Math.floor(milliseconds)
    );
  }

  #divides(from: number): boolean {
    const bytes = this.#bytes;
    const between = bytes[from + 10];
    return (between === 84 || between === 32) && bytes[from + 13] === 58 && bytes[from + 16] === 58;
  }

  #isUtc(at: number, to: number): boolean {
    if (to - at === 1) return this.#bytes[at] === 90;
    return (
      to - at === 6 && Buffer.from(this.#bytes.subarray(at, to)).toString("latin1") === "+00:00"
    );
  }

  #word(column: Column, kind: "class" | "flag", from: number, to: number): number {
    const bytes = this.#bytes;
    for (const [word, value] of WORDS[kind]) {
      if (word.length !== to - from) continue;
      let at = 0;
      while (at < word.length && bytes[from + at] === word.charCodeAt(at)) at++;
      if (at === word.length) return value;
    }
    const known = WORDS[kind].map(([word]) => word).join(", ");
    throw this.#bad(column, from, to, `is none of ${known}`);
  }

  #dayOf(from: number): { year: number; month: number; day: number } | null {
    const bytes = this.#bytes;
    if (bytes[from + 4] !== 45 || bytes[from + 7] !== 45) return null;
    const [year, month, day] = [
      this.#digits(from, 4),
      this.#digits(from + 5, 2),
      this.#digits(from + 8, 2),
    ];
    const isDay = year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
    return isDay ? { year, month, day } : null;
  }

  /** Not a number where a digit is none: then no comparison with it holds. */
  #digits(from: number, count: number): number {
    let value = 0;
    for (let at = from; at < from + count; at++) {
      if (!isDigit(this.#bytes[at]!)) return Number.NaN;
      value = value * 10 + this.#bytes[at]! - ZERO;
    }
    return value;
  }

  #bad({ name }: Column, from: number, to: number, what: string): BadRow {
    const text = Buffer.from(this.#bytes.subarray(from, Math.min(to, from + 40))).toString();
    return new BadRow(this.#row, text === "" ? `${name} is missing` : `${name} “${text}” ${what}`);
  }
}

/** −1 or less when they are no digits. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - ZERO;
  const ones = bytes[at + 1]! - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= 57;
}

/** Where the line after the one at `from` begins, or `end`. */
export function nextLine(bytes: Uint8Array, from: number, end: number): number {
  const at = bytes.indexOf(LINE, from);
  return at < 0 || at >= end ? end : at + 1;
}
