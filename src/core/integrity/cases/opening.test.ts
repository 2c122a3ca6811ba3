import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { filingOf, type StandingVerdict } from "./opening.ts";

const AT = new Date("2026-10-15T03:00:00Z");
const verdict = (
  accountId: number,
  kind: StandingVerdict["kind"],
  surprise = 10,
  decidedAt = new Date("2026-10-01T00:00:00Z"),
): StandingVerdict => ({ accountId, kind, surprise, decidedAt });
const found = (accounts: number[], surprise = 10) => ({ accounts, surprise });

describe("the findings of a night", () => {
  it("open cases", () => {
    const filing = filingOf([found([1, 2, 3]), found([4])], [], [], AT);
    expect(filing).toEqual({ goesOn: [], opens: [0, 1], settled: [], faded: [] });
  });

  it("go into the case that is about mostly the same accounts, which has then these and no others", () => {
    const open = [{ id: 7, accounts: [1, 2, 3, 9] }];
    const filing = filingOf([found([1, 2, 3, 4])], open, [], AT);
    expect(filing.goesOn).toEqual([{ caseId: 7, finding: 0 }]);
    expect(filingOf([found([1, 2])], [{ id: 7, accounts: [1, 2, 3, 9, 8] }], [], AT)).toMatchObject(
      { goesOn: [], opens: [0], faded: [7] },
    );
  });

  it("go to the case they are most alike, and each case takes one", () => {
    const open = [
      { id: 7, accounts: [1, 2, 3] },
      { id: 8, accounts: [1, 2, 3, 4] },
    ];
    const filing = filingOf([found([1, 2, 3, 4]), found([1, 2, 3])], open, [], AT);
    expect(filing.goesOn).toEqual([
      { caseId: 8, finding: 0 },
      { caseId: 7, finding: 1 },
    ]);
  });

  it("let a case fade that nothing is found about any more", () => {
    expect(filingOf([], [{ id: 7, accounts: [1] }], [], AT).faded).toEqual([7]);
  });

  it.each([
    ["found honest are left alone", [verdict(1, "cleared")], 10, "settled"],
    [
      "found honest are asked when it is twenty times as rare",
      [verdict(1, "cleared")],
      13.01,
      "opens",
    ],
    ["told have thirty days", [verdict(1, "nudged")], 15, "settled"],
    [
      ...([
        "told long ago are asked again",
        [verdict(1, "nudged", 10, new Date("2026-09-15"))],
      ] as const),
      ...([10, "opens"] as const),
    ],
    ["discounted already are not asked again", [verdict(1, "discounted")], 30, "settled"],
    ["out of the programme are not asked again", [verdict(1, "left")], 30, "settled"],
    ["decided about elsewhere do not speak for others", [verdict(2, "cleared")], 10, "opens"],
  ] as const)("who were %s", (_, verdicts, surprise, expected) => {
    const filing = filingOf([found([1], surprise)], [], verdicts, AT);
    expect(filing[expected]).toEqual([0]);
  });

  it("with one new account among those decided about, are a case", () => {
    expect(filingOf([found([1, 2])], [], [verdict(1, "cleared")], AT).opens).toEqual([0]);
  });

  it("each end in exactly one place, and so does each open case", () => {
    const accounts = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.array(accounts), fc.array(accounts), (findings, cases) => {
        const open = cases.map((accounts, id) => ({ id, accounts }));
        const filing = filingOf(
          findings.map((one) => found(one)),
          open,
          [],
          AT,
        );
        const places = [...filing.goesOn.map(({ finding }) => finding), ...filing.opens];
        expect([...places, ...filing.settled].sort((a, b) => a - b)).toEqual(
          findings.map((_, place) => place),
        );
        const ids = [...filing.goesOn.map(({ caseId }) => caseId), ...filing.faded];
        expect(ids.sort((a, b) => a - b)).toEqual(open.map(({ id }) => id));
      }),
    );
  });
});
