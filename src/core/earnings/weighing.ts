/**
 * Weighing: what each author read by one member weighs in that member's pool
 * (docs/policy/earnings.md §4 to §6).
 *
 * Columns are in ascending order of the author's place and hold for the member at hand only.
 */
import { assert } from "../assert.ts";
import { type Attention, daysIn } from "./attention.ts";
import type { Catalogue } from "./catalogue.ts";
import { float64, int32 } from "./columns.ts";
import { type Evidence, FOLLOW_CLASS, type Rows } from "./evidence.ts";
import { floorOfProduct } from "./exact.ts";
import type { Policy } from "./policy.ts";

export const WHOLE_BPS = 10_000;

export class Weighing {
  /** How many authors were read; the length of every column here but `firstRow`. */
  count = 0;
  place = int32(64);
  /** Where an author's rows of attention begin; they end where the next author's begin. */
  firstRow = int32(65);
  countedSeconds = float64(64);
  boostedSeconds = float64(64);
  firstAt = float64(64);
  readDays = int32(64);
  /** Counted seconds times their weights, summed. Exact as long as `weightSum` is. */
  reading = float64(64);
  claps = float64(64);
  clapsBps = int32(64);
  highlightBps = int32(64);
  responseBps = int32(64);
  firstFollowBps = int32(64);
  followerBps = int32(64);
  repeatBps = int32(64);
  boostBps = int32(64);
  /** All of the above, but at most what the policy allows. */
  bonusBps = int32(64);
  weight = float64(64);
  heldBps = int32(64);
  /** Exact if below `EXACT_BELOW`: a sum of whole numbers too large for floats does not come out smaller. */
  weightSum = 0;
  readonly #bonus: Policy["bonus"];
  readonly #catalogue: Catalogue;
  /** As `Attention.#rowOf`, for authors. */
  readonly #rowOf: Int32Array;

  constructor(policy: Policy, catalogue: Catalogue) {
    this.#bonus = policy.bonus;
    this.#catalogue = catalogue;
    this.#rowOf = int32(catalogue.authorIds.length);
  }

  weigh(attention: Attention, evidence: Evidence): void {
    this.#makeRoom(attention.count);
    this.#groupByAuthor(attention);
    this.#clearBonuses();
    this.#addClaps(evidence.claps);
    this.#mark(evidence.highlights, this.highlightBps, this.#bonus.highlightBps);
    this.#mark(evidence.responses, this.responseBps, this.#bonus.responseBps);
    this.#addFollows(evidence);
    this.#addHolds(evidence.holds);
    this.#addUp();
  }

  #groupByAuthor(attention: Attention): void {
    const { authorPlaces } = this.#catalogue;
    const { count, place: stories } = attention;
    const { place, firstRow } = this;
    let authors = 0;
    for (let story = 0; story < count; story++) {
      const author = authorPlaces[stories[story]!]!;
      if (authors === 0 || place[authors - 1] !== author) {
        this.#rowOf[author] = authors;
        place[authors] = author;
        firstRow[authors] = story;
        this.#beginAuthor(authors++);
      }
      this.#addStory(authors - 1, attention, story);
    }
    firstRow[authors] = count;
    this.count = authors;
  }

  #beginAuthor(row: number): void {
    this.countedSeconds[row] = 0;
    this.boostedSeconds[row] = 0;
    this.firstAt[row] = Number.POSITIVE_INFINITY;
    this.readDays[row] = 0;
    this.reading[row] = 0;
  }

  #addStory(row: number, attention: Attention, story: number): void {
    this.countedSeconds[row] = this.countedSeconds[row]! + attention.countedSeconds[story]!;
    this.boostedSeconds[row] = this.boostedSeconds[row]! + attention.boostedSeconds[story]!;
    this.firstAt[row] = Math.min(this.firstAt[row]!, attention.firstAt[story]!);
    this.readDays[row] = this.readDays[row]! | attention.readDays[story]!;
    this.reading[row] = this.reading[row]! + attention.weight[story]!;
  }

  #clearBonuses(): void {
    const { count } = this;
    this.claps.fill(0, 0, count);
    this.highlightBps.fill(0, 0, count);
    this.responseBps.fill(0, 0, count);
    this.firstFollowBps.fill(0, 0, count);
    this.followerBps.fill(0, 0, count);
    this.heldBps.fill(0, 0, count);
  }

  /** The row of the author with this place, or −1 if the member read nothing of theirs. */
  #find(author: number): number {
    const row = this.#rowOf[author];
    return row !== undefined && row < this.count && this.place[row] === author ? row : -1;
  }

  #addClaps(rows: Evidence["claps"]): void {
    const { authorPlaces } = this.#catalogue;
    for (let from = rows.from; from < rows.to; from++) {
      const row = this.#find(authorPlaces[rows.place[from]!]!);
      if (row < 0) continue;
      const claps = Math.min(rows.claps[from]!, this.#bonus.storyClapsMax);
      this.claps[row] = this.claps[row]! + claps;
    }
  }

  /** Gives `bps` to each author of a story in these rows. */
  #mark(rows: Rows, column: Int32Array, bps: number): void {
    const { authorPlaces } = this.#catalogue;
    for (let from = rows.from; from < rows.to; from++) {
      const row = this.#find(authorPlaces[rows.place[from]!]!);
      if (row >= 0) column[row] = bps;
    }
  }

  #addFollows({ follows, startMs, endMs }: Evidence): void {
    for (let from = follows.from; from < follows.to; from++) {
      const row = this.#find(follows.place[from]!);
      if (row < 0) continue;
      const at = follows.at[from]!;
      const kind = follows.class[from]!;
      const isNew = follows.firstEver[from] === 1 && at >= startMs && at < endMs;
      if (isNew && kind !== FOLLOW_CLASS.traded) {
        this.firstFollowBps[row] = this.#bonus.firstFollowBps;
      }
      if (kind === FOLLOW_CLASS.earned && at < this.firstAt[row]!) {
        this.followerBps[row] = this.#bonus.followerBps;
      }
    }
  }

  #addHolds(rows: Evidence["holds"]): void {
    for (let from = rows.from; from < rows.to; from++) {
      const bps = rows.bps[from]!;
      assert(bps >= 0 && bps <= WHOLE_BPS, "a hold is a part of the whole");
      const row = this.#find(rows.place[from]!);
      if (row >= 0) this.heldBps[row] = bps;
    }
  }

  #addUp(): void {
    const { count, reading, weight, bonusBps } = this;
    const { clapsBps, clapsFull, repeatBps, repeatDays, bonusBpsMax } = this.#bonus;
    let weightSum = 0;
    for (let row = 0; row < count; row++) {
      this.clapsBps[row] = Math.floor(
        (clapsBps * Math.min(this.claps[row]!, clapsFull)) / clapsFull,
      );
      this.repeatBps[row] = daysIn(this.readDays[row]!) >= repeatDays ? repeatBps : 0;
      this.boostBps[row] = this.#boostOf(row);
      bonusBps[row] = Math.min(bonusBpsMax, this.#bonusesOf(row));
      weight[row] = reading[row]! * (WHOLE_BPS + bonusBps[row]!);
      weightSum += weight[row]!;
    }
    this.weightSum = weightSum;
  }

  #bonusesOf(row: number): number {
    return (
      this.clapsBps[row]! +
      this.highlightBps[row]! +
      this.responseBps[row]! +
      this.firstFollowBps[row]! +
      this.followerBps[row]! +
      this.repeatBps[row]! +
      this.boostBps[row]!
    );
  }

  /** The Boost bonus by the part of the counted seconds that were given under Boost. */
  #boostOf(row: number): number {
    const boosted = this.boostedSeconds[row]!;
    const counted = this.countedSeconds[row]!;
    if (boosted === 0) return 0;
    return floorOfProduct(this.#bonus.boostBps, Math.min(counted, boosted), counted);
  }

  #makeRoom(rows: number): void {
    if (rows <= this.place.length) return;
    this.place = int32(rows * 2);
    this.firstRow = int32(rows * 2 + 1);
    this.countedSeconds = float64(rows * 2);
    this.boostedSeconds = float64(rows * 2);
    this.firstAt = float64(rows * 2);
    this.readDays = int32(rows * 2);
    this.reading = float64(rows * 2);
    this.claps = float64(rows * 2);
    this.clapsBps = int32(rows * 2);
    this.highlightBps = int32(rows * 2);
    this.responseBps = int32(rows * 2);
    this.firstFollowBps = int32(rows * 2);
    this.followerBps = int32(rows * 2);
    this.repeatBps = int32(rows * 2);
    this.boostBps = int32(rows * 2);
    this.bonusBps = int32(rows * 2);
    this.weight = float64(rows * 2);
    this.heldBps = int32(rows * 2);
  }
}
