/**
 * Chance that comes out the same each time, fast enough for millions of draws: xoshiro128** by David
 * Blackman and Sebastiano Vigna (https://prng.di.unimi.it/xoshiro128starstar.c), begun by splitmix32.
 */

export class Chance {
  #a: number;
  #b: number;
  #c: number;
  #d: number;
  #spare = Number.NaN;

  constructor(seed: number) {
    let state = seed | 0;
    const word = () => {
      state = (state + 0x9e3779b9) | 0;
      let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      return mixed ^ (mixed >>> 15);
    };
    this.#a = word();
    this.#b = word();
    this.#c = word();
    this.#d = word() | 1;
  }

  /** At least 0 and below 1. */
  next(): number {
    const five = Math.imul(this.#b, 5);
    const drawn = Math.imul((five << 7) | (five >>> 25), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return drawn / 2 ** 32;
  }

  /** A whole number from 0 and below `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number {
    return from + this.below(to - from + 1);
  }

  between(from: number, to: number): number {
    return from + this.next() * (to - from);
  }

  is(probability: number): boolean {
    return this.next() < probability;
  }

  normal(): number {
    const spare = this.#spare;
    if (!Number.isNaN(spare)) {
      this.#spare = Number.NaN;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    const angle = 2 * Math.PI * this.next();
    this.#spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  /** A whole number, 0 and up. */
  geometric(mean: number): number {
    return mean <= 0 ? 0 : Math.floor(Math.log(1 - this.next()) / Math.log(mean / (1 + mean)));
  }

  pick<Thing>(things: readonly Thing[]): Thing {
    const thing = things[this.below(things.length)];
    if (thing === undefined) throw new Error("Nothing to pick from.");
    return thing;
  }

  /** In place. */
  shuffle<Thing>(things: Thing[]): Thing[] {
    for (let last = things.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      const kept = things[last]!;
      things[last] = things[other]!;
      things[other] = kept;
    }
    return things;
  }
}

/** A number for a name, so that streams of chance for different things differ. */
export function seedOf(seed: number, name: string): number {
  let hash = seed ^ 0x811c9dc5;
  for (let at = 0; at < name.length; at++)
    hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193) ^ (hash >>> 13);
  return hash;
}
