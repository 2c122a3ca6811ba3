import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AuthorId, ChargeId, JournalId } from "../ids.ts";
import { sum } from "../money.ts";
import type { Month } from "../time.ts";
import * as chart from "./chart.ts";
import * as flows from "./dues-flows.ts";
import type { Journal } from "./journal.ts";

const CHARGE = 7 as ChargeId;
const [WIL, ZOE] = [3 as AuthorId, 4 as AuthorId];
const [OCTOBER, NOVEMBER] = ["2026-10" as Month, "2026-11" as Month];

/** "Provider balance > Deferred dues 7: 4550000", a line for each leg. */
function told({ legs }: Journal): string[] {
  const name = ({ kind, subject }: chart.Account) =>
    [chart.CHART[kind].name, subject].filter(Boolean).join(" ");
  return legs.map((leg) => `${name(leg.debit)} > ${name(leg.credit)}: ${leg.micros}`);
}

const taken: flows.TakenFacts = {
  ...{ chargeId: CHARGE, currency: "USD", jurisdiction: "" },
  ...{ deferredMicros: 500n, taxMicros: 0n, platformMicros: 200n, commonsMicros: 0n },
  pools: [{ month: OCTOBER, micros: 100n }],
  partners: [
    { partnerId: WIL, payableMicros: 40n, escrowMicros: 5n, owedMicros: 15n },
    { partnerId: ZOE, payableMicros: 30n, escrowMicros: 0n, owedMicros: 0n },
  ],
  lossMicros: 10n,
};
const dispute = { disputeId: 2, micros: 900n, feeMicros: 15n };

describe("a charge that goes back", () => {
  it("is taken from each account that has a part, and owed until the bank has paid it", () => {
    const asked = flows.partsRefundAsked({ ...taken, refundId: 9 });
    expect(asked.key).toBe("refund:9:asked");
    expect(told(asked)).toEqual([
      "Deferred dues 7 > Refund payable 7: 500",
      "Platform revenue > Refund payable 7: 200",
      "Member pool 2026-10 > Refund payable 7: 100",
      "Payable 3 > Refund payable 7: 40",
      "Escrow 3 > Refund payable 7: 5",
      "Partner receivable 3 > Refund payable 7: 15",
      "Payable 4 > Refund payable 7: 30",
      "Clawback loss > Refund payable 7: 10",
    ]);
  });

  it("and is refused goes to them again: to an open pool, and to who made good what they owed", () => {
    const { legs } = flows.partsRefundAsked({ ...taken, refundId: 9 });
    const refused = flows.partsRefundRefused({
      ...{ refundId: 9, currency: "USD", openMonth: NOVEMBER },
      asked: { journalId: 1 as JournalId, legs },
      owedMicros: new Map([["3", 6n]]),
      escrowLeft: new Map([["3", { releasedMicros: 3n, forfeitedMicros: 1n }]]),
    });
    expect(refused).toMatchObject({ key: "refund:9:refused", reverses: 1 });
    expect(told(refused)).toContain("Refund payable 7 > Member pool 2026-11: 100");
    expect(told(refused)).toContain("Refund payable 7 > Partner receivable 3: 6");
    expect(told(refused)).toContain("Refund payable 7 > Payable 3: 9");
    expect(told(refused)).toContain("Refund payable 7 > Escrow 3: 1");
    expect(told(refused)).toContain("Refund payable 7 > Payable 3: 3");
    expect(told(refused)).toContain("Refund payable 7 > Commons: 1");
    expect(sum(refused.legs.map(({ micros }) => micros))).toBe(900n);
  });

  it("and comes back is owed to the member", () => {
    const facts = { refundId: 9, chargeId: CHARGE, currency: "USD", jurisdiction: "" };
    const amounts = { deferredMicros: 5n, taxMicros: 1n, borneMicros: 2n, sharesMicros: 4n };
    expect(told(flows.refundReturned({ ...facts, ...amounts }))).toEqual([
      "Provider balance > Refund payable 7: 12",
    ]);
  });
});

describe("a dispute", () => {
  it("takes the amount and a fee, gives them back as the bank says, or takes from who has a part", () => {
    const facts = { ...dispute, currency: "USD" };
    expect(told(flows.disputeOpened(facts))).toEqual([
      "Dispute hold > Provider balance: 900",
      "Dispute fees > Provider balance: 15",
    ]);
    expect(told(flows.disputeWon(facts, 15n))).toEqual(["Provider balance > Dispute hold: 900"]);
    expect(told(flows.disputeWon(facts, 0n))).toContain("Provider balance > Dispute fees: 15");
    const lost = flows.disputeLost({ ...dispute, ...taken }, 20n);
    expect(told(lost)).toContain("Deferred dues 7 > Dispute hold: 500");
    expect(told(lost)).toContain("Dispute fees > Provider balance: 5");
  });

  it("leaves nothing on hold once it is decided, whatever was taken from whom", () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 9n });
    fc.assert(
      fc.property(amount, amount, amount, amount, (deferredMicros, pool, payable, lossMicros) => {
        const micros = deferredMicros + pool + payable + lossMicros;
        const facts = { ...dispute, micros, currency: "USD" };
        const sources: flows.TakenFacts = {
          ...{ ...taken, deferredMicros, platformMicros: 0n, lossMicros },
          pools: [{ month: OCTOBER, micros: pool }],
          partners: [{ partnerId: WIL, payableMicros: payable, escrowMicros: 0n, owedMicros: 0n }],
        };
        for (const end of [
          flows.disputeWon(facts, 0n),
          flows.disputeLost({ ...facts, ...sources }),
        ]) {
          const all = [...flows.disputeOpened(facts).legs, ...end.legs];
          const held = all.map(({ debit, credit, micros: moved }) =>
            debit.kind === "disputeHold" ? moved : credit.kind === "disputeHold" ? -moved : 0n,
          );
          expect(sum(held)).toBe(0n);
        }
      }),
    );
  });
});
