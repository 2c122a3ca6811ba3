import { describe, expect, it } from "vitest";
import { OF_CHANNELS, OF_THE_WHOLE, scalesOf, surpriseOf } from "./surprise.ts";

/** Exponential values with this mean, evenly spread: no chance is needed. */
const exponential = (count: number, mean: number) =>
  Float64Array.from({ length: count }, (_, place) => -mean * Math.log((place + 0.5) / count));

const scaleOf = (values: Float64Array, left = new Uint8Array(values.length), shape = OF_CHANNELS) =>
  scalesOf(values, new Uint8Array(values.length), left, shape)[0]!;

describe("surprise", () => {
  it.each([OF_CHANNELS, OF_THE_WHOLE])("says one in N where one in N comes as far", (shape) => {
    const scale = scaleOf(exponential(20_000, 1), undefined, shape);
    for (const odds of [2, 10, 100, 1000, shape === OF_THE_WHOLE ? 10_000 : 3000]) {
      const said = Math.exp(surpriseOf(scale, Math.log(odds)));
      expect(said / odds).toBeGreaterThan(0.5);
      expect(said / odds).toBeLessThan(2);
    }
  });

  it("grows with what is seen, and never past a tail without end", () => {
    const scale = scaleOf(exponential(3000, 0.8));
    const surprises = Array.from({ length: 300 }, (_, n) => surpriseOf(scale, n / 10));
    for (const [place, one] of surprises.entries())
      if (place > 0) expect(one).toBeGreaterThanOrEqual(surprises[place - 1]!);
    expect(surprises.at(-1)).toBeLessThan(60);
  });

  it("is nothing for the most ordinary, and leaves out those who stand out", () => {
    const values = exponential(2000, 1);
    const withTraders = Float64Array.from([...values, ...new Float64Array(400).fill(40)]);
    const left = Uint8Array.from(withTraders, (value) => (value === 40 ? 1 : 0));
    expect(surpriseOf(scaleOf(withTraders, left), 0)).toBe(0);
    expect(surpriseOf(scaleOf(withTraders, left), 5)).toBeCloseTo(surpriseOf(scaleOf(values), 5));
    expect(surpriseOf(scaleOf(withTraders, left), 40)).toBeGreaterThan(25);
  });
});
