/** Columns of numbers that grow as rows come in. */

export class Ints {
  length = 0;
  #values: Int32Array<ArrayBuffer>;

  constructor(room: number) {
    this.#values = new Int32Array(Math.max(16, room));
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const wider = new Int32Array(this.length * 2);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.length++] = value;
  }

  /** What was pushed, without the room that is left. */
  taken(): Int32Array<ArrayBuffer> {
    return this.#values.subarray(0, this.length);
  }
}

export class Floats {
  length = 0;
  #values: Float64Array<ArrayBuffer>;

  constructor(room: number) {
    this.#values = new Float64Array(Math.max(16, room));
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const wider = new Float64Array(this.length * 2);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.length++] = value;
  }

  taken(): Float64Array<ArrayBuffer> {
    return this.#values.subarray(0, this.length);
  }
}
