/** What the simulation keeps of ordered pairs of accounts, found by hashing; entries are never removed. */
import { Floats, Ints } from "./columns.ts";

/** Accounts are fewer than this, so that a pair is a whole number a double can hold. */
const ACCOUNTS_MAX = 2 ** 26;

export class Pairs {
  readonly key = new Floats();
  /** How often the first read the second for real. */
  readonly reads = new Ints();
  /** The place among the second's stories of what the first read last, and was shown last; -1. */
  readonly lastRead = new Ints();
  readonly lastShown = new Ints();
  /** The row of the follow that lasts, or -1. */
  readonly follow = new Ints();
  /** How likely the first is to open what the second shows, 0 to 1. */
  readonly affinity = new Floats();
  #places = new Int32Array(4096).fill(-1);

  /** The entry of the pair, or -1. */
  find(from: number, to: number): number {
    return this.#places[this.#placeOf(from * ACCOUNTS_MAX + to)]!;
  }

  /** The entry of the pair, made when there is none. */
  of(from: number, to: number): number {
    const key = from * ACCOUNTS_MAX + to;
    const place = this.#placeOf(key);
    const known = this.#places[place]!;
    if (known >= 0) return known;
    const entry = this.key.length;
    this.#places[place] = entry;
    this.key.push(key);
    this.reads.push(0);
    this.lastRead.push(-1);
    this.lastShown.push(-1);
    this.follow.push(-1);
    this.affinity.push(0);
    if (entry * 2 > this.#places.length) this.#widen();
    return entry;
  }

  #placeOf(key: number): number {
    const mask = this.#places.length - 1;
    const high = Math.floor(key / ACCOUNTS_MAX);
    let hash = Math.imul(high, 0x9e3779b1) ^ (key - high * ACCOUNTS_MAX);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
    let place = hash & mask;
    for (;;) {
      const entry = this.#places[place]!;
      if (entry < 0 || this.key.values[entry] === key) return place;
      place = (place + 1) & mask;
    }
  }

  #widen(): void {
    this.#places = new Int32Array(this.#places.length * 4).fill(-1);
    for (let entry = 0; entry < this.key.length; entry++)
      this.#places[this.#placeOf(this.key.values[entry]!)] = entry;
  }
}
