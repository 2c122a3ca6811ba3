/**
 * Any month: random communities for the laws, from a seed, with the edges of every rule more often
 * than chance would have them.
 */
import {
  DAY_MS,
  emptyMonth,
  OCTOBER_MS,
  type PlainMonth,
  type PlainStory,
} from "./plain-month.test-support.ts";

export interface Community {
  stories: PlainStory[];
  /** In ascending order of member. */
  months: PlainMonth[];
  chance: Chance;
}

/** Whole numbers and choices, always the same for a seed. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** A whole number from 0 to `end`, not included. */
  below(end: number): number {
    return Math.floor(this.#next() * end);
  }

  is(part: number): boolean {
    return this.#next() < part;
  }

  of<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)]!;
  }

  shuffled<Value>(values: readonly Value[]): Value[] {
    const left = [...values];
    return values.map(() => left.splice(this.below(left.length), 1)[0]!);
  }

  /** A counter in steps of the golden ratio, mixed by two multiplications. */
  #next(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  }
}

/** What a law leaves out of the months it is about. */
export interface Without {
  boost?: boolean;
  /** Follows that a read of this month could make earlier or later than itself. */
  lateFollows?: boolean;
  /** Amounts and times beyond what a person can have. */
  hugeNumbers?: boolean;
}

/** A community of so many members and at most `size + 1` stories, always the same for a seed. */
export function communityOf(
  seed: number,
  size: number,
  members: number,
  without: Without = {},
): Community {
  const chance = new Chance(seed);
  const stories = someStories(chance, size, without);
  const months = MEMBERS.slice(0, members).map((member) =>
    someMonth(chance, { stories, member, without }),
  );
  return { stories, months, chance };
}

/** The first two write as well; ids beyond 2^32 are ids too. */
const MEMBERS = [3, 8, 20, 21, 2 ** 32 + 3, 2 ** 40];
const AUTHORS = [3, 5, 8, 9, 2 ** 32 + 5, 2 ** 33];
const EXPECTED = [0, 1, 19, 20, 21, 59, 60, 300, 301, 1200];

function someStories(chance: Chance, size: number, without: Without): PlainStory[] {
  const authors = AUTHORS.slice(0, 1 + chance.below(AUTHORS.length));
  const stories = Array.from({ length: 1 + chance.below(size + 1) }, (_, index) => ({
    story: 100 + index * (index % 3 === 0 ? 2 ** 32 : 1),
    author: chance.of(authors),
    expectedSeconds:
      !without.hugeNumbers && chance.is(0.03)
        ? chance.of([86_400, 2 ** 31 - 1])
        : chance.is(0.3)
          ? chance.of(EXPECTED)
          : chance.below(1200),
  }));
  return chance.shuffled(stories);
}

interface Life {
  stories: readonly PlainStory[];
  member: number;
  without: Without;
}

function someMonth(chance: Chance, life: Life): PlainMonth {
  const month = emptyMonth(life.member, somePool(chance, life.without));
  for (const { story } of life.stories) {
    if (chance.is(0.8)) addReading(month, chance, story, life.without);
    if (chance.is(0.15)) month.claps.push({ story, count: chance.of([0, 1, 3, 9, 10, 11, 50]) });
    if (chance.is(0.15)) month.highlights.push(story);
    if (chance.is(0.15)) month.responses.push(story);
  }
  for (const author of new Set(life.stories.map((one) => one.author))) {
    if (chance.is(0.3)) month.follows.push(someFollow(month, chance, author, life.without));
    if (chance.is(0.15))
      month.holds.push({ author, bps: chance.of([0, 1, 3333, 5000, 9999, 10_000]) });
  }
  for (const rows of [month.readings, month.views, month.claps])
    rows.sort(() => (chance.is(0.5) ? 1 : -1));
  return month;
}

function somePool(chance: Chance, without: Without): bigint {
  if (chance.is(0.3)) return BigInt(chance.of([0, 1, 2, 3, 10, 100, 101]));
  if (without.hugeNumbers || chance.is(0.8)) return BigInt(chance.below(20_000_000));
  const edge = chance.of([2n ** 51n, 2n ** 53n, 10n ** 12n, 2n ** 62n]);
  return edge - 2n + BigInt(chance.below(5));
}

/** On up to six days, most of them in order; views on some of those and on others. */
function addReading(month: PlainMonth, chance: Chance, story: number, without: Without): void {
  let day = 1 + chance.below(8);
  for (let times = chance.below(6); times >= 0 && day <= 31; times--) {
    const seconds = someSeconds(chance, without);
    const boosted =
      !without.boost && chance.is(0.2) ? chance.of([seconds, chance.below(seconds + 1)]) : 0;
    const firstAt =
      OCTOBER_MS + (day - 1) * DAY_MS + chance.of([0, chance.below(DAY_MS), DAY_MS - 1]);
    if (chance.is(0.85))
      month.readings.push({ story, day, seconds, boostedSeconds: boosted, firstAt });
    if (chance.is(0.6)) month.views.push({ story, day });
    day += 1 + chance.below(6);
  }
}

function someSeconds(chance: Chance, without: Without): number {
  if (chance.is(0.25)) return chance.of([0, 1, 28, 29, 30, 31, 60]);
  if (!without.hugeNumbers && chance.is(0.03)) return chance.of([86_400, 2 ** 31 - 1]);
  return chance.below(chance.is(0.7) ? 300 : 3000);
}

function someFollow(month: PlainMonth, chance: Chance, author: number, without: Without) {
  const before = OCTOBER_MS - 1 - chance.below(60 * DAY_MS);
  const edges = [
    OCTOBER_MS - 1,
    OCTOBER_MS,
    OCTOBER_MS + 31 * DAY_MS - 1,
    OCTOBER_MS + 31 * DAY_MS,
  ];
  const reads = month.readings.map(({ firstAt }) => firstAt + chance.of([-1, 0, 1]));
  const during = chance.of([...edges, ...reads, OCTOBER_MS + chance.below(31 * DAY_MS)]);
  return {
    author,
    at: without.lateFollows || chance.is(0.3) ? before : during,
    class: chance.of(["earned", "unproven", "traded"] as const),
    firstEver: chance.is(0.6),
  };
}
