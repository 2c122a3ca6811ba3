import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AllBelow } from "./all-below.ts";
import { LeastFirst } from "./least-first.ts";

/** Whole keys, so that many are equal and none is rounded. */
const manyThings = fc.tuple(
  fc.array(fc.nat(40), { minLength: 1, maxLength: 6000, size: "max" }),
  fc.infiniteStream(fc.tuple(fc.nat(), fc.nat(30))),
);

describe("things of which the least comes first", () => {
  it("leave in the order of their keys, then of their numbers, however keys fall meanwhile", () => {
    fc.assert(
      fc.property(manyThings, ([keys, falls]) => {
        const waiting = new LeastFirst(Float64Array.from(keys));
        const plain = new Map(keys.map((key, thing) => [thing, key]));
        while (plain.size > Math.max(0, keys.length - 300)) {
          expect(waiting.size).toBe(plain.size);
          for (let fall = 0; fall < 8; fall += 1) {
            const [which, amount] = falls.next().value;
            const thing = which % keys.length;
            waiting.lower(thing, amount);
            if (plain.has(thing)) plain.set(thing, plain.get(thing)! - amount);
          }
          const least = [...plain].reduce((one, other) => (other[1] < one[1] ? other : one));
          expect([waiting.takeLeast(), waiting.takenKey]).toEqual(least);
          expect(waiting.has(least[0])).toBe(false);
          plain.delete(least[0]);
        }
      }),
      { numRuns: 15 },
    );
  });

  it("come in order to the last of many", () => {
    const keys = Float64Array.from({ length: 20_000 }, (_, at) => (at * 7919) % 10_007);
    const waiting = new LeastFirst(keys.slice());
    const order = Array.from(keys, () => waiting.takeLeast());
    const expected = Array.from(keys.keys()).sort((a, b) => keys[a]! - keys[b]! || a - b);
    expect(order).toEqual(expected);
  });

  it("do not hold what has no key", () => {
    const waiting = new LeastFirst(Float64Array.of(3, Number.POSITIVE_INFINITY, 2));
    waiting.lower(1, 5);
    expect([waiting.size, waiting.has(1)]).toEqual([2, false]);
    expect([waiting.takeLeast(), waiting.takeLeast()]).toEqual([2, 0]);
  });
});

describe("things below a floor", () => {
  it("are each taken once, with those that fall below it meanwhile", () => {
    const below = new AllBelow(Float64Array.of(1, 5, 9, 4), 4);
    expect([below.take(), below.takenKey]).toEqual([0, 1]);
    expect(below.take()).toBe(-1);
    below.lower(3, 1);
    below.lower(3, 1);
    below.lower(0, 1);
    expect([below.take(), below.takenKey, below.take()]).toEqual([3, 2, -1]);
    expect([0, 1, 2, 3].map((thing) => below.has(thing))).toEqual([false, true, true, false]);
  });
});
