/**
 * Money: whole micros, millionths of the currency unit, as `bigint` (docs/policy/money.md §1).
 *
 * 5.00 is 5_000_000n; one cent is 10_000n. Nothing here or above it calculates money in floats.
 */
export type Micros = bigint;

export const UNIT_MICROS = 1_000_000n;
export const CENT_MICROS = 10_000n;

export function sum(amounts: Iterable<bigint>): bigint {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
}

/**
 * Rounded down to cents, towards minus infinity: `1_239_999n` is "1.23". `digits` after the point, for
 * currencies that have more or none: of `1_239_999n` with none that is "1".
 */
export function formatMicros(micros: Micros, digits: 0 | 2 | 3 = 2): string {
  const minor = 10n ** BigInt(6 - digits);
  const whole = micros < 0n ? -((-micros + minor - 1n) / minor) : micros / minor;
  const sign = whole < 0n ? "−" : "";
  const text = (whole < 0n ? -whole : whole).toString().padStart(digits + 1, "0");
  const units = grouped(text.slice(0, text.length - digits));
  return digits === 0 ? `${sign}${units}` : `${sign}${units}.${text.slice(-digits)}`;
}

/** All six decimals, for receipts and exports: `1_239_999n` is "1.239999". */
export function formatExact(micros: Micros): string {
  const sign = micros < 0n ? "−" : "";
  const digits = (micros < 0n ? -micros : micros).toString().padStart(7, "0");
  return `${sign}${grouped(digits.slice(0, -6))}.${digits.slice(-6)}`;
}

function grouped(units: string): string {
  return units.replace(/\B(?=(\d{3})+$)/g, ",");
}
