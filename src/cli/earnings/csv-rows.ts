/**
 * Rows of CSV as bytes, read without making a string of any: millions of rows a second on one thread.
 *
 * Fields are plain: no quotes, numbers in digits, times in UTC. What does not fit is a `BadRow`.
 */

import { BadRow } from "../csv/bad-row.ts";
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

/** How the quick way takes a field; numbers by what they are at the least. */
const QUICK: Record<Kind, number> = { count: 0, id: 1, day: 2, instant: 3, class: 4, flag: 4 };
/** Digits that a 32-bit number holds whatever they are, and those that a float does. */
const SMALL_DIGITS = 9;
const DIGITS_MAX = 15;

/** Reads rows of one file, one after the other, into `values`. */
export class RowReader {
  /** The fields of the row read last. */
  readonly values: Float64Array;
  readonly #columns: readonly Column[];
  readonly #quick: Uint8Array;
  readonly #year: number;
  readonly #month: number;
  /** "2026-10-" as two numbers of four bytes, how many days the month has, and when it begins. */
  readonly #yearBytes: number;
  readonly #monthBytes: number;
  readonly #days: number;
  readonly #startMs: number;
  #bytes: Uint8Array = new Uint8Array();
  #row = 0;

  constructor(columns: readonly Column[], month: string) {
    this.values = new Float64Array(columns.length);
    this.#columns = columns;
    this.#quick = Uint8Array.from(columns, ({ kind }) => QUICK[kind]);
    this.#year = Number(month.slice(0, 4));
    this.#month = Number(month.slice(5, 7));
    const prefix = Buffer.from(`${month}-`);
    this.#yearBytes = fourBytes(prefix, 0);
    this.#monthBytes = fourBytes(prefix, 4);
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
    const { values } = this;
    const quick = this.#quick;
    const last = quick.length - 1;
    let at = from;
    for (let column = 0; column <= last; column++) {
      const start = at;
      const kind = quick[column]!;
      let value = -1;
      if (kind <= 1) {
        value = 0;
        let digit = bytes[at]! - ZERO;
        const smallEnd = at + SMALL_DIGITS;
        for (; digit >= 0 && digit <= 9 && at < smallEnd; digit = bytes[++at]! - ZERO)
          value = (value * 10 + digit) | 0;
        for (; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO) value = value * 10 + digit;
        if (at === start || at - start > DIGITS_MAX || value < kind) value = -1;
      } else if (kind === QUICK.day) {
        value = this.#quickDay(bytes, at);
        at += 10;
      } else if (kind === QUICK.instant) {
        value = this.#quickInstant(bytes, at);
        at += 20;
      }
      const byte = bytes[at]!;
      const ends = column < last ? byte === COMMA : byte === LINE || byte === RETURN;
      if (value >= 0 && ends) values[column] = value;
      else {
        at = this.#fieldEnd(start, end, column);
        values[column] = this.#field(this.#columns[column]!, start, at);
      }
      at++;
    }
    while (at < end && (bytes[at] === LINE || bytes[at] === RETURN)) at++;
    return Math.min(at, end);
  }

  /** A day of the month, by its last two digits once the others are those of the month; −1 when it is not plain. */
  #quickDay(bytes: Uint8Array, at: number): number {
    if (fourBytes(bytes, at) !== this.#yearBytes || fourBytes(bytes, at + 4) !== this.#monthBytes)
      return -1;
    const day = twoDigits(bytes, at + 8);
    return day >= 1 && day <= this.#days ? day : -1;
  }

  /** A whole second of the month, ended by "Z"; −1 when it is not plain. */
  #quickInstant(bytes: Uint8Array, at: number): number {
    const day = this.#quickDay(bytes, at);
    if (day < 0 || bytes[at + 10] !== 84 || bytes[at + 13] !== 58 || bytes[at + 16] !== 58)
      return -1;
    if (bytes[at + 19] !== 90) return -1;
    const hour = twoDigits(bytes, at + 11);
    const minute = twoDigits(bytes, at + 14);
    const second = twoDigits(bytes, at + 17);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return -1;
    return this.#startMs + (((day - 1) * 24 + hour) * 3600 + minute * 60 + second) * 1000;
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

/** Four bytes as one number, to compare them at once. */
function fourBytes(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
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
