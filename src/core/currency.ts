/**
 * Currencies: how small an amount of each can be charged or paid (docs/policy/money.md §1).
 *
 * Amounts are micros of the unit in every currency, so nothing is multiplied by a hundred that has no
 * hundredths. What differs is the smallest amount that moves. Source: ISO 4217, table A.1, 2024: the
 * minor units of the active currencies; all others have two digits.
 */
import type { Micros } from "./money.ts";
import { allow, type Ruling, refuse } from "./ruling.ts";

const NO_DIGITS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" ");
const THREE_DIGITS = "BHD IQD JOD KWD LYD OMR TND".split(" ");
const TWO_DIGITS = (
  "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD " +
  "CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD " +
  "GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD " +
  "MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP " +
  "PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS " +
  "TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD YER ZAR ZMW ZWG"
).split(" ");

/** Digits after the point: 0, 2 or 3. A code that is not known has two, as most do. */
export function minorDigits(currency: string): 0 | 2 | 3 {
  if (NO_DIGITS.includes(currency)) return 0;
  return THREE_DIGITS.includes(currency) ? 3 : 2;
}

/** The smallest amount that moves: 10 000 micros for a cent, 1 000 000 for a yen, 1 000 for a fils. */
export function minorMicros(currency: string): Micros {
  return 10n ** BigInt(6 - minorDigits(currency));
}

/** To a whole cent, yen or whatever is smallest, towards zero; for amounts that are not negative. */
export function downToMinor(micros: Micros, currency: string): Micros {
  return micros - (micros % minorMicros(currency));
}

/** The same, away from zero. */
export function upToMinor(micros: Micros, currency: string): Micros {
  const minor = minorMicros(currency);
  return downToMinor(micros + minor - 1n, currency);
}

/** As many of the smallest amounts as `micros` are; null when they are not whole. */
export function inMinor(micros: Micros, currency: string): bigint | null {
  const minor = minorMicros(currency);
  return micros % minor === 0n ? micros / minor : null;
}

export type CurrencyRefusal = "no-such-currency" | "three-digits";

/**
 * A currency that dues may be in. Those of three digits are refused: providers move them in steps of
 * ten of their smallest amount, so what we owe and what can be paid would differ.
 */
export function ruleSiteCurrency(code: string): Ruling<string, CurrencyRefusal> {
  if (THREE_DIGITS.includes(code)) return refuse("three-digits");
  const known = NO_DIGITS.includes(code) || TWO_DIGITS.includes(code);
  return known ? allow(code) : refuse("no-such-currency");
}

/** "5", "4.50" or "1,200" as micros; null for what is no amount above zero, or finer than moves. */
export function parseAmount(text: string, currency: string): Micros | null {
  const match = /^(\d{1,9})(?:\.(\d{1,3}))?$/.exec(text.trim().replace(/,(?=\d{3}(\D|$))/g, ""));
  if (!match) return null;
  const micros = BigInt(match[1] ?? "") * 1_000_000n + BigInt((match[2] ?? "").padEnd(6, "0"));
  return micros > 0n && inMinor(micros, currency) !== null ? micros : null;
}
