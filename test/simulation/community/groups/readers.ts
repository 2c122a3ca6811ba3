/** Honest people whose reading is out of the ordinary: superfans, crowds after a story, households. */
import type { Gathering } from "../gathering.ts";
import { popularTopic } from "../people.ts";
import { stay } from "../sessions.ts";

/** One reader who gives four fifths of their reading to one author, claps all and answers often. */
export function superfan(fandom: Gathering): void {
  const { chance, world } = fandom;
  const { people } = world;
  const joined = fandom.early();
  const fan = fandom.member(joined, { author: false, member: true, sessionsPerDay: 0.025 });
  people.clapping[fan] = 0.9;
  people.claps[fan] = 50;
  people.responding[fan] = 0.15;
  world.plan(joined + 1, (begun) => {
    const idol = prolificAuthor(fandom, begun);
    if (idol < 0) return;
    const devour = (at: number) => {
      const unread = people.stories[idol]!.filter(
        (story) => !seen.has(story) && world.stories.published.values[story]! < at,
      );
      let end = at;
      for (const story of unread.slice(-4)) {
        seen.add(story);
        world.show(fan, story, end);
        end = stay(world, fan, story, end);
      }
      world.follow(fan, idol, end, { affinity: 1 });
      world.plan(at + 0.5 + chance.exponential(2), devour);
    };
    const seen = new Set<number>();
    devour(begun);
  });
}

/** An author with several stories out who goes on writing; -1 when none is found. */
function prolificAuthor({ world, chance }: Gathering, at: number): number {
  const { people } = world;
  for (let tries = 0; tries < 4000; tries++) {
    const author = chance.below(people.count);
    const fit = people.storiesPerDay[author]! > 0.05 && people.living[author]! > 0;
    if (fit && people.joined[author]! < at && world.group[author] === -1) return author;
  }
  return -1;
}

/** A story that is passed around: within two days hundreds read it and many follow, most never to return. */
export function viralBurst(crowd: Gathering): void {
  const { chance, world } = crowd;
  const size = chance.whole(150, 400);
  const at = world.days * chance.between(0.2, 0.9);
  const author = crowd.member(at * chance.next(), {
    author: true,
    sessionsPerDay: chance.between(0.2, 0.8),
    storiesPerDay: chance.between(0.02, 0.08),
  });
  world.plan(at, (then) => {
    const story = world.publish(author, then, 300);
    world.stories.quality.values[story] = 1;
    for (let n = 0; n < size; n++) {
      const readAt = then + chance.exponential(0.7);
      if (readAt + 0.1 >= world.days) continue;
      const known = chance.is(0.5) ? chance.below(world.people.count) : -1;
      const stranger = known < 0 || world.group[known] !== -1 || world.people.living[known] === 0;
      const reader =
        stranger || world.people.joined[known]! > readAt
          ? crowd.member(readAt - 0.01, { author: chance.is(0.05), sessionsPerDay: 0.03 })
          : known;
      world.plan(readAt, (when) => {
        const end = stay(world, reader, story, when);
        if (chance.is(0.6)) world.follow(reader, author, end, { affinity: chance.next() ** 3 });
      });
    }
  });
}

/** Two to four under one roof: here at the same hours, followed each other at once, read each other. */
export function household(home: Gathering): void {
  const { chance, world } = home;
  const begin = home.early();
  const hour = chance.next();
  const members = home.members(
    chance.whole(2, 4),
    () => begin + chance.next() * (chance.is(0.7) ? 0.05 : 40),
    () => ({
      author: chance.is(0.7),
      sessionsPerDay: chance.logNormal(0.25, 0.6),
      storiesPerDay: chance.between(0.01, 0.06),
    }),
  );
  for (const member of members) world.people.hour[member] = hour;
  home.everyPair(members, (from, to) => {
    const at = Math.max(world.people.joined[from]!, world.people.joined[to]!) + 0.02;
    home.follow(from, to, at + 0.1 * chance.next(), chance.between(0.3, 0.95));
  });
}

/** Traded follows as a newcomer, took most of them back, and has read and been read ever since. */
export function reformedTraders(reformed: Gathering): void {
  const { chance, world } = reformed;
  const begin = world.days * chance.between(0.03, 0.12);
  const topic = popularTopic(chance);
  const members = reformed.members(
    chance.whole(8, 12),
    () => begin * chance.next(),
    () => ({
      author: true,
      topic,
      sessionsPerDay: chance.between(0.25, 0.9),
      storiesPerDay: chance.between(0.02, 0.08),
    }),
  );
  reformed.everyPair(members, (from, to) => {
    const at = begin + 0.1 + 3 * chance.next();
    world.plan(at, (then) => {
      world.follow(from, to, then, { affinity: 0, traded: true });
    });
    const stays = chance.is(0.25);
    world.plan(at + chance.between(10, 25), (then) => {
      if (!stays) return world.unfollow(from, to, then);
      const entry = world.pairs.find(from, to);
      if (entry >= 0) world.pairs.affinity.values[entry] = chance.between(0.3, 0.9);
    });
  });
}
