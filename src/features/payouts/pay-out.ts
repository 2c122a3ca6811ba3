/** The month's payouts: every partner whose balance is large enough, each by itself. */
import type { AuthorId } from "../../core/ids.ts";
import { type Micros, sum } from "../../core/money.ts";
import { DAY_MS } from "../../core/time.ts";
import type { Database, Tx } from "../../store/db.ts";
import type { Bank } from "../bank/bank.ts";
import { oneByOne } from "../bank/one-by-one.ts";
import { releaseHolds } from "../earnings/holds/release-holds.ts";
import {
  type Batch,
  endBatch,
  endBatchIfDone,
  findOpenBatch,
  insertBatch,
  insertBatchPartners,
  isLeft,
  lockBatches,
  partnersLeft,
  recordFault,
  recordOutcome,
} from "./batches/batch-store.ts";
import { askPayout, payoutMinimum } from "./request-payout.ts";
import { carryOut } from "./settle-payout.ts";
import {
  deliveredPayouts,
  lockPartner,
  openPayouts,
  type Payout,
  payablePartners,
} from "./store.ts";

/** Younger requests may still be under way. */
const ANSWER_MS_MAX = 60_000;

/** A batch that was stopped is gone on with for so long; after that a new one begins. */
const BATCH_MS_MAX = DAY_MS;

/** Banks send money back up to five banking days later, and some take longer to say so. */
const PAID_DAYS_LOOKED_AT = 14;

/** In one run; those that were not looked at for longest come first. */
const DELIVERIES_MAX = 500;

export interface PaidOut {
  paid: number;
  refused: number;
  /** With the bank: it has not answered, or the money is on its way. */
  waiting: number;
  /** The sum of those that were paid. */
  micros: Micros;
}

/**
 * Safe to stop anywhere and to run again: what was asked and has no answer is carried out first, and
 * what was paid is no longer payable. Every partner is asked for in a transaction of their own, and one
 * whose payout fails costs no other theirs.
 */
export async function payOut(
  db: Database,
  bank: Bank,
  at: Date,
  onProgress: (done: number, of: number) => void = () => {},
): Promise<PaidOut> {
  await releaseHolds(db, at);
  const open = await openPayouts(db, at);
  const batch = await db.transaction((tx) => joinBatch(tx, at));
  const partners = batch ? await partnersLeft(db, batch.id) : [];
  const works = [
    ...open.map((payout) => () => carryOut(db, bank, at, payout)),
    ...partners.map((partner) => () => payPartner(db, bank, at, { partner, batch })),
  ];
  try {
    const results = await oneByOne(works, async (work, index) => {
      const payout = await work();
      onProgress(index + 1, works.length);
      return payout;
    });
    return totals(results.filter((payout) => payout !== null));
  } finally {
    if (batch) await endBatchIfDone(db, at, batch.id);
  }
}

/** The batch that is open, or a new one with whoever may be paid now; null when nobody may. */
async function joinBatch(tx: Tx, at: Date): Promise<Batch | null> {
  await lockBatches(tx);
  const open = await findOpenBatch(tx);
  const isStale = open !== null && at.getTime() - open.begunAt.getTime() > BATCH_MS_MAX;
  if (open && isStale) await endBatch(tx, at, open.id);
  const partners = await payablePartners(tx, await payoutMinimum(tx, at));
  if (partners.length === 0 && (open === null || isStale)) return null;
  const batch = open && !isStale ? open : await insertBatch(tx, at);
  await insertBatchPartners(tx, batch.id, partners);
  return batch;
}

interface OfBatch {
  partner: AuthorId;
  batch: Batch | null;
}

async function payPartner(
  db: Database,
  bank: Bank,
  at: Date,
  { partner, batch }: OfBatch,
): Promise<Payout | null> {
  if (!batch) return null;
  try {
    const asked = await db.transaction((tx) => takeTurn(tx, bank, at, { partner, batch }));
    return asked && (await carryOut(db, bank, at, asked));
  } catch (fault) {
    await recordFault(db, batch.id, partner, fault instanceof Error ? fault.message : "unknown");
    throw fault;
  }
}

/** The partner's payout, frozen and booked; null when there is none, or another run made it. */
async function takeTurn(
  tx: Tx,
  bank: Bank,
  at: Date,
  { partner, batch }: { partner: AuthorId; batch: Batch },
): Promise<Payout | null> {
  await lockPartner(tx, partner);
  if (!(await isLeft(tx, batch.id, partner))) return null;
  const ruling = await askPayout(tx, bank, at, { partner, batchId: batch.id });
  await recordOutcome(tx, batch.id, partner, ruling.ok ? "asked" : ruling.refusal);
  return ruling.ok ? ruling.value : null;
}

/**
 * Looks up the payouts whose answer did not come, and how far the money of the others is. Resolves to
 * how many have moved.
 */
export async function settlePayouts(db: Database, bank: Bank, at: Date): Promise<number> {
  const open = await openPayouts(db, new Date(at.getTime() - ANSWER_MS_MAX));
  const since = new Date(at.getTime() - PAID_DAYS_LOOKED_AT * DAY_MS);
  const delivered = await deliveredPayouts(db, since, DELIVERIES_MAX);
  const before = [...open, ...delivered.filter((payout) => !isFinal(payout))];
  const after = await oneByOne(before, (payout) => carryOut(db, bank, at, payout));
  return after.filter((payout, index) => payout.version !== before[index]?.version).length;
}

/** What the test bank paid stays paid. */
function isFinal({ rail, state }: Payout): boolean {
  return rail === "test-bank" && state === "paid";
}

function totals(payouts: readonly Payout[]): PaidOut {
  const inState = (...states: Payout["state"][]) =>
    payouts.filter((payout) => states.includes(payout.state));
  return {
    paid: inState("paid").length,
    refused: inState("refused", "returned").length,
    waiting: inState("asked", "sent", "failed").length,
    micros: sum(inState("paid").map(({ micros }) => micros)),
  };
}
