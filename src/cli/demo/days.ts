/** The demo's days: who reads what, claps, and follows, day by day; and the four who trade follows. */
import type { ReaderId } from "../../core/ids.ts";
import { type Reading, secondsMaxOf } from "../../core/reading/attention.ts";
import { DAY_MS, type Day, dayOf, dayStart } from "../../core/time.ts";
import { followAuthor } from "../../features/following/follow-author.ts";
import { countReports, type TimedReport } from "../../features/reading/count-reports.ts";
import { insertReadingSession, insertVisit } from "../../features/reading/store.ts";
import { giveClaps } from "../../features/responses/give-claps.ts";
import { findAnsweredStory } from "../../features/responses/store.ts";
import { daysFrom } from "./calendar.ts";
import type { DemoMember } from "./content.ts";
import {
  type DemoEvent,
  type DemoPerson,
  type DemoPublished,
  viewerOf,
  type World,
} from "./world.ts";

/** Stories a day. */
const PACE: Record<DemoMember["habit"], number> = {
  heavy: 1.6,
  steady: 0.6,
  occasional: 0.18,
  lapsed: 0.05,
};

const HALF_LIFE_DAYS = 16;
const HOUR_MS = 3_600_000;

interface Past {
  /** How often each reader finished something of each author. */
  finished: Map<string, number>;
  read: Set<string>;
  following: Set<string>;
}

export function days(world: World): DemoEvent[] {
  const past: Past = { finished: new Map(), read: new Set(), following: new Set() };
  const first = dayStart(`${world.calendar.months[0]}-01` as Day);
  return daysFrom(first, world.calendar.now).map((day) => {
    const evening = new Date(dayStart(day).getTime() + 23 * HOUR_MS);
    return { at: evening, run: () => spend(world, past, day) };
  });
}

interface Sitting {
  person: DemoPerson;
  story: DemoPublished;
  at: Date;
  seconds: number;
  finished: boolean;
}

async function spend(world: World, past: Past, day: Day): Promise<void> {
  const evening = world.clock();
  const sittings: Sitting[] = [];
  for (const person of world.people.values()) {
    if (person.member) sittings.push(...sittingsOf(world, past, person, day));
  }
  await count(world, sittings);
  await visits(world, day);
  for (const sitting of sittings) {
    world.moveTo(new Date(sitting.at.getTime() + sitting.seconds * 1000));
    await react(world, past, sitting);
  }
  world.moveTo(evening);
}

function sittingsOf(world: World, past: Past, person: DemoPerson, day: Day): Sitting[] {
  const { chance } = world;
  const pace = PACE[person.member!.habit] * (person.member!.trader ? 0.3 : 1);
  const times = Math.floor(pace) + (chance.is(pace % 1) ? 1 : 0);
  const sittings: Sitting[] = [];
  for (let index = 0; index < times; index++) {
    const hour = 6 + index * 5 + chance.next() * 4;
    const at = new Date(Math.round(dayStart(day).getTime() + hour * HOUR_MS));
    if (at.getTime() + HOUR_MS > world.calendar.now.getTime()) continue;
    const story = choose(world, past, person, at);
    if (story) sittings.push(sit(world, person, story, at));
  }
  return sittings;
}

function choose(world: World, past: Past, person: DemoPerson, at: Date): DemoPublished | null {
  const open = world.stories.filter(
    (story) => story.publishedAt < at && story.authorId !== person.id,
  );
  return world.chance.pick(open, (story) => {
    const age = (at.getTime() - story.publishedAt.getTime()) / DAY_MS;
    const fresh = 0.08 + 0.5 ** (age / HALF_LIFE_DAYS);
    const taste = story.tags.some((tag) => person.member!.tags.includes(tag)) ? 3 : 1;
    const known = past.following.has(`${person.id} ${story.authorId}`) ? 3 : 1;
    const again = past.read.has(`${person.id} ${story.id}`) ? 0.05 : 1;
    return story.appeal * fresh * taste * known * again;
  });
}

function sit({ chance }: World, person: DemoPerson, story: DemoPublished, at: Date): Sitting {
  const mood = chance.next();
  const part =
    mood < 0.7 ? 0.8 + chance.next() * 0.5 : mood < 0.9 ? 0.3 + chance.next() * 0.4 : 0.04;
  const wanted = Math.round(story.readingSeconds * part);
  const seconds = Math.max(4, Math.min(wanted, secondsMaxOf(story.readingSeconds)));
  return { person, story, at, seconds, finished: part >= 0.8 };
}

/** All sittings of a day, counted as their browsers would have had them counted. */
async function count(world: World, sittings: readonly Sitting[]): Promise<void> {
  await world.db.transaction(async (tx) => {
    const reports: TimedReport[] = [];
    for (const { person, story, at, seconds } of sittings) {
      const earning = story.forMembers;
      const session = { readerId: person.id, storyId: story.id, earning, day: dayOf(at) };
      const entry = world.chance.is(0.8) ? "feed" : "direct";
      const sessionId = await insertReadingSession(tx, at, { ...session, entry });
      const reading: Reading = {
        ...{ sessionId, readerId: person.id, storyId: story.id, earning },
        openedAtMs: at.getTime(),
        secondsMax: secondsMaxOf(story.readingSeconds),
      };
      const report = { seconds, coveragePercent: seconds >= 30 ? 90 : 10 };
      reports.push({ reading, report, at: new Date(at.getTime() + seconds * 1000) });
    }
    if (reports.length > 0) await countReports(tx, reports);
  });
}

/** People without an account, who see the newest stories. */
async function visits({ db, stories, chance }: World, day: Day): Promise<void> {
  const start = dayStart(day).getTime();
  await db.transaction(async (tx) => {
    for (const story of stories) {
      const age = (start - story.publishedAt.getTime()) / DAY_MS;
      const views = Math.round(story.appeal * 9 * 0.5 ** (age / 6) * (0.5 + chance.next()));
      for (let view = 0; view < Math.min(views, 60); view++) {
        const entry = chance.is(0.5) ? "outside" : "search";
        await insertVisit(tx, { visitor: visitorId(chance.next()), storyId: story.id, day, entry });
      }
    }
  });
}

function visitorId(chance: number): string {
  const digits = Math.floor(chance * 2 ** 48)
    .toString(16)
    .padStart(12, "0");
  return `00000000-0000-4000-8000-${digits}`;
}

/** Claps and follows of somebody who has just read. */
async function react(world: World, past: Past, sitting: Sitting): Promise<void> {
  const { person, story, finished, seconds } = sitting;
  past.read.add(`${person.id} ${story.id}`);
  if (!finished || seconds < 30) return;
  const { chance, db } = world;
  if (chance.is(0.4)) {
    const answered = await findAnsweredStory(db, story.key);
    const more = chance.is(0.06) ? 50 : chance.whole(1, 9);
    if (answered) {
      await giveClaps(db, world.clock(), { viewer: viewerOf(person), story: answered, more });
    }
  }
  const pair = `${person.id} ${story.authorId}`;
  const times = (past.finished.get(pair) ?? 0) + 1;
  past.finished.set(pair, times);
  if (times >= 2 && !past.following.has(pair) && chance.is(0.45)) {
    past.following.add(pair);
    await followAuthor(db, world.clock(), person.id, handleOf(world, story.authorId));
  }
}

function handleOf({ people }: World, id: ReaderId): string {
  return [...people.values()].find((person) => person.id === id)!.handle;
}

/** Each follows the others and is followed back within the hour; and a crowd, hoping. */
export function trades(world: World): DemoEvent[] {
  const { months } = world.calendar;
  const traders = world.content.members.filter(({ trader }) => trader);
  const begin = new Date(`${months[0]}-05T18:00:00Z`).getTime();
  const events: DemoEvent[] = [];
  const follow = (from: string, to: string, at: number) =>
    events.push({
      at: new Date(at),
      run: async () => {
        const follower = world.people.get(from);
        if (follower) await followAuthor(world.db, world.clock(), follower.id, to);
      },
    });
  for (const [index, one] of traders.entries()) {
    for (const [place, other] of traders.slice(index + 1).entries()) {
      const at = begin + (index * 3 + place) * 7 * HOUR_MS;
      follow(one.handle, other.handle, at);
      follow(other.handle, one.handle, at + (9 + place * 16) * 60_000);
    }
    const crowd = world.content.members.filter(({ trader }) => !trader);
    for (let hope = 0; hope < 14; hope++) {
      const { handle } = crowd[(index * 17 + hope * 5) % crowd.length]!;
      follow(one.handle, handle, begin + 20 * DAY_MS + (index * 14 + hope) * 11 * 60_000);
    }
  }
  return events;
}
