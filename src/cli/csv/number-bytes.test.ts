import fc from "fast-check";
import { expect, it } from "vitest";
import { LINE, NUMBER_BYTES_MAX, NumberBytes } from "./number-bytes.ts";

function written(add: (out: NumberBytes) => void): string {
  const out = new NumberBytes();
  out.makeRoom(NUMBER_BYTES_MAX);
  add(out);
  return Buffer.from(out.bytes.subarray(0, out.length)).toString();
}

it("writes whole numbers as anybody would", () => {
  const anyWhole = fc.oneof(fc.integer(), fc.maxSafeInteger());
  fc.assert(
    fc.property(anyWhole, (value) => {
      expect(written((out) => out.add(value, LINE))).toBe(`${value}\n`);
    }),
  );
});

it("writes decimals with all their digits", () => {
  const decimal = (value: number, places: number) =>
    written((out) => out.addDecimal(value, places, LINE));
  expect(decimal(0, 3)).toBe("0.000\n");
  expect(decimal(0.0005, 3)).toBe("0.001\n");
  expect(decimal(0.9999, 3)).toBe("1.000\n");
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (millionths) => {
      expect(decimal(millionths / 1e6, 6)).toBe(`${(millionths / 1e6).toFixed(6)}\n`);
    }),
  );
});
