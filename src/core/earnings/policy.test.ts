import { describe, expect, it } from "vitest";
import { canonicalJson } from "./canonical-json.ts";
import { EARNEST_1, type Policy } from "./policy.ts";
import { policyFaults } from "./policy-faults.ts";

describe("canonical JSON", () => {
  it("is the same for the same value, whatever the order of its keys", () => {
    expect(canonicalJson({ b: [2, { d: true, c: null }], a: 'é "' })).toBe(
      '{"a":"é \\"","b":[2,{"c":null,"d":true}]}',
    );
    expect(canonicalJson({ a: 1, b: 2 })).toBe(canonicalJson({ b: 2, a: 1 }));
    expect(canonicalJson({ a: [1, 2] })).not.toBe(canonicalJson({ a: [2, 1] }));
  });

  it("sorts keys by their units, capitals first", () => {
    expect(canonicalJson({ a: 1, B: 2, aa: 3, "": 4 })).toBe('{"":4,"B":2,"a":1,"aa":3}');
  });

  it("has whole numbers only", () => {
    for (const number of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(() => canonicalJson([number])).toThrow("canonical numbers are whole");
    }
  });

  it("is read back as what it was", () => {
    expect(JSON.parse(canonicalJson(EARNEST_1))).toEqual(EARNEST_1);
  });
});

describe("the policy earnest-1", () => {
  it("is without fault", () => {
    expect(policyFaults(EARNEST_1)).toEqual([]);
  });

  it("never changes: a version that was published stays what it was", () => {
    expect(canonicalJson(EARNEST_1)).toBe(
      '{"bonus":{"bonusBpsMax":15000,"boostBps":5000,"clapsBps":3000,"clapsFull":10,' +
        '"firstFollowBps":2000,"followerBps":2500,"highlightBps":2000,"repeatBps":1500,' +
        '"repeatDays":3,"responseBps":2000,"storyClapsMax":50},' +
        '"dues":{"carryMonths":3,"marginBps":1000,"onTop":[],"tiers":{' +
        '"friend":{"netMicrosMin":12000000,"poolBps":8000},' +
        '"member":{"netMicrosMin":4000000,"poolBps":6000}}},' +
        '"name":"earnest-1","noticeDays":30,' +
        '"partners":{"eligibility":[{"criterion":"published-within-days","days":183},' +
        '{"criterion":"age-years","years":18},{"criterion":"profile-complete"}],' +
        '"payoutMicrosMin":10000000,"retryDays":30},' +
        '"reading":{"baseBps":7000,"daySecondsMin":30,"ratioBps":3000,"storyCapBps":15000,' +
        '"storyCapSecondsMin":30},"rule":"own-pool"}',
    );
  });
});

/** `earnest-1` with some numbers of some parts changed. */
function changed(change: { [Part in keyof Policy]?: Partial<Policy[Part]> }): Policy {
  const parts = Object.entries(change).map(([part, numbers]) => [
    part,
    typeof numbers === "object"
      ? { ...(EARNEST_1[part as keyof Policy] as object), ...numbers }
      : numbers,
  ]);
  return { ...EARNEST_1, ...Object.fromEntries(parts) };
}

const tiers = (poolBps: number, netMicrosMin: number) => ({
  ...EARNEST_1.dues.tiers,
  member: { poolBps, netMicrosMin },
});

describe("a policy's faults", () => {
  it("are numbers that are not whole or below zero, named by where they stand", () => {
    expect(policyFaults(changed({ bonus: { boostBps: 0.5, repeatDays: -1 } }))).toEqual([
      "bonus.repeatDays is -1, not a whole number of zero or more.",
      "bonus.boostBps is 0.5, not a whole number of zero or more.",
    ]);
    expect(policyFaults(changed({ reading: { storyCapBps: Number.POSITIVE_INFINITY } }))).toEqual([
      "reading.storyCapBps is Infinity, not a whole number of zero or more.",
    ]);
  });

  it("are pools and margins of more than the dues", () => {
    const fault = [
      "The pool, what is paid on top and the margin exceed the smallest net dues of a member.",
    ];
    expect(policyFaults(changed({ dues: { tiers: tiers(9000, 4_000_000) } }))).toEqual([]);
    expect(policyFaults(changed({ dues: { tiers: tiers(9001, 4_000_000) } }))).toEqual(fault);
    // A quarter of net for a referral, and 0.20 of 4.00 net is 5 %: 60 + 25 + 5 + 10 is all of it.
    const onTop = [
      { what: "referral", bps: 2500, micros: 0 },
      { what: "conversion", bps: 0, micros: 200_000 },
    ];
    expect(
      policyFaults(
        changed({
          dues: {
            onTop,
            tiers: { ...EARNEST_1.dues.tiers, friend: { poolBps: 6000, netMicrosMin: 12_000_000 } },
          },
        }),
      ),
    ).toEqual([]);
    const dearer = tiers(6000, 3_999_999);
    const friend = { poolBps: 6000, netMicrosMin: 12_000_000 };
    expect(policyFaults(changed({ dues: { onTop, tiers: { ...dearer, friend } } }))).toEqual(fault);
    expect(policyFaults(changed({ dues: { tiers: tiers(6000, 0) } }))).toEqual([
      "The smallest net dues of a member are not set.",
    ]);
  });

  it("are missing caps and weights", () => {
    const faults = (change: Parameters<typeof changed>[0]) => policyFaults(changed(change)).length;
    expect(faults({ reading: { daySecondsMin: 0 } })).toBe(1);
    expect(faults({ reading: { storyCapSecondsMin: 29 } })).toBe(1);
    expect(faults({ reading: { storyCapBps: 0 } })).toBe(1);
    expect(faults({ reading: { storyCapBps: 100_001 } })).toBe(1);
    expect(faults({ reading: { baseBps: 0, ratioBps: 0 } })).toBe(1);
    expect(faults({ reading: { ratioBps: 100_001 } })).toBe(1);
    expect(faults({ bonus: { bonusBpsMax: 100_001 } })).toBe(1);
    expect(faults({ bonus: { followerBps: 100_001 } })).toBe(1);
    expect(faults({ bonus: { clapsFull: 0 } })).toBe(1);
    expect(faults({ bonus: { storyClapsMax: 0 } })).toBe(1);
    expect(faults({ bonus: { repeatDays: 0 } })).toBe(1);
    expect(faults({ bonus: { repeatDays: 32 } })).toBe(1);
    expect(faults({ noticeDays: 0 as never })).toBe(1);
    expect(faults({ partners: { payoutMicrosMin: 0 } })).toBe(1);
  });

  it("are criteria that stand twice", () => {
    const twice = [
      { criterion: "age-years", years: 18 },
      { criterion: "age-years", years: 21 },
    ] as const;
    expect(policyFaults(changed({ partners: { eligibility: twice } }))).toEqual([
      "A criterion stands twice.",
    ]);
  });
});
