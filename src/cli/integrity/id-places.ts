/** From ids, any 32-bit integers, to places: an open-addressed table, at most half full. */

const EMPTY = -1;

export class IdPlaces {
  /** Key and place of each slot, side by side: one look into memory finds both. */
  #slots: Int32Array;
  #shift: number;
  #count = 0;

  constructor(room: number) {
    const bits = Math.max(4, Math.ceil(Math.log2(room * 2 + 1)));
    this.#slots = new Int32Array(2 ** (bits + 1)).fill(EMPTY);
    this.#shift = 32 - bits;
  }

  /** Gives the id the next place; false when it has one. */
  add(id: number): boolean {
    if (this.#count * 4 >= this.#slots.length) this.#grow();
    const key = id | 0;
    const slot = this.#slotOf(key);
    if (this.#slots[slot + 1] !== EMPTY) return false;
    this.#slots[slot] = key;
    this.#slots[slot + 1] = this.#count++;
    return true;
  }

  /** −1 when it has none. */
  placeOf(id: number): number {
    return this.#slots[this.#slotOf(id | 0) + 1]!;
  }

  /**
   * Where `key` is or would be. Ids may come by any rule, so their upper bits are mixed in first: a
   * product alone puts those that are multiples of its own factor beside each other. The multiplier is
   * 2^32 over the golden ratio.
   */
  #slotOf(key: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const mixed = Math.imul(key ^ (key >>> 15), 0x85ebca6b);
    let slot = (Math.imul(mixed ^ (mixed >>> 13), 0x9e3779b1) >>> this.#shift) << 1;
    while (slots[slot + 1] !== EMPTY && slots[slot] !== key) slot = (slot + 2) & mask;
    return slot;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2).fill(EMPTY);
    this.#shift--;
    for (let slot = 0; slot < old.length; slot += 2) {
      if (old[slot + 1] === EMPTY) continue;
      const place = this.#slotOf(old[slot]!);
      this.#slots[place] = old[slot]!;
      this.#slots[place + 1] = old[slot + 1]!;
    }
  }
}
