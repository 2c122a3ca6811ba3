/** The trial balance added up: per currency, both sides. */
import { type Micros, sum } from "../../core/money.ts";
import type { TrialLine } from "../ledger/store.ts";

export interface Sides {
  currency: string;
  debitMicros: Micros;
  creditMicros: Micros;
}

/** In the order in which the currencies first stand. */
export function sidesOf(lines: readonly TrialLine[]): Sides[] {
  return [...Map.groupBy(lines, ({ currency }) => currency)].map(([currency, own]) => ({
    currency,
    debitMicros: sum(own.map(({ debitMicros }) => debitMicros)),
    creditMicros: sum(own.map(({ creditMicros }) => creditMicros)),
  }));
}

export function isEven(sides: readonly Sides[]): boolean {
  return sides.every(({ debitMicros, creditMicros }) => debitMicros === creditMicros);
}
