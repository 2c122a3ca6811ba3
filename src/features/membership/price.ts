/** What a plan costs, in words. */
import { upToMinor } from "../../core/currency.ts";
import { money } from "../../web/parts/money.tsx";
import type { Plan } from "./store.ts";

type Priced = Pick<Plan, "priceMicros" | "currency" | "months">;

/** "$5.00 a month". */
export function priceInWords({ priceMicros: micros, currency, months }: Priced): string {
  return `${money({ micros, currency })} a ${months === 12 ? "year" : "month"}`;
}

/** What one month of a plan costs, up to what moves: "$4.17". */
export function monthlyPrice({ priceMicros, currency, months }: Priced): string {
  const parts = BigInt(months);
  return money({ micros: upToMinor((priceMicros + parts - 1n) / parts, currency), currency });
}

/** 6000 is "60 %". */
export function percent(bps: number): string {
  return `${bps / 100}\u00a0%`;
}
