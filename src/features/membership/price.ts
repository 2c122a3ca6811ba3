/** What a plan costs, in words. */
import { CENT_MICROS } from "../../core/money.ts";
import { money } from "../../web/parts/money.tsx";
import type { Plan } from "./store.ts";

type Priced = Pick<Plan, "priceMicros" | "currency" | "months">;

/** "$5.00 a month". */
export function priceInWords({ priceMicros: micros, currency, months }: Priced): string {
  return `${money({ micros, currency })} a ${months === 12 ? "year" : "month"}`;
}

/** What a plan of several months is for one of them, to the next cent: "$4.17 a month". */
export function monthlyInWords({ priceMicros, currency, months }: Priced): string | null {
  if (months === 1) return null;
  const parts = BigInt(months) * CENT_MICROS;
  const micros = ((priceMicros + parts - 1n) / parts) * CENT_MICROS;
  return `${money({ micros, currency })} a month`;
}

/** 6000 is "60 %". */
export function percent(bps: number): string {
  return `${bps / 100}\u00a0%`;
}
