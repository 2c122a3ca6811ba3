import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { multipleOf } from "./countries.ts";
import { type Payee, rulePayout, sendable } from "./request.ts";

const MINIMUM = 10_000_000n;
const WIL: Payee = {
  ...{ currency: "USD", payableMicros: 25_000_000n, owedMicros: 0n, state: "active" as const },
  ...{ country: "NL", rail: "test-bank" as const, payoutName: null, withholdingBps: 0 },
  ...{ payoutAccount: "acct_test_wil", underWay: false },
};

/** "25000000 to acct_test_wil, 0 withheld, 0 netted", zeros left out. */
function ruled(payee: Partial<Payee>): string {
  const ruling = rulePayout({ ...WIL, ...payee }, MINIMUM);
  if (!ruling.ok) return ruling.refusal;
  const { micros, account, withheldMicros, nettedMicros } = ruling.value;
  const withheld = withheldMicros > 0n ? [`${withheldMicros} withheld`] : [];
  const netted = nettedMicros > 0n ? [`${nettedMicros} netted`] : [];
  return [`${micros} to ${account}`, ...withheld, ...netted].join(", ");
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
    [
      "keeps back what a tax authority asks",
      { withholdingBps: 3000 },
      "17500000 to acct_test_wil, 7500000 withheld",
    ],
    [
      "keeps back whole cents, rounded down",
      { payableMicros: 10_010_000n, withholdingBps: 1550 },
      "8460000 to acct_test_wil, 1550000 withheld",
    ],
    [
      "settles what is owed to us first",
      { owedMicros: 5_004_321n },
      "19990000 to acct_test_wil, 5004321 netted",
    ],
    [
      "waits when less than the minimum is left of it",
      { owedMicros: 15_000_001n },
      "below-minimum",
    ],
    ["waits when more is owed than there is", { owedMicros: 26_000_000n }, "below-minimum"],
    ["waits where the provider does not pay", { rail: "stripe", country: "BR" }, "same-region"],
    ["waits for an agreement", { rail: "stripe", country: "IN" }, "negotiated"],
    ["waits for a word of the provider", { rail: "stripe", country: "IS" }, "unconfirmed"],
    ["waits where we know no way", { country: "AQ" }, "unknown-country"],
    [
      "goes by the house’s bank where the provider does not",
      { rail: "bank-file", country: "BR" },
      "25000000 to acct_test_wil",
    ],
  ])("%s", (_, payee, expected) => {
    expect(ruled(payee)).toBe(expected);
  });

  it.each([
    ["HUF", "HU", "12345000000 to acct_test_wil, 1371000000 withheld", 13_716_999_999n],
    ["TWD", "TW", "900000000 to acct_test_wil, 99000000 withheld", 999_999_999n],
    ["TWD", "TW", "below-minimum", 799_999_999n],
    ["JPY", "JP", "1800000000 to acct_test_wil, 199000000 withheld", 1_999_900_000n],
    ["EUR", "NL", "1799910000 to acct_test_wil, 199990000 withheld", 1_999_909_999n],
    ["BHD", "NL", "1799919000 to acct_test_wil, 199990000 withheld", 1_999_909_999n],
  ])("in %s is in whole multiples of what its banks pay", (currency, country, said, micros) => {
    const payee = { country, currency, payableMicros: micros, withholdingBps: 1000 };
    expect(ruled(payee)).toBe(said);
  });

  it("of nothing is no payout, whatever the minimum", () => {
    expect(rulePayout({ ...WIL, payableMicros: 9_999n }, 0n)).toMatchObject({ ok: false });
  });
});

describe("whatever the balance, the tax and the currency", () => {
  const anyMicros = fc.bigInt({ min: 0n, max: 10n ** 15n });
  const anyCurrency = fc.constantFrom("USD", "EUR", "HUF", "TWD", "JPY", "BHD");

  it("what is paid, withheld, netted and left adds up to the balance, to the micro", () => {
    const anyBps = fc.integer({ min: 0, max: 9_999 });
    fc.assert(
      fc.property(anyMicros, anyMicros, anyBps, anyCurrency, (balance, debt, bps, currency) => {
        const owedMicros = debt / 1000n;
        const amounts = { payableMicros: balance, owedMicros, withholdingBps: bps };
        const ruling = rulePayout({ ...WIL, ...amounts, currency }, MINIMUM);
        if (!ruling.ok) return;
        const { micros, withheldMicros, nettedMicros } = ruling.value;
        const left = balance - micros - withheldMicros - nettedMicros;
        const multiple = multipleOf(currency);
        expect(nettedMicros).toBe(owedMicros);
        expect(left >= 0n && left < multiple).toBe(true);
        expect([micros % multiple, withheldMicros % multiple]).toEqual([0n, 0n]);
      }),
    );
  });

  it("no more is withheld than the authority asks", () => {
    const anyBps = fc.integer({ min: 0, max: 9_999 });
    fc.assert(
      fc.property(anyMicros, anyBps, anyCurrency, (availableMicros, withholdingBps, currency) => {
        const multipleMicros = multipleOf(currency);
        const parts = sendable({ availableMicros, multipleMicros, withholdingBps });
        const asked = parts.grossMicros * BigInt(withholdingBps);
        expect(parts.withheldMicros * 10_000n <= asked).toBe(true);
        expect((parts.withheldMicros + multipleMicros) * 10_000n > asked).toBe(true);
      }),
    );
  });
});
