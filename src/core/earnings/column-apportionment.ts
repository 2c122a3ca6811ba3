/**
 * Apportionment over columns of floats, for millions of parts a second: the same parts as `apportion`
 * gives (a test compares them), exact below `EXACT_BELOW`, and without garbage.
 */
import { assert } from "../assert.ts";
import { float64 } from "./columns.ts";
import { EXACT_BELOW, productDifference } from "./exact.ts";

export class ColumnApportionment {
  /** The parts, in the rows of their weights. */
  parts = float64(64);
  #remainders = float64(64);
  #ranked = float64(64);

  /**
   * Divides `total` over the weights of the rows from `from` to `to` (not included).
   *
   * Weights stand in ascending order of id, so that ties go to the lower row.
   */
  divide(total: number, weights: Float64Array, from: number, to: number): void {
    this.#makeRoom(to);
    if (to - from === 1) {
      this.parts[from] = total;
      return;
    }
    if (total === 0) {
      this.parts.fill(0, from, to);
      return;
    }
    const left = total - this.#takeFloors(total, weights, from, to);
    if (left > 0) this.#giveLeftOver(left, from, to);
  }

  /** Gives each row its quota rounded down, keeps the remainders, and returns what was given. */
  #takeFloors(total: number, weights: Float64Array, from: number, to: number): number {
    const parts = this.parts;
    const remainders = this.#remainders;
    const weightSum = sumOf(weights, from, to);
    assert(
      total >= 0 && total < EXACT_BELOW && weightSum > 0 && weightSum < EXACT_BELOW,
      "floats hold the total and the weights exactly",
    );
    const perWeight = total / weightSum;
    let given = 0;
    for (let row = from; row < to; row++) {
      const weight = weights[row]!;
      let part = Math.floor(perWeight * weight);
      let remainder = productDifference(total, weight, part, weightSum);
      if (remainder < 0) {
        part--;
        remainder += weightSum;
      } else if (remainder >= weightSum) {
        part++;
        remainder -= weightSum;
      }
      parts[row] = part;
      remainders[row] = remainder;
      given += part;
    }
    return given;
  }

  /** One unit to each of the `left` largest remainders; those equal to the smallest of them in order. */
  #giveLeftOver(left: number, from: number, to: number): void {
    const parts = this.parts;
    const remainders = this.#remainders;
    const ranked = this.#ranked;
    const count = to - from;
    for (let row = 0; row < count; row++) ranked[row] = remainders[from + row]!;
    const least = ascendingAt(ranked, count, count - left);
    let above = 0;
    for (let row = from; row < to; row++) if (remainders[row]! > least) above++;
    let equal = left - above;
    for (let row = from; row < to; row++) {
      const remainder = remainders[row]!;
      if (remainder > least || (remainder === least && equal-- > 0)) parts[row] = parts[row]! + 1;
    }
  }

  #makeRoom(rows: number): void {
    if (rows <= this.parts.length) return;
    this.parts = float64(rows * 2, this.parts);
    this.#remainders = float64(rows * 2);
    this.#ranked = float64(rows * 2);
  }
}

function sumOf(column: Float64Array, from: number, to: number): number {
  let total = 0;
  for (let row = from; row < to; row++) total += column[row]!;
  return total;
}

/**
 * The value that would stand at `place` if the first `count` values were in ascending order; moves them.
 *
 * Source: C. A. R. Hoare, "Algorithm 65: Find", Communications of the ACM 4 (1961), 321.
 */
function ascendingAt(values: Float64Array, count: number, place: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const pivot = values[place]!;
    let left = low;
    let right = high;
    while (left <= right) {
      while (values[left]! < pivot) left++;
      while (pivot < values[right]!) right--;
      if (left > right) break;
      const value = values[left]!;
      values[left++] = values[right]!;
      values[right--] = value;
    }
    if (right < place) low = left;
    if (place < left) high = right;
  }
  return values[place]!;
}
