import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countOf, countOne, decayedCounts } from "./decayed-counts.ts";
import { surgeWith, tripwire } from "./tripwire.ts";

describe("a count that decays", () => {
  it("is halved after its half-life", () => {
    const sketch = decayedCounts(2, 1024);
    for (let n = 0; n < 8; n += 1) countOne(sketch, 7, 0);
    expect(countOf(sketch, 7, 0)).toBe(8);
    expect(countOf(sketch, 7, 2)).toBe(4);
    expect(countOf(sketch, 7, 6)).toBe(1);
    expect(countOf(sketch, 8, 0)).toBe(0);
  });

  const events = fc.array(fc.tuple(fc.integer(), fc.nat(500)), { maxLength: 200 });

  it("is never below the true one, however narrow the sketch, in whatever order they come", () => {
    fc.assert(
      fc.property(events, (some) => {
        const sketch = decayedCounts(3, 8);
        const until = Math.max(0, ...some.map(([, hundredths]) => hundredths / 100));
        for (const [key, hundredths] of some) countOne(sketch, key, hundredths / 100);
        for (const [key] of some) {
          const own = some.filter(([other]) => other === key);
          const left = own.map(([, hundredths]) => 2 ** (-(until - hundredths / 100) / 3));
          const sum = left.reduce((total, one) => total + one, 0);
          expect(countOf(sketch, key, until)).toBeGreaterThan(sum * (1 - 1e-9));
        }
      }),
    );
  });

  it("is close to the true one where there are as many cells as keys", () => {
    const sketch = decayedCounts(1e9, 1 << 12);
    for (let key = 0; key < 1 << 12; key += 1) countOne(sketch, key * 7919, 0);
    let over = 0;
    for (let key = 0; key < 1 << 12; key += 1) over += countOf(sketch, key * 7919, 0) - 1;
    expect(over / (1 << 12)).toBeLessThan(0.1);
  });
});

/** The greatest surge of an account that follows `perDay` times a day, then `burst` times within an hour. */
function surge(perDay: number, burst: number): number {
  const wire = tripwire(1 << 10);
  let most = 0;
  for (let n = 0; n < perDay * 60; n += 1) surgeWith(wire, 1, n / perDay);
  for (let n = 0; n < burst; n += 1) most = Math.max(most, surgeWith(wire, 1, 60 + n / burst / 24));
  return most;
}

describe("the tripwire", () => {
  it("trips at a hundred follows in an hour by somebody quiet", () => {
    expect(surge(0.2, 100)).toBeGreaterThan(5);
  });

  it("does not trip at a few, nor at what somebody always does", () => {
    expect(surge(0.2, 6)).toBeLessThan(1);
    expect(surge(40, 3)).toBeLessThan(1);
  });

  it("holds what comes against the account's own past", () => {
    expect(surge(40, 40)).toBeLessThan(surge(2, 40));
  });
});
