/** Lines and pools as CSV, written digit by digit: no string is made of any. */
import type { Lines } from "../../core/earnings/lines.ts";

const COMMA = 44;
const LINE = 10;
const ZERO = 48;
/** Five numbers of at most 19 digits, with what stands between and after. */
const LINE_BYTES_MAX = 5 * 20;

export class LineBytes {
  /** What is written until now, from 0 to `length`. */
  bytes: Uint8Array = new Uint8Array(0);
  length = 0;
  readonly #digits = new Uint8Array(20);

  clear(): void {
    this.length = 0;
  }

  /** "member,author,story,micros,escrow" for each line. */
  addLines(lines: Lines): void {
    this.#makeRoom(lines.count * LINE_BYTES_MAX);
    const { member, author, story, amounts, escrows, count } = lines;
    for (let row = 0; row < count; row++) {
      this.#add(member[row]!, COMMA);
      this.#add(author[row]!, COMMA);
      this.#add(story[row]!, COMMA);
      this.#add(amounts.at(row), COMMA);
      this.#add(escrows.at(row), LINE);
    }
  }

  /** "member,micros" for each pool that no reading claimed. */
  addUnclaimed({ member, micros, count }: Lines["unclaimed"]): void {
    this.#makeRoom(count * LINE_BYTES_MAX);
    for (let row = 0; row < count; row++) {
      this.#add(member[row]!, COMMA);
      this.#add(Number(micros[row]!), LINE);
    }
  }

  /** A copy that can be given away. */
  copy(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length) as Uint8Array<ArrayBuffer>;
  }

  #add(value: number, after: number): void {
    const digits = this.#digits;
    const { bytes } = this;
    let rest = value;
    let count = 0;
    // Halves of 32 bits divide several times faster than floats.
    while (rest > 0x7fffffff) {
      const tens = Math.floor(rest / 10);
      digits[count++] = rest - tens * 10;
      rest = tens;
    }
    let small = rest | 0;
    do {
      const tens = (small / 10) | 0;
      digits[count++] = small - tens * 10;
      small = tens;
    } while (small > 0);
    let at = this.length;
    while (count > 0) bytes[at++] = ZERO + digits[--count]!;
    bytes[at++] = after;
    this.length = at;
  }

  #makeRoom(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const bytes = new Uint8Array(Math.ceil((this.length + more) * 1.25));
    bytes.set(this.bytes.subarray(0, this.length));
    this.bytes = bytes;
  }
}
