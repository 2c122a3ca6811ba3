/**
 * Lines: what a split gives, one for each story a member read, in columns; and the pools that no
 * reading claimed. Amounts are in micros.
 */
import { bigInt64, float64 } from "./columns.ts";

const ROOM = 1024;

/** Which half of a 64-bit number comes first in memory here. */
const LOW = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 0 : 1;
const HIGH = 1 - LOW;

/** A column of amounts, as 64-bit whole numbers. */
export class Amounts {
  micros = bigInt64(ROOM);
  #halves = new Uint32Array(this.micros.buffer);

  /** Stores the first `count` of `amounts`, which are below 2^53, without making a `bigint` of each. */
  put(first: number, amounts: Float64Array, count: number): void {
    const halves = this.#halves;
    for (let row = 0; row < count; row++) {
      const micros = amounts[row]!;
      const high = Math.floor(micros / 2 ** 32);
      halves[(first + row) * 2 + HIGH] = high;
      halves[(first + row) * 2 + LOW] = micros - high * 2 ** 32;
    }
  }

  /** The amount as a float, exact below 2^53 micros. */
  at(row: number): number {
    const halves = this.#halves;
    return halves[row * 2 + HIGH]! * 2 ** 32 + halves[row * 2 + LOW]!;
  }

  grow(room: number): void {
    this.micros = bigInt64(room, this.micros);
    this.#halves = new Uint32Array(this.micros.buffer);
  }
}

/** Lines in ascending order of member, author and story, as they were added. */
export class Lines {
  count = 0;
  member = float64(ROOM);
  author = float64(ROOM);
  story = float64(ROOM);
  /** What the lines are worth, escrow included. */
  readonly amounts = new Amounts();
  /** What of it is set aside; at most the amount. */
  readonly escrows = new Amounts();
  readonly unclaimed = new UnclaimedPools();

  /** Makes room for `more` lines after those that are here. */
  reserve(more: number): void {
    const needed = this.count + more;
    if (needed <= this.member.length) return;
    const room = Math.max(needed, this.member.length * 2);
    this.member = float64(room, this.member);
    this.author = float64(room, this.author);
    this.story = float64(room, this.story);
    this.amounts.grow(room);
    this.escrows.grow(room);
  }

  clear(): void {
    this.count = 0;
    this.unclaimed.count = 0;
  }
}

/** Members who read nothing that earns, and their whole pools. */
export class UnclaimedPools {
  count = 0;
  member = float64(ROOM);
  micros = bigInt64(ROOM);

  add(member: number, micros: bigint): void {
    if (this.count === this.member.length) {
      this.member = float64(this.count * 2, this.member);
      this.micros = bigInt64(this.count * 2, this.micros);
    }
    this.member[this.count] = member;
    this.micros[this.count++] = micros;
  }
}
