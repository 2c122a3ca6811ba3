/** An amount of money, with its currency. */
import { formatExact, formatMicros, type Micros } from "../../core/money.ts";

export interface MoneyProps {
  micros: Micros;
  /** ISO 4217. */
  currency?: string;
  /** All six decimals, as receipts and exports have them. */
  exact?: boolean;
}

const SIGNS: Record<string, string> = { USD: "$", EUR: "€", GBP: "£", JPY: "¥" };

/** The exact amount stays in the markup, whatever is shown. */
export function Money(props: MoneyProps) {
  return (
    <data class="money" value={formatExact(props.micros).replaceAll(",", "").replace("−", "-")}>
      {money(props)}
    </data>
  );
}

/** "−$1.23"; a currency without a sign of its own is "1.23 CHF". */
export function money({ micros, currency = "USD", exact }: MoneyProps): string {
  const text = exact ? formatExact(micros) : formatMicros(micros);
  const sign = SIGNS[currency];
  if (!sign) return `${text}\u00a0${currency}`;
  return text.startsWith("−") ? `−${sign}${text.slice(1)}` : `${sign}${text}`;
}
