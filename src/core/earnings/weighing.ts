/**
 * Weighing: what each author read by one member weighs in that member's pool
 * (docs/policy/earnings.md §4 to §6).
 *
 * Columns are in ascending order of the author's place and hold for the member at hand only.
 */
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
  /** By the place of the story. */
  readonly #authorPlaces: Int32Array;

  constructor(policy: Policy, catalogue: Catalogue) {
    this.#bonus = policy.bonus;
    this.#authorPlaces = catalogue.authorPlaces;
  }

  weigh(attention: Attention, evidence: Evidence): void {
    this.#makeRoom(attention.count);
    this.#groupByAuthor(attention);
    for (let row = 0; row < this.count; row++) {
      this.#addStories(attention, row);
      this.#clearBonuses(row);
    }
    this.#addClaps(evidence.claps);
    this.#mark(evidence.highlights, this.highlightBps, this.#bonus.highlightBps);
    this.#mark(evidence.responses, this.responseBps, this.#bonus.responseBps);
    this.#addFollows(evidence);
    this.#addHolds(evidence.holds);
    this.#addUp();
  }

  #groupByAuthor({ count, place: stories }: Attention): void {
    const authorPlaces = this.#authorPlaces;
    const { place, firstRow } = this;
    let authors = 0;
    for (let story = 0; story < count; story++) {
      const author = authorPlaces[stories[story]!]!;
      if (authors > 0 && place[authors - 1] === author) continue;
      place[authors] = author;
      firstRow[authors++] = story;
    }
    firstRow[authors] = count;
    this.count = authors;
  }

  /** Begins the columns of an author with what was read of them. */
  #addStories(attention: Attention, row: number): void {
    const { countedSeconds, weight, dayRow, days } = attention;
    const end = this.firstRow[row + 1]!;
    let [counted, boosted, reading, readDays] = [0, 0, 0, 0];
    let firstAt = Number.POSITIVE_INFINITY;
    for (let story = this.firstRow[row]!; story < end; story++) {
      const day = dayRow[story]!;
      counted += countedSeconds[story]!;
      boosted += days.boostedSeconds[day]!;
      reading += weight[story]!;
      readDays |= days.readDays[day]!;
      if (days.firstAt[day]! < firstAt) firstAt = days.firstAt[day]!;
    }
    this.countedSeconds[row] = counted;
    this.boostedSeconds[row] = boosted;
    this.reading[row] = reading;
    this.readDays[row] = readDays;
    this.firstAt[row] = firstAt;
  }

  #clearBonuses(row: number): void {
    this.claps[row] = 0;
    this.highlightBps[row] = 0;
    this.responseBps[row] = 0;
    this.firstFollowBps[row] = 0;
    this.followerBps[row] = 0;
    this.heldBps[row] = 0;
  }

  /** The row of the author with this place, or −1 if the member read nothing of theirs. */
  #find(author: number): number {
    const { place } = this;
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (place[middle]! < author) low = middle + 1;
      else high = middle;
    }
    return low < this.count && place[low] === author ? low : -1;
  }

  #addClaps(rows: Evidence["claps"]): void {
    const authorPlaces = this.#authorPlaces;
    for (let from = rows.turn.from; from < rows.turn.to; from++) {
      const row = this.#find(authorPlaces[rows.place[from]!]!);
      if (row < 0) continue;
      const claps = Math.min(rows.claps[from]!, this.#bonus.storyClapsMax);
      this.claps[row] = this.claps[row]! + claps;
    }
  }

  /** Gives `bps` to each author of a story in these rows. */
  #mark(rows: Rows, column: Int32Array, bps: number): void {
    const authorPlaces = this.#authorPlaces;
    for (let from = rows.turn.from; from < rows.turn.to; from++) {
      const row = this.#find(authorPlaces[rows.place[from]!]!);
      if (row >= 0) column[row] = bps;
    }
  }

  #addFollows({ follows, startMs, endMs }: Evidence): void {
    for (let from = follows.turn.from; from < follows.turn.to; from++) {
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
    for (let from = rows.turn.from; from < rows.turn.to; from++) {
      const row = this.#find(rows.place[from]!);
      if (row >= 0) this.heldBps[row] = rows.bps[from]!;
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
