/** Columns of numbers that grow, and the rows of events that are written into them. */

export class Ints {
  length = 0;
  values: Int32Array<ArrayBuffer>;

  constructor(room = 1024) {
    this.values = new Int32Array(room);
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const wider = new Int32Array(this.length * 2);
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.length++] = value;
  }

  /** What was pushed so far, as a copy. */
  taken(): Int32Array<ArrayBuffer> {
    return this.values.slice(0, this.length);
  }
}

export class Floats {
  length = 0;
  values: Float64Array<ArrayBuffer>;

  constructor(room = 1024) {
    this.values = new Float64Array(room);
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const wider = new Float64Array(this.length * 2);
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.length++] = value;
  }

  taken(): Float64Array<ArrayBuffer> {
    return this.values.slice(0, this.length);
  }
}
