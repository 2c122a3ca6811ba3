/**
 * Story days: one member's rows of reading and views, added up by story, in the order in which the
 * stories came.
 *
 * Days are kept as bits of one number, the 1st of the month lowest.
 */
import { assert } from "../assert.ts";
import type { Catalogue } from "./catalogue.ts";
import { float64, int32 } from "./columns.ts";
import type { ReadingRows, ViewRows } from "./evidence.ts";

export class StoryDays {
  /** How many stories have a day that counts; the length of every column here. */
  count = 0;
  place = int32(64);
  seconds = float64(64);
  boostedSeconds = float64(64);
  firstAt = float64(64);
  readDays = int32(64);
  viewDays = int32(64);
  readonly #daySecondsMin: number;
  readonly #authorPlaces: Int32Array;
  /** Where the row of a story would be; true only if `place` says the same there. */
  readonly #rowOf: Int32Array;

  constructor(daySecondsMin: number, { storyIds, authorPlaces }: Catalogue) {
    this.#daySecondsMin = daySecondsMin;
    this.#authorPlaces = authorPlaces;
    this.#rowOf = int32(storyIds.length);
  }

  /** Takes in the rows of the member at hand, except those about stories by the author `own`. */
  gather(readings: ReadingRows, views: ViewRows, own: number): void {
    this.#makeRoom(readings.turn.to - readings.turn.from);
    this.#addReadings(readings, own);
    this.#addViews(views);
  }

  /** The row of the story with this place, which has one. */
  rowOf(place: number): number {
    return this.#rowOf[place]!;
  }

  #addReadings(
    { place: places, day, seconds, boostedSeconds, firstAt, turn }: ReadingRows,
    own: number,
  ): void {
    const rowOf = this.#rowOf;
    const { place } = this;
    const { to } = turn;
    this.count = 0;
    for (let reading = turn.from; reading < to; reading++) {
      if (seconds[reading]! < this.#daySecondsMin) continue;
      const story = places[reading]!;
      let row = rowOf[story]!;
      if (!(row < this.count && place[row] === story)) {
        assert(row !== undefined, "a reading is of a story in the catalogue");
        if (own >= 0 && this.#authorPlaces[story] === own) continue;
        row = this.#begin(story);
      }
      const bit = 1 << (day[reading]! - 1);
      assert((this.readDays[row]! & bit) === 0, "a story has one row of reading a day");
      this.readDays[row] = this.readDays[row]! | bit;
      this.seconds[row] = this.seconds[row]! + seconds[reading]!;
      this.boostedSeconds[row] = this.boostedSeconds[row]! + boostedSeconds[reading]!;
      if (firstAt[reading]! < this.firstAt[row]!) this.firstAt[row] = firstAt[reading]!;
    }
  }

  #begin(story: number): number {
    const row = this.count++;
    this.#rowOf[story] = row;
    this.place[row] = story;
    this.seconds[row] = 0;
    this.boostedSeconds[row] = 0;
    this.firstAt[row] = Number.POSITIVE_INFINITY;
    this.readDays[row] = 0;
    this.viewDays[row] = 0;
    return row;
  }

  #addViews({ place: places, day, turn }: ViewRows): void {
    const { count, place, viewDays } = this;
    const rowOf = this.#rowOf;
    const { to } = turn;
    for (let view = turn.from; view < to; view++) {
      const row = rowOf[places[view]!]!;
      if (row >= count || place[row] !== places[view]) continue;
      const bit = 1 << (day[view]! - 1);
      assert((viewDays[row]! & bit) === 0, "a story has one row of views a day");
      viewDays[row] = viewDays[row]! | bit;
    }
  }

  #makeRoom(rows: number): void {
    if (rows <= this.place.length) return;
    this.place = int32(rows * 2);
    this.seconds = float64(rows * 2);
    this.boostedSeconds = float64(rows * 2);
    this.firstAt = float64(rows * 2);
    this.readDays = int32(rows * 2);
    this.viewDays = int32(rows * 2);
  }
}
