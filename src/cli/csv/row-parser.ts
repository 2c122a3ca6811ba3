/**
 * Rows of CSV as bytes, numbers read without making a string of any: millions of rows a second on one
 * thread. What does not fit is a `BadRow`.
 */
import { BadRow } from "./bad-row.ts";

/**
 * What a field holds: a number from `least` to `most`, `whole` if it has no parts; or a text. Where
 * there may be nothing, `blank` is what that stands for.
 */
export interface Field {
  readonly name: string;
  readonly form: "whole" | "decimal" | "text";
  readonly least: number;
  readonly most: number;
  readonly blank?: number;
}

/** A field in quotes goes on behind the bytes that are here. */
export class CutRow extends Error {}

const LINE = 10;
const RETURN = 13;
const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;

/** Ten to the power of how many digits stand behind the point. */
const POWERS = Float64Array.from({ length: 20 }, (_, digits) => 10 ** digits);
/** With more digits than this the quick way leaves a number to the careful one. */
const DIGITS_MAX = 18;

const WORDS: Readonly<Record<string, number>> = {
  true: 1,
  false: 0,
  inf: Number.POSITIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
};

/** Reads rows one after the other into `values` and `text`. */
export class RowParser {
  /** The numbers of the row read last, in the order of `fields`. */
  readonly values: Float64Array;
  /** Its text, if there is one. */
  text = "";
  /** Where the row read last begins. */
  row = 0;
  readonly #fields: readonly Field[];
  /** Of each column of the file, the place of its field, or −1. */
  readonly #places: Int32Array;
  readonly #least: Float64Array;
  readonly #most: Float64Array;
  /** 1 where the quick way is tried; 2 where parts are allowed. */
  readonly #quick: Uint8Array;
  #bytes: Uint8Array = new Uint8Array();
  #at = 0;
  #end = 0;

  /** `header` has every field that has no `blank`, and may have others. */
  constructor(fields: readonly Field[], header: readonly string[]) {
    this.#fields = fields;
    this.values = Float64Array.from(fields, ({ blank = 0 }) => blank);
    this.#places = Int32Array.from(header, (name) => fields.findIndex((one) => one.name === name));
    const columns = Array.from(this.#places, (place) => fields[place]);
    this.#least = Float64Array.from(columns, (field) => field?.least ?? 0);
    this.#most = Float64Array.from(columns, (field) => field?.most ?? 0);
    this.#quick = Uint8Array.from(columns, (field) =>
      field === undefined || field.form === "text" ? 0 : field.form === "whole" ? 1 : 2,
    );
  }

  /**
   * Reads the row that begins at `from`; returns where the next one does. Empty lines are passed over.
   * `bytes[end]` must be there, and be the end of a line. Throws a `CutRow` when a quote is open there.
   *
   * Numbers as they nearly always are take the quick way; everything else takes the careful one.
   */
  read(bytes: Uint8Array, from: number, end: number): number {
    this.#bytes = bytes;
    this.#end = end;
    this.row = from;
    this.#at = from;
    const places = this.#places;
    const last = places.length - 1;
    for (let column = 0; column <= last; column++) {
      const start = this.#at;
      const quick = this.#quick[column]!;
      const value = quick === 0 ? Number.NaN : this.#number(quick === 2);
      const byte = bytes[this.#at]!;
      const ends = column === last ? byte === LINE || byte === RETURN : byte === COMMA;
      if (ends && value >= this.#least[column]! && value <= this.#most[column]!)
        this.values[places[column]!] = value;
      else {
        this.#at = start;
        this.#careful(column);
      }
      this.#at++;
    }
    let at = this.#at;
    while (at < end && (bytes[at] === LINE || bytes[at] === RETURN)) at++;
    return Math.min(at, end);
  }

  /** The number from `#at` on, which goes behind it; not a number when it is not plain. */
  #number(hasParts: boolean): number {
    const bytes = this.#bytes;
    let at = this.#at;
    const isBelow = bytes[at] === MINUS;
    if (isBelow) at++;
    const from = at;
    let value = 0;
    let digit = bytes[at]! - ZERO;
    for (; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO) value = value * 10 + digit;
    let digits = at - from;
    if (hasParts && bytes[at] === POINT) {
      const point = at++;
      digit = bytes[at]! - ZERO;
      for (; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO) value = value * 10 + digit;
      digits = at - from - 1;
      if (digits <= DIGITS_MAX) value /= POWERS[at - point - 1]!;
    }
    this.#at = at;
    if (digits === 0 || digits > DIGITS_MAX) return Number.NaN;
    return isBelow ? -value : value;
  }

  #careful(column: number): void {
    const place = this.#places[column]!;
    const raw = this.#raw();
    this.#mustEnd(column);
    const field = this.#fields[place];
    if (field === undefined) return;
    if (field.form === "text") this.text = raw;
    else this.values[place] = this.#valueOf(field, raw.trim());
  }

  /** The field from `#at` on, which goes behind it, as text and without its quotes. */
  #raw(): string {
    const bytes = this.#bytes;
    if (bytes[this.#at] === QUOTE) return this.#quoted();
    const from = this.#at;
    let at = from;
    while (at < this.#end && bytes[at] !== COMMA && bytes[at] !== LINE && bytes[at] !== RETURN)
      at++;
    this.#at = at;
    return Buffer.from(bytes.buffer, bytes.byteOffset + from, at - from).toString("utf8");
  }

  /** Within quotes two of them stand for one. */
  #quoted(): string {
    const bytes = this.#bytes;
    const from = this.#at + 1;
    let hasQuotes = false;
    let at = from;
    for (;;) {
      at = bytes.indexOf(QUOTE, at);
      if (at < 0 || at >= this.#end) throw new CutRow();
      if (bytes[at + 1] !== QUOTE || at + 1 >= this.#end) break;
      hasQuotes = true;
      at += 2;
    }
    this.#at = at + 1;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, at - from).toString("utf8");
    return hasQuotes ? text.replaceAll('""', '"') : text;
  }

  #mustEnd(column: number): void {
    const byte = this.#bytes[this.#at];
    const isLast = column === this.#places.length - 1;
    const endsLine = this.#at >= this.#end || byte === LINE || byte === RETURN;
    if (endsLine ? isLast : byte === COMMA && !isLast) return;
    const count = this.#places.length;
    if (!endsLine && byte !== COMMA) throw new BadRow(this.row, "something stands behind a quote");
    throw new BadRow(this.row, `has ${endsLine ? "fewer" : "more"} than ${count} fields`);
  }

  #valueOf({ name, form, least, most, blank }: Field, text: string): number {
    const bad = (what: string) =>
      new BadRow(this.row, text === "" ? `${name} is missing` : `${name} “${shown(text)}” ${what}`);
    if (text === "" && blank !== undefined) return blank;
    const value = numberOf(text);
    if (Number.isNaN(value)) throw bad("is no number");
    if (value === blank) return value;
    if (form === "whole" && !Number.isInteger(value)) throw bad("is no whole number");
    if (value < least) throw bad(least === 0 ? "is below zero" : `is below ${least}`);
    if (value > most) throw bad(`is above ${most}`);
    return value;
  }
}

function numberOf(text: string): number {
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
  return WORDS[text.toLowerCase()] ?? Number.NaN;
}

const shown = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
