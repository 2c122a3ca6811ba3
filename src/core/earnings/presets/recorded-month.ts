/**
 * A recorded month: what members paid, read and did, as plain rows that any rule can divide.
 *
 * The close uses columns, for speed; these rows are for comparing rules, where a month is looked at a
 * few times. Money is in micros, days are 1 to 31, instants are milliseconds since 1970.
 */
import { assert } from "../../assert.ts";
import { daysOf, type Month } from "../../time.ts";
import type { FollowClass } from "../evidence.ts";

export interface RecordedMonth {
  readonly month: Month;
  /** In ascending order of id, each once. */
  readonly members: readonly RecordedMember[];
  readonly stories: readonly RecordedStory[];
  /** One row for a member, a story and a day. */
  readonly days: readonly RecordedDay[];
  readonly follows: readonly RecordedFollow[];
  /** Everyone who opened a story on a day, members or not; a day not listed has the members' own. */
  readonly crowds: readonly Crowd[];
  /** Readers who met the wall at a story and then joined. */
  readonly conversions: readonly { readonly story: number }[];
  /** Net dues of the month that came from members an author had brought. */
  readonly referrals: readonly { readonly author: number; readonly netMicros: bigint }[];
  readonly holds: readonly RecordedHold[];
}

export interface RecordedMember {
  readonly member: number;
  readonly poolMicros: bigint;
}

export interface RecordedStory {
  readonly story: number;
  readonly author: number;
  readonly expectedSeconds: number;
  /** Who edited it for a publication, if anybody did. */
  readonly editor: number | null;
}

export type Entry = "inside" | "outside" | "search";

export interface RecordedDay {
  readonly member: number;
  readonly story: number;
  readonly day: number;
  readonly seconds: number;
  /** Those of the seconds while the story was under Boost. */
  readonly boostedSeconds: number;
  readonly firstAtMs: number;
  readonly opened: boolean;
  readonly claps: number;
  readonly highlights: number;
  readonly responses: number;
  readonly entry: Entry;
  /** How many days later the reader became a member; 0 for a member. */
  readonly daysBeforeJoining: number;
}

export interface RecordedFollow {
  readonly member: number;
  readonly author: number;
  readonly atMs: number;
  readonly class: FollowClass;
  readonly firstEver: boolean;
}

export interface Crowd {
  readonly story: number;
  readonly day: number;
  readonly opened: number;
  /** Those of them who stayed long enough for a read. */
  readonly stayed: number;
}

export interface RecordedHold {
  readonly member: number;
  readonly author: number;
  readonly bps: number;
}

/** A read, in every era since 2023 and here; before, it was the end of the page. */
export const READ_SECONDS_MIN = 30;

export function dayCountOf({ month }: RecordedMonth): number {
  return daysOf(month).length;
}

/** A row, its story, and the member it is about. */
export interface Given {
  readonly row: RecordedDay;
  readonly story: RecordedStory;
}

/**
 * The rows that a rule may pay for, by member in the order of `members`: of members with a pool, not of
 * their own stories, in ascending order of story and day.
 */
export function givenOf(month: RecordedMonth): Map<number, Given[]> {
  const stories = new Map(month.stories.map((story) => [story.story, story]));
  const byMember = new Map<number, Given[]>(month.members.map(({ member }) => [member, []]));
  for (const row of month.days) {
    const story = stories.get(row.story);
    assert(story !== undefined, "every row is about a story of the month");
    if (story.author !== row.member) byMember.get(row.member)?.push({ row, story });
  }
  for (const rows of byMember.values()) {
    rows.sort((a, b) => a.row.story - b.row.story || a.row.day - b.row.day);
  }
  return byMember;
}
