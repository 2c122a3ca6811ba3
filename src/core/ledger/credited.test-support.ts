/** What legs leave in an account. */
import { sum } from "../money.ts";
import type { Account } from "./chart.ts";
import type { Leg } from "./journal.ts";

/** What the legs put on an account's normal credit side, less what they take: debits are negative. */
export function creditedMicros(all: Iterable<Leg>, { kind, subject }: Account): bigint {
  const is = (account: Account) => account.kind === kind && account.subject === subject;
  const signed = (leg: Leg) =>
    (is(leg.credit) ? leg.micros : 0n) - (is(leg.debit) ? leg.micros : 0n);
  return sum(Iterator.from(all).map(signed));
}
