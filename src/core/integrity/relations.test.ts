import { describe, expect, it } from "vitest";
import { community } from "./notation.test-support.ts";
import { relationsOf } from "./relations.ts";

const TOLD = `kettle by wil 300s @1; harbour by ann 200s @1; tea by wil 100s @2;
  ann follows wil @3; wil follows ann @4; ann reads kettle 200s @5; ann reads tea 90s @6; bob reads harbour 60s @6;
  ann claps kettle 5 @5; wil answers harbour @7; ann sees tea @4; wil reads kettle 20s @8`;

describe("relations", () => {
  const { events, account } = community(TOLD);
  const relations = relationsOf(events);
  const pairOf = (from: string, to: string) =>
    Array.from(relations.from.keys()).find(
      (pair) => relations.from[pair] === account(from) && relations.to[pair] === account(to),
    );

  it("hold of each ordered pair its follows, reads, claps, responses and what was shown", () => {
    const pair = pairOf("ann", "wil")!;
    const { starts, reads, claps, responses, shown, order } = relations;
    const rows = (from: number, to: number) => Array.from(order.subarray(from, to));
    expect(rows(starts[pair]!, reads[pair]!)).toEqual([0]);
    expect(rows(reads[pair]!, claps[pair]!)).toEqual([0, 1]);
    expect(rows(claps[pair]!, responses[pair]!)).toEqual([0]);
    expect(rows(responses[pair]!, shown[pair]!)).toEqual([]);
    expect(rows(shown[pair]!, starts[pair + 1]!)).toEqual([0]);
  });

  it("know the other way round, where there is one", () => {
    expect(relations.reverse[pairOf("ann", "wil")!]).toBe(pairOf("wil", "ann"));
    expect(relations.reverse[pairOf("wil", "ann")!]).toBe(pairOf("ann", "wil"));
    expect(relations.reverse[pairOf("bob", "ann")!]).toBe(-1);
    expect(relations.reverse[pairOf("wil", "wil")!]).toBe(pairOf("wil", "wil"));
  });

  it("know of each follow its pair", () => {
    expect(Array.from(relations.ofFollow)).toEqual([pairOf("ann", "wil"), pairOf("wil", "ann")]);
  });
});
