/**
 * A community made up from a seed: honest people, attacks on it, honest groups that look like attacks,
 * and the truth about all of them.
 *
 * The same options give the same community, event for event. Made before the detectors it tests were
 * tuned; `community.test.ts` holds a checksum, so that nobody changes it to please one.
 */
import type { Events } from "../../../src/core/integrity/events.ts";
import { ATTACK } from "./attacks/all.ts";
import { Chance, seedOf } from "./chance.ts";
import { liveDay } from "./days.ts";
import { Gathering } from "./gathering.ts";
import { GATHERING } from "./groups/all.ts";
import { ordinaryPerson, TOPICS } from "./people.ts";
import { type Camouflage, COVERS, type Cover, type Knobs, Plot } from "./plot.ts";
import { ATTACKS, type AttackKind, GROUPS, type GroupKind, type Truth } from "./truth.ts";
import { World } from "./world.ts";
import { eventsOf, truthOf } from "./written.ts";

export interface Options {
  seed: number;
  /** How many honest people there are besides groups and attackers. */
  people?: number;
  days?: number;
  camouflage?: Camouflage | Cover;
  /** 0 to 1; a third unless told. */
  care?: number;
  /** Which attacks there are, and how many of each times their usual number; all, once. */
  attacks?: readonly AttackKind[];
  attackScale?: number;
  groups?: readonly GroupKind[];
  groupScale?: number;
  /** The part of ordinary people who let no scripts run, so that their reading is not recorded; none. */
  unseen?: number;
  /** Attacks with knobs of their own, besides the others; `run` where the attack is of no known kind. */
  plots?: readonly Plotted[];
}

export interface Plotted {
  /** What its group is taken for. */
  kind: AttackKind;
  start: number;
  knobs: Knobs;
  run?: (plot: Plot) => void;
}

export interface Community {
  events: Events;
  /** The text of each response; the scores in `events.responses` are empty (all zero). */
  texts: readonly string[];
  truth: Truth;
}

const PEOPLE = 11_000;
const DAYS = 240;

export function simulate(options: Options): Community {
  const world = opened(options);
  for (let day = 0; day < world.days; day++) liveDay(world, day);
  return { events: eventsOf(world, options.seed), texts: world.texts, truth: truthOf(world) };
}

/** The same, day by day: what happened until then is in the world's columns. */
export function* simulatedDays(options: Options): Generator<{ day: number; world: World }> {
  const world = opened(options);
  for (let day = 0; day < world.days; day++) {
    liveDay(world, day);
    yield { day, world };
  }
}

/** The community before its first day, with all plots laid. */
function opened(options: Options): World {
  const { seed, people = PEOPLE, days = DAYS } = options;
  const chance = new Chance(seedOf(seed, "life"));
  const world = new World(chance, days, TOPICS);
  for (let n = 0; n < people; n++) world.person(ordinaryPerson(chance, joining(chance, days)));
  const hidden = new Chance(seedOf(seed, "unseen"));
  for (let n = 0; n < people; n++) if (hidden.is(options.unseen ?? 0)) world.unseen.add(n);
  const scale = people / PEOPLE;
  for (const kind of options.groups ?? GROUPS) gather(world, kind, options, scale);
  for (const kind of options.attacks ?? ATTACKS) attack(world, kind, options, scale);
  for (const [place, { kind, start, knobs, run }] of (options.plots ?? []).entries()) {
    const own = new Chance(seedOf(seed, `plot ${kind} ${place}`));
    (run ?? ATTACK[kind].run)(new Plot(world, own, kind, start, knobs));
  }
  return world;
}

/** A third is there within the first weeks, the others come through the site's life. */
function joining(chance: Chance, days: number): number {
  return chance.is(0.33) ? days * 0.1 * chance.next() : days * 0.97 * chance.next();
}

function gather(world: World, kind: GroupKind, options: Options, scale: number): void {
  const { run, count } = GATHERING[kind];
  const times = Math.max(1, Math.round(count * scale * (options.groupScale ?? 1)));
  for (let n = 0; n < times; n++)
    run(new Gathering(world, new Chance(seedOf(options.seed, `${kind} ${n}`)), kind));
}

function attack(world: World, kind: AttackKind, options: Options, scale: number): void {
  const { camouflage = "half", care = 1 / 3 } = options;
  const cover = typeof camouflage === "string" ? COVERS[camouflage] : camouflage;
  const { run, count, shape } = ATTACK[kind];
  const times = Math.max(1, Math.round(count * scale * (options.attackScale ?? 1)));
  for (let n = 0; n < times; n++) {
    const chance = new Chance(seedOf(options.seed, `${kind} ${n}`));
    const usual = shape(chance);
    const days = Math.min(usual.days, world.days * 0.6);
    const start = world.days * 0.2 + (world.days * 0.78 - days) * chance.next();
    const knobs = { ...usual, days, cover, care };
    run(new Plot(world, chance, kind, Math.max(8, start), knobs));
  }
}
