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

/** What a member did about an author, each either done or not; bits of one number. */
export const DEED = { highlight: 1, response: 2, firstFollow: 4, follower: 8, repeat: 16 };

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
  deeds = int32(64);
  /** All bonuses, but at most what the policy allows. */
  bonusBps = int32(64);
  weight = float64(64);
  heldBps = int32(64);
  /** Exact if below `EXACT_BELOW`: a sum of whole numbers too large for floats does not come out smaller. */
  weightSum = 0;
  /** Whether a part of anything is held. */
  isHeld = false;
  readonly #bonus: Policy["bonus"];
  /** What deeds add, by their bits. */
  readonly #deedsBps: Int32Array;
  /** By the place of the story. */
  readonly #authorPlaces: Int32Array;

  constructor({ bonus }: Policy, catalogue: Catalogue) {
    this.#bonus = bonus;
    this.#deedsBps = Int32Array.from({ length: 32 }, (_, deeds) => deedsBps(bonus, deeds));
    this.#authorPlaces = catalogue.authorPlaces;
  }

  weigh(attention: Attention, evidence: Evidence): void {
    this.#makeRoom(attention.count);
    this.#groupByAuthor(attention);
    this.#addStories(attention);
    this.#addClaps(evidence.claps);
    this.#addDeeds(evidence.highlights, DEED.highlight);
    this.#addDeeds(evidence.responses, DEED.response);
    this.#addFollows(evidence);
    this.#addHolds(evidence.holds);
    this.#addUp();
  }

  #groupByAuthor(attention: Attention): void {
    const { count, place: stories } = attention;
    const { place, firstRow } = this;
    const authorPlaces = this.#authorPlaces;
    let authors = 0;
    let last = -1;
    for (let story = 0; story < count; story++) {
      const author = authorPlaces[stories[story]!]!;
      if (author === last) continue;
      last = author;
      place[authors] = author;
      firstRow[authors++] = story;
    }
    firstRow[authors] = count;
    this.count = authors;
  }

  /** Begins the row of each author with what was read of them. */
  #addStories({ countedSeconds, weight, dayRow, days }: Attention): void {
    const { boostedSeconds, readDays, firstAt } = days;
    const { count, firstRow } = this;
    for (let row = 0; row < count; row++) {
      const end = firstRow[row + 1]!;
      let counted = 0;
      let boosted = 0;
      let reading = 0;
      let readOn = 0;
      let first = Number.POSITIVE_INFINITY;
      for (let story = firstRow[row]!; story < end; story++) {
        const day = dayRow[story]!;
        counted += countedSeconds[story]!;
        boosted += boostedSeconds[day]!;
        reading += weight[story]!;
        readOn |= readDays[day]!;
        first = Math.min(first, firstAt[day]!);
      }
      this.countedSeconds[row] = counted;
      this.boostedSeconds[row] = boosted;
      this.reading[row] = reading;
      this.readDays[row] = readOn;
      this.firstAt[row] = first;
      this.claps[row] = 0;
      this.deeds[row] = 0;
      this.heldBps[row] = 0;
    }
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

  #addClaps({ turn, place, claps }: Evidence["claps"]): void {
    const { storyClapsMax } = this.#bonus;
    for (let from = turn.from; from < turn.to; from++) {
      const row = this.#find(this.#authorPlaces[place[from]!]!);
      if (row >= 0) this.claps[row] = this.claps[row]! + Math.min(claps[from]!, storyClapsMax);
    }
  }

  /** Notes the deed for the author of each story in these rows. */
  #addDeeds({ turn, place }: Rows, deed: number): void {
    for (let from = turn.from; from < turn.to; from++) {
      const row = this.#find(this.#authorPlaces[place[from]!]!);
      if (row >= 0) this.deeds[row] = this.deeds[row]! | deed;
    }
  }

  #addFollows({ follows, startMs, endMs }: Evidence): void {
    const { turn, place } = follows;
    for (let from = turn.from; from < turn.to; from++) {
      const row = this.#find(place[from]!);
      if (row < 0) continue;
      const at = follows.at[from]!;
      const kind = follows.class[from]!;
      const isNew = follows.firstEver[from] === 1 && at >= startMs && at < endMs;
      let deeds = this.deeds[row]!;
      if (isNew && kind !== FOLLOW_CLASS.traded) deeds |= DEED.firstFollow;
      if (kind === FOLLOW_CLASS.earned && at < this.firstAt[row]!) deeds |= DEED.follower;
      this.deeds[row] = deeds;
    }
  }

  #addHolds({ turn, place, bps }: Evidence["holds"]): void {
    this.isHeld = false;
    for (let from = turn.from; from < turn.to; from++) {
      const row = this.#find(place[from]!);
      if (row < 0) continue;
      this.heldBps[row] = bps[from]!;
      this.isHeld = true;
    }
  }

  #addUp(): void {
    const { count, reading, weight, deeds, readDays, bonusBps } = this;
    const { repeatDays, bonusBpsMax } = this.#bonus;
    let weightSum = 0;
    for (let row = 0; row < count; row++) {
      if (daysIn(readDays[row]!) >= repeatDays) deeds[row] = deeds[row]! | DEED.repeat;
      const bonus = this.#deedsBps[deeds[row]!]! + this.clapsBps(row) + this.boostBps(row);
      bonusBps[row] = Math.min(bonusBpsMax, bonus);
      weight[row] = reading[row]! * (WHOLE_BPS + bonusBps[row]!);
      weightSum += weight[row]!;
    }
    this.weightSum = weightSum;
  }

  /** The bonus by claps, in full from a number of claps on. */
  clapsBps(row: number): number {
    const claps = this.claps[row]!;
    if (claps === 0) return 0;
    const { clapsBps, clapsFull } = this.#bonus;
    return claps >= clapsFull ? clapsBps : Math.floor((clapsBps * claps) / clapsFull);
  }

  /** The bonus by the part of the counted seconds that were given under Boost. */
  boostBps(row: number): number {
    const boosted = this.boostedSeconds[row]!;
    if (boosted === 0) return 0;
    const counted = this.countedSeconds[row]!;
    const { boostBps } = this.#bonus;
    return boosted >= counted ? boostBps : floorOfProduct(boostBps, boosted, counted);
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
    this.deeds = int32(rows * 2);
    this.bonusBps = int32(rows * 2);
    this.weight = float64(rows * 2);
    this.heldBps = int32(rows * 2);
  }
}

/** What these deeds add to the weight of an author. */
export function deedsBps(bonus: Policy["bonus"], deeds: number): number {
  const has = (deed: number) => (deeds & deed ? 1 : 0);
  return (
    bonus.highlightBps * has(DEED.highlight) +
    bonus.responseBps * has(DEED.response) +
    bonus.firstFollowBps * has(DEED.firstFollow) +
    bonus.followerBps * has(DEED.follower) +
    bonus.repeatBps * has(DEED.repeat)
  );
}
