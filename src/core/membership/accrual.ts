/**
 * Accrual: how much of a member's dues belongs to each day they paid for, and how much of that is the
 * member's pool (docs/policy/earnings.md §1).
 *
 * Everything is the difference of two cumulative amounts rounded down, so days add up to months and
 * months to the whole, without a rest. Money is in micros; days are UTC; spans leave out their end.
 */
import { assert } from "../assert.ts";
import type { Micros } from "../money.ts";
import { allow, type Ruling, refuse } from "../ruling.ts";
import {
  type Day,
  dayOf,
  dayStart,
  daysBetween,
  monthAfter,
  monthOf,
  monthStart,
} from "../time.ts";

/** Net dues for the days from `from` to `to`, which is not paid. */
export interface PaidSpan {
  netMicros: Micros;
  from: Day;
  to: Day;
  /** From this day on nothing accrues, because it was given back; null if nothing was. */
  refundedFrom: Day | null;
}

/** What a payment brings in: `taxMicros` are owed on, `feeMicros` are what the bank reports. */
export interface Payment {
  cashMicros: Micros;
  taxMicros: Micros;
  feeMicros: Micros;
}

/** Net dues, which are never less than nothing. */
export function ruleNet(payment: Payment): Ruling<Micros, "costs-exceed-cash"> {
  const { cashMicros, taxMicros, feeMicros } = payment;
  assert(
    cashMicros >= 0n && taxMicros >= 0n && feeMicros >= 0n,
    "no part of a payment is negative",
  );
  const netMicros = cashMicros - taxMicros - feeMicros;
  return netMicros < 0n ? refuse("costs-exceed-cash") : allow(netMicros);
}

/** The net dues that accrue from `from` up to `to`; none outside the span. */
export function accruedMicros(span: PaidSpan, from: Day, to: Day): Micros {
  assert(from <= to, "days go forward");
  return accruedBefore(span, to) - accruedBefore(span, from);
}

/**
 * The part of the dues accrued from `from` up to `to`, days of one month, that goes to the pool.
 *
 * It is ⌊α·accrued⌋ of the month so far less the same at the beginning, so that the days of a month
 * add up to ⌊α·accrued⌋ of the month.
 */
export function poolMicros(span: PaidSpan, poolBps: number, from: Day, to: Day): Micros {
  assert(poolBps >= 0 && poolBps <= 10_000, "the pool is a part of the dues");
  const month = monthOf(dayStart(from));
  assert(from <= to && to <= dayOf(monthStart(monthAfter(month))), "the days are of one month");
  const first = dayOf(monthStart(month));
  const poolBefore = (day: Day) => (accruedMicros(span, first, day) * BigInt(poolBps)) / 10_000n;
  return poolBefore(to) - poolBefore(from);
}

/** ⌊net · days / span⌋ for the days of the span before `day`. */
function accruedBefore({ netMicros, from, to, refundedFrom }: PaidSpan, day: Day): Micros {
  const length = daysBetween(from, to);
  assert(netMicros >= 0n && length > 0, "dues are not negative and pay for a day or more");
  const end = refundedFrom !== null && refundedFrom < to ? refundedFrom : to;
  const days = Math.max(0, daysBetween(from, day < end ? day : end));
  return (netMicros * BigInt(days)) / BigInt(length);
}
