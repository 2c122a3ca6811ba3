/**
 * The rules of 2017 and 2019 over columns, a range of members at a time: the same shares as
 * `own-measure.ts` gives of plain rows (a test compares them), as lines.
 *
 * Only what a month's files say is looked at: nobody's reading before they joined, and no referrals,
 * which are paid beside the pools.
 */
import { apportion } from "../apportion.ts";
import type { Catalogue } from "../catalogue.ts";
import type { Evidence } from "../evidence.ts";
import type { Lines } from "../lines.ts";
import type { MeasureRule } from "./era-rules.ts";
import { READ_SECONDS_MIN } from "./recorded-month.ts";

export class MeasureSplitter {
  readonly #measure: MeasureRule["measure"];
  readonly #catalogue: Catalogue;
  /** What the member at hand gave each story, by its place. */
  readonly #given = new Map<number, number>();

  constructor({ measure }: MeasureRule, catalogue: Catalogue) {
    this.#measure = measure;
    this.#catalogue = catalogue;
  }

  /** As `Splitter.split`: a line for every story that was given anything, in ascending order. */
  split(evidence: Evidence, lines: Lines): void {
    const { pools } = evidence;
    evidence.rewind();
    for (let row = 0; row < pools.count; row++) {
      const poolMicros = pools.micros[row]!;
      if (poolMicros === 0n) continue;
      evidence.turnTo(pools.member[row]!);
      this.#gather(evidence, this.#catalogue.authorPlace(pools.member[row]!));
      if (this.#given.size === 0) lines.unclaimed.add(pools.member[row]!, poolMicros);
      else this.#divide(pools.member[row]!, poolMicros, lines);
    }
    evidence.end();
  }

  #gather({ readings, claps }: Evidence, own: number): void {
    this.#given.clear();
    const [rows, amounts, least] =
      this.#measure === "claps"
        ? [claps, claps.claps, 1]
        : [readings, readings.seconds, READ_SECONDS_MIN];
    for (let row = rows.turn.from; row < rows.turn.to; row++) {
      const place = rows.place[row]!;
      if (amounts[row]! < least || this.#catalogue.authorPlaces[place] === own) continue;
      this.#given.set(place, (this.#given.get(place) ?? 0) + amounts[row]!);
    }
  }

  #divide(member: number, poolMicros: bigint, lines: Lines): void {
    const { storyIds, authorIds, authorPlaces } = this.#catalogue;
    const places = [...this.#given.keys()].sort((a, b) => a - b);
    const stories = places.map((place) => storyIds[place]!);
    const weights = places.map((place) => BigInt(this.#given.get(place)!));
    lines.reserve(places.length);
    apportion(poolMicros, weights, stories).forEach((micros, index) => {
      const row = lines.count++;
      lines.member[row] = member;
      lines.author[row] = authorIds[authorPlaces[places[index]!]!]!;
      lines.story[row] = stories[index]!;
      lines.amounts.micros[row] = micros;
      lines.escrows.micros[row] = 0n;
    });
  }
}
