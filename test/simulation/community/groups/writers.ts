/** Honest groups who write for each other: circles, classes, publications, teams. */
import type { Gathering } from "../gathering.ts";
import { popularTopic } from "../people.ts";

/** Some ten writers who found each other over weeks, read nearly all of each other and answer often. */
export function writersCircle(circle: Gathering): void {
  const { chance, world } = circle;
  const begin = circle.early();
  const topic = popularTopic(chance);
  const members = circle.members(
    chance.whole(8, 15),
    () => begin * chance.next(),
    () => ({
      author: true,
      topic,
      sessionsPerDay: chance.between(0.3, 1.2),
      storiesPerDay: chance.between(0.03, 0.12),
    }),
  );
  for (const member of members) {
    world.people.clapping[member] = chance.between(0.4, 0.95);
    world.people.responding[member] = chance.between(0.05, 0.3);
  }
  circle.everyPair(members, (from, to) => {
    if (!chance.is(0.85)) return;
    const at = begin + 35 * chance.next() ** 2;
    circle.readAndFollow(from, to, at, chance.between(0.35, 0.95));
  });
}

/** A class joins together, follows each other within three days, unread, and reads through the term. */
export function classCohort(cohort: Gathering): void {
  const { chance, world } = cohort;
  const begin = cohort.early(0.65);
  const topic = popularTopic(chance);
  const members = cohort.members(
    chance.whole(20, 32),
    () => begin + 1.5 * chance.next(),
    () => ({
      author: true,
      topic,
      member: chance.is(0.1),
      sessionsPerDay: chance.logNormal(0.45, 0.5),
      storiesPerDay: chance.between(0.03, 0.09),
    }),
  );
  const diligence = members.map(() => chance.between(0.2, 0.9));
  cohort.everyPair(members, (from, to) => {
    if (!chance.is(0.85)) return;
    const affinity = Math.min(1, diligence[members.indexOf(from)]! * chance.logNormal(1, 0.35));
    cohort.follow(from, to, begin + 1.6 + 1.4 * chance.next(), affinity);
  });
  world.plan(begin + chance.between(60, 100), () => {
    for (const member of members) {
      world.people.sessionsPerDay[member]! *= 0.35;
      world.people.storiesPerDay[member]! *= 0.15;
    }
  });
}

/** Editors read all that their writers write; the writers follow the editors and a few of the others. */
export function publicationStaff(staff: Gathering): void {
  const { chance } = staff;
  const begin = staff.early();
  const topic = popularTopic(chance);
  const traits = () => ({
    author: true,
    topic,
    sessionsPerDay: chance.logNormal(0.4, 0.5),
    storiesPerDay: chance.between(0.03, 0.12),
  });
  const joined = () => begin * chance.next();
  const editors = staff.members(chance.whole(2, 4), joined, () => ({
    ...traits(),
    sessionsPerDay: chance.between(0.8, 2),
  }));
  const writers = staff.members(chance.whole(8, 20), joined, traits);
  for (const writer of writers) {
    const arrival = begin + 60 * chance.next();
    for (const editor of editors) {
      staff.readAndFollow(editor, writer, arrival, chance.between(0.7, 1));
      staff.follow(writer, editor, arrival + chance.next(), chance.between(0.15, 0.8));
    }
    for (const other of writers)
      if (other !== writer && chance.is(0.3))
        staff.readAndFollow(writer, other, arrival + 20 * chance.next(), chance.between(0.1, 0.7));
  }
}

/** Colleagues who write and read about one thing, and hardly anything else. */
export function topicTeam(team: Gathering): void {
  const { chance, world } = team;
  const begin = team.early();
  const topic = popularTopic(chance);
  const members = team.members(
    chance.whole(8, 20),
    () => begin + 10 * chance.next(),
    () => ({
      author: true,
      topic,
      sessionsPerDay: chance.logNormal(0.35, 0.4),
      storiesPerDay: chance.between(0.03, 0.1),
    }),
  );
  for (const member of members) {
    world.people.secondTopic[member] = topic;
    world.people.clapping[member] = chance.between(0.3, 0.95);
  }
  team.everyPair(members, (from, to) => {
    if (chance.is(0.75))
      team.follow(from, to, begin + 11 + 8 * chance.next(), chance.between(0.25, 0.9));
  });
}
