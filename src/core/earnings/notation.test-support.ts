/**
 * A notation for one member's month, and for what its split gives:
 *
 *     pool 100
 *     kettle by wil 200s           a story, its author, the seconds it is expected to take
 *     3 kettle 60                  60 seconds on the 3rd, at noon; "3 kettle 60 boosted 20"
 *     view 3 kettle
 *     clap kettle 5 · highlight kettle · response kettle
 *     follow wil earned 2.5        at noon of the 2nd; "follow wil earned 2.5 new" if never before
 *     hold wil 5000
 *
 * gives "wil kettle 100", or with escrow "wil kettle 100 (50 held)". The member is "me".
 * Who and what is named first has the lower id.
 */
import { assert, present } from "../assert.ts";
import type { FollowClass } from "./evidence.ts";
import {
  DAY_MS,
  emptyMonth,
  OCTOBER_MS,
  type PlainLine,
  type PlainMonth,
  type PlainSplit,
  type PlainStory,
  splitOf,
} from "./plain-month.test-support.ts";

export interface NotedMonth {
  stories: PlainStory[];
  month: PlainMonth;
  authorNames: string[];
  storyNames: string[];
}

/** Ids begin here, so that no author's id is a story's. */
const ME = 1;
const FIRST_STORY = 101;

export function monthOf(text: string): NotedMonth {
  const noted: NotedMonth = {
    stories: [],
    month: emptyMonth(ME, 0n),
    authorNames: ["", "me"],
    storyNames: [],
  };
  for (const line of text.split(/\n|·/).map((part) => part.trim())) {
    if (line) note(noted, line);
  }
  return noted;
}

/** What the split of the month gives, in the notation. */
export function split(text: string): string {
  const noted = monthOf(text);
  return written(noted, splitOf(noted.stories, [noted.month]));
}

/** "ada moss 33; wil harbour 7, kettle 60", or "unclaimed 100". */
export function written(noted: NotedMonth, { lines, unclaimed }: PlainSplit): string {
  const authors = [...new Set(lines.map(({ author }) => author))].map((author) => {
    const parts = lines.filter((line) => line.author === author).map((line) => part(noted, line));
    return `${noted.authorNames[author]} ${parts.join(", ")}`;
  });
  return [...authors, ...unclaimed.map(({ micros }) => `unclaimed ${micros}`)].join("; ");
}

function part({ storyNames }: NotedMonth, { story, micros, escrowMicros }: PlainLine): string {
  const held = escrowMicros > 0n ? ` (${escrowMicros} held)` : "";
  return `${storyNames[story - FIRST_STORY]} ${micros}${held}`;
}

type Noting = (noted: NotedMonth, words: string[]) => void;

const NOTATION: readonly (readonly [RegExp, Noting])[] = [
  [
    /^pool (\d+)$/,
    ({ month }, [micros = ""]) => {
      month.poolMicros = BigInt(micros);
    },
  ],
  [
    /^(\w+) by (\w+) (\d+)s$/,
    (noted, [story = "", author = "", seconds]) => {
      noted.storyNames.push(story);
      const named = { story: storyId(noted, story), author: authorId(noted, author) };
      noted.stories.push({ ...named, expectedSeconds: Number(seconds) });
    },
  ],
  [
    /^(\d+) (\w+) (\d+)(?: boosted (\d+))?$/,
    (noted, [day, story = "", seconds, boosted]) =>
      noted.month.readings.push({
        story: storyId(noted, story),
        day: Number(day),
        seconds: Number(seconds),
        boostedSeconds: Number(boosted ?? 0),
        firstAt: OCTOBER_MS + (Number(day) - 0.5) * DAY_MS,
      }),
  ],
  [
    /^view (\d+) (\w+)$/,
    (noted, [day, story = ""]) =>
      noted.month.views.push({ story: storyId(noted, story), day: Number(day) }),
  ],
  [
    /^clap (\w+) (\d+)$/,
    (noted, [story = "", count]) =>
      noted.month.claps.push({ story: storyId(noted, story), count: Number(count) }),
  ],
  [
    /^highlight (\w+)$/,
    (noted, [story = ""]) => noted.month.highlights.push(storyId(noted, story)),
  ],
  [/^response (\w+)$/, (noted, [story = ""]) => noted.month.responses.push(storyId(noted, story))],
  [
    /^follow (\w+) (\w+) (-?[\d.]+)( new)?$/,
    (noted, [author = "", kind, day, isNew]) =>
      noted.month.follows.push({
        author: authorId(noted, author),
        at: OCTOBER_MS + (Number(day) - 1) * DAY_MS,
        class: kind as FollowClass,
        firstEver: isNew !== undefined,
      }),
  ],
  [
    /^hold (\w+) (\d+)$/,
    (noted, [author = "", bps]) =>
      noted.month.holds.push({ author: authorId(noted, author), bps: Number(bps) }),
  ],
];

function note(noted: NotedMonth, line: string): void {
  const [pattern, noting] = present(
    NOTATION.find(([one]) => one.test(line)),
    `"${line}" is in the notation`,
  );
  noting(noted, present(pattern.exec(line), "the pattern fits").slice(1));
}

function storyId({ storyNames }: NotedMonth, name: string): number {
  const index = storyNames.indexOf(name);
  assert(index >= 0, `"${name}" is a story`);
  return FIRST_STORY + index;
}

function authorId({ authorNames }: NotedMonth, name: string): number {
  if (!authorNames.includes(name)) authorNames.push(name);
  return authorNames.indexOf(name);
}
