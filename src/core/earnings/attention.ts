/**
 * Attention: what one member gave each story in the month, from rows to counted seconds and their
 * weight (docs/policy/earnings.md §2 and §3).
 *
 * Columns are in ascending order of the story's place and hold for the member at hand only. Days are
 * kept as bits of one number, the 1st of the month lowest.
 */
import { assert } from "../assert.ts";
import type { Catalogue } from "./catalogue.ts";
import { float64, int32 } from "./columns.ts";
import type { ReadingRows, ViewRows } from "./evidence.ts";
import type { Policy } from "./policy.ts";

/** Longer columns than this are sorted by the engine, shorter ones by insertion. */
const INSERTION_MAX = 40;

export class Attention {
  /** How many stories were read; the length of every column here. */
  count = 0;
  place = int32(64);
  /** Seconds of the days that count. */
  seconds = float64(64);
  boostedSeconds = float64(64);
  firstAt = float64(64);
  readDays = int32(64);
  viewDays = int32(64);
  countedSeconds = float64(64);
  /** The weight of a counted second. */
  secondBps = int32(64);
  /** Counted seconds times their weight. */
  weight = float64(64);
  readonly #reading: Policy["reading"];
  readonly #catalogue: Catalogue;
  /** Where a story's row would be; true only if `place` says the same there. */
  readonly #rowOf: Int32Array;

  constructor(policy: Policy, catalogue: Catalogue) {
    this.#reading = policy.reading;
    this.#catalogue = catalogue;
    this.#rowOf = int32(catalogue.storyIds.length);
  }

  /** Takes in the rows of the member at hand, except those about stories by the author `own`. */
  gather(readings: ReadingRows, views: ViewRows, own: number): void {
    this.#makeRoom(readings.to - readings.from);
    this.#collectStories(readings, own);
    this.#sortStories();
    this.#addDays(readings);
    this.#addViews(views);
    this.#weigh();
  }

  /** Each story with a day that counts, once. */
  #collectStories(readings: ReadingRows, own: number): void {
    const { place: places, seconds, to } = readings;
    const { authorPlaces } = this.#catalogue;
    const { daySecondsMin } = this.#reading;
    const { place } = this;
    const rowOf = this.#rowOf;
    let count = 0;
    for (let row = readings.from; row < to; row++) {
      if (seconds[row]! < daySecondsMin) continue;
      const story = places[row]!;
      const known = rowOf[story];
      assert(known !== undefined, "a reading is of a story in the catalogue");
      if (known < count && place[known] === story) continue;
      if (authorPlaces[story] === own) continue;
      rowOf[story] = count;
      place[count++] = story;
    }
    this.count = count;
  }

  #sortStories(): void {
    const { place, count } = this;
    const rowOf = this.#rowOf;
    if (count > INSERTION_MAX) place.subarray(0, count).sort();
    else sortByInsertion(place, count);
    for (let row = 0; row < count; row++) rowOf[place[row]!] = row;
    this.seconds.fill(0, 0, count);
    this.boostedSeconds.fill(0, 0, count);
    this.firstAt.fill(Number.POSITIVE_INFINITY, 0, count);
    this.readDays.fill(0, 0, count);
    this.viewDays.fill(0, 0, count);
  }

  #addDays(readings: ReadingRows): void {
    const { place: places, day, seconds, boostedSeconds, firstAt, to } = readings;
    const { count, place, readDays } = this;
    const rowOf = this.#rowOf;
    const { daySecondsMin } = this.#reading;
    for (let reading = readings.from; reading < to; reading++) {
      if (seconds[reading]! < daySecondsMin) continue;
      const row = rowOf[places[reading]!]!;
      if (row >= count || place[row] !== places[reading]) continue;
      const bit = bitOf(day[reading]!);
      assert((readDays[row]! & bit) === 0, "a story has one row of reading a day");
      readDays[row] = readDays[row]! | bit;
      this.seconds[row] = this.seconds[row]! + seconds[reading]!;
      this.boostedSeconds[row] = this.boostedSeconds[row]! + boostedSeconds[reading]!;
      if (firstAt[reading]! < this.firstAt[row]!) this.firstAt[row] = firstAt[reading]!;
    }
  }

  #addViews(views: ViewRows): void {
    const { place: places, day, to } = views;
    const { count, place, viewDays } = this;
    const rowOf = this.#rowOf;
    for (let view = views.from; view < to; view++) {
      const row = rowOf[places[view]!]!;
      if (row >= count || place[row] !== places[view]) continue;
      const bit = bitOf(day[view]!);
      assert((viewDays[row]! & bit) === 0, "a story has one row of views a day");
      viewDays[row] = viewDays[row]! | bit;
    }
  }

  #weigh(): void {
    const { expectedSeconds } = this.#catalogue;
    const { count, place, seconds, readDays, viewDays, countedSeconds, secondBps, weight } = this;
    const { baseBps, ratioBps } = this.#reading;
    for (let row = 0; row < count; row++) {
      const cap = this.capSeconds(expectedSeconds[place[row]!]!);
      const counted = Math.min(seconds[row]!, cap);
      const reads = daysIn(readDays[row]!);
      const views = daysIn(viewDays[row]!);
      const bps = baseBps + (reads >= views ? ratioBps : Math.floor((ratioBps * reads) / views));
      countedSeconds[row] = counted;
      secondBps[row] = bps;
      weight[row] = counted * bps;
    }
  }

  /** As many seconds as count of a story that is expected to take so long. */
  capSeconds(expectedSeconds: number): number {
    const { storyCapBps, storyCapSecondsMin } = this.#reading;
    return Math.max(storyCapSecondsMin, Math.floor((expectedSeconds * storyCapBps) / 10_000));
  }

  #makeRoom(rows: number): void {
    if (rows <= this.place.length) return;
    this.place = int32(rows * 2);
    this.seconds = float64(rows * 2);
    this.boostedSeconds = float64(rows * 2);
    this.firstAt = float64(rows * 2);
    this.readDays = int32(rows * 2);
    this.viewDays = int32(rows * 2);
    this.countedSeconds = float64(rows * 2);
    this.secondBps = int32(rows * 2);
    this.weight = float64(rows * 2);
  }
}

function bitOf(day: number): number {
  assert(day >= 1 && day <= 31, "a day of a month is 1 to 31");
  return 1 << (day - 1);
}

/** How many days are set. Adds bits in pairs, in fours, in eights, and the four eights by a product. */
export function daysIn(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function sortByInsertion(column: Int32Array, count: number): void {
  for (let row = 1; row < count; row++) {
    const value = column[row]!;
    let at = row;
    while (at > 0 && column[at - 1]! > value) {
      column[at] = column[at - 1]!;
      at--;
    }
    column[at] = value;
  }
}
