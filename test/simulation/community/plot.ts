/**
 * What attacks have in common: their knobs, who takes part, and the trades between two of them.
 *
 * Camouflage is what a trader does to look like a reader: live an ordinary life on the site (reading
 * popular authors), open traded stories for half a minute, use an account of long standing. Care is
 * what is done not to look like a machine or a crowd: spread in time, late returns, other words.
 */
import type { Chance } from "./chance.ts";
import { expectedFor } from "./days.ts";
import { tokenDwell } from "./dwelling.ts";
import { ordinaryPerson } from "./people.ts";
import { visit } from "./sessions.ts";
import { ATTACKER, type AttackKind } from "./truth.ts";
import type { World } from "./world.ts";

/** Each the part of those who take part, or of the ties, for which it is done; 0 to 1. */
export interface Cover {
  living: number;
  tokens: number;
  established: number;
}

export type Camouflage = "none" | "half" | "full";

export const COVERS: Record<Camouflage, Cover> = {
  none: { living: 0, tokens: 0, established: 0 },
  half: { living: 0.5, tokens: 0.4, established: 0.5 },
  full: { living: 1, tokens: 0.9, established: 1 },
};

export interface Knobs {
  /** How many take part. */
  size: number;
  /** How long it takes. */
  days: number;
  /** The part of all that could be traded that is, 0 to 1; each attack says of what. */
  density: number;
  cover: Cover;
  /** 0 to 1. */
  care: number;
}

export class Plot {
  readonly world: World;
  readonly chance: Chance;
  readonly start: number;
  readonly knobs: Knobs;
  readonly group: number;

  constructor(world: World, chance: Chance, kind: AttackKind, start: number, knobs: Knobs) {
    this.world = world;
    this.chance = chance;
    this.start = start;
    this.knobs = knobs;
    this.group = world.newGroup(kind, true);
  }

  get end(): number {
    return this.start + this.knobs.days;
  }

  /** Someone who takes part; an author has a story or more out before it starts. */
  recruit({ author, paying }: { author: boolean; paying: number }): number {
    const { chance, world, start, knobs } = this;
    const established = chance.is(knobs.cover.established);
    const joined = established
      ? start * chance.between(0, 0.6)
      : Math.max(0, start - chance.between(1.2, 6));
    const account = world.person(
      {
        ...ordinaryPerson(chance, joined),
        author,
        member: chance.is(paying),
        living: chance.is(knobs.cover.living) ? 1 : 0,
        sessionsPerDay: Math.min(2, chance.logNormal(0.15, 0.9)),
        storiesPerDay: chance.between(0.005, 0.05),
        storySeconds: chance.logNormal(170, 0.4),
      },
      chance,
    );
    world.enrol(account, this.group, ATTACKER);
    if (author) this.#firstStories(account, joined);
    return account;
  }

  #firstStories(account: number, joined: number): void {
    const { world, chance, start } = this;
    const count = 1 + chance.geometric(1.5);
    for (let n = 0; n < count; n++)
      world.plan(chance.between(joined + 0.05, Math.max(joined + 0.1, start)), (at) =>
        world.publish(account, at, expectedFor(world, account)),
      );
  }

  recruits(count: number, role: { author: number; paying: number }): number[] {
    return Array.from({ length: count }, () =>
      this.recruit({ author: this.chance.is(role.author), paying: role.paying }),
    );
  }

  /** The part of those who take part that pay dues: the better hidden, the more. */
  get paying(): number {
    return 0.15 + 0.35 * this.knobs.cover.living;
  }

  /** `from` follows `to` for what it gets back, with a token read before or after where there is cover. */
  tradeFollow(from: number, to: number, at: number): void {
    const { world, chance, knobs } = this;
    const tie = { affinity: 0, traded: true };
    if (!world.follow(from, to, at, tie)) return;
    world.collude(from, to, this.group);
    if (world.people.living[from] === 0 && chance.is(0.3)) visit(world, from, at + 0.002);
    if (!chance.is(knobs.cover.tokens)) return;
    this.tokenRead(from, to, chance.is(0.5) ? at - 0.001 : at + 0.0005);
    const again = chance.geometric(0.6);
    for (let n = 0; n < again; n++)
      world.plan(at + chance.exponential(12), (then) => this.tokenRead(from, to, then));
  }

  /** Half a minute or a minute with a story of the other, if there is one. */
  tokenRead(from: number, to: number, at: number): void {
    const story = this.world.storyBy(to, at, this.chance);
    if (story < 0) return;
    this.world.show(from, story, at);
    this.world.read(from, story, at, tokenDwell(this.chance));
  }

  /** Visits of `account` during the plot, ascending: the more care, the more, each for less. */
  visitsOf(account: number): number[] {
    const { chance, knobs, start, world } = this;
    const perDay = 0.7 + 2 * knobs.care * chance.next();
    const count = 2 + Math.round(Math.min(120, knobs.days * perDay * chance.between(0.5, 1)));
    const first = Math.max(start, world.people.joined[account]! + 0.1);
    return Array.from({ length: count }, () => chance.between(first, first + knobs.days)).sort(
      (a, b) => a - b,
    );
  }

  /** How long after it happened something is returned at the soonest. */
  patience(): number {
    return this.chance.exponential(0.02 + 1.5 * this.knobs.care);
  }
}

/** The first visit after `at`, or a day later when there is none; some minutes into it. */
export function nextVisit(visits: readonly number[], at: number, chance: Chance): number {
  const next = visits.find((visitAt) => visitAt >= at) ?? at + chance.between(0.2, 1);
  return next + chance.next() * 0.02;
}
