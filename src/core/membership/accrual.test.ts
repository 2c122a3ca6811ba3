import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sum } from "../money.ts";
import {
  type Day,
  dayAfter,
  dayOf,
  dayStart,
  daysBetween,
  monthAfter,
  monthEnd,
  monthOf,
  monthStart,
} from "../time.ts";
import { accruedMicros, type PaidSpan, poolMicros, ruleNet } from "./accrual.ts";

const day = (text: string) => text as Day;

/** "4550000 for 2026-10-15 to 2026-11-15", and "refunded from 2026-10-20" if it was. */
function span(text: string): PaidSpan {
  const [, micros, from, to, refunded] = /^(\d+) for (\S+) to (\S+)(?: refunded from (\S+))?$/.exec(
    text,
  )!;
  const refundedFrom = refunded === undefined ? null : day(refunded);
  return { netMicros: BigInt(micros!), from: day(from!), to: day(to!), refundedFrom };
}

const accrued = (text: string, from: string, to: string) =>
  accruedMicros(span(text), day(from), day(to));

describe("net dues", () => {
  it("are the cash less tax and the fee that was reported", () => {
    const net = (cashMicros: bigint, taxMicros: bigint, feeMicros: bigint) =>
      ruleNet({ cashMicros, taxMicros, feeMicros });
    expect(net(5_000_000n, 0n, 450_000n)).toEqual({ ok: true, value: 4_550_000n });
    expect(net(5_000_000n, 870_000n, 450_000n)).toEqual({ ok: true, value: 3_680_000n });
    expect(net(0n, 0n, 0n)).toEqual({ ok: true, value: 0n });
    expect(net(300_000n, 0n, 300_001n)).toEqual({ ok: false, refusal: "costs-exceed-cash" });
    expect(() => net(-1n, 0n, 0n)).toThrow("no part of a payment is negative");
  });
});

describe("dues", () => {
  const october = "100 for 2026-10-01 to 2026-11-01";

  it("accrue by day, each the difference of two amounts rounded down", () => {
    // 100/31 = 3.2 a day: 3, 6, 9, 12, 16 …
    const days = ["01", "02", "03", "04", "05", "06"].map((number) => `2026-10-${number}`);
    const each = days.slice(0, 5).map((from, index) => accrued(october, from, days[index + 1]!));
    expect(each).toEqual([3n, 3n, 3n, 3n, 4n]);
    expect(accrued(october, "2026-10-01", "2026-11-01")).toBe(100n);
  });

  it("do not accrue outside the days they pay for", () => {
    expect(accrued(october, "2026-09-01", "2026-10-01")).toBe(0n);
    expect(accrued(october, "2026-11-01", "2027-10-01")).toBe(0n);
    expect(accrued(october, "2020-01-01", "2030-01-01")).toBe(100n);
    expect(accrued(october, "2026-10-07", "2026-10-07")).toBe(0n);
  });

  it("of a year count the leap day", () => {
    const year = "366 for 2027-06-01 to 2028-06-01";
    expect(accrued(year, "2028-02-29", "2028-03-01")).toBe(1n);
    expect(accrued(year, "2028-02-01", "2028-03-01")).toBe(29n);
  });

  it("stop where they were given back", () => {
    const refunded = `${october} refunded from 2026-10-04`;
    expect(accrued(refunded, "2026-10-01", "2026-11-01")).toBe(9n);
    expect(accrued(refunded, "2026-10-04", "2026-11-01")).toBe(0n);
    expect(accrued(`${october} refunded from 2026-10-01`, "2026-10-01", "2026-11-01")).toBe(0n);
    expect(accrued(`${october} refunded from 2026-11-01`, "2026-10-01", "2026-11-01")).toBe(100n);
  });

  it("go forward", () => {
    expect(() => accrued(october, "2026-10-02", "2026-10-01")).toThrow("forward");
    expect(() => accrued("1 for 2026-10-01 to 2026-10-01", "2026-10-01", "2026-10-02")).toThrow(
      "a day or more",
    );
  });
});

describe("the pool", () => {
  const dues = span("4550000 for 2026-10-15 to 2026-11-15");

  it("is its part of what the month accrued", () => {
    // October has 17 of 31 days: ⌊4550000·17/31⌋ = 2495161, of which ⌊60 %⌋ = 1497096.
    expect(accruedMicros(dues, day("2026-10-01"), day("2026-11-01"))).toBe(2_495_161n);
    expect(poolMicros(dues, 6000, day("2026-10-01"), day("2026-11-01"))).toBe(1_497_096n);
    // November the other 2054839, of which ⌊60 %⌋ = 1232903.
    expect(poolMicros(dues, 6000, day("2026-11-01"), day("2026-12-01"))).toBe(1_232_903n);
  });

  it("is of one month at a time", () => {
    expect(() => poolMicros(dues, 6000, day("2026-10-30"), day("2026-11-02"))).toThrow("one month");
    expect(() => poolMicros(dues, 10_001, day("2026-10-01"), day("2026-10-02"))).toThrow("a part");
  });
});

describe("whatever was paid for however long", () => {
  const anySpan = fc
    .tuple(
      fc.bigInt({ min: 0n, max: 60_000_000n }),
      fc.nat(800),
      fc.integer({ min: 1, max: 400 }),
      fc.option(fc.nat(400)),
    )
    .map(([netMicros, start, length, refunded]): PaidSpan => {
      const from = dayAfter(day("2026-01-01"), start);
      const refundedFrom = refunded === null ? null : dayAfter(from, Math.min(refunded, length));
      return { netMicros, from, to: dayAfter(from, length), refundedFrom };
    });

  it("accrues to the whole, however the time is cut", () => {
    fc.assert(
      fc.property(anySpan, fc.array(fc.nat(400), { maxLength: 5 }), (paid, cuts) => {
        const length = daysBetween(paid.from, paid.to);
        const at = [0, ...cuts.filter((cut) => cut < length).sort((a, b) => a - b), length];
        const days = at.map((cut) => dayAfter(paid.from, cut));
        const parts = days.slice(1).map((to, index) => accruedMicros(paid, days[index]!, to));
        expect(parts.every((part) => part >= 0n)).toBe(true);
        const whole = accruedMicros(paid, paid.from, paid.to);
        expect(sum(parts)).toBe(whole);
        if (paid.refundedFrom === null) expect(whole).toBe(paid.netMicros);
        else {
          const used = BigInt(daysBetween(paid.from, paid.refundedFrom));
          expect(whole).toBe((paid.netMicros * used) / BigInt(length));
        }
      }),
      { numRuns: 10_000 },
    );
  });

  it("has pools by day that add up to ⌊α·accrued⌋ of each month", () => {
    const anyCuts = fc.array(fc.nat(31), { maxLength: 4 });
    fc.assert(
      fc.property(anySpan, fc.nat(10_000), fc.nat(13), anyCuts, (paid, poolBps, later, cuts) => {
        const month = monthAfter(monthOf(dayStart(paid.from)), later);
        const [first, end] = [dayOf(monthStart(month)), dayOf(monthEnd(month))];
        const inside = cuts.map((cut) => dayAfter(first, cut)).filter((cut) => cut < end);
        const days = [first, ...inside.sort(), end];
        const each = days.slice(1).map((to, index) => poolMicros(paid, poolBps, days[index]!, to));
        expect(sum(each)).toBe((accruedMicros(paid, first, end) * BigInt(poolBps)) / 10_000n);
        expect(each.every((part) => part >= 0n)).toBe(true);
      }),
      { numRuns: 10_000 },
    );
  });
});
