/**
 * Attention laid over a real graph: its people follow each other as they did, and read what they
 * follow as people here do. A ring is injected, so that there is something to find.
 */
import { ATTACK } from "./attacks/all.ts";
import { Chance, seedOf } from "./chance.ts";
import { liveDay } from "./days.ts";
import { ordinaryPerson, TOPICS } from "./people.ts";
import { type Camouflage, COVERS, Plot } from "./plot.ts";
import { stay } from "./sessions.ts";
import type { Community } from "./simulate.ts";
import { World } from "./world.ts";
import { eventsOf, truthOf } from "./written.ts";

/** Who follows whom, as places from 0 below `people`; `at` in days from 0, or null when unknown. */
export interface Edges {
  people: number;
  from: Int32Array;
  to: Int32Array;
  at: Float64Array | null;
}

export interface Overlay {
  seed: number;
  camouflage?: Camouflage;
  care?: number;
  /** How many the injected ring has; 0 for none. */
  ring?: number;
  /** How long it is looked on when the graph has no times. */
  days?: number;
}

const DAYS = 150;

export function overlayAttention(edges: Edges, options: Overlay): Community {
  const { seed, ring = 30, camouflage = "none", care = 1 / 3 } = options;
  const last = edges.at?.reduce((most, at) => Math.max(most, at), 0);
  const days = last === undefined ? (options.days ?? DAYS) : Math.ceil(last) + 30;
  const chance = new Chance(seedOf(seed, "overlay"));
  const world = new World(chance, days, TOPICS);
  world.suggests = false;
  settle(world, edges);
  for (let row = 0; row < edges.from.length; row++) follow(world, edges, row);
  if (ring > 0) {
    const own = new Chance(seedOf(seed, "overlay ring"));
    const shape = { size: ring, days: own.between(3, 7), density: own.between(0.7, 0.95) };
    const knobs = { ...shape, cover: COVERS[camouflage], care };
    ATTACK["follow-ring"].run(new Plot(world, own, "follow-ring", days * 0.5, knobs));
  }
  for (let day = 0; day < days; day++) liveDay(world, day);
  return { events: eventsOf(world, seed), texts: world.texts, truth: truthOf(world) };
}

/** The people of the graph. Those who are followed write; nobody follows anybody but as the graph has it. */
function settle(world: World, { people, from, to, at }: Edges): void {
  const { chance } = world;
  const followed = new Uint8Array(people);
  const first = new Float64Array(people).fill(at ? Number.POSITIVE_INFINITY : 0.5);
  for (let row = 0; row < from.length; row++) {
    followed[to[row]!] = 1;
    if (!at) continue;
    for (const one of [from[row]!, to[row]!]) first[one] = Math.min(first[one]!, at[row]!);
  }
  for (let place = 0; place < people; place++) {
    const author = followed[place] === 1 && chance.is(0.85);
    const joined = Math.max(0, Math.min(world.days, first[place]!) - chance.between(0.05, 0.5));
    const person = world.person({ ...ordinaryPerson(chance, joined), author });
    if (author) world.people.storiesPerDay[person] = Math.min(0.5, chance.logNormal(0.03, 0.8));
    world.people.following[person] = 0;
    world.people.looking[person] = 0;
    world.people.polite[person] = 0;
  }
}

function follow(world: World, edges: Edges, row: number): void {
  const { chance } = world;
  const from = edges.from[row]!;
  const to = edges.to[row]!;
  const at = edges.at ? edges.at[row]! : 0.6 + (world.days - 1) * chance.next() ** 1.3;
  const affinity = chance.is(0.2) ? 0.02 : chance.between(0.12, 0.85);
  const readsFirst = chance.is(0.5);
  world.plan(at, (then) => {
    const story = readsFirst ? world.storyBy(to, then - 0.01, chance) : -1;
    if (story >= 0) stay(world, from, story, then - 0.01);
    world.follow(from, to, then, { affinity });
  });
}
