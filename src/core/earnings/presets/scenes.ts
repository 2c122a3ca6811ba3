/**
 * Months made up to show what a rule lets happen: one false member among ten thousand, the ring of
 * September 2023, a story cut into parts. All are divided by the same engines as a recorded month.
 */
import { sum } from "../../money.ts";
import { DAY_MS, type Month, monthStart } from "../../time.ts";
import { type AnyRule, outcomeSteps } from "./divide.ts";
import { authorMicros } from "./outcome.ts";
import type { RecordedDay, RecordedMonth, RecordedStory } from "./recorded-month.ts";
import { type Steps, within } from "./steps.ts";

const APRIL = "2026-04" as Month;

/** α of 0.60 of net dues of 4.555, as a card payment of 5.00 leaves them. */
const POOL_MICROS = 2_733_000n;

const HONEST_AUTHORS = 100;
/** Above every member's id, and every author's below a story's. */
const FIRST_AUTHOR = 1_000_001;
const FIRST_STORY = 2_000_001;

export const SCENES = ["false-member", "ring", "cutting"] as const;
export type SceneName = (typeof SCENES)[number];

/** What the authors looked at take under a rule, in micros. */
export interface Taken {
  readonly rule: string;
  /** What is theirs to move: the pools of those who work for them, or the story's share uncut. */
  readonly ownMicros: bigint;
  readonly takenMicros: bigint;
}

export function* takenSteps(scene: SceneName, rule: AnyRule): Steps<Taken> {
  if (scene === "cutting") {
    const ownMicros = yield* within(0, 0.5, gainSteps(cutting(1), rule));
    const takenMicros = yield* within(0.5, 1, gainSteps(cutting(CUT_PARTS), rule));
    return { rule: rule.name, ownMicros, takenMicros };
  }
  const played = scene === "ring" ? ring() : falseMember();
  const takenMicros = yield* gainSteps(played, rule);
  return { rule: rule.name, ownMicros: played.paidInMicros, takenMicros };
}

function* gainSteps({ month, authors }: Scene, rule: AnyRule): Steps<bigint> {
  const micros = authorMicros(yield* outcomeSteps(rule, month));
  return sum(authors.map((author) => micros.get(author) ?? 0n));
}

export interface Scene {
  readonly month: RecordedMonth;
  /** Whose gain is looked at. */
  readonly authors: readonly number[];
  /** The pools of the members who work for them. */
  readonly paidInMicros: bigint;
}

/**
 * 10 000 members read 300 minutes in the month; one more plays stories of one author all day and all
 * night, 43 200 minutes.
 */
export function falseMember(members = 10_000): Scene {
  const honest = range(members).flatMap((index) =>
    range(5).map((turn) =>
      readOn(index + 1, index % HONEST_AUTHORS, 6 * turn + 1 + (index % 6), 3600),
    ),
  );
  const stories = range(24).map((index) => HONEST_AUTHORS + index);
  const days = range(30).flatMap((day) =>
    stories.map((story) => readOn(members + 1, story, day + 1, 3600)),
  );
  return sceneOf({
    members: members + 1,
    stories: [...honestStories(), ...stories.map((story) => storyBy(story, HONEST_AUTHORS))],
    days: [...honest, ...days],
    authors: [FIRST_AUTHOR + HONEST_AUTHORS],
    paying: 1n,
  });
}

const RING_AUTHORS = 20;
const RING_MEMBERS = 600;

/**
 * 20 authors and 600 members who read only each other, on four days, everything twenty times over, with
 * fifty claps and a response each time; beside them others who read ten minutes on such a day.
 */
export function ring(members = 5400): Scene {
  const workDays = [4, 11, 18, 25];
  const honest = range(members).flatMap((index) =>
    workDays.map((day) => readOn(index + 1, index % HONEST_AUTHORS, day, 600)),
  );
  const stories = range(RING_AUTHORS).map((index) => HONEST_AUTHORS + index);
  const worked = range(RING_MEMBERS).flatMap((index) =>
    workDays.flatMap((day, turn) =>
      stories.map((story) => ({
        ...readOn(members + index + 1, story, day, 600),
        ...{ claps: turn === 0 ? 50 : 0, responses: turn === 0 ? 1 : 0 },
      })),
    ),
  );
  return sceneOf({
    members: members + RING_MEMBERS,
    stories: [...honestStories(), ...stories.map((story) => storyBy(story, story))],
    days: [...honest, ...worked],
    authors: stories.map((story) => FIRST_AUTHOR + story),
    paying: BigInt(RING_MEMBERS),
  });
}

const CUT_PARTS = 20;
const CUT_SECONDS = 600;

/**
 * One member reads ten minutes of each of two authors on the 30th, having opened the first author's
 * story on the 29 days before and left. That story is in so many parts, all of them read; who opens and
 * leaves sees the first.
 */
export function cutting(parts: number): Scene {
  const cut = range(parts).map((index) => HONEST_AUTHORS + 1 + index);
  const rival = HONEST_AUTHORS;
  const left = range(29).map((day) => ({ ...readOn(1, HONEST_AUTHORS + 1, day + 1, 5), claps: 0 }));
  const reads = cut.map((story) => ({
    ...readOn(1, story, 30, CUT_SECONDS / parts),
    claps: story === cut[0] ? 2 : 0,
  }));
  const expectedSeconds = CUT_SECONDS / parts;
  return sceneOf({
    members: 1,
    stories: [
      { ...storyBy(rival, 0), expectedSeconds: CUT_SECONDS },
      ...cut.map((story) => ({ ...storyBy(story, 1), expectedSeconds })),
    ],
    days: [readOn(1, rival, 30, CUT_SECONDS), ...left, ...reads],
    authors: [FIRST_AUTHOR + 1],
    paying: 1n,
  });
}

interface Cast {
  members: number;
  stories: RecordedStory[];
  days: RecordedDay[];
  authors: number[];
  paying: bigint;
}

function sceneOf({ members, stories, days, authors, paying }: Cast): Scene {
  const month: RecordedMonth = {
    month: APRIL,
    members: range(members).map((index) => ({ member: index + 1, poolMicros: POOL_MICROS })),
    stories,
    days,
    ...{ follows: [], crowds: [], conversions: [], referrals: [], holds: [] },
  };
  return { month, authors, paidInMicros: paying * POOL_MICROS };
}

function honestStories(): RecordedStory[] {
  return range(HONEST_AUTHORS).map((index) => storyBy(index, index));
}

function storyBy(story: number, author: number): RecordedStory {
  const ids = { story: FIRST_STORY + story, author: FIRST_AUTHOR + author };
  return { ...ids, expectedSeconds: 3600, editor: null };
}

/** A story opened and read on a day, with two claps. */
function readOn(member: number, story: number, day: number, seconds: number): RecordedDay {
  return {
    ...{ member, story: FIRST_STORY + story, day, seconds, boostedSeconds: 0 },
    firstAtMs: monthStart(APRIL).getTime() + (day - 1) * DAY_MS,
    ...{ opened: true, claps: 2, highlights: 0, responses: 0 },
    ...{ entry: "inside", daysBeforeJoining: 0 },
  };
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
