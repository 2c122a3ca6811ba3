import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Day } from "../time.ts";
import { type Coupon, discounted, ruleCoupon } from "./discount.ts";
import { nextTry, TRIES_MAX } from "./dunning.ts";
import { type ChangeStanding, type PlanTerms, ruleChange } from "./plan-change.ts";

const day = (text: string) => text as Day;

describe("a declined renewal", () => {
  it("is tried three times in fourteen days and no more", () => {
    const tries = [0, 1, 2, 3].map((declines) => nextTry(day("2026-11-04"), declines));
    expect(tries).toEqual(["2026-11-04", "2026-11-09", "2026-11-18", null]);
    expect(TRIES_MAX).toBe(3);
  });
});

describe("a coupon", () => {
  const coupon: Coupon = {
    ...{ percentOff: 50, charges: 1, usesMax: 2, uses: 1, lastDay: day("2026-10-31") },
    ...{ withdrawnAt: null, usedBefore: false },
  };
  it.each([
    ["on its last day", {}, "2026-10-31", true],
    ["after it", {}, "2026-11-01", "coupon-over"],
    ["without a last day", { lastDay: null }, "2030-01-01", true],
    ["used up", { uses: 2 }, "2026-10-05", "coupon-used-up"],
    ["without end", { uses: 2000, usesMax: null }, "2026-10-05", true],
    ["used by the reader before", { usedBefore: true, uses: 2 }, "2026-10-05", "coupon-used"],
    ["withdrawn", { withdrawnAt: new Date(0) }, "2026-10-05", "coupon-withdrawn"],
  ])("%s", (_, change, today, expected) => {
    const ruling = ruleCoupon({ ...coupon, ...change }, day(today));
    expect(ruling.ok || ruling.refusal).toBe(expected);
  });

  it.each([
    [5_000_000n, 50, "USD", 2_500_000n],
    [4_990_000n, 33, "USD", 3_350_000n],
    [500_000_000n, 33, "JPY", 335_000_000n],
    [499_000_000n, 33, "JPY", 335_000_000n],
    [5_000_000n, 0, "USD", 5_000_000n],
    [5_000_000n, 90, "USD", 500_000n],
  ])("makes of %d less %d %% in %s %d", (price, percent, currency, expected) => {
    expect(discounted(price, percent, currency)).toBe(expected);
  });

  it("never makes a price of nothing, and never a higher one", () => {
    const price = fc.bigInt({ min: 1n, max: 20_000n }).map((cents) => cents * 10_000n);
    fc.assert(
      fc.property(price, fc.integer({ min: 0, max: 90 }), (micros, percent) => {
        const paid = discounted(micros, percent, "USD");
        expect(paid > 0n && paid <= micros && paid % 10_000n === 0n).toBe(true);
      }),
    );
    expect(() => discounted(5_000_000n, 91, "USD")).toThrow("something to pay");
  });
});

describe("another plan", () => {
  const plan = (code: string, units: bigint): PlanTerms => ({
    code,
    tier: code.startsWith("friend") ? "friend" : "member",
    months: code.endsWith("yearly") ? 12 : 1,
    priceMicros: units * 1_000_000n,
    currency: "USD",
  });
  const PLANS = {
    "member-monthly": plan("member-monthly", 5n),
    "member-yearly": plan("member-yearly", 50n),
    "friend-monthly": plan("friend-monthly", 15n),
    "friend-yearly": plan("friend-yearly", 150n),
  };
  type Name = keyof typeof PLANS;

  function change(
    from: Name,
    to: Name,
    today: string,
    given: Partial<ChangeStanding> = {},
  ): string {
    const standing = {
      ...{ plan: PLANS[from], today: day(today), hasCard: true, isPastDue: false },
      paid: [{ spanFrom: day("2026-10-05"), spanTo: day("2026-11-05") }],
      ...given,
    };
    const term = from.endsWith("yearly") ? "yearly" : "monthly";
    const sameTerm = PLANS[`${PLANS[to].tier}-${term}`];
    const ruling = ruleChange(standing, { plan: PLANS[to], sameTerm });
    if (!ruling.ok) return ruling.refusal;
    const { value } = ruling;
    return value.when === "now" ? `${value.dueMicros} to ${value.to}` : value.when;
  }

  it.each([
    ["member-monthly", "friend-monthly", "2026-10-05", "10000000 to 2026-11-05"],
    // 21 of 31 days of the ten that a Friend pays more, up to the cent.
    ["member-monthly", "friend-monthly", "2026-10-15", "6780000 to 2026-11-05"],
    ["member-monthly", "friend-yearly", "2026-10-15", "6780000 to 2026-11-05"],
    // Four days of 31 would be 1.30: not worth a charge.
    ["member-monthly", "friend-monthly", "2026-11-01", "paid-until"],
    ["member-monthly", "member-yearly", "2026-10-15", "paid-until"],
    ["friend-monthly", "member-yearly", "2026-10-15", "paid-until"],
    ["friend-monthly", "friend-monthly", "2026-10-15", "same-plan"],
  ] as const)("from %s to %s on %s: %s", (from, to, today, expected) => {
    expect(change(from, to, today)).toBe(expected);
  });

  it("counts the days of a renewal that is paid already", () => {
    const paid = [
      { spanFrom: day("2026-10-05"), spanTo: day("2026-11-05") },
      { spanFrom: day("2026-11-05"), spanTo: day("2026-12-05") },
    ];
    // One day of 31 and 30 of 30: 0.322581 and 10.
    const due = change("member-monthly", "friend-monthly", "2026-11-04", { paid });
    expect(due).toBe("10330000 to 2026-12-05");
  });

  it("needs a card that can be charged", () => {
    const to = "friend-monthly";
    expect(change("member-monthly", to, "2026-10-05", { hasCard: false })).toBe("no-card");
    expect(change("member-monthly", to, "2026-10-05", { isPastDue: true })).toBe("past-due");
  });
});
