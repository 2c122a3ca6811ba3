/** A journal: legs that happen together, under one key. Money is in micros. */
import { assert } from "../assert.ts";
import type { JournalId } from "../ids.ts";
import type { Micros } from "../money.ts";
import type { Account } from "./chart.ts";

/** One debit, one credit, one amount above zero: it cannot fail to balance. */
export interface Leg {
  debit: Account;
  credit: Account;
  micros: Micros;
}

export interface Journal {
  /** Made from our own ids, so that doing a thing again is the same journal again. */
  key: string;
  /** Which flow it is: `"dues-received"`. */
  kind: string;
  currency: string;
  legs: readonly Leg[];
  /** The journal this one takes back. */
  reverses?: JournalId;
}

/** A leg for each amount that is not zero. */
export function legs(...all: readonly (readonly [Account, Account, Micros])[]): Leg[] {
  return all.flatMap(([debit, credit, micros]) => {
    assert(micros >= 0n, "no leg moves less than nothing");
    return micros === 0n ? [] : [{ debit, credit, micros }];
  });
}
