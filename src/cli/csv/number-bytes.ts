/** Rows of CSV written digit by digit: no string is made of any number. */
import { assert } from "../../core/assert.ts";

export const COMMA = 44;
export const LINE = 10;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
/** No number written here is longer, with what stands after it. */
export const NUMBER_BYTES_MAX = 24;

export class NumberBytes {
  /** What is written until now, from 0 to `length`. */
  bytes: Uint8Array = new Uint8Array(0);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  /** Room for so many more bytes; whoever adds sees to it before. */
  makeRoom(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const bytes = new Uint8Array(Math.ceil((this.length + more) * 1.25));
    bytes.set(this.bytes.subarray(0, this.length));
    this.bytes = bytes;
  }

  /** A whole number, and one byte behind it. */
  add(value: number, after: number): void {
    const small = value | 0;
    if (small === value && small >= 0) this.#addSmall(small, after);
    else {
      if (value < 0) this.bytes[this.length++] = MINUS;
      this.#addDigits(Math.abs(value), 1);
      this.bytes[this.length++] = after;
    }
  }

  /** What stands from `from` up to `to` once more. */
  addAgain(from: number, to: number): void {
    const { bytes } = this;
    let at = this.length;
    for (let copied = from; copied < to; copied++) bytes[at++] = bytes[copied]!;
    this.length = at;
  }

  /** A number of zero or more with so many digits behind the point, and one byte behind it. */
  addDecimal(value: number, places: number, after: number): void {
    const scale = 10 ** places;
    const scaled = Math.round(value * scale);
    assert(
      scaled >= 0 && scaled <= Number.MAX_SAFE_INTEGER,
      "a decimal is not negative and not huge",
    );
    const whole = Math.floor(scaled / scale);
    this.#addDigits(whole, 1);
    this.bytes[this.length++] = POINT;
    this.#addDigits(scaled - whole * scale, places);
    this.bytes[this.length++] = after;
  }

  addByte(byte: number): void {
    this.bytes[this.length++] = byte;
  }

  addBytes(text: Uint8Array): void {
    this.bytes.set(text, this.length);
    this.length += text.length;
  }

  /** Below 2^31, two digits at a time from the last one on. */
  #addSmall(value: number, after: number): void {
    const { bytes } = this;
    const end = this.length + digitsOf(value);
    let at = end;
    let rest = value;
    while (rest >= 10) {
      const hundreds = (rest / 100) | 0;
      const pair = (rest - hundreds * 100) * 2;
      bytes[--at] = PAIRS[pair + 1]!;
      bytes[--at] = PAIRS[pair]!;
      rest = hundreds;
    }
    if (at > this.length) bytes[--at] = ZERO + rest;
    bytes[end] = after;
    this.length = end + 1;
  }

  /** Without a sign, with zeros before it up to `least` digits. */
  #addDigits(value: number, least: number): void {
    const { bytes } = this;
    let at = this.length + Math.max(least, digitsOf(value));
    const from = this.length;
    this.length = at;
    for (let rest = value; at > from; ) {
      const tens = Math.floor(rest / 10);
      bytes[--at] = ZERO + (rest - tens * 10);
      rest = tens;
    }
  }
}

/** "00", "01" and so on to "99". */
const PAIRS = Uint8Array.from({ length: 200 }, (_, at) => {
  const pair = at >> 1;
  return ZERO + (at % 2 === 0 ? Math.floor(pair / 10) : pair % 10);
});

function digitsOf(value: number): number {
  if (value < 10) return 1;
  if (value < 100) return 2;
  if (value < 1_000) return 3;
  if (value < 10_000) return 4;
  if (value < 100_000) return 5;
  if (value < 1_000_000) return 6;
  let count = 7;
  for (let limit = 10_000_000; value >= limit; limit *= 10) count++;
  return count;
}
