import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { componentsOf } from "./components.ts";
import { peeledGroups, type TieGraph, withPartners } from "./peeled-groups.ts";
import { lnGroups, supportOf } from "./support.ts";

const ACCOUNTS = 400;
type Tie = [from: number, to: number, weight: number];

function graphOf(ties: readonly Tie[], accounts = ACCOUNTS): TieGraph {
  return {
    ...{ rows: accounts, columns: accounts },
    from: Int32Array.from(ties, ([from]) => from),
    to: Int32Array.from(ties, ([, to]) => to),
    weight: Float64Array.from(ties, ([, , weight]) => weight),
  };
}

/** Everyone of so many from `first` on follows everyone else of them. */
function clique(first: number, size: number, weight: number): Tie[] {
  const members = Array.from({ length: size }, (_, at) => first + at);
  return members.flatMap((one) =>
    members.filter((other) => other !== one).map((other): Tie => [one, other, weight]),
  );
}

/** Everyone follows ten others, spread evenly, with a little suspicion. */
const crowd = Array.from({ length: ACCOUNTS * 10 }, (_, at): Tie => {
  const from = at % ACCOUNTS;
  return [from, (from + 1 + ((at * 37) % (ACCOUNTS - 1))) % ACCOUNTS, 0.03];
});

const span = (first: number, size: number) => Array.from({ length: size }, (_, at) => first + at);
const shown = (graph: TieGraph) => peeledGroups(graph).map(({ accounts }) => [...accounts]);

describe("groups of accounts", () => {
  it("are found where everybody follows everybody unread, each by itself", () => {
    const graph = graphOf([...crowd, ...clique(40, 12, 0.95), ...clique(200, 9, 0.95)]);
    expect(shown(graph)).toEqual([span(40, 12), span(200, 9)]);
  });

  it("are not there when what everybody follows is read", () => {
    expect(shown(graphOf([...crowd, ...clique(40, 12, 0)]))).toEqual([]);
    expect(shown(graphOf([...crowd, ...clique(40, 12, 0.03)]))).toEqual([]);
  });

  it("are not there in a crowd, though its densest block is", () => {
    expect(shown(graphOf(crowd))).toEqual([]);
  });

  it("are not there when so few half-suspicious ties are to be expected somewhere", () => {
    expect(shown(graphOf([...crowd, ...clique(40, 4, 0.5)]))).toEqual([]);
    expect(shown(graphOf([...crowd, ...clique(40, 4, 0.9)]))).toEqual([span(40, 4)]);
  });

  it("have in them only who has three partners there", () => {
    const hangingOn: Tie[] = [
      [300, 40, 0.95],
      [300, 41, 0.95],
      [301, 300, 0.95],
    ];
    const graph = graphOf([...crowd, ...clique(40, 12, 0.95), ...hangingOn]);
    expect(shown(graph)).toEqual([span(40, 12)]);
    const three = { tieMin: 0.5, partnersMin: 3 };
    expect([...withPartners(graph, Int32Array.of(40, 41, 42, 43, 300, 301), three)]).toEqual([
      40, 41, 42, 43,
    ]);
  });

  it("are found though all of their members follow many whom they do read", () => {
    const camouflage = span(40, 12).flatMap((one) =>
      span(100, 60).map((other): Tie => [one, other, 0]),
    );
    const graph = graphOf([...crowd, ...clique(40, 12, 0.95), ...camouflage]);
    expect(shown(graph)).toEqual([span(40, 12)]);
  });

  it("say what they hold, and do not count who follows themselves", () => {
    const themselves = span(40, 12).map((one): Tie => [one, one, 0.9]);
    const graph = graphOf([...crowd, ...clique(40, 12, 0.5), ...themselves]);
    const [group] = peeledGroups(graph);
    const inCrowd = crowd.filter(([one, other]) => [one, other].every((a) => a >= 40 && a < 52));
    expect(group!.ties).toBe(12 * 11 + inCrowd.length);
    expect(group!.weight).toBeCloseTo(66 + 0.03 * inCrowd.length, 9);
  });

  it("of nobody are none", () => {
    expect(shown(graphOf([]))).toEqual([]);
    expect(shown(graphOf([], 0))).toEqual([]);
  });
});

const anyTies = fc.array(
  fc.tuple(fc.nat(9), fc.nat(9), fc.constantFrom(0, 0.3, 0.7)).map((tie): Tie => tie),
  { maxLength: 25 },
);
const everyone = { rows: Int32Array.from(span(0, 10)), columns: Int32Array.from(span(0, 10)) };

describe("the parts of a block", () => {
  it("are those that ties of the weight asked for connect, the largest first", () => {
    const graph = graphOf(
      [
        [0, 1, 0.7],
        [2, 1, 0.7],
        [3, 4, 0.7],
        [4, 5, 0.2],
        [6, 6, 0],
      ],
      7,
    );
    const parts = componentsOf(graph, everyone, 0.5).map((part) => [...part]);
    expect(parts).toEqual([
      [0, 1, 2],
      [3, 4],
    ]);
  });

  it("do not hold together by ties that leave the block", () => {
    const graph = graphOf(
      [
        [0, 1, 1],
        [1, 2, 1],
        [2, 3, 1],
      ],
      4,
    );
    const block = { rows: Int32Array.of(0, 2), columns: Int32Array.of(1, 2, 3) };
    expect(componentsOf(graph, block).map((part) => [...part])).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  it("have each account once, and both ends of each tie", () => {
    fc.assert(
      fc.property(anyTies, (ties) => {
        const parts = componentsOf(graphOf(ties, 10), everyone, 0.5);
        const accounts = parts.flatMap((part) => [...part]);
        expect(new Set(accounts).size).toBe(accounts.length);
        for (const [one, other] of ties.filter(([, , weight]) => weight >= 0.5)) {
          const part = parts.find((some) => some.includes(one));
          expect(part?.includes(other)).toBe(true);
        }
        for (const part of parts) expect(oneStepsReach(ties, part)).toBe(true);
      }),
    );
  });
});

function oneStepsReach(ties: readonly Tie[], part: Int32Array): boolean {
  const reached = new Set([part[0]!]);
  for (let round = 0; round < part.length; round += 1)
    for (const [one, other, weight] of ties)
      if (weight >= 0.5 && (reached.has(one) || reached.has(other))) reached.add(one).add(other);
  return part.every((account) => reached.has(account)) && reached.size === part.length;
}

describe("the support test", () => {
  /** -ln P(X >= k) of a binomial, summed as it is defined. */
  function binomialTail(ties: number, from: number, rate: number): number {
    let sum = 0;
    for (let hits = from; hits <= ties; hits += 1) {
      let ways = 1;
      for (let at = 0; at < hits; at += 1) ways *= (ties - at) / (at + 1);
      sum += ways * rate ** hits * (1 - rate) ** (ties - hits);
    }
    return -Math.log(sum);
  }

  it("never says more than the tail of the binomial, and nearly as much far out", () => {
    for (const [ties, weight] of [
      [10, 4],
      [40, 20],
      [60, 60],
      [30, 29],
    ] as const) {
      const exact = binomialTail(ties, weight, 0.1);
      const support = supportOf({ ties, weight }, 0.1);
      expect(support).toBeLessThanOrEqual(exact + 1e-9);
      expect(support).toBeGreaterThan(exact - Math.log(2 * ties));
    }
  });

  it("says nothing of what is usual, nor of nothing", () => {
    expect(supportOf({ ties: 100, weight: 10 }, 0.1)).toBe(0);
    expect(supportOf({ ties: 0, weight: 0 }, 0.1)).toBe(0);
  });

  it("grows with the weight", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (ties, part) => {
          const more = supportOf({ ties, weight: ties * Math.min(1, part + 0.01) }, 0.05);
          expect(more).toBeGreaterThanOrEqual(supportOf({ ties, weight: ties * part }, 0.05));
        },
      ),
    );
  });

  it("asks more of a group the more there are like it", () => {
    // A triangle among five who all follow each other: 5 first members, 2 of the ends lead on.
    const ends = 3 * 8;
    expect(lnGroups(5, 3, ends)).toBeCloseTo(Math.log(5 * ((ends * (ends - 1)) / 2)), 9);
    expect(lnGroups(5, 3, ends)).toBeGreaterThan(Math.log(10));
    expect(lnGroups(5, 1, 8)).toBeCloseTo(Math.log(5), 12);
  });
});
