/**
 * Amounts as Stripe writes them: whole numbers of a currency's smallest unit.
 *
 * Which that is, is Stripe's own table and not quite ISO 4217's (docs.stripe.com/currencies, zero-decimal,
 * three-decimal and special cases): the ariary is whole there, while the króna and the Ugandan shilling
 * are written with two digits that must be zeros.
 */
import { assert } from "../../../core/assert.ts";
import type { Micros } from "../../../core/money.ts";

const WHOLE = "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF".split(" ");
const THREE_DIGITS = "BHD JOD KWD OMR TND".split(" ");
/** Written with hundredths, though there are none. */
const WHOLE_AS_HUNDREDTHS = "ISK UGX".split(" ");

/** How many micros Stripe's 1 is: 10 000 for USD, 1 000 000 for JPY. */
export function unitMicros(currency: string): Micros {
  const code = currency.toUpperCase();
  if (WHOLE.includes(code)) return 1_000_000n;
  return THREE_DIGITS.includes(code) ? 1_000n : 10_000n;
}

/** What does not move in this currency is a fault: it was never asked of a bank. */
export function toStripe(micros: Micros, currency: string): number {
  const unit = unitMicros(currency);
  const code = currency.toUpperCase();
  const step = WHOLE_AS_HUNDREDTHS.includes(code) ? 1_000_000n : unit;
  const moved = THREE_DIGITS.includes(code) ? 10n * unit : step;
  assert(micros > 0n && micros % moved === 0n, `${micros} micros of ${code} can be moved`);
  return Number(micros / unit);
}

export function fromStripe(amount: number, currency: string): Micros {
  return BigInt(amount) * unitMicros(currency);
}
