import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Payee, rulePayout } from "./request.ts";

const MINIMUM = 10_000_000n;
const WIL: Payee = {
  ...{ payableMicros: 25_000_000n, state: "active" as const },
  ...{ payoutAccount: "acct_test_wil", underWay: false },
};

function ruled(payee: Partial<Payee>): string {
  const ruling = rulePayout({ ...WIL, ...payee }, MINIMUM);
  return ruling.ok ? `${ruling.value.micros} to ${ruling.value.account}` : ruling.refusal;
}

describe("a payout", () => {
  it.each<[string, Partial<Payee>, string]>([
    ["is the whole balance", {}, "25000000 to acct_test_wil"],
    ["is in whole cents", { payableMicros: 25_009_999n }, "25000000 to acct_test_wil"],
    ["begins at the minimum", { payableMicros: MINIMUM }, "10000000 to acct_test_wil"],
    ["waits below it", { payableMicros: MINIMUM - 1n }, "below-minimum"],
    ["waits for an account", { payoutAccount: null }, "no-payout-account"],
    ["waits for the one before", { underWay: true }, "under-way"],
    ["waits while a case is open", { state: "paused" }, "paused"],
    ["goes to who left, too", { state: "left" }, "25000000 to acct_test_wil"],
  ])("%s", (_, payee, expected) => {
    expect(ruled(payee)).toBe(expected);
  });

  it("of nothing is no payout, whatever the minimum", () => {
    expect(rulePayout({ ...WIL, payableMicros: 9_999n }, 0n)).toMatchObject({ ok: false });
  });

  it("never exceeds the balance and leaves less than a cent", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), (payableMicros) => {
        const ruling = rulePayout({ ...WIL, payableMicros }, MINIMUM);
        if (!ruling.ok) return;
        const left = payableMicros - ruling.value.micros;
        expect(left >= 0n && left < 10_000n).toBe(true);
        expect(ruling.value.micros % 10_000n).toBe(0n);
      }),
    );
  });
});
