import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AuthorId, JournalId } from "../ids.ts";
import * as chart from "./chart.ts";
import * as flows from "./house-flows.ts";
import { type Journal, type Leg, legs } from "./journal.ts";

const WIL = 3 as AuthorId;
const USD = "USD";

function told({ key, kind, legs }: Journal): string[] {
  const name = ({ kind, subject }: chart.Account) =>
    [chart.CHART[kind].name, subject].filter(Boolean).join(" ");
  const moved = legs.map(
    ({ debit, credit, micros }) => `${name(debit)} > ${name(credit)}: ${micros}`,
  );
  return [`${key} ${kind}`, ...moved];
}

describe("by decision of the house", () => {
  it("the commons give a named grant, which may be paid out", () => {
    const facts = { grantId: 4, partnerId: WIL, currency: USD, micros: 25_000_000n };
    expect(told(flows.grantGiven(facts))).toEqual([
      "grant:4 grant-given",
      "Commons > Payable 3: 25000000",
    ]);
  });

  it("what was set aside goes to the partner or to the commons, and never to the platform", () => {
    const facts = { decisionId: 9, partnerId: WIL, currency: USD, micros: 70n };
    expect(told(flows.escrowReleased(facts))).toEqual([
      "escrow:9:released escrow-released",
      "Escrow 3 > Payable 3: 70",
    ]);
    expect(told(flows.escrowForfeited(facts))).toEqual([
      "escrow:9:forfeited escrow-forfeited",
      "Escrow 3 > Commons: 70",
    ]);
  });

  it("nothing moves where there is nothing", () => {
    const none = { grantId: 1, decisionId: 1, partnerId: WIL, currency: USD, micros: 0n };
    expect(flows.grantGiven(none).legs).toEqual([]);
    expect(flows.escrowReleased(none).legs).toEqual([]);
  });
});

describe("a correction", () => {
  it("takes back what was wrong and points to it; what is right has a journal of its own", () => {
    const wrong = 12 as JournalId;
    const posted = legs(
      [chart.provider(), chart.platform(), 5n],
      [chart.fees(), chart.provider(), 1n],
    );
    const back = flows.correction({ wrong, currency: USD, legs: posted });
    expect(back.reverses).toBe(wrong);
    expect(told(back)).toEqual([
      "correction:12 correction",
      "Platform revenue > Provider balance: 5",
      "Provider balance > Provider fees: 1",
    ]);
    const right = flows.corrected({ wrong, currency: USD, legs: posted.slice(1) });
    expect(right.reverses).toBeUndefined();
    expect(told(right)).toEqual(["corrected:12 corrected", "Provider fees > Provider balance: 1"]);
  });

  it("leaves nothing in any account, whatever was wrong", () => {
    const accounts = [chart.provider(), chart.platform(), chart.payable(WIL), chart.commons()];
    const leg: fc.Arbitrary<Leg> = fc.record({
      debit: fc.constantFrom(...accounts),
      credit: fc.constantFrom(...accounts),
      micros: fc.bigInt({ min: 1n, max: 10n ** 12n }),
    });
    fc.assert(
      fc.property(fc.array(leg), (posted) => {
        const back = flows.correction({ wrong: 1 as JournalId, currency: USD, legs: posted });
        for (const account of accounts) {
          const sum = [...posted, ...back.legs].reduce(
            (held, { debit, credit, micros }) =>
              held + (same(debit, account) ? micros : 0n) - (same(credit, account) ? micros : 0n),
            0n,
          );
          expect(sum).toBe(0n);
        }
      }),
    );
  });
});

const same = (a: chart.Account, b: chart.Account) => a.kind === b.kind && a.subject === b.subject;
