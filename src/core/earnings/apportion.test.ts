import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { sum } from "../money.ts";
import { apportion } from "./apportion.ts";
import { ColumnApportionment } from "./column-apportionment.ts";
import { EXACT_BELOW, floorOfProduct, productDifference } from "./exact.ts";
import { hamilton } from "./reference.test-support.ts";

// Ten thousand cases a law take seconds, and many times that on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

const MANY = { numRuns: 10_000 };

/** "100 over 50:25:25:1" is "49, 25, 25, 1"; ids are 1, 2, 3 … */
function parts(text: string): string {
  const [total, weights] = text.split(" over ");
  const numbers = weights!.split(":").map(BigInt);
  return apportion(
    BigInt(total!),
    numbers,
    numbers.map((_, index) => index + 1),
  ).join(", ");
}

describe("an apportionment", () => {
  it("gives what is left over to the largest remainders, not to the largest parts", () => {
    expect(parts("100 over 50:25:25:1")).toBe("49, 25, 25, 1");
    expect(parts("10 over 1:1:1")).toBe("4, 3, 3");
    expect(parts("5 over 7:7:6")).toBe("2, 2, 1");
    expect(parts("1 over 1:2:3")).toBe("0, 0, 1");
  });

  it("gives nothing for no weight, and nothing of nothing", () => {
    expect(parts("100 over 0:3:0")).toBe("0, 100, 0");
    expect(parts("0 over 0:0")).toBe("0, 0");
    expect(() => parts("1 over 0:0")).toThrow("something has a weight");
    expect(() => parts("-1 over 1:1")).toThrow("not negative");
    expect(() => parts("1 over 2:-1")).toThrow("no weight is negative");
  });

  it("breaks ties by the lower id, wherever it stands", () => {
    expect(apportion(1n, [1n, 1n, 1n], [12, 2, 30])).toEqual([0n, 1n, 0n]);
  });

  it("can give less of more: the Alabama paradox", () => {
    expect(parts("198 over 58:28:6:58:0:2").split(", ")[5]).toBe("3");
    expect(parts("199 over 58:28:6:58:0:2").split(", ")[5]).toBe("2");
  });
});

const anyTotal = fc.oneof(
  fc.bigInt({ min: 0n, max: 300n }),
  fc.bigInt({ min: 0n, max: 2n ** 63n }),
);
const anyWeight = fc.oneof(
  fc.bigInt({ min: 0n, max: 60n }),
  fc.bigInt({ min: 0n, max: 2n ** 70n }),
);
const anyWeights = fc.array(anyWeight, { maxLength: 12 }).map((weights) => [...weights, 1n]);
const inOrder = (weights: readonly unknown[]) => weights.map((_, index) => index + 1);

describe("every apportionment", () => {
  it("adds up, keeps each part within one of its quota, and gives no weight nothing", () => {
    fc.assert(
      fc.property(anyTotal, anyWeights, (total, weights) => {
        const all = sum(weights);
        const given = apportion(total, weights, inOrder(weights));
        expect(sum(given)).toBe(total);
        given.forEach((part, index) => {
          const miss = part * all - total * weights[index]!;
          expect(-all < miss && miss < all).toBe(true);
          if (weights[index] === 0n) expect(part).toBe(0n);
        });
      }),
      MANY,
    );
  });

  it("is the one that gives unit by unit", () => {
    fc.assert(
      fc.property(anyTotal, anyWeights, (total, weights) => {
        expect(apportion(total, weights, inOrder(weights))).toEqual(hamilton(total, weights));
      }),
      MANY,
    );
  });

  it("is the same in whatever order the weights come", () => {
    fc.assert(
      fc.property(anyTotal, anyWeights, fc.nat(), (total, weights, turn) => {
        const ids = inOrder(weights);
        const rotated = <Value>(list: readonly Value[]) => {
          const by = turn % list.length;
          return [...list.slice(by), ...list.slice(0, by)];
        };
        const given = apportion(total, rotated(weights), rotated(ids));
        expect(given).toEqual(rotated(apportion(total, weights, ids)));
      }),
      MANY,
    );
  });

  it("never gives less for more weight", () => {
    fc.assert(
      fc.property(anyTotal, anyWeights, fc.nat(), anyWeight, (total, weights, at, more) => {
        const row = at % weights.length;
        const heavier = weights.map((weight, index) => (index === row ? weight + more : weight));
        const [was, is] = [weights, heavier].map(
          (list) => apportion(total, list, inOrder(list))[row]!,
        );
        expect(is).toBeGreaterThanOrEqual(was!);
      }),
      MANY,
    );
  });
});

describe("partial refunds", () => {
  it("over what is left of the recorded shares take none below zero and end at zero", () => {
    const anyShares = fc.array(fc.bigInt({ min: 0n, max: 5_000_000n }), {
      minLength: 1,
      maxLength: 8,
    });
    const anySteps = fc.array(fc.nat(100), { maxLength: 6 });
    fc.assert(
      fc.property(anyShares, anySteps, (shares, steps) => {
        let left = shares;
        const refund = (micros: bigint) => {
          const parts = apportion(micros, left, inOrder(left));
          left = left.map((share, index) => share - parts[index]!);
          expect(left.every((share) => share >= 0n)).toBe(true);
        };
        for (const percent of steps) refund((sum(left) * BigInt(percent)) / 100n);
        refund(sum(left));
        expect(left.every((share) => share === 0n)).toBe(true);
      }),
      MANY,
    );
  });
});

/** Whole numbers up to just below a power of two, near powers and near each other, or small. */
const anyFloat = (below: number) =>
  fc.oneof(
    fc.integer({ min: 0, max: 1000 }),
    fc.maxSafeInteger().map((number) => Math.abs(number) % below),
    fc
      .tuple(fc.integer({ min: 0, max: Math.log2(below) - 1 }), fc.integer({ min: -2, max: 2 }))
      .map(([power, off]) => Math.max(0, 2 ** power + off)),
    fc.integer({ min: 1, max: 1000 }).map((off) => below - off),
  );

describe("exact arithmetic in floats", () => {
  it("agrees with bigint on ⌊a·b/c⌋", () => {
    fc.assert(
      fc.property(
        anyFloat(EXACT_BELOW),
        anyFloat(EXACT_BELOW),
        anyFloat(EXACT_BELOW),
        (a, b, c) => {
          const [low, high] = [Math.min(b, c), Math.max(1, b, c)];
          expect(BigInt(floorOfProduct(a, low, high))).toBe(
            (BigInt(a) * BigInt(low)) / BigInt(high),
          );
        },
      ),
      MANY,
    );
  });

  it("finds a quotient that is whole, which an estimate often falls short of", () => {
    expect(Math.floor((25_113_571_789_056 * 3_209_831) / 65_865_423_976_224)).toBe(1_223_863);
    expect(floorOfProduct(25_113_571_789_056, 3_209_831, 65_865_423_976_224)).toBe(1_223_864);
    const anyFactor = fc.integer({ min: 1, max: 2 ** 25 });
    fc.assert(
      fc.property(anyFactor, anyFactor, anyFactor, (x, y, z) => {
        expect(floorOfProduct(x * y, z, y * z)).toBe(x);
      }),
      MANY,
    );
  });

  it("agrees with bigint on a·b − c·d", () => {
    fc.assert(
      fc.property(
        anyFloat(EXACT_BELOW),
        anyFloat(EXACT_BELOW),
        anyFloat(EXACT_BELOW),
        (a, b, d) => {
          const divisor = Math.max(1, d);
          const c = Number((BigInt(a) * BigInt(b)) / BigInt(divisor));
          fc.pre(c < EXACT_BELOW);
          const exact = BigInt(a) * BigInt(b) - BigInt(c) * BigInt(divisor);
          expect(BigInt(productDifference(a, b, c, divisor))).toBe(exact);
        },
      ),
      MANY,
    );
  });

  it("apportions columns as bigint does, up to the last number that floats may hold", () => {
    const columns = new ColumnApportionment();
    const anyColumn = fc.array(anyFloat(2 ** 47), { minLength: 1, maxLength: 15 });
    fc.assert(
      fc.property(anyFloat(EXACT_BELOW), anyColumn, fc.nat(3), (total, weights, from) => {
        const padded = [...Array.from({ length: from }, () => 5), 1, ...weights];
        columns.divide(total, Float64Array.from(padded), from, padded.length);
        const wanted = apportion(
          BigInt(total),
          padded.slice(from).map(BigInt),
          inOrder(padded.slice(from)),
        );
        expect([...columns.parts.subarray(from, padded.length)].map(BigInt)).toEqual(wanted);
      }),
      MANY,
    );
  });

  it("apportions alike where a quota is whole, or as large as the total", () => {
    const columns = new ColumnApportionment();
    const anyFactor = fc.integer({ min: 2, max: 2 ** 25 });
    const anyLight = fc.array(fc.integer({ min: 0, max: 2 ** 28 }), { minLength: 2, maxLength: 4 });
    const agree = (total: number, weights: number[]) => {
      columns.divide(total, Float64Array.from(weights), 0, weights.length);
      const wanted = apportion(BigInt(total), weights.map(BigInt), inOrder(weights));
      expect([...columns.parts.subarray(0, weights.length)].map(BigInt)).toEqual(wanted);
    };
    fc.assert(
      fc.property(anyFactor, anyFactor, anyFactor, anyLight, (x, y, z, light) => {
        const third = 1 + (x % (z - 1));
        agree(x * z, [y * third, y * (z - third)]);
        agree(EXACT_BELOW - x, [y * z + 2 ** 48, ...light]);
      }),
      MANY,
    );
    // The estimate of the first quota is one too large, and that is seen in the second part.
    const weights = [942_240_619_948_916, 710, 15_255, 3_846_134, 33, 107_189, 154_065_228];
    agree(2_251_799_791_754_553, weights);
  });

  it("apportions equal weights and long columns alike", () => {
    const columns = new ColumnApportionment();
    for (const [total, count] of [
      [7, 3],
      [1000, 333],
      [99_999, 1000],
    ] as const) {
      const weights = Float64Array.from({ length: count }, (_, row) => 1 + (row % 3));
      columns.divide(total, weights, 0, count);
      const wanted = apportion(BigInt(total), [...weights].map(BigInt), inOrder([...weights]));
      expect([...columns.parts.subarray(0, count)].map(BigInt)).toEqual(wanted);
    }
  });

  it("refuses numbers that floats do not hold", () => {
    const columns = new ColumnApportionment();
    const weights = Float64Array.of(1, 2);
    expect(() => columns.divide(EXACT_BELOW, weights, 0, 2)).toThrow("floats hold");
    expect(() => columns.divide(5, Float64Array.of(1, EXACT_BELOW), 0, 2)).toThrow("floats hold");
    expect(() => columns.divide(5, Float64Array.of(0, 0), 0, 2)).toThrow("floats hold");
  });
});
