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

/** How integrity classed a follow for the month, and the numbers that stand for it in a column. */
export const FOLLOW_CLASS = { earned: 1, unproven: 2, traded: 3 };
export type FollowClass = keyof typeof FOLLOW_CLASS;

/**
 * Which rows are those of the member at hand: from `from` to `to`, not included.
 *
 * Rows that come out of order would be passed over and not paid, so they are a fault.
 */
export class Turn {
  from = 0;
  to = 0;
  #members = float64(0);
  #count = 0;
  #last = 0;

  /** Goes before the first of `count` rows, whose members are given. */
  rewind(members: Float64Array, count: number): void {
    this.from = 0;
    this.to = 0;
    this.#members = members;
    this.#count = count;
    this.#last = 0;
  }

  /** Turns to the rows of `member`, who comes after the members turned to before. */
  turnTo(member: number): void {
    const members = this.#members;
    const count = this.#count;
    let row = this.to;
    while (row < count && members[row]! < member) this.#passOver(row++);
    this.from = row;
    while (row < count && members[row] === member) row++;
    this.to = row;
    this.#last = member;
  }

  /** Passes over the rows after those of the last member turned to. */
  end(): void {
    for (let row = this.to; row < this.#count; row++) this.#passOver(row);
  }

  /** Rows of someone without a pool stand between those of others. */
  #passOver(row: number): void {
    assert(this.#members[row]! > this.#last, "rows come in ascending order of member");
  }
}

/**
 * Rows about a member and a story, or a member and an author.
 *
 * `add` begins a row and, where a kind has more columns, `put` fills them for the row just begun.
 */
export class Rows {
  count = 0;
  member = float64(ROOM);
  /** The place in the catalogue of the story, or of the author in follows and holds. */
  place = int32(ROOM);
  /** The rows of the member at hand. */
  readonly turn = new Turn();

  add(member: number, place: number): void {
    if (this.count === this.member.length) this.grow(this.count * 2);
    this.member[this.count] = member;
    this.place[this.count++] = place;
  }

  clear(): void {
    this.count = 0;
  }

  protected grow(room: number): void {
    this.member = float64(room, this.member);
    this.place = int32(room, this.place);
  }
}

/** The days, 1 to 31, on which a member opened a story. */
export class ViewRows extends Rows {
  day = uint8(ROOM);

  put(day: number): void {
    assert(day >= 1 && day <= 31, "a day of a month is 1 to 31");
    this.day[this.count - 1] = day;
  }

  protected override grow(room: number): void {
    super.grow(room);
    this.day = uint8(room, this.day);
  }
}

/** What a member read or listened to, by story and day. */
export class ReadingRows extends Rows {
  day = uint8(ROOM);
  seconds = int32(ROOM);
  boostedSeconds = int32(ROOM);
  firstAt = float64(ROOM);

  /** `boostedSeconds` are those of the seconds while the story was under Boost. */
  put(day: number, seconds: number, boostedSeconds: number, firstAt: number): void {
    assert(day >= 1 && day <= 31, "a day of a month is 1 to 31");
    assert(seconds === (seconds | 0), "seconds are whole and fewer than 2^31");
    assert(boostedSeconds >= 0 && boostedSeconds <= seconds, "boosted seconds are some of them");
    const row = this.count - 1;
    this.day[row] = day;
    this.seconds[row] = seconds;
    this.boostedSeconds[row] = boostedSeconds;
    this.firstAt[row] = firstAt;
  }

  protected override grow(room: number): void {
    super.grow(room);
    this.day = uint8(room, this.day);
    this.seconds = int32(room, this.seconds);
    this.boostedSeconds = int32(room, this.boostedSeconds);
    this.firstAt = float64(room, this.firstAt);
  }
}

export class ClapRows extends Rows {
  claps = int32(ROOM);

  put(claps: number): void {
    assert(claps >= 0 && claps === (claps | 0), "claps are whole and not negative");
    this.claps[this.count - 1] = claps;
  }

  protected override grow(room: number): void {
    super.grow(room);
    this.claps = int32(room, this.claps);
  }
}

export class FollowRows extends Rows {
  at = float64(ROOM);
  /** One of `FOLLOW_CLASS`. */
  class = uint8(ROOM);
  firstEver = uint8(ROOM);

  /** `firstEver` says that this member never followed this author before. */
  put(at: number, kind: FollowClass, firstEver: boolean): void {
    const row = this.count - 1;
    this.at[row] = at;
    this.class[row] = FOLLOW_CLASS[kind];
    this.firstEver[row] = firstEver ? 1 : 0;
  }

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

  put(bps: number): void {
    assert(bps >= 0 && bps <= 10_000 && bps === (bps | 0), "a hold is a part of the whole");
    this.bps[this.count - 1] = bps;
  }

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

  /** Members come in ascending order, each once. */
  add(member: number, micros: bigint): void {
    assert(micros >= 0n && micros < 2n ** 63n, "a pool is not negative and below 2^63 micros");
    if (this.count === this.member.length) {
      this.member = float64(this.count * 2, this.member);
      this.micros = bigInt64(this.count * 2, this.micros);
    }
    this.member[this.count] = member;
    this.micros[this.count++] = micros;
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
  readonly #turns: readonly Turn[];

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
    this.#turns = this.#tables.map(({ turn }) => turn);
  }

  /** Forgets all rows and keeps the columns, for the next range of members. */
  clear(): void {
    this.pools.clear();
    for (const rows of this.#tables) rows.clear();
  }

  /** Goes before the first member. */
  rewind(): void {
    for (const { turn, member, count } of this.#tables) turn.rewind(member, count);
  }

  /** Turns every kind of rows to `member`, who comes after the members turned to before. */
  turnTo(member: number): void {
    for (const turn of this.#turns) turn.turnTo(member);
  }

  /** To be called after the last member. */
  end(): void {
    for (const turn of this.#turns) turn.end();
  }
}
