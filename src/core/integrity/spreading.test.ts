import { describe, expect, it } from "vitest";
import { pairIndex } from "./pair-index.ts";
import type { Relations } from "./relations.ts";
import { spread } from "./spreading.ts";

/** Bonds as [from, to, weight], among so many accounts; what is known of each by itself is nothing. */
function traders(accounts: number, bonds: readonly (readonly [number, number, number])[]) {
  const from = Int32Array.from(bonds, ([one]) => one);
  const to = Int32Array.from(bonds, ([, other]) => other);
  const index = pairIndex(accounts, from, to);
  const reverse = Int32Array.from(index.from, (one, pair) =>
    index.from.findIndex((far, other) => far === index.to[pair] && index.to[other] === one),
  );
  const relations = { ...index, reverse } as unknown as Relations;
  const weights = Float64Array.from(index.order, (row) => bonds[row]![2]);
  return spread(relations, weights, new Float64Array(accounts)).trader;
}

const everyPair = (members: readonly number[], weight: number) =>
  members.flatMap((one) =>
    members.filter((other) => other !== one).map((other) => [one, other, weight] as const),
  );

describe("the spreading of suspicion", () => {
  const ring = [0, 1, 2, 3, 4, 5];

  it("finds a ring whose bonds are hardly read", () => {
    const trader = traders(8, everyPair(ring, 2));
    for (const member of ring) expect(trader[member]).toBeGreaterThan(0.95);
    expect(trader[7]).toBeLessThan(0.05);
  });

  it("clears a group that reads, though some of its bonds look like trades", () => {
    const bonds = everyPair(ring, -2).map(([one, other]) =>
      one + other === 5 ? ([one, other, 2] as const) : ([one, other, -2] as const),
    );
    for (const one of traders(8, bonds)) expect(one).toBeLessThan(0.05);
  });

  it("does not draw in whom traders follow, nor clear who reads others besides", () => {
    const toVictim = ring.map((member) => [member, 6, 2] as const);
    const reading = ring.map((member) => [member, 7, -4] as const);
    const trader = traders(8, [...everyPair(ring, 2), ...toVictim, ...reading]);
    expect(trader[6]).toBeLessThan(0.05);
    expect(trader[7]).toBeLessThan(0.05);
    for (const member of ring) expect(trader[member]).toBeGreaterThan(0.95);
  });

  it("asks for more than one bond", () => {
    const trader = traders(3, [
      [0, 1, 3],
      [1, 0, 3],
    ]);
    expect(trader[0]).toBeLessThan(0.5);
  });
});
