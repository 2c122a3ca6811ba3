/** An amount of money, with its currency. */
import { minorDigits } from "../../core/currency.ts";
import { formatExact, formatMicros, type Micros } from "../../core/money.ts";

export interface MoneyProps {
  micros: Micros;
  /** ISO 4217. */
  currency?: string;
  /** All six decimals, as receipts and exports have them. */
  exact?: boolean;
}

const SIGNS: Record<string, string> = { USD: "$", EUR: "€", GBP: "£", JPY: "¥" };

/** The exact amount stays in the markup, whatever is shown; what is less than a cent is set apart. */
export function Money(props: MoneyProps) {
  const value = formatExact(props.micros).replaceAll(",", "").replace("−", "-");
  const [whole, beyond, after] = split(money(props), minorDigits(props.currency ?? "USD"));
  return (
    <data class="money" value={value}>
      {whole}
      {beyond && <span class="beyond">{beyond}</span>}
      {after}
    </data>
  );
}

/** "$1.239999" is "$1.23", "9999" and ""; of a yen all after the point is beyond it. */
function split(text: string, digits: number): [string, string, string] {
  const end = text.indexOf("\u00a0");
  const stop = end < 0 ? text.length : end;
  const point = text.indexOf(".");
  const minor = point < 0 ? stop : digits === 0 ? point : point + 1 + digits;
  return [text.slice(0, minor), text.slice(minor, stop), text.slice(stop)];
}

/** "−$1.23"; a currency without a sign of its own is "1.23 CHF". */
export function money({ micros, currency = "USD", exact }: MoneyProps): string {
  const text = exact ? formatExact(micros) : formatMicros(micros, minorDigits(currency));
  const sign = SIGNS[currency];
  if (!sign) return `${text}\u00a0${currency}`;
  return text.startsWith("−") ? `−${sign}${text.slice(1)}` : `${sign}${text}`;
}
