/**
 * Exact products and quotients of whole numbers held as floats, where `bigint` would be many times slower.
 *
 * The product of two 53-bit numbers is the float nearest to it plus an error that is a float too; the
 * error is found by cutting each factor in halves of 26 bits. Source: T. J. Dekker, "A floating-point
 * technique for extending the available precision", Numerische Mathematik 18 (1971), §5, after
 * Veltkamp; https://doi.org/10.1007/BF01397083.
 */

/**
 * Totals and weights below this are calculated in floats, exactly; from here on `bigint` takes over.
 *
 * Below 2^51 an estimated quotient is off by less than one (two roundings of 2^-53 each), so the
 * remainder it leaves is off by less than one divisor, below 2^52, and a float holds it.
 */
export const EXACT_BELOW = 2 ** 51;

/** 2^27 + 1: multiplying by it and subtracting keeps the upper 26 bits. */
const HALVING = 134_217_729;

/** `a·b − c·d` without error, if each product is below 2^104 and the difference below 2^53. */
export function productDifference(a: number, b: number, c: number, d: number): number {
  const ab = a * b;
  const cd = c * d;
  return ab - cd + (productError(a, b, ab) - productError(c, d, cd));
}

/** What `product`, the float nearest to `a·b`, is short of it. */
function productError(a: number, b: number, product: number): number {
  const aScaled = a * HALVING;
  const aHigh = aScaled - (aScaled - a);
  const aLow = a - aHigh;
  const bScaled = b * HALVING;
  const bHigh = bScaled - (bScaled - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** `⌊a·b/c⌋` for whole numbers, if `c` is positive, `b` at most `c`, and both `a` and `c` are below `EXACT_BELOW`. */
export function floorOfProduct(a: number, b: number, c: number): number {
  const estimate = Math.floor((a * b) / c);
  const rest = productDifference(a, b, estimate, c);
  if (rest < 0) return estimate - 1;
  return rest < c ? estimate : estimate + 1;
}
