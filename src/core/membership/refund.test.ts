import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Day, dayAfter, dayOf, dayStart, daysBetween } from "../time.ts";
import { accruedMicros } from "./accrual.ts";
import { type PaidCharge, ruleRefund } from "./refund.ts";

const FIFTH = "2026-10-05" as Day;
const CHARGED = new Date("2026-10-05T12:00:00Z");

/** 5.00 for October 5 to November 5, of which the provider took 0.45. */
const MONTH: PaidCharge = {
  currency: "USD",
  ...{ cashMicros: 5_000_000n, taxMicros: 0n, feeMicros: 450_000n },
  ...{ spanFrom: FIFTH, spanTo: "2026-11-05" as Day, accruedTo: FIFTH },
  ...{ chargedAt: CHARGED, isLatest: true },
};

function refunded(charge: Partial<PaidCharge>, at: string): string {
  const ruling = ruleRefund({ ...MONTH, ...charge }, new Date(at), dayOf(new Date(at)));
  if (!ruling.ok) return ruling.refusal;
  const { fromDay, micros, deferredMicros, taxMicros, borneMicros } = ruling.value;
  return `${micros} from ${fromDay}: ${deferredMicros} + ${taxMicros} + ${borneMicros}`;
}

describe("a refund", () => {
  it.each([
    [
      "whole on the first day",
      {},
      "2026-10-05T23:59:59Z",
      "5000000 from 2026-10-05: 4550000 + 0 + 450000",
    ],
    [
      "of 30 of 31 days, up to the cent",
      {},
      "2026-10-06T00:00:00Z",
      "4840000 from 2026-10-06: 4403226 + 0 + 436774",
    ],
    [
      "with its tax",
      { taxMicros: 870_000n },
      "2026-10-06T00:00:00Z",
      "4840000 from 2026-10-06: 3561291 + 841936 + 436773",
    ],
    [
      "from where it is accrued",
      { accruedTo: "2026-10-09" as Day },
      "2026-10-08T10:00:00Z",
      "4360000 from 2026-10-09: 3962904 + 0 + 397096",
    ],
    [
      "until fourteen days after the charge",
      {},
      "2026-10-19T12:00:00Z",
      "2750000 from 2026-10-19: 2495162 + 0 + 254838",
    ],
    ["not a second longer", {}, "2026-10-19T12:00:00.001Z", "too-late"],
    ["only of the last charge", { isLatest: false }, "2026-10-06T00:00:00Z", "not-the-latest"],
    ["of no days", { accruedTo: "2026-11-05" as Day }, "2026-10-06T00:00:00Z", "nothing-left"],
    [
      "in a currency without hundredths, up to the yen",
      { currency: "JPY", cashMicros: 500_000_000n, feeMicros: 45_000_000n },
      "2026-10-06T00:00:00Z",
      "484000000 from 2026-10-06: 440322581 + 0 + 43677419",
    ],
    [
      "of a charge that the fee ate up",
      { cashMicros: 300_000n, feeMicros: 330_000n },
      "2026-10-05T23:00:00Z",
      "300000 from 2026-10-05: 0 + 0 + 300000",
    ],
    ["of nothing paid", { cashMicros: 0n, feeMicros: 0n }, "2026-10-06T00:00:00Z", "nothing-left"],
  ])("%s", (_, charge, at, expected) => {
    expect(refunded(charge, at)).toBe(expected);
  });
});

describe("whatever was paid and whenever it is given back", () => {
  const cents = (max: number) =>
    fc.integer({ min: 0, max }).map((count) => BigInt(count) * 10_000n);
  const anyCharge = fc
    .record({
      cash: cents(20_000),
      tax: fc.nat(40),
      fee: fc.nat(60),
      days: fc.integer({ min: 1, max: 366 }),
    })
    .map(({ cash, tax, fee, days }) => ({
      ...MONTH,
      cashMicros: cash,
      taxMicros: (cash * BigInt(tax)) / 100n,
      feeMicros: (cash * BigInt(fee)) / 100n,
      spanTo: dayAfter(FIFTH, days),
    }));

  it("what was earned and what is given back are what was paid, and no cent more than it", () => {
    fc.assert(
      fc.property(anyCharge, fc.nat(14), (charge, after) => {
        const today = dayAfter(FIFTH, after);
        const ruling = ruleRefund(charge, CHARGED, today);
        if (!ruling.ok) return;
        const { fromDay, micros, deferredMicros, taxMicros, borneMicros } = ruling.value;
        const netMicros = charge.cashMicros - charge.taxMicros - charge.feeMicros;
        const span = { netMicros, from: FIFTH, to: charge.spanTo, refundedFrom: fromDay };
        expect(accruedMicros(span, FIFTH, charge.spanTo) + deferredMicros).toBe(netMicros);
        expect(micros % 10_000n).toBe(0n);
        expect(micros <= charge.cashMicros).toBe(true);
        expect(deferredMicros + taxMicros + borneMicros).toBe(micros);
        expect(borneMicros >= 0n).toBe(true);
        const days = BigInt(daysBetween(FIFTH, charge.spanTo));
        const unused = BigInt(daysBetween(fromDay, charge.spanTo));
        expect(micros * days >= charge.cashMicros * unused).toBe(true);
        expect(dayStart(fromDay) >= dayStart(today)).toBe(true);
      }),
    );
  });
});
