/** An ordinary visit: see what those one follows wrote, open some of it, wander, clap, answer, follow. */
import { dwellOf } from "./dwelling.ts";
import { honestText } from "./texts.ts";
import type { World } from "./world.ts";

const SECOND = 1 / 86_400;
/** How many followed authors' news fit on the first screen. */
const SHOWN_MAX = 6;
const FRESH_DAYS = 30;
const LIKED_MAX = 10;

/** One visit; a person who is not living here only looks at the first screen. */
export function visit(world: World, reader: number, begin: number): void {
  const { people, chance } = world;
  let at = begin;
  for (const { story, tie } of firstScreen(world, reader, begin)) {
    if (!chance.is(world.pairs.affinity.values[tie]!)) continue;
    at = stay(world, reader, story, at);
  }
  if (people.living[reader] === 0) return;
  const wanderings = chance.geometric(1.1);
  for (let n = 0; n < wanderings; n++) {
    const story = comeUpon(world, reader);
    if (story >= 0) at = stay(world, reader, story, at);
  }
  if (chance.is(0.01)) forget(world, reader, at);
}

/** Followed authors' latest stories that were not shown before, each shown now. */
function firstScreen(world: World, reader: number, at: number): { story: number; tie: number }[] {
  const { people, pairs, stories, chance } = world;
  const followees = people.followees[reader]!;
  const found: { story: number; tie: number }[] = [];
  const looks = Math.min(followees.length, 20);
  for (let n = 0; n < looks && found.length < SHOWN_MAX; n++) {
    const row = followees.length <= 20 ? n : chance.below(followees.length);
    const news = people.stories[followees[row]!]!;
    const tie = people.ties[reader]![row]!;
    const place = Math.max(pairs.lastShown.values[tie]! + 1, news.length - 2);
    const story = news[place];
    if (story === undefined || place <= pairs.lastRead.values[tie]!) continue;
    if (at - stories.published.values[story]! > FRESH_DAYS) continue;
    pairs.lastShown.values[tie] = place;
    world.show(reader, story, at);
    found.push({ story, tie });
  }
  return found;
}

/** A story found by wandering: by an author who pleased, much read of late, or simply new; or -1. */
function comeUpon(world: World, reader: number): number {
  const { people, chance, stories, pairs } = world;
  const way = chance.next();
  let story = -1;
  if (way < 0.2 && people.liked[reader]!.length > 0) {
    const works = people.stories[chance.pick(people.liked[reader]!)]!;
    story = works[works.length - 1 - Math.floor(chance.next() ** 2 * works.length)] ?? -1;
  } else {
    const pools = way < 0.75 ? world.popular : world.recent;
    story = pools[topicFor(world, reader)]!.any(chance);
  }
  if (story < 0) return -1;
  const author = stories.author.values[story]!;
  const entry = pairs.find(reader, author);
  const known = entry >= 0 && pairs.lastRead.values[entry] === stories.place.values[story]!;
  return author === reader || known ? -1 : story;
}

function topicFor(world: World, reader: number): number {
  const way = world.chance.next();
  if (way < 0.65) return world.people.topic[reader]!;
  if (way < 0.88) return world.people.secondTopic[reader]!;
  return world.chance.below(world.recent.length);
}

/** Opens the story and does what a reader does after it; the instant when that is over. */
export function stay(world: World, reader: number, story: number, at: number): number {
  const { people, pairs, stories, chance } = world;
  const author = stories.author.values[story]!;
  const entry = pairs.of(reader, author);
  const quality = stories.quality.values[story]!;
  const full = stories.expectedSeconds.values[story]! * people.pace[reader]!;
  const interest = Math.min(1, 0.25 + 0.5 * quality + 0.5 * pairs.affinity.values[entry]!);
  const dwell = dwellOf(chance, full, interest);
  world.read(reader, story, at, dwell);
  pairs.lastRead.values[entry] = stories.place.values[story]!;
  world.popular[stories.topic.values[story]!]!.add(story);
  const end = at + (dwell.seconds + 5) * SECOND;
  if (dwell.coverage > 0.6) {
    pairs.reads.values[entry]! += 1;
    please(world, { reader, story, entry }, end);
  } else {
    // Some clap and follow for a first impression.
    if (chance.is(people.clapping[reader]! * 0.06)) world.clap(reader, story, end, 1);
    if (chance.is(people.following[reader]! * 0.02)) followFor(world, reader, author, end);
  }
  return end + chance.exponential(20) * SECOND;
}

/** After a story read to its end. */
function please(
  world: World,
  { reader, story, entry }: { reader: number; story: number; entry: number },
  at: number,
): void {
  const { people, pairs, chance, stories } = world;
  const author = stories.author.values[story]!;
  const quality = stories.quality.values[story]!;
  if (chance.is(people.clapping[reader]! * (0.3 + quality)))
    world.clap(
      reader,
      story,
      at,
      Math.max(1, Math.round(people.claps[reader]! * chance.next() ** 0.3)),
    );
  if (chance.is(people.responding[reader]!)) answer(world, reader, story, at);
  const liked = people.liked[reader]!;
  if (chance.is(quality))
    liked[liked.length < LIKED_MAX ? liked.length : chance.below(LIKED_MAX)] = author;
  const times = pairs.reads.values[entry]!;
  const wish = people.following[reader]! * (times === 1 ? 0.5 : times === 2 ? 1.5 : 2.5) * quality;
  if (chance.is(Math.min(0.8, wish))) followFor(world, reader, author, at);
}

/** A response, and sometimes a look by the author at what the other writes. */
function answer(world: World, reader: number, story: number, at: number): void {
  const { chance, people } = world;
  world.respond(reader, story, at + 90 * SECOND, honestText(chance));
  const author = world.stories.author.values[story]!;
  if (people.living[author]! > 0 && chance.is(0.2))
    world.plan(at + chance.exponential(0.6), (then) => look(world, author, reader, then));
}

/** Follows for the stories' sake; one in five of such ties is soon forgotten. */
export function followFor(world: World, reader: number, author: number, at: number): void {
  const { chance, people } = world;
  const affinity = chance.is(0.2) ? 0.02 : chance.between(0.12, 0.85);
  if (!world.follow(reader, author, at, { affinity })) return;
  if (people.living[author] === 0) return;
  if (chance.is(people.looking[author]!))
    world.plan(at + chance.exponential(0.8), (then) => look(world, author, reader, then));
  else if (chance.is(people.polite[author]!))
    world.plan(at + chance.exponential(0.4), (then) =>
      world.follow(author, reader, then, { affinity: chance.is(0.5) ? 0.03 : 0.3 }),
    );
}

/** Looks at what somebody writes who showed interest, and perhaps follows. */
function look(world: World, curious: number, other: number, at: number): void {
  const story = world.storyBy(other, at, world.chance);
  if (story < 0 || world.isFollowing(curious, other)) return;
  const end = stay(world, curious, story, at);
  if (world.people.looking[curious]! > 0 && world.chance.is(0.3))
    followFor(world, curious, other, end);
}

/** Stops following somebody who is hardly read. */
function forget(world: World, reader: number, at: number): void {
  const followees = world.people.followees[reader]!;
  for (let tries = 0; tries < 3 && followees.length > 0; tries++) {
    const followee = world.chance.pick(followees);
    const entry = world.pairs.find(reader, followee);
    const unread = world.pairs.affinity.values[entry]! < 0.3;
    if (!unread) continue;
    world.unfollow(reader, followee, at);
    return;
  }
}
