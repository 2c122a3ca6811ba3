import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AuthorId, ChargeId, JournalId, PayoutId } from "../ids.ts";
import { sum } from "../money.ts";
import { dayOf, type Month } from "../time.ts";
import * as chart from "./chart.ts";
import { creditedMicros } from "./credited.test-support.ts";
import * as flows from "./flows.ts";
import { type Journal, legs } from "./journal.ts";
import * as payouts from "./payout-flows.ts";

const USD = "USD";
const CHARGE = 7 as ChargeId;
const WIL = 3 as AuthorId;
const OCTOBER = "2026-10" as Month;
const FIFTH = dayOf(new Date("2026-10-05T00:00:00Z"));

/** "Provider balance > Deferred dues 7: 4550000", a line for each leg. */
function told({ legs }: Journal): string[] {
  const name = ({ kind, subject }: chart.Account) =>
    [chart.CHART[kind].name, subject].filter(Boolean).join(" ");
  return legs.map((leg) => `${name(leg.debit)} > ${name(leg.credit)}: ${leg.micros}`);
}

const charge = {
  ...{ chargeId: CHARGE, currency: USD, jurisdiction: "NL" },
  ...{ cashMicros: 5_000_000n, taxMicros: 0n, feeMicros: 450_000n },
};
const payout = { payoutId: 9 as PayoutId, partnerId: WIL, currency: USD, micros: 12_340_000n };
const refund = {
  ...{ refundId: 2, chargeId: CHARGE, currency: USD, jurisdiction: "NL" },
  ...{ deferredMicros: 3_082_259n, taxMicros: 10_000n, borneMicros: 307_741n },
};

describe("a flow", () => {
  it("of dues shows the net, the tax and the provider's fee", () => {
    expect(told(flows.duesReceived({ ...charge, taxMicros: 870_000n }))).toEqual([
      "Provider balance > Deferred dues 7: 3680000",
      "Provider balance > Tax NL: 870000",
      "Provider balance > Platform revenue: 450000",
      "Provider fees > Provider balance: 450000",
    ]);
    expect(told(flows.duesReceived(charge))).toHaveLength(3);
    expect(told(flows.duesReceived({ ...charge, cashMicros: 300_000n }))).toEqual([
      "Provider balance > Platform revenue: 300000",
      "Provider fees > Provider balance: 450000",
    ]);
    expect(() => flows.duesReceived({ ...charge, taxMicros: 5_000_001n })).toThrow("part of what");
  });

  it("of accrual gives the pool its part and us the rest, and leaves out what is nothing", () => {
    const day = { day: FIFTH, batch: 1, poolMonth: OCTOBER, currency: USD };
    const one = { chargeId: CHARGE, accruedMicros: 146_774n, poolMicros: 88_064n };
    const none = { chargeId: 8 as ChargeId, accruedMicros: 0n, poolMicros: 0n };
    const journal = flows.accrual({ ...day, charges: [one, none] });
    expect(journal.key).toBe("accrual:2026-10-05");
    expect(flows.accrual({ ...day, batch: 2, charges: [] }).key).toBe("accrual:2026-10-05:2");
    expect(told(journal)).toEqual([
      "Deferred dues 7 > Member pool 2026-10: 88064",
      "Deferred dues 7 > Platform revenue: 58710",
    ]);
  });

  it("of a month's split goes to authors, escrow, the commons and the next month", () => {
    const facts = {
      ...{ month: OCTOBER, currency: USD, poolMicros: 1_000n },
      shares: [
        { partnerId: WIL, micros: 600n, escrowMicros: 0n },
        { partnerId: 4 as AuthorId, micros: 300n, escrowMicros: 100n },
        { partnerId: 5 as AuthorId, micros: 50n, escrowMicros: 50n },
      ],
      ...{ commonsMicros: 20n, carriedMicros: 30n },
    };
    expect(flows.monthSplit(facts).key).toBe("split:2026-10");
    expect(told(flows.monthSplit(facts))).toEqual([
      "Member pool 2026-10 > Earned 3: 600",
      "Member pool 2026-10 > Earned 4: 200",
      "Member pool 2026-10 > Escrow 4: 100",
      "Member pool 2026-10 > Escrow 5: 50",
      "Member pool 2026-10 > Commons: 20",
      "Member pool 2026-10 > Member pool 2026-11: 30",
    ]);
    expect(() => flows.monthSplit({ ...facts, commonsMicros: 19n })).toThrow("add up");
    const released = { month: OCTOBER, currency: USD, shares: [{ partnerId: WIL, micros: 600n }] };
    expect(told(flows.holdRelease(released))).toEqual(["Earned 3 > Payable 3: 600"]);
  });

  it("of a payout that is paid, comes back, and is paid again keeps every key its own", () => {
    const steps = [
      payouts.payoutAsked(payout),
      payouts.payoutTransferred(payout),
      payouts.payoutPaid(payout, "po_1"),
      payouts.payoutFailed(payout, "po_1"),
      payouts.payoutPaid(payout, "po_2"),
    ];
    expect(steps.map(({ key }) => key)).toEqual([
      "payout:9:asked",
      "payout:9:transferred",
      "payout:9:paid:po_1",
      "payout:9:failed:po_1",
      "payout:9:paid:po_2",
    ]);
    expect(steps.flatMap(told)).toEqual([
      "Payable 3 > In transit 3: 12340000",
      "Connected custody 3 > Provider balance: 12340000",
      "In transit 3 > Connected custody 3: 12340000",
      "Connected custody 3 > In transit 3: 12340000",
      "In transit 3 > Connected custody 3: 12340000",
    ]);
  });
});

describe("whatever the amounts", () => {
  const micros = fc.bigInt({ min: 0n, max: 10n ** 12n });
  const partner = fc.integer({ min: 1, max: 9 }).map((id) => id as AuthorId);

  /** What a list of journals leaves in each kind of account, the empty ones left out. */
  function left(...journals: Journal[]): Record<string, bigint> {
    const all = journals.flatMap(({ legs }) => legs);
    const accounts = new Map(
      all.flatMap(({ debit, credit }) => [debit, credit]).map((one) => [JSON.stringify(one), one]),
    );
    const held = [...accounts.values()].map((one) => [one.kind, creditedMicros(all, one)] as const);
    const kinds = Map.groupBy(held, ([kind]) => kind);
    const sums = [...kinds].map(
      ([kind, parts]) => [kind, sum(parts.map((part) => part[1]))] as const,
    );
    return Object.fromEntries(sums.filter(([, amount]) => amount !== 0n));
  }

  it("dues keep what came in: the bank holds cash less the fee, and the net is deferred", () => {
    fc.assert(
      fc.property(micros, micros, micros, (net, taxMicros, feeMicros) => {
        const facts = { ...charge, cashMicros: net + taxMicros + feeMicros, taxMicros, feeMicros };
        const { provider = 0n, deferred = 0n, tax = 0n } = left(flows.duesReceived(facts));
        expect([-provider, deferred, tax]).toEqual([net + taxMicros, net, taxMicros]);
      }),
    );
  });

  it("a refund of everything leaves only what the provider keeps", () => {
    fc.assert(
      fc.property(micros, micros, micros, (net, taxMicros, feeMicros) => {
        const facts = { ...charge, cashMicros: net + taxMicros + feeMicros, taxMicros, feeMicros };
        const back = { ...refund, deferredMicros: net, taxMicros, borneMicros: feeMicros };
        const rest = left(
          flows.duesReceived(facts),
          flows.refundAsked(back),
          flows.refundPaid(back),
        );
        expect(rest).toEqual(feeMicros === 0n ? {} : { provider: feeMicros, fees: -feeMicros });
      }),
    );
  });

  it("a refusal takes back what was asked, to the micro", () => {
    fc.assert(
      fc.property(micros, micros, micros, (deferredMicros, taxMicros, borneMicros) => {
        const facts = { ...refund, deferredMicros, taxMicros, borneMicros };
        const asked = flows.refundAsked(facts);
        expect(left(asked, flows.refundRefused(facts, 1 as JournalId))).toEqual({});
        const sent = { ...payout, micros: deferredMicros };
        const refused = payouts.payoutRefused(sent, 1 as JournalId);
        expect(left(payouts.payoutAsked(sent), refused)).toEqual({});
      }),
    );
  });

  it("a payout that is returned leaves the partner and us as before, and one that is paid does not", () => {
    fc.assert(
      fc.property(micros, (amount) => {
        const facts = { ...payout, micros: amount };
        const sent = [payouts.payoutAsked(facts), payouts.payoutTransferred(facts)];
        const round = [payouts.payoutPaid(facts, "a"), payouts.payoutFailed(facts, "a")];
        expect(left(...sent, ...round, payouts.payoutReturned(facts))).toEqual({});
        expect(left(...sent, ...round, payouts.payoutPaid(facts, "b"))).toEqual(
          amount === 0n ? {} : { payable: -amount, provider: amount },
        );
      }),
    );
  });

  it("a split takes the whole pool and gives it all away", () => {
    const share = fc.record({ partnerId: partner, micros, kept: fc.integer({ min: 0, max: 100 }) });
    fc.assert(
      fc.property(fc.array(share), micros, micros, (all, commonsMicros, carriedMicros) => {
        const shares = all.map(({ partnerId, micros, kept }) => ({
          ...{ partnerId, micros },
          escrowMicros: (micros * BigInt(kept)) / 100n,
        }));
        const poolMicros = sum(shares.map(({ micros }) => micros)) + commonsMicros + carriedMicros;
        const facts = { month: OCTOBER, currency: USD, poolMicros, shares };
        const split = flows.monthSplit({ ...facts, commonsMicros, carriedMicros });
        expect(creditedMicros(split.legs, chart.memberPool(OCTOBER))).toBe(-poolMicros);
        const { earned = 0n, escrow = 0n } = left(split);
        expect(earned + escrow).toBe(sum(shares.map(({ micros }) => micros)));
      }),
    );
  });

  it("no leg is nothing, negative, or from an account to itself", () => {
    expect(legs([chart.provider(), chart.platform(), 0n])).toEqual([]);
    expect(() => legs([chart.provider(), chart.platform(), -1n])).toThrow("less than nothing");
  });
});
