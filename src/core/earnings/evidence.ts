/**
 * Evidence: what a range of members paid, read and did in one month, in columns that a reader of rows
 * can fill without making garbage.
 *
 * Rows of every kind come grouped by member, members in ascending order of id; within one member in
 * any order, each key once. Money is in micros, times are milliseconds since 1970, holds are in basis
 * points. Stories and authors are places in a `Catalogue`.
 */
import { assert } from "../assert.ts";
import { type Month, monthEnd, monthStart } from "../time.ts";
import { bigInt64, float64, int32, uint8 } from "./columns.ts";

const ROOM = 1024;

/** How integrity classed a follow for the month; only a number here, so that a column holds it. */
export const FOLLOW_CLASS = { earned: 1, unproven: 2, traded: 3 } as const;

/** Rows about a member and a story, or a member and an author. */
export class Rows {
  count = 0;
  member = float64(ROOM);
  /** The place in the catalogue of the story, or of the author in follows and holds. */
  place = int32(ROOM);
  /** The rows of the member at hand: from `from` to `to`, not included. */
  from = 0;
  to = 0;

  /**
   * Adds a row and returns its number, for the caller to fill in every column.
   * It may put longer columns in place of the present ones, so take them from here each time.
   */
  next(): number {
    if (this.count === this.member.length) this.grow(this.count * 2);
    return this.count++;
  }

  clear(): void {
    this.count = 0;
  }

  /** Goes back before the first row. Rows out of order would be passed over, so it is a fault. */
  rewind(): void {
    const { member, count } = this;
    for (let row = 1; row < count; row++) {
      assert(member[row - 1]! <= member[row]!, "rows come in ascending order of member");
    }
    this.from = 0;
    this.to = 0;
  }

  /** Turns to the rows of `member`, who comes after the members turned to before. */
  turnTo(member: number): void {
    const { member: members, count } = this;
    let row = this.to;
    while (row < count && members[row]! < member) row++;
    this.from = row;
    while (row < count && members[row] === member) row++;
    this.to = row;
  }

  protected grow(room: number): void {
    this.member = float64(room, this.member);
    this.place = int32(room, this.place);
  }
}

/** The days on which a member opened a story. */
export class ViewRows extends Rows {
  /** The day of the month, 1 to 31. */
  day = uint8(ROOM);

  protected override grow(room: number): void {
    super.grow(room);
    this.day = uint8(room, this.day);
  }
}

/** What a member read or listened to, by story and day. */
export class ReadingRows extends ViewRows {
  seconds = int32(ROOM);
  /** The seconds of these while the story was under Boost; at most `seconds`. */
  boostedSeconds = int32(ROOM);
  firstAt = float64(ROOM);

  protected override grow(room: number): void {
    super.grow(room);
    this.seconds = int32(room, this.seconds);
    this.boostedSeconds = int32(room, this.boostedSeconds);
    this.firstAt = float64(room, this.firstAt);
  }
}

export class ClapRows extends Rows {
  claps = int32(ROOM);

  protected override grow(room: number): void {
    super.grow(room);
    this.claps = int32(room, this.claps);
  }
}

export class FollowRows extends Rows {
  at = float64(ROOM);
  /** One of `FOLLOW_CLASS`. */
  class = uint8(ROOM);
  /** 1 if this member never followed this author before, else 0. */
  firstEver = uint8(ROOM);

  protected override grow(room: number): void {
    super.grow(room);
    this.at = float64(room, this.at);
    this.class = uint8(room, this.class);
    this.firstEver = uint8(room, this.firstEver);
  }
}

/** What part of an author's amount from this member goes to escrow. */
export class HoldRows extends Rows {
  bps = int32(ROOM);

  protected override grow(room: number): void {
    super.grow(room);
    this.bps = int32(room, this.bps);
  }
}

/** The members of the range and their pools. */
export class PoolRows {
  count = 0;
  member = float64(ROOM);
  micros = bigInt64(ROOM);

  /** As `Rows.next`. */
  next(): number {
    if (this.count === this.member.length) {
      this.member = float64(this.count * 2, this.member);
      this.micros = bigInt64(this.count * 2, this.micros);
    }
    return this.count++;
  }

  clear(): void {
    this.count = 0;
  }
}

export class Evidence {
  readonly pools = new PoolRows();
  readonly readings = new ReadingRows();
  readonly views = new ViewRows();
  readonly claps = new ClapRows();
  readonly highlights = new Rows();
  readonly responses = new Rows();
  readonly follows = new FollowRows();
  readonly holds = new HoldRows();
  /** A follow is of this month from `startMs` on and before `endMs`. */
  readonly startMs: number;
  readonly endMs: number;
  readonly #tables: readonly Rows[];

  constructor(month: Month) {
    this.startMs = monthStart(month).getTime();
    this.endMs = monthEnd(month).getTime();
    this.#tables = [
      this.readings,
      this.views,
      this.claps,
      this.highlights,
      this.responses,
      this.follows,
      this.holds,
    ];
  }

  /** Forgets all rows and keeps the columns, for the next range of members. */
  clear(): void {
    this.pools.clear();
    for (const rows of this.#tables) rows.clear();
  }

  rewind(): void {
    for (const rows of this.#tables) rows.rewind();
  }

  turnTo(member: number): void {
    for (const rows of this.#tables) rows.turnTo(member);
  }
}
