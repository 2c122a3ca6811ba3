/**
 * Things whose key is below a floor, or falls below it while others leave, in no order that matters.
 */
export class AllBelow {
  /** The key of the thing that `take` returned last. */
  takenKey = Number.NaN;
  /** Infinite for what is gone. */
  readonly #keys: Float64Array;
  readonly #floor: number;
  readonly #below: Int32Array;
  #count = 0;

  /** Takes `keys` for its own until nothing is below the floor. */
  constructor(keys: Float64Array, floor: number) {
    this.#keys = keys;
    this.#floor = floor;
    this.#below = new Int32Array(keys.length);
    for (let thing = 0; thing < keys.length; thing += 1) {
      if (keys[thing]! < floor) this.#below[this.#count++] = thing;
    }
  }

  has(thing: number): boolean {
    return this.#keys[thing]! < Number.POSITIVE_INFINITY;
  }

  /** One of them, which is then gone, or -1. */
  take(): number {
    if (this.#count === 0) return -1;
    const thing = this.#below[--this.#count]!;
    this.takenKey = this.#keys[thing]!;
    this.#keys[thing] = Number.POSITIVE_INFINITY;
    return thing;
  }

  lower(thing: number, amount: number): void {
    const before = this.#keys[thing]!;
    const key = before - amount;
    this.#keys[thing] = key;
    if (key < this.#floor && before >= this.#floor) this.#below[this.#count++] = thing;
  }
}
