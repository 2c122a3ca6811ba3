/** The evidence of one range of members, from the files, each row checked. */
import { openSync } from "node:fs";
import type { Catalogue } from "../../core/earnings/catalogue.ts";
import { Evidence, FOLLOW_CLASS, type FollowClass } from "../../core/earnings/evidence.ts";
import type { Month } from "../../core/time.ts";
import { BadRow } from "../csv/bad-row.ts";
import { readPart } from "../csv/csv-file.ts";
import { RowReader } from "./csv-rows.ts";
import { type EventFile, FILES, MEMBER_FILES, type MemberFile } from "./event-files.ts";

/** A range of members: those from the first on and before the last, and where their rows stand. */
export interface MemberRange {
  firstMember: number;
  beforeMember: number;
  parts: Record<MemberFile, { from: number; to: number }>;
}

/** What is wrong with a file, as a worker can tell it. */
export interface Fault {
  file: MemberFile;
  /** `order`: the rows do not ascend by member, which is no fault of theirs. */
  kind: "row" | "duplicate" | "order";
  /** Where the row begins in the file. */
  offset: number;
  what: string;
}

export class BadFile extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.what);
    this.fault = fault;
  }
}

const CLASSES = Object.keys(FOLLOW_CLASS) as FollowClass[];
const HELD_MAX = 10_000;

/** Marks what one member's rows of one file are about, to find the second of two. */
class Marks {
  /** Of each place where its bits are, if `#places` says the same there. */
  readonly #at: Int32Array;
  #places = new Int32Array(64);
  #bits = new Int32Array(64);
  #count = 0;
  #member = 0;

  constructor(places: number) {
    this.#at = new Int32Array(places);
  }

  /** False when it was marked before. The rows of a member come together. */
  mark(member: number, place: number, bit: number): boolean {
    if (member !== this.#member) {
      this.#member = member;
      this.#count = 0;
    }
    let at = this.#at[place]!;
    if (at >= this.#count || this.#places[at] !== place) {
      at = this.#count++;
      if (at === this.#places.length) this.#grow();
      this.#at[place] = at;
      this.#places[at] = place;
      this.#bits[at] = bit;
      return true;
    }
    const before = this.#bits[at]!;
    this.#bits[at] = before | bit;
    return (before & bit) === 0;
  }

  #grow(): void {
    const [places, bits] = [this.#places, this.#bits];
    this.#places = new Int32Array(places.length * 2);
    this.#bits = new Int32Array(bits.length * 2);
    this.#places.set(places);
    this.#bits.set(bits);
  }
}

/** Fills the same columns range after range. */
export class RangeEvidence {
  readonly evidence: Evidence;
  /** How many rows of each file were read until now. */
  readonly rows: Record<MemberFile, number>;
  readonly #catalogue: Catalogue;
  readonly #files: Map<MemberFile, EventFile>;
  readonly #open = new Map<MemberFile, number>();
  readonly #readers: Map<MemberFile, RowReader>;
  readonly #marks: Record<MemberFile, Marks>;
  #buffer: Buffer = Buffer.alloc(0);

  constructor(month: Month, catalogue: Catalogue, files: Map<MemberFile, EventFile>) {
    this.evidence = new Evidence(month);
    this.rows = Object.fromEntries(MEMBER_FILES.map((name) => [name, 0])) as Record<
      MemberFile,
      number
    >;
    this.#catalogue = catalogue;
    this.#files = files;
    this.#readers = new Map(MEMBER_FILES.map((name) => [name, new RowReader(FILES[name], month)]));
    const { storyIds, authorIds } = catalogue;
    const marks = MEMBER_FILES.map((name) => {
      const isAboutAuthors = name === "follows" || name === "held";
      return [name, new Marks(isAboutAuthors ? authorIds.length : storyIds.length)];
    });
    this.#marks = Object.fromEntries(marks) as Record<MemberFile, Marks>;
  }

  /** Throws a `BadFile` for the first row that is not as it should be. */
  fill(range: MemberRange): Evidence {
    this.evidence.clear();
    for (const name of MEMBER_FILES) this.#read(name, range);
    return this.evidence;
  }

  #read(name: MemberFile, { firstMember, beforeMember, parts }: MemberRange): void {
    const { from, to } = parts[name];
    if (from === to) return;
    const reader = this.#readers.get(name)!;
    const bytes = readPart(this.#handle(name), from, to, this.#buffer);
    this.#buffer = bytes;
    const take = this.#taker(name, reader.values);
    const end = to - from;
    let last = firstMember;
    let row = 0;
    let rows = 0;
    try {
      for (let at = 0; at < end; ) {
        row = at;
        at = reader.read(bytes, at, end);
        const member = reader.values[0]!;
        if (member < last || member >= beforeMember)
          throw new BadFile({ file: name, kind: "order", offset: from + row, what: "" });
        take(member, member === last && rows > 0);
        last = member;
        rows++;
      }
      this.rows[name] += rows;
    } catch (error) {
      throw error instanceof BadRow ? badFile(name, from + row, error.message) : error;
    }
  }

  #handle(name: MemberFile): number {
    const known = this.#open.get(name);
    if (known !== undefined) return known;
    const file = openSync(this.#files.get(name)!.path, "r");
    this.#open.set(name, file);
    return file;
  }

  /** What takes in a row of the file once it is read. */
  #taker(name: MemberFile, values: Float64Array): (member: number, again: boolean) => void {
    const { evidence } = this;
    const marks = this.#marks[name];
    const storyOf = (member: number, bit: number) => this.#story(marks, member, values[1]!, bit);
    switch (name) {
      case "pools":
        return (member, again) => {
          if (again) throw duplicate("the member has a pool already");
          evidence.pools.add(member, BigInt(values[1]!));
        };
      case "attention":
        return (member) => this.#takeAttention(marks, member, values);
      case "views":
        return (member) => {
          evidence.views.add(member, storyOf(member, 1 << (values[2]! - 1)));
          evidence.views.put(values[2]!);
        };
      case "claps":
        return (member) => {
          evidence.claps.add(member, storyOf(member, 1));
          evidence.claps.put(least(values[2]!));
        };
      case "highlights":
      case "responses":
        return (member) => evidence[name].add(member, storyOf(member, 1));
      case "follows":
        return (member) => this.#takeFollow(marks, member, values);
      case "held":
        return (member) => this.#takeHold(marks, member, values);
    }
  }

  #takeAttention(marks: Marks, member: number, values: Float64Array): void {
    const day = values[2]!;
    const seconds = values[3]!;
    const place = this.#story(marks, member, values[1]!, 1 << (day - 1));
    if (seconds > 86_400) throw bad("seconds are more than a day has");
    if (values[4]! > seconds) throw bad("boosted_seconds are more than seconds");
    const { readings } = this.evidence;
    readings.add(member, place);
    readings.put(day, seconds, values[4]!, values[5]!);
  }

  #takeFollow(marks: Marks, member: number, values: Float64Array): void {
    const { follows } = this.evidence;
    const place = this.#author(marks, member, values[1]!);
    if (place < 0) return;
    follows.add(member, place);
    follows.put(values[2]!, CLASSES[values[3]!]!, values[4] === 1);
  }

  #takeHold(marks: Marks, member: number, values: Float64Array): void {
    const { holds } = this.evidence;
    if (values[2]! > HELD_MAX) throw bad(`bp is more than ${HELD_MAX}`);
    const place = this.#author(marks, member, values[1]!);
    if (place < 0) return;
    holds.add(member, place);
    holds.put(values[2]!);
  }

  /** The author's place, −1 without a story here, of whom nothing can have been read. */
  #author(marks: Marks, member: number, id: number): number {
    const place = this.#catalogue.authorPlace(id);
    if (place >= 0 && !marks.mark(member, place, 1)) throw duplicate("stands for the second time");
    return place;
  }

  /** The story's place; each stands once for a member, or once a day. */
  #story(marks: Marks, member: number, id: number, bit: number): number {
    const place = this.#catalogue.storyPlace(id);
    if (place < 0) throw bad(`story ${id} is not in stories.csv`);
    if (!marks.mark(member, place, bit)) throw duplicate("stands for the second time");
    return place;
  }
}

/** Columns of claps hold fewer than 2^31; more than that count no more. */
const least = (claps: number) => Math.min(claps, 2 ** 31 - 1);

const DUPLICATE = "\u0000";
const bad = (what: string) => new BadRow(0, what);
const duplicate = (what: string) => new BadRow(0, DUPLICATE + what);

function badFile(file: MemberFile, offset: number, message: string): BadFile {
  const isDuplicate = message.startsWith(DUPLICATE);
  const what = isDuplicate ? message.slice(1) : message;
  return new BadFile({ file, kind: isDuplicate ? "duplicate" : "row", offset, what });
}
