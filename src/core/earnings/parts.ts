/**
 * Parts of a share: how much of an amount reading made, and how much each bonus
 * (docs/policy/earnings.md §12).
 *
 * A bonus is a weight inside the reader's own pool, so its part is what its weight is of the whole: of a
 * weight of 10 000 by reading and 2 500 by the follower bonus the follower bonus made a fifth. Where
 * bonuses together are more than the policy allows, each is cut in proportion. Divided by largest
 * remainder, ties to the part named first, so the parts are the amount, to the micro. Money is in
 * micros, bonuses in basis points.
 */
import { assert } from "../assert.ts";
import type { Micros } from "../money.ts";
import { apportion } from "./apportion.ts";
import type { Catalogue } from "./catalogue.ts";
import { ColumnApportionment } from "./column-apportionment.ts";
import { float64 } from "./columns.ts";
import { EXACT_BELOW } from "./exact.ts";
import type { Lines } from "./lines.ts";
import type { Policy } from "./policy.ts";
import type { Bonus } from "./receipt.ts";
import type { Splitter } from "./split.ts";
import { DEED, deedsBps, WHOLE_BPS } from "./weighing.ts";

/** In the order in which ties go. */
export const PARTS = [
  "reading",
  ...(["claps", "highlight", "response", "firstFollow", "follower", "repeat", "boost"] as const),
] as const;
export type Part = (typeof PARTS)[number];

const BONUSES: readonly Bonus[] = PARTS.slice(1).filter((part) => part !== "reading");

/** What each part made of an amount, in order of `PARTS`; `bonusBps` of all bonuses count. */
export function partsOf(
  micros: Micros,
  bonuses: Record<Bonus, number>,
  bonusBps: number,
): Micros[] {
  const weights = weightsOf(
    BONUSES.map((bonus) => bonuses[bonus]),
    bonusBps,
  );
  return apportion(micros, weights.map(BigInt), [...PARTS.keys()]);
}

/**
 * Weights of the parts as whole numbers: were every bonus counted in full they would be 10 000 and the
 * bonuses; both sides are multiplied by the sum of the bonuses, so that nothing is rounded.
 */
function weightsOf(bonuses: readonly number[], bonusBps: number): number[] {
  const all = bonuses.reduce((sum, bps) => sum + bps, 0);
  if (all === 0) return [1, ...bonuses];
  return [WHOLE_BPS * all, ...bonuses.map((bps) => bps * bonusBps)];
}

/** The parts of every story of a month, added up over its members as they are divided. */
export class PartSums {
  /** By the place of the story and then the part. */
  readonly micros: Float64Array;
  readonly #policy: Policy;
  readonly #weights = float64(PARTS.length);
  readonly #shares = new ColumnApportionment();

  constructor(policy: Policy, catalogue: Catalogue) {
    this.#policy = policy;
    this.micros = float64(catalogue.storyIds.length * PARTS.length);
  }

  /** Adds the lines of the member at hand, which begin at `first`. */
  add({ attention, weighing }: Splitter, lines: Lines, first: number): void {
    const { count, firstRow } = weighing;
    for (let author = 0; author < count; author++) {
      this.#weigh(weighing, author);
      for (let row = firstRow[author]!; row < firstRow[author + 1]!; row++) {
        this.#addLine(attention.place[row]!, lines.amounts.micros[first + row]!);
      }
    }
  }

  #weigh(weighing: Splitter["weighing"], author: number): void {
    const { bonus } = this.#policy;
    const deeds = weighing.deeds[author]!;
    const deed = (one: number) => deedsBps(bonus, deeds & one);
    const bonuses = [
      weighing.clapsBps(author),
      ...[deed(DEED.highlight), deed(DEED.response), deed(DEED.firstFollow)],
      ...[deed(DEED.follower), deed(DEED.repeat), weighing.boostBps(author)],
    ];
    this.#weights.set(weightsOf(bonuses, weighing.bonusBps[author]!));
  }

  #addLine(place: number, micros: bigint): void {
    const amount = Number(micros);
    assert(amount < EXACT_BELOW, "no line is too large for floats");
    this.#shares.divide(amount, this.#weights, 0, PARTS.length);
    const { parts } = this.#shares;
    const at = place * PARTS.length;
    for (let part = 0; part < PARTS.length; part++) {
      this.micros[at + part] = this.micros[at + part]! + parts[part]!;
    }
  }

  /** The parts of a story, in order of `PARTS`. */
  ofStory(place: number): Micros[] {
    const from = place * PARTS.length;
    return [...this.micros.subarray(from, from + PARTS.length)].map(BigInt);
  }
}
