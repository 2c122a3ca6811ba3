/** What honest groups have in common: who belongs, and that they follow whom they then read. */
import type { Chance } from "./chance.ts";
import { ordinaryPerson, type Person } from "./people.ts";
import { stay } from "./sessions.ts";
import type { GroupKind } from "./truth.ts";
import type { World } from "./world.ts";

export class Gathering {
  readonly world: World;
  readonly chance: Chance;
  readonly group: number;

  constructor(world: World, chance: Chance, kind: GroupKind) {
    this.world = world;
    this.chance = chance;
    this.group = world.newGroup(kind, false);
  }

  /** Someone like anybody else but for what is said. */
  member(joined: number, traits: Partial<Person>): number {
    const person = { ...ordinaryPerson(this.chance, joined), ...traits };
    const account = this.world.person(person, this.chance);
    this.world.enrol(account, this.group);
    return account;
  }

  members(count: number, joined: () => number, traits: () => Partial<Person>): number[] {
    return Array.from({ length: count }, () => this.member(joined(), traits()));
  }

  /** `from` follows `to` at `at` and reads what comes as often as `affinity` says. */
  follow(from: number, to: number, at: number, affinity: number): void {
    this.world.plan(at, (then) => this.world.follow(from, to, then, { affinity }));
  }

  /** The same, after reading something of the other's if there is anything. */
  readAndFollow(from: number, to: number, at: number, affinity: number): void {
    this.world.plan(at, (then) => {
      const story = this.world.storyBy(to, then, this.chance);
      const end = story < 0 ? then : stay(this.world, from, story, then);
      this.world.follow(from, to, end, { affinity });
    });
  }

  /** Calls `tie` for every ordered pair of members. */
  everyPair(members: readonly number[], tie: (from: number, to: number) => void): void {
    for (const from of members) for (const to of members) if (from !== to) tie(from, to);
  }

  /** Some instant in the first part of the site's life. */
  early(part = 0.6): number {
    return this.world.days * this.chance.between(0.05, part);
  }
}
