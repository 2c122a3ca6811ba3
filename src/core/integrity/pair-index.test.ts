import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findPair, pairIndex } from "./pair-index.ts";

const ACCOUNTS = 6;
const account = fc.nat(ACCOUNTS - 1);
const events = fc.array(fc.tuple(account, account), { maxLength: 60 });

function indexOf(pairs: [number, number][]) {
  const column = (which: 0 | 1) => Int32Array.from(pairs, (pair) => pair[which]);
  return pairIndex(ACCOUNTS, column(0), column(1));
}

describe("events by pair", () => {
  it("are all there, each under its pair, in the order in which they came", () => {
    fc.assert(
      fc.property(events, (pairs) => {
        const index = indexOf(pairs);
        for (let from = 0; from < ACCOUNTS; from += 1) {
          for (let to = 0; to < ACCOUNTS; to += 1) {
            const expected = pairs.flatMap(([u, v], at) => (u === from && v === to ? [at] : []));
            const pair = findPair(index, from, to);
            const found =
              pair < 0 ? [] : index.order.slice(index.starts[pair], index.starts[pair + 1]);
            expect([...found]).toEqual(expected);
            if (pair >= 0) expect([index.from[pair], index.to[pair]]).toEqual([from, to]);
          }
        }
        expect(index.rows[ACCOUNTS]).toBe(index.size);
      }),
    );
  });

  it("of nobody are none", () => {
    const index = pairIndex(0, new Int32Array(), new Int32Array());
    expect([index.size, [...index.starts], [...index.rows]]).toEqual([0, [0], [0]]);
  });
});
