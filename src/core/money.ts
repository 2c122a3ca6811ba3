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

/** Rounded down to cents, towards minus infinity: `1_239_999n` is "1.23". */
export function formatMicros(micros: Micros): string {
  const cents = micros < 0n ? -((-micros + CENT_MICROS - 1n) / CENT_MICROS) : micros / CENT_MICROS;
  const sign = cents < 0n ? "−" : "";
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, "0");
  return `${sign}${grouped(digits.slice(0, -2))}.${digits.slice(-2)}`;
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
