/** Who has a part of a charge now, and how much (docs/policy/money.md §9). */
import { assert } from "../../../core/assert.ts";
import { accruedMicros } from "../../../core/membership/accrual.ts";
import {
  type Holder,
  lessenedBy,
  recordedShares,
  type Stake,
} from "../../../core/membership/take-back.ts";
import { type Micros, sum } from "../../../core/money.ts";
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import { type Month, monthAfter } from "../../../core/time.ts";
import type { Tx } from "../../../store/db.ts";
import {
  type DuesMonth,
  duesMonths,
  fateOf,
  findReferrer,
  insertShares,
  linesLeft,
  type StakedCharge,
  sharesOf,
  takenOf,
} from "./take-back-store.ts";

/**
 * The stakes of a charge, in one order. Records who got its part of each closed month, if that was not
 * done before. While one of its months is being closed nothing may be taken.
 */
export async function stakesOf(
  tx: Tx,
  charge: StakedCharge,
): Promise<Ruling<Stake[], "month-closing">> {
  const months = await duesMonths(tx, charge.chargeId);
  if (months.some(({ state }) => state === "closing")) return refuse("month-closing");
  const taken = await takenOf(tx, charge.chargeId);
  const carried: Stake[] = [];
  for (const month of months.filter(({ state }) => state === "closed")) {
    const waits = await shareOut(tx, charge, month, taken);
    if (waits === "month-closing") return refuse(waits);
    if (waits > 0n) carried.push(stake("carried", month.month, waits));
  }
  const shares = await sharesOf(tx, charge.chargeId);
  const referrer = await findReferrer(tx, charge.readerId);
  const referred = months.flatMap(({ month, referralMicros }): Stake[] =>
    referrer === null || referralMicros === 0n
      ? []
      : [{ holder: "referral", month, authorId: referrer, micros: referralMicros }],
  );
  const given = [...shares, ...referred].map((share) => ({
    ...share,
    micros: share.micros - of(taken, share),
  }));
  return allow([...ownStakes(charge, months, taken), ...given, ...carried]);
}

const stake = (holder: Holder, month: Month | null, micros: Micros): Stake => ({
  ...{ holder, month, micros },
  authorId: null,
});

/** What was taken of one stake. */
function of(taken: readonly Stake[], one: Omit<Stake, "micros">): Micros {
  const same = taken.filter(
    ({ holder, month, authorId }) =>
      holder === one.holder && month === one.month && authorId === one.authorId,
  );
  return sum(same.map(({ micros }) => micros));
}

/** What is not divided: the platform's, the tax, what waits to be earned, what open pools hold. */
function ownStakes(
  charge: StakedCharge,
  months: readonly DuesMonth[],
  taken: readonly Stake[],
): Stake[] {
  const { cashMicros, taxMicros, feeMicros } = charge;
  const beforeFee = cashMicros - taxMicros;
  const takenAway = (holder: Holder, month: Month | null = null) =>
    of(taken, { holder, month, authorId: null });
  // A refund is rounded up to what moves, so the platform may have given more than its fee.
  const fee = (feeMicros < beforeFee ? feeMicros : beforeFee) - takenAway("fee");
  const stakes = [
    stake("fee", null, fee > 0n ? fee : 0n),
    ...months.map(({ month, accruedMicros: accrued, poolMicros, referralMicros }) =>
      stake(
        "platform",
        month,
        accrued - poolMicros - referralMicros - takenAway("platform", month),
      ),
    ),
    stake("deferred", null, deferredLeft(charge)),
    stake("tax", null, taxMicros - takenAway("tax")),
    ...months
      .filter(({ state }) => state === "open")
      .map(({ month, poolMicros }) => stake("pool", month, poolMicros)),
  ];
  return fee < 0n ? lessenedBy(-fee, stakes) : stakes;
}

/** Once the unused days were given back, the few before them are left to be earned. */
function deferredLeft(charge: StakedCharge): Micros {
  const { baseMicros: netMicros, baseFrom: from, spanTo: to, refundedFrom, accruedTo } = charge;
  if (refundedFrom !== null || accruedTo >= to) return 0n;
  return accruedMicros({ netMicros, from, to, refundedFrom }, accruedTo, to);
}

/** Records who got a charge's part of a closed month. Resolves to what still waits to be divided. */
async function shareOut(
  tx: Tx,
  charge: StakedCharge,
  { month, poolMicros }: DuesMonth,
  taken: readonly Stake[],
): Promise<Micros | "month-closing"> {
  const known = await sharesOf(tx, charge.chargeId);
  if (known.some((share) => share.month === month)) return 0n;
  const left = poolMicros - of(taken, { holder: "carried", month, authorId: null });
  if (left === 0n) return 0n;
  for (let age = 1; ; age++) {
    const poolMonth = monthAfter(month, age - 1);
    const { state, fate } = await fateOf(tx, charge.readerId, poolMonth, age);
    if (state === "closing") return "month-closing";
    if (state === "open") return left;
    if (fate === "carried") continue;
    await insertShares(
      tx,
      charge,
      { month, poolMonth },
      await divided(tx, charge, poolMonth, fate),
    );
    return 0n;

    async function divided(at: Tx, { readerId }: StakedCharge, pool: Month, to: typeof fate) {
      if (to === "commons") return [{ holder: to, authorId: null, micros: left } as const];
      const lines = await linesLeft(at, readerId, pool);
      assert(sum(lines.map(({ micros }) => micros)) >= left, "a pool was divided whole");
      return recordedShares(left, lines);
    }
  }
}
