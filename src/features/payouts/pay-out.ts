/** The month's payouts: every partner whose balance is large enough, each by itself. */
import { type Micros, sum } from "../../core/money.ts";
import type { Database } from "../../store/db.ts";
import type { Bank } from "../bank/bank.ts";
import { oneByOne } from "../bank/one-by-one.ts";
import { payoutMinimum, requestPayout } from "./request-payout.ts";
import { carryOut } from "./settle-payout.ts";
import { openPayouts, type Payout, payablePartners } from "./store.ts";

/** Younger requests may still be under way. */
const ANSWER_MS_MAX = 60_000;

export interface PaidOut {
  paid: number;
  refused: number;
  /** The bank has not answered. */
  waiting: number;
  /** The sum of those that were paid. */
  micros: Micros;
}

/**
 * Safe to stop anywhere and to run again: what was asked and has no answer is carried out first, and
 * what was paid is no longer payable. A partner whose payout fails costs no other theirs.
 */
export async function payOut(
  db: Database,
  bank: Bank,
  at: Date,
  onProgress: (done: number, of: number) => void = () => {},
): Promise<PaidOut> {
  const open = await openPayouts(db, at);
  const partners = await payablePartners(db, await payoutMinimum(db, at));
  const works = [
    ...open.map((payout) => () => carryOut(db, bank, at, payout)),
    ...partners.map((partner) => async () => {
      const ruling = await requestPayout(db, bank, at, partner);
      return ruling.ok ? ruling.value : null;
    }),
  ];
  const results = await oneByOne(works, async (work, index) => {
    const payout = await work();
    onProgress(index + 1, works.length);
    return payout;
  });
  return totals(results.filter((payout) => payout !== null));
}

/** Looks up the payouts whose answer did not come. Resolves to how many are settled now. */
export async function settlePayouts(db: Database, bank: Bank, at: Date): Promise<number> {
  const open = await openPayouts(db, new Date(at.getTime() - ANSWER_MS_MAX));
  const settled = await oneByOne(open, (payout) => carryOut(db, bank, at, payout));
  return settled.filter(({ state }) => state !== "asked").length;
}

function totals(payouts: readonly Payout[]): PaidOut {
  const inState = (state: Payout["state"]) => payouts.filter((payout) => payout.state === state);
  return {
    paid: inState("paid").length,
    refused: inState("refused").length,
    waiting: inState("asked").length,
    micros: sum(inState("paid").map(({ micros }) => micros)),
  };
}
