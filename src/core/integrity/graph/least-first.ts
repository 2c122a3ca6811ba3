/**
 * Things by key, the least first, whose keys may fall while they wait. Of equal keys the thing with the
 * smaller number comes first.
 *
 * Only those with the least keys stand in a heap, which so stays small enough to be near at hand; the
 * others wait unordered until the heap is empty and its limit is raised. Where a key falls and stays above
 * the limit, as most falls in a graph do, it costs one subtraction. Each time the limit goes up so far that
 * about one in thirty of those waiting comes below it, so all looks at them together take linear time.
 */
const SAMPLE = 64;
/** Which of the sampled keys, the least first, becomes the limit. */
const LIMIT_PLACE = 2;
/** So few are put into the heap at once. */
const FEW = 2048;

export class LeastFirst {
  /** How many are waiting. */
  size: number;
  /** The key of the thing that `takeLeast` returned last. */
  takenKey = Number.NaN;
  /** Infinite for what is not waiting, which so stays infinite whatever it is lowered by. */
  readonly #keys: Float64Array;
  #limit = Number.NEGATIVE_INFINITY;
  /** Those that were above the limit when it was last raised. */
  readonly #rest: Int32Array;
  #restSize = 0;
  /** The heap has four branches at each place; its things and, beside them, their keys. */
  readonly #heap: Int32Array;
  readonly #heapKeys: Float64Array;
  #heapSize = 0;
  /** Where in the heap each thing is, or -1. */
  readonly #places: Int32Array;

  /** Holds those things whose place in `keys` has a finite key, and takes `keys` for its own. */
  constructor(keys: Float64Array) {
    this.#keys = keys;
    this.#rest = new Int32Array(keys.length);
    for (let thing = 0; thing < keys.length; thing += 1) {
      if (this.has(thing)) this.#rest[this.#restSize++] = thing;
    }
    this.size = this.#restSize;
    this.#heap = new Int32Array(this.size);
    this.#heapKeys = new Float64Array(this.size);
    this.#places = new Int32Array(keys.length).fill(-1);
  }

  has(thing: number): boolean {
    return this.#keys[thing]! < Number.POSITIVE_INFINITY;
  }

  /** The thing with the least key, which leaves; there must be one. */
  takeLeast(): number {
    if (this.#heapSize === 0) this.#raiseLimit();
    const least = this.#heap[0]!;
    this.takenKey = this.#heapKeys[0]!;
    this.#keys[least] = Number.POSITIVE_INFINITY;
    this.size -= 1;
    const last = --this.#heapSize;
    if (last > 0) this.#sink(this.#heap[last]!, this.#heapKeys[last]!);
    return least;
  }

  /** Takes `amount`, which is not negative, off the key of a thing; of one that is not waiting, nothing. */
  lower(thing: number, amount: number): void {
    const key = this.#keys[thing]! - amount;
    this.#keys[thing] = key;
    if (key <= this.#limit) this.#rise(thing, key);
  }

  #raiseLimit(): void {
    const [keys, rest] = [this.#keys, this.#rest];
    let left = 0;
    for (let at = 0; at < this.#restSize; at += 1) {
      const thing = rest[at]!;
      rest[left] = thing;
      if (this.has(thing)) left += 1;
    }
    this.#limit = this.#nextLimit(left);
    this.#restSize = 0;
    for (let at = 0; at < left; at += 1) {
      const thing = rest[at]!;
      if (keys[thing]! <= this.#limit) this.#rise(thing, keys[thing]!);
      else rest[this.#restSize++] = thing;
    }
  }

  /** From keys at even distances among the first `left` of the rest. */
  #nextLimit(left: number): number {
    if (left <= FEW) return Number.MAX_VALUE;
    const step = left / SAMPLE;
    const sample = Float64Array.from(
      { length: SAMPLE },
      (_, at) => this.#keys[this.#rest[Math.floor(at * step)]!]!,
    );
    return sample.sort()[LIMIT_PLACE]!;
  }

  #rise(thing: number, key: number): void {
    let place = this.#places[thing]!;
    if (place < 0) place = this.#heapSize++;
    while (place > 0) {
      const above = (place - 1) >> 2;
      const other = this.#heap[above]!;
      const keyAbove = this.#heapKeys[above]!;
      if (keyAbove < key || (keyAbove === key && other < thing)) break;
      this.#put(other, keyAbove, place);
      place = above;
    }
    this.#put(thing, key, place);
  }

  /** Puts `thing` where it belongs, from the top down. */
  #sink(thing: number, key: number): void {
    let place = 0;
    for (;;) {
      const below = this.#leastBelow(place);
      if (below < 0) break;
      const other = this.#heap[below]!;
      const keyBelow = this.#heapKeys[below]!;
      if (key < keyBelow || (key === keyBelow && thing < other)) break;
      this.#put(other, keyBelow, place);
      place = below;
    }
    this.#put(thing, key, place);
  }

  /** The place of the least of the up to four below `place`, or -1. */
  #leastBelow(place: number): number {
    const first = 4 * place + 1;
    if (first >= this.#heapSize) return -1;
    const end = Math.min(first + 4, this.#heapSize);
    let least = first;
    let leastKey = this.#heapKeys[first]!;
    for (let at = first + 1; at < end; at += 1) {
      const key = this.#heapKeys[at]!;
      if (key > leastKey) continue;
      if (key === leastKey && this.#heap[at]! > this.#heap[least]!) continue;
      least = at;
      leastKey = key;
    }
    return least;
  }

  #put(thing: number, key: number, place: number): void {
    this.#heap[place] = thing;
    this.#heapKeys[place] = key;
    this.#places[thing] = place;
  }
}
