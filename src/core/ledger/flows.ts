/**
 * Flows: what happens to money, as legs of the ledger (docs/policy/money.md §7).
 *
 * Each is a pure function from facts to a journal. Its key comes from our own ids, so that the same
 * fact told twice is the same journal. Legs of zero are left out. Money is in micros.
 */
import { assert } from "../assert.ts";
import type { AuthorId, ChargeId, JournalId } from "../ids.ts";
import { type Micros, sum } from "../money.ts";
import { type Day, type Month, monthAfter } from "../time.ts";
import {
  commons,
  deferred,
  earned,
  escrow,
  fees,
  memberPool,
  payable,
  platform,
  provider,
  receivable,
  refundPayable,
  tax,
} from "./chart.ts";
import { type Journal, legs } from "./journal.ts";

export interface ChargeFacts {
  chargeId: ChargeId;
  currency: string;
  cashMicros: Micros;
  taxMicros: Micros;
  /** As the provider reports it. */
  feeMicros: Micros;
  /** Whose tax it is; not asked for when there is none. */
  jurisdiction: string;
}

/**
 * Dues come in. What the provider keeps is shown on both sides: the members paid it, so it is revenue,
 * and it is spent at once. The net waits to be earned by time. A fee above what a small charge brings
 * is paid from it as far as it goes, and by us for the rest.
 */
export function duesReceived(facts: ChargeFacts): Journal {
  const { chargeId, currency, cashMicros, taxMicros, feeMicros } = facts;
  const beforeFee = cashMicros - taxMicros;
  assert(beforeFee >= 0n, "tax is a part of what was paid");
  const paidFee = feeMicros < beforeFee ? feeMicros : beforeFee;
  const netMicros = beforeFee - paidFee;
  return {
    key: `dues:${chargeId}`,
    kind: "dues-received",
    currency,
    legs: legs(
      [provider(), deferred(chargeId), netMicros],
      [provider(), tax(facts.jurisdiction), taxMicros],
      [provider(), platform(), paidFee],
      [fees(), provider(), feeMicros],
    ),
  };
}

export interface AccrualFacts {
  day: Day;
  /** Which accrual of this day it is, from 1: late charges make a second. */
  batch: number;
  /** The month whose pool takes it: that of the day, or the first still open one. */
  poolMonth: Month;
  currency: string;
  charges: readonly {
    chargeId: ChargeId;
    /** What the charge earned on the day, and the part of it that is the members' pool. */
    accruedMicros: Micros;
    poolMicros: Micros;
    /** What a referrer has of it, by terms of their own. */
    referral?: { partnerId: AuthorId; micros: Micros } | null;
  }[];
}

/** A day of membership is delivered: its dues go to the authors' pool and, for the rest, to us. */
export function accrual({ day, batch, poolMonth, currency, charges }: AccrualFacts): Journal {
  return {
    key: batch === 1 ? `accrual:${day}` : `accrual:${day}:${batch}`,
    kind: "accrual",
    currency,
    legs: charges.flatMap(({ chargeId, accruedMicros, poolMicros, referral }) => {
      const referred = referral?.micros ?? 0n;
      return legs(
        [deferred(chargeId), memberPool(poolMonth), poolMicros],
        ...(referral ? [[deferred(chargeId), payable(referral.partnerId), referred] as const] : []),
        [deferred(chargeId), platform(), accruedMicros - poolMicros - referred],
      );
    }),
  };
}

export interface SplitFacts {
  month: Month;
  currency: string;
  /** All that is divided; the parts below add up to it. */
  poolMicros: Micros;
  shares: readonly { partnerId: AuthorId; micros: Micros; escrowMicros: Micros }[];
  /** Unclaimed for the last time. */
  commonsMicros: Micros;
  /** Unclaimed, and kept for the same members' next month. */
  carriedMicros: Micros;
}

/** A month's pool goes to who earned it. A share contains its escrow. */
export function monthSplit(facts: SplitFacts): Journal {
  const { month, currency, poolMicros, shares, commonsMicros, carriedMicros } = facts;
  const divided = sum(shares.map(({ micros }) => micros)) + commonsMicros + carriedMicros;
  assert(divided === poolMicros, "the parts of a month's pool add up to it");
  const pool = memberPool(month);
  return {
    key: `split:${month}`,
    kind: "month-split",
    currency,
    legs: [
      ...shares.flatMap(({ partnerId, micros, escrowMicros }) =>
        legs(
          [pool, earned(partnerId), micros - escrowMicros],
          [pool, escrow(partnerId), escrowMicros],
        ),
      ),
      ...legs(
        [pool, commons(), commonsMicros],
        [pool, memberPool(monthAfter(month)), carriedMicros],
      ),
    ],
  };
}

export interface ReleaseFacts {
  month: Month;
  /** The day on which the hold ends; absent for what is released with the close. */
  until?: Day;
  currency: string;
  /** `nettedMicros` of a share settle what the partner owes us since money was clawed back. */
  shares: readonly { partnerId: AuthorId; micros: Micros; nettedMicros?: Micros }[];
}

/** A month's shares leave their hold and may be paid out. */
export function holdRelease({ month, until, currency, shares }: ReleaseFacts): Journal {
  return {
    key: until ? `release:${month}:${until}` : `release:${month}`,
    kind: "hold-release",
    currency,
    legs: shares.flatMap(({ partnerId, micros, nettedMicros = 0n }) =>
      legs(
        [earned(partnerId), receivable(partnerId), nettedMicros],
        [earned(partnerId), payable(partnerId), micros - nettedMicros],
      ),
    ),
  };
}

export interface RefundFacts {
  refundId: number;
  chargeId: ChargeId;
  currency: string;
  /** Net dues not earned yet. */
  deferredMicros: Micros;
  taxMicros: Micros;
  /** What the provider kept of the unused days, and does not give back: we bear it. */
  borneMicros: Micros;
  /** What is taken from whoever earned it (`dues-flows.ts`). */
  sharesMicros?: Micros;
  jurisdiction: string;
}

/** The unused part of a charge is owed to the member: fixed before the bank is asked. */
export function refundAsked(facts: RefundFacts): Journal {
  return { ...refundStep(facts, "asked"), legs: refundLegs(facts) };
}

/** The bank gave it back, and took `feeMicros` of ours for it. */
export function refundPaid(facts: RefundFacts, feeMicros: Micros = 0n): Journal {
  const { deferredMicros, taxMicros, borneMicros, sharesMicros = 0n } = facts;
  const micros = deferredMicros + taxMicros + borneMicros + sharesMicros;
  return {
    ...refundStep(facts, "paid"),
    legs: legs(
      [refundPayable(facts.chargeId), provider(), micros],
      [fees(), provider(), feeMicros],
    ),
  };
}

/** The bank will not: the days are the member's again. `asked` is the journal this takes back. */
export function refundRefused(facts: RefundFacts, asked: JournalId): Journal {
  const turned = refundLegs(facts).map(({ debit, credit, micros }) => ({
    debit: credit,
    credit: debit,
    micros,
  }));
  return { ...refundStep(facts, "refused"), legs: turned, reverses: asked };
}

function refundStep({ refundId, currency }: RefundFacts, step: string): Journal {
  return { key: `refund:${refundId}:${step}`, kind: `refund-${step}`, currency, legs: [] };
}

function refundLegs({ chargeId, deferredMicros, ...facts }: RefundFacts) {
  const owed = refundPayable(chargeId);
  return legs(
    [deferred(chargeId), owed, deferredMicros],
    [tax(facts.jurisdiction), owed, facts.taxMicros],
    [platform(), owed, facts.borneMicros],
  );
}
