/** Chance that a seed decides: the same seed gives the same throws, in the same order. */

export class Luck {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
    // Neighbouring seeds begin alike; a few throws part them.
    for (let index = 0; index < 8; index++) this.#next();
  }

  /** From 0 up to 1. The method is Mulberry32, by Tommy Ettinger, in the public domain. */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  happens(chance: number): boolean {
    return this.#next() < chance;
  }

  /** A whole number from `least` to `most`, both possible. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.#next() * (most - least + 1));
  }

  one<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new Error("one of nothing");
    return items[this.whole(0, items.length - 1)]!;
  }

  /** One of the names, each as likely as its weight says. */
  weighed<Name extends string>(weights: Partial<Record<Name, number>>): Name {
    const entries = Object.entries<number | undefined>(weights) as [Name, number][];
    let left = this.#next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [name, weight] of entries) {
      left -= weight;
      if (left < 0) return name;
    }
    return entries.at(-1)![0];
  }

  shuffled<Item>(items: readonly Item[]): Item[] {
    const left = [...items];
    return items.map(() => left.splice(this.whole(0, left.length - 1), 1)[0]!);
  }
}
