/**
 * The catalogue: the stories that a run may meet, in the order in which its lines come out.
 *
 * A story's *place* is its position by author id and then story id; an author's place is the position
 * by author id. So places compare as ids do, and a column of places is a quarter of a column of text.
 */
import { assert } from "../assert.ts";
import { float64, int32 } from "./columns.ts";

export class Catalogue {
  readonly storyIds: Float64Array;
  readonly expectedSeconds: Int32Array;
  /** The place of the author, by the place of the story. */
  readonly authorPlaces: Int32Array;
  readonly authorIds: Float64Array;
  readonly #stories: PlaceIndex;
  readonly #authors: PlaceIndex;

  /** Three columns of equal length, in any order, each story once. Ids are whole numbers above zero. */
  constructor(
    storyIds: ArrayLike<number>,
    authorIds: ArrayLike<number>,
    expectedSeconds: ArrayLike<number>,
  ) {
    const count = storyIds.length;
    assert(
      authorIds.length === count && expectedSeconds.length === count,
      "every story has an author and expected seconds",
    );
    const order = Uint32Array.from({ length: count }, (_, row) => row).sort(
      (a, b) => authorIds[a]! - authorIds[b]! || storyIds[a]! - storyIds[b]!,
    );
    this.storyIds = Float64Array.from(order, (row) => storyIds[row]!);
    this.expectedSeconds = Int32Array.from(order, (row) => expectedSeconds[row]!);
    assert(
      this.expectedSeconds.every(
        (seconds, place) => seconds >= 0 && seconds === expectedSeconds[order[place]!],
      ),
      "expected seconds are whole, not negative and fewer than 2^31",
    );
    const byPlace = Float64Array.from(order, (row) => authorIds[row]!);
    this.authorIds = byPlace.filter((id, place) => id !== byPlace[place - 1]);
    this.#stories = placeIndex(this.storyIds);
    this.#authors = placeIndex(this.authorIds);
    this.authorPlaces = Int32Array.from(byPlace, (id) => this.#authors.placeOf(id));
  }

  /** The place of the story with this id, or −1. */
  storyPlace(id: number): number {
    return this.#stories.placeOf(id);
  }

  /** The place of the author with this id, or −1 if no story here is theirs. */
  authorPlace(id: number): number {
    return this.#authors.placeOf(id);
  }
}

/** From ids to places. */
interface PlaceIndex {
  /** −1 for an id that has none. */
  placeOf(id: number): number;
}

/** Ids that are numbered as they come fill a column of their own; others go to a table. */
function placeIndex(ids: Float64Array): PlaceIndex {
  const largest = ids.reduce((most, id) => Math.max(most, id), 0);
  return largest <= ids.length * SPARSE_MAX + DENSE_MIN
    ? new DenseIndex(ids, largest)
    : new SparseIndex(ids);
}

/** A column may be so many times as long as there are ids in it: no more memory than a table takes. */
const SPARSE_MAX = 6;
const DENSE_MIN = 1024;

/** The place of each id at the id, one more than it, so that 0 says none. */
class DenseIndex implements PlaceIndex {
  readonly #places: Int32Array;

  constructor(ids: Float64Array, largest: number) {
    this.#places = int32(largest + 1);
    ids.forEach((id, place) => {
      assert(Number.isSafeInteger(id) && id > 0, "ids are whole numbers above zero");
      assert(this.#places[id] === 0, "each story is in the catalogue once");
      this.#places[id] = place + 1;
    });
  }

  placeOf(id: number): number {
    return id > 0 && id < this.#places.length ? this.#places[id]! - 1 : -1;
  }
}

/** An open-addressed table in two columns, at most half full. */
class SparseIndex implements PlaceIndex {
  readonly #ids: Float64Array;
  readonly #places: Int32Array;
  readonly #shift: number;

  constructor(ids: Float64Array) {
    const bits = Math.max(1, Math.ceil(Math.log2(ids.length * 2 + 1)));
    this.#ids = float64(2 ** bits);
    this.#places = int32(2 ** bits);
    this.#shift = 32 - bits;
    ids.forEach((id, place) => {
      assert(Number.isSafeInteger(id) && id > 0, "ids are whole numbers above zero");
      const slot = this.#slotOf(id);
      assert(this.#ids[slot] !== id, "each story is in the catalogue once");
      this.#ids[slot] = id;
      this.#places[slot] = place;
    });
  }

  placeOf(id: number): number {
    const slot = this.#slotOf(id);
    return id > 0 && this.#ids[slot] === id ? this.#places[slot]! : -1;
  }

  /** Where `id` is or would be. Empty slots hold 0. The multiplier is 2^32 over the golden ratio. */
  #slotOf(id: number): number {
    const ids = this.#ids;
    const last = ids.length - 1;
    let slot = Math.imul((id | 0) ^ Math.floor(id / 2 ** 32), 0x9e3779b1) >>> this.#shift;
    while (ids[slot] !== 0 && ids[slot] !== id) slot = slot === last ? 0 : slot + 1;
    return slot;
  }
}
