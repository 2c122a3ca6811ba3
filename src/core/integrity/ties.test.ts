import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { community } from "./notation.test-support.ts";
import { type Evidence, logOdds } from "./tie-weights.ts";
import { EARNED, TRADED, tiesOf, UNPROVEN } from "./ties.ts";

const STORIES = Array.from({ length: 8 }, (_, n) => `kettle${n} by wil 300s @${n * 4 + 1}`).join(
  "; ",
);

/** The class and the probability of the follow of ann by wil's side of the words. */
function tie(text: string, until = 40): { is: string; q: number } {
  const { events, follow } = community(`${STORIES}; ${text}`, until);
  const ties = tiesOf(events);
  const place = follow("ann", "wil");
  const names = { [EARNED]: "earned", [UNPROVEN]: "unproven", [TRADED]: "traded" };
  return { is: names[ties.class[place] as typeof EARNED]!, q: ties.q[place]! };
}

/** Ann follows many within hours, and was there all the time. */
const SPREE = Array.from({ length: 24 }, (_, n) => `ann follows other${n} @3.0${10 + n}`).join(
  "; ",
);
const THERE = Array.from({ length: 10 }, (_, n) =>
  `ann reads tea @${n * 3 + 4} `.replace("tea", "tea 300s"),
).join("; ");

describe("a tie", () => {
  it.each([
    [
      "read before and after",
      "ann reads kettle0 280s @2; ann follows wil @3; ann reads kettle1 250s @10",
      "earned",
    ],
    [
      "read after, at a reader's own quick pace",
      "ann follows wil @3; ann reads kettle1 190s @10; ann reads kettle2 200s @20",
      "earned",
    ],
    [
      "mutual within minutes, and both read",
      "ann follows wil @3; wil follows ann @3.01; ann reads kettle1 290s @9; ann reads kettle2 290s @17; ann reads kettle3 300s @26",
      "earned",
    ],
    ["a follow and nothing since, nor any occasion", "ann follows wil @3", "unproven"],
    [
      "mutual within minutes, no occasion to read yet",
      "ann follows wil @39; wil follows ann @39.01",
      "unproven",
    ],
    [
      "one of a spree, answered within the hour, never read although there",
      `tea by zoe 300s @1; ${SPREE}; ann follows wil @3.01; wil follows ann @3.03; ${THERE}`,
      "traded",
    ],
    [
      "offered, answered, and never read although there",
      `tea by zoe 300s @1; ann offers kettle0 @2; ann follows wil @3; wil follows ann @3.2; ${THERE}`,
      "traded",
    ],
  ])("%s", (_, text, expected) => {
    expect(tie(text).is).toBe(expected);
  });

  it("is not made to look earned by a token of half a minute", () => {
    const traded = `tea by zoe 300s @1; ${SPREE}; ann follows wil @3.01; wil follows ann @3.03; ${THERE}`;
    expect(tie(`${traded}; ann reads kettle1 31s @10`).is).toBe("traded");
    expect(tie(`${traded}; ann reads kettle1 290s @10; ann reads kettle2 300s @18`).is).toBe(
      "earned",
    );
  });

  it("fades when trading stops, by half in ninety days", () => {
    const traded = `tea by zoe 300s @1; ${SPREE}; ann follows wil @3.01; wil follows ann @3.03; ${THERE}`;
    const [soon, later] = [tie(traded, 40), tie(traded, 400)];
    expect(soon.is).toBe("traded");
    expect(later.is).toBe("unproven");
    expect(later.q).toBeLessThan(soon.q);
  });

  it("counts what was shown where that is known", () => {
    const base = "ann offers kettle0 @2; ann follows wil @3; wil follows ann @3.1";
    const shown = Array.from({ length: 9 }, (_, n) => `ann sees kettle1 @${n + 12}`).join("; ");
    expect(tie(`${base}; ann sees kettle0 @1`).q).toBeLessThan(tie(`${base}; ${shown}`).q);
  });
});

describe("the weights", () => {
  it("never make more attention look worse", () => {
    const amount = fc.double({ min: 0, max: 30, noNaN: true });
    const evidence: fc.Arbitrary<Evidence> = fc.record({
      returnLag: amount,
      readBefore: amount,
      readAfter: amount,
      letPass: amount,
      together: amount,
      attentionBack: amount,
      solicitation: fc.nat(2),
      takenBack: fc.nat(1),
      mechanical: amount,
      partners: fc.double({ min: 0, max: 1, noNaN: true }),
      company: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(evidence, amount, (one, more) => {
        for (const kind of ["readBefore", "readAfter", "attentionBack", "company"] as const) {
          expect(logOdds({ ...one, [kind]: one[kind] + more })).toBeLessThanOrEqual(logOdds(one));
        }
        expect(logOdds({ ...one, letPass: one.letPass + more })).toBeGreaterThanOrEqual(
          logOdds(one),
        );
        expect(logOdds({ ...one, together: one.together + more })).toBeGreaterThanOrEqual(
          logOdds(one),
        );
        expect(logOdds(one, 0.5)).toBeLessThanOrEqual(logOdds(one));
      }),
    );
  });
});
