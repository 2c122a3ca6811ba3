/**
 * Attention: what one member gave each story in the month, as counted seconds and their weight
 * (docs/policy/earnings.md §2 and §3).
 *
 * Columns are in ascending order of the story's place and hold for the member at hand only.
 */
import type { Catalogue } from "./catalogue.ts";
import { float64, int32 } from "./columns.ts";
import type { ReadingRows, ViewRows } from "./evidence.ts";
import type { Policy } from "./policy.ts";
import { StoryDays } from "./story-days.ts";

/** Longer columns than this are sorted by the engine, shorter ones by insertion. */
const INSERTION_MAX = 40;

export class Attention {
  /** How many stories were read; the length of every column here. */
  count = 0;
  place = int32(64);
  /** Which row of `days` the story has. */
  dayRow = int32(64);
  countedSeconds = float64(64);
  /** The weight of a counted second. */
  secondBps = int32(64);
  /** Counted seconds times their weight. */
  weight = float64(64);
  readonly days: StoryDays;
  readonly #reading: Policy["reading"];
  readonly #expectedSeconds: Int32Array;

  constructor(policy: Policy, catalogue: Catalogue) {
    this.days = new StoryDays(policy.reading.daySecondsMin, catalogue);
    this.#reading = policy.reading;
    this.#expectedSeconds = catalogue.expectedSeconds;
  }

  /** Takes in the rows of the member at hand, except those about stories by the author `own`. */
  gather(readings: ReadingRows, views: ViewRows, own: number): void {
    this.days.gather(readings, views, own);
    this.count = this.days.count;
    this.#makeRoom(this.count);
    this.#sortPlaces();
    this.#weigh();
  }

  #sortPlaces(): void {
    const { place, count, days } = this;
    for (let row = 0; row < count; row++) place[row] = days.place[row]!;
    if (count > INSERTION_MAX) place.subarray(0, count).sort();
    else sortByInsertion(place, count);
  }

  #weigh(): void {
    const { count, place, dayRow, countedSeconds, secondBps, weight, days } = this;
    const { seconds, readDays, viewDays } = days;
    for (let row = 0; row < count; row++) {
      const from = days.rowOf(place[row]!);
      const counted = Math.min(seconds[from]!, this.capSeconds(place[row]!));
      const bps = this.#secondBpsOf(daysIn(readDays[from]!), daysIn(viewDays[from]!));
      dayRow[row] = from;
      countedSeconds[row] = counted;
      secondBps[row] = bps;
      weight[row] = counted * bps;
    }
  }

  /** As many seconds as count of the story with this place. */
  capSeconds(place: number): number {
    const { storyCapBps, storyCapSecondsMin } = this.#reading;
    const capSeconds = Math.floor((this.#expectedSeconds[place]! * storyCapBps) / 10_000);
    return Math.max(storyCapSecondsMin, capSeconds);
  }

  /** A story without views counts as read whenever it was opened. */
  #secondBpsOf(reads: number, views: number): number {
    const { baseBps, ratioBps } = this.#reading;
    return baseBps + (reads >= views ? ratioBps : Math.floor((ratioBps * reads) / views));
  }

  #makeRoom(rows: number): void {
    if (rows <= this.place.length) return;
    this.place = int32(rows * 2);
    this.dayRow = int32(rows * 2);
    this.countedSeconds = float64(rows * 2);
    this.secondBps = int32(rows * 2);
    this.weight = float64(rows * 2);
  }
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
