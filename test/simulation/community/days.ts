/** The passing of days in the community: who joins, publishes, visits, and what was planned. */
import { followFor, visit } from "./sessions.ts";
import type { World } from "./world.ts";

/** Lives the day: what was published is out, then people come, then planned acts are done. */
export function liveDay(world: World, day: number): void {
  publishings(world, day);
  const { people, chance } = world;
  const weekend = day % 7 >= 5 ? 0.75 : 1;
  for (let person = 0; person < people.count; person++) {
    if (people.joined[person]! >= day + 1) continue;
    if (people.joined[person]! >= day) welcome(world, person);
    if (chance.is(people.about[person] ? 1 / 14 : 1 / 21))
      people.about[person] = !people.about[person];
    const about = people.about[person] ? 2 : 0.3;
    const wish = people.sessionsPerDay[person]! * people.living[person]! * about * weekend;
    let left = wish;
    while (left > 0 && chance.is(left)) {
      visit(world, person, hourOf(world, person, day));
      left -= 1;
    }
  }
  world.doPlanned(day);
}

/** An instant of the day near the person's hour, after they joined. */
function hourOf(world: World, person: number, day: number): number {
  const hour = world.people.hour[person]! + 0.09 * world.chance.normal();
  const at = day + (hour - Math.floor(hour));
  return Math.max(at, world.people.joined[person]! + 0.001);
}

function publishings(world: World, day: number): void {
  const { people, chance } = world;
  for (let person = 0; person < people.count; person++) {
    const rate = people.storiesPerDay[person]!;
    if (rate === 0 || people.joined[person]! + 0.5 > day || !chance.is(rate)) continue;
    world.publish(person, day - 0.4 * chance.next(), expectedFor(world, person));
  }
}

export function expectedFor(world: World, author: number): number {
  return Math.min(1500, world.chance.logNormal(world.people.storySeconds[author]!, 0.45));
}

/** The first hour: a few who are much read in one's topics are suggested, and followed unread. */
function welcome(world: World, person: number): void {
  const { people, chance, popular, stories } = world;
  if (!world.suggests || people.living[person] === 0) return;
  const suggested = chance.is(0.7) ? chance.geometric(4) : 0;
  for (let n = 0; n < suggested; n++) {
    const topic = chance.is(0.6) ? people.topic[person]! : people.secondTopic[person]!;
    const story = popular[topic]!.any(chance);
    const at = people.joined[person]! + 0.002 * (n + 1) * chance.next();
    if (story >= 0) followFor(world, person, stories.author.values[story]!, at);
  }
}
