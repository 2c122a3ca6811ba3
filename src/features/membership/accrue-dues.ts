/**
 * Dues are earned by the day: for each day that is over, a part of what each member paid goes to the
 * month's pool and the rest to the platform (docs/policy/money.md §4).
 *
 * Safe to run again, to run twice at once, and to stop anywhere: a batch is a transaction, and how far
 * each charge is accrued moves with it. Days that were missed are caught up on, the oldest first.
 */
import { accrual } from "../../core/ledger/flows.ts";
import { accruedMicros, poolMicros } from "../../core/membership/accrual.ts";
import { type Day, dayAfter, dayOf, dayStart } from "../../core/time.ts";
import type { Database, Tx } from "../../store/db.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { policyOf } from "../policies/store.ts";
import {
  type AccruedCharge,
  batchesOf,
  type DueCharge,
  findDayToAccrue,
  insertAccrual,
  lockChargesDue,
  poolMonthOf,
  recordAccrued,
} from "./dues-store.ts";
import { lockAccrual } from "./store.ts";

/** Charges in one transaction: some ten thousand legs. */
const BATCH_CHARGES = 10_000;

/** Accrues every day before that of `at`. Resolves to how many charges' days that were. */
export async function accrueDues(
  db: Database,
  at: Date,
  batchCharges = BATCH_CHARGES,
): Promise<{ chargeDays: number }> {
  let chargeDays = 0;
  for (;;) {
    const on = await findDayToAccrue(db, dayOf(at));
    if (on === null) return { chargeDays };
    chargeDays += await db.transaction((tx) => accrueBatch(tx, at, on, batchCharges));
  }
}

async function accrueBatch(tx: Tx, at: Date, on: Day, limit: number): Promise<number> {
  await lockAccrual(tx);
  const due = await lockChargesDue(tx, on, limit);
  const month = await poolMonthOf(tx, on);
  const { tiers } = (await policyOf(tx, month)).policy.dues;
  const first = (await batchesOf(tx, on)) + 1;

  const byCurrency = [...Map.groupBy(due, (charge) => charge.currency)];
  for (const [index, [currency, charges]] of byCurrency.entries()) {
    const batch = first + index;
    const accrued = charges.map((charge) => accruedOn(charge, on, tiers[charge.tier].poolBps));
    const flow = accrual({ day: on, batch, poolMonth: month, currency, charges: accrued });
    const times = { occurredAt: dayStart(dayAfter(on)), postedAt: at };
    const journalId = flow.legs.length > 0 ? await postJournal(tx, flow, times) : null;
    await insertAccrual(tx, at, { on, batch, journalId, charges: charges.length });
    await recordAccrued(tx, { on, month }, accrued);
  }
  return due.length;
}

/** What a charge earned on the day, and the pool's part of it. */
function accruedOn(charge: DueCharge, on: Day, poolBps: number): AccruedCharge {
  const { chargeId, readerId, baseMicros, baseFrom, spanTo, refundedFrom } = charge;
  const span = { netMicros: baseMicros, from: baseFrom, to: spanTo, refundedFrom };
  const next = dayAfter(on);
  const { referrerId: partnerId, referralBps } = charge;
  return {
    chargeId,
    readerId,
    accruedMicros: accruedMicros(span, on, next),
    poolMicros: poolMicros(span, poolBps, on, next),
    referral:
      partnerId === null || referralBps === null
        ? null
        : {
            partnerId,
            micros: poolMicros(span, Math.min(referralBps, 10_000 - poolBps), on, next),
          },
  };
}
