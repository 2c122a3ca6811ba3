import { describe, expect, it } from "vitest";
import { fromStripe, toStripe } from "./amounts.ts";

/** Every currency that partners are paid in, with what Stripe's 1 is worth there. */
const TABLE: [string, bigint, number][] = [
  ["USD", 5_000_000n, 500],
  ["EUR", 10_000n, 1],
  ["GBP", 1_230_000n, 123],
  ["HUF", 100_000_000n, 10_000],
  ["TWD", 100_000_000n, 10_000],
  ["JPY", 500_000_000n, 500],
  ["KRW", 1_000_000n, 1],
  ["VND", 25_000_000_000n, 25_000],
  ["CLP", 1_000_000n, 1],
  ["XOF", 600_000_000n, 600],
  ["XAF", 600_000_000n, 600],
  ["PYG", 7_000_000n, 7],
  ["RWF", 7_000_000n, 7],
  ["MGA", 4_000_000n, 4],
  ["ISK", 500_000_000n, 50_000],
  ["UGX", 500_000_000n, 50_000],
  ["KWD", 1_230_000n, 1230],
  ["BHD", 10_000n, 10],
];

describe("an amount in Stripe’s unit", () => {
  it.each(TABLE)("of %s: %d micros are %d", (currency, micros, amount) => {
    expect(toStripe(micros, currency)).toBe(amount);
    expect(toStripe(micros, currency.toLowerCase())).toBe(amount);
    expect(fromStripe(amount, currency)).toBe(micros);
  });

  it.each([
    ["USD", 5_000n],
    ["JPY", 500_000n],
    ["ISK", 500_000n],
    ["KWD", 1_000n],
    ["USD", 0n],
    ["USD", -10_000n],
  ])("of %s is never %d micros", (currency, micros) => {
    expect(() => toStripe(micros, currency)).toThrow("can be moved");
  });
});
