import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  downToMinor,
  inMinor,
  minorDigits,
  minorMicros,
  parseAmount,
  ruleSiteCurrency,
  upToMinor,
} from "./currency.ts";

describe("the smallest amount that moves", () => {
  it.each([
    ["USD", 2, 10_000n, 500n],
    ["HUF", 2, 10_000n, 500n],
    ["TWD", 2, 10_000n, 500n],
    ["JPY", 0, 1_000_000n, 5n],
    ["KRW", 0, 1_000_000n, 5n],
    ["ISK", 0, 1_000_000n, 5n],
    ["KWD", 3, 1_000n, 5000n],
  ])("of %s has %d digits", (currency, digits, micros, inFive) => {
    expect(minorDigits(currency)).toBe(digits);
    expect(minorMicros(currency)).toBe(micros);
    expect(inMinor(5_000_000n, currency)).toBe(inFive);
  });

  it("rounds down and up to itself, whatever the amount", () => {
    const micros = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(micros, fc.constantFrom("USD", "JPY", "KWD"), (amount, currency) => {
        const [down, up] = [downToMinor(amount, currency), upToMinor(amount, currency)];
        expect(down <= amount && amount <= up).toBe(true);
        expect(up - down === 0n || up - down === minorMicros(currency)).toBe(true);
        expect(inMinor(down, currency)).not.toBeNull();
        expect(inMinor(up, currency)).not.toBeNull();
      }),
    );
  });
});

describe("a site's currency", () => {
  it.each([
    ["EUR", { ok: true, value: "EUR" }],
    ["JPY", { ok: true, value: "JPY" }],
    ["KWD", { ok: false, refusal: "three-digits" }],
    ["XXX", { ok: false, refusal: "no-such-currency" }],
    ["usd", { ok: false, refusal: "no-such-currency" }],
  ])("%s: %o", (code, ruling) => {
    expect(ruleSiteCurrency(code)).toEqual(ruling);
  });
});

describe("an amount as typed", () => {
  it.each([
    ["5", "USD", 5_000_000n],
    ["4.5", "USD", 4_500_000n],
    [" 1,200.05 ", "USD", 1_200_050_000n],
    ["1200", "JPY", 1_200_000_000n],
    ["4.50", "JPY", null],
    ["4.505", "USD", null],
    ["0", "USD", null],
    ["-1", "USD", null],
    ["1e3", "USD", null],
    ["1,2", "USD", null],
    ["", "USD", null],
  ])("%o in %s is %o", (text, currency, micros) => {
    expect(parseAmount(text, currency)).toBe(micros);
  });
});
