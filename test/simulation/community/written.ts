/** A lived community as columns of events, with names that say nothing, and the truth about it. */
import type { Events } from "../../../src/core/integrity/events.ts";
import type { Truth } from "./truth.ts";
import type { World } from "./world.ts";

/** Ids are spread over all 32-bit integers: an odd factor gives each place another one. */
function scattered(count: number, seed: number): Int32Array {
  return Int32Array.from({ length: count }, (_, place) =>
    Math.imul(place + 1 + Math.imul(seed, 7919), 0x9e3779b1),
  );
}

export function eventsOf(world: World, seed: number): Events {
  const { people, stories, follows, reads, claps, responses, shown } = world;
  const answers = responses.at.length;
  return {
    accounts: {
      ids: scattered(people.count, seed),
      joined: Float64Array.from(people.joined),
      member: Uint8Array.from(people.member, Number),
      author: Uint8Array.from(people.author, Number),
    },
    stories: {
      ids: scattered(stories.author.length, seed + 1),
      author: stories.author.taken(),
      published: stories.published.taken(),
      expectedSeconds: stories.expectedSeconds.taken(),
    },
    follows: {
      follower: follows.follower.taken(),
      followee: follows.followee.taken(),
      at: follows.at.taken(),
      unfollowedAt: follows.unfollowedAt.taken(),
    },
    reads: {
      reader: reads.reader.taken(),
      story: reads.story.taken(),
      at: reads.at.taken(),
      seconds: reads.seconds.taken(),
      coverage: reads.coverage.taken(),
    },
    claps: {
      reader: claps.reader.taken(),
      story: claps.story.taken(),
      at: claps.at.taken(),
      count: claps.count.taken(),
    },
    responses: {
      reader: responses.reader.taken(),
      story: responses.story.taken(),
      at: responses.at.taken(),
      genericness: new Float64Array(answers),
      solicits: new Float64Array(answers),
    },
    shown: { reader: shown.reader.taken(), story: shown.story.taken(), at: shown.at.taken() },
    until: world.days,
  };
}

export function truthOf(world: World): Truth {
  const from: number[] = [];
  const to: number[] = [];
  const group: number[] = [];
  for (const [one, others] of world.collusive)
    for (const [other, plot] of others) {
      from.push(one);
      to.push(other);
      group.push(plot);
    }
  return {
    label: Uint8Array.from(world.label),
    group: Int32Array.from(world.group),
    groups: world.groups,
    traded: Uint8Array.from(world.follows.traded.taken()),
    collusive: {
      from: Int32Array.from(from),
      to: Int32Array.from(to),
      group: Int32Array.from(group),
    },
  };
}
