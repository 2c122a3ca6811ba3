/** Columns that grow while rows come in, and are cut to their length at the end. */

const ROOM = 1 << 16;

/** A row of numbers goes into as many columns at once; whole ones are kept in 32 bits. */
export class Columns {
  count = 0;
  readonly #columns: (Int32Array | Float64Array)[];

  constructor(kinds: readonly ("whole" | "decimal")[]) {
    this.#columns = kinds.map((kind) =>
      kind === "whole" ? new Int32Array(ROOM) : new Float64Array(ROOM),
    );
  }

  /** The first values of `row`, one for each column. */
  add(row: ArrayLike<number>): void {
    if (this.count === this.#columns[0]!.length) this.#grow();
    for (let column = 0; column < this.#columns.length; column += 1)
      this.#columns[column]![this.count] = row[column]!;
    this.count += 1;
  }

  #grow(): void {
    for (const [place, column] of this.#columns.entries()) {
      const roomy = new (column instanceof Int32Array ? Int32Array : Float64Array)(
        column.length * 2,
      );
      roomy.set(column);
      this.#columns[place] = roomy;
    }
  }

  whole(place: number): Int32Array {
    const column = this.#columns[place];
    return column instanceof Int32Array ? column.slice(0, this.count) : new Int32Array();
  }

  decimal(place: number): Float64Array {
    const column = this.#columns[place];
    return column instanceof Float64Array ? column.slice(0, this.count) : new Float64Array();
  }
}
