/** What tests ask of a simulated community: follows between members, and what was read of whom. */
import type { Community } from "./simulate.ts";
import type { AttackKind, GroupKind } from "./truth.ts";

export interface Tie {
  from: number;
  to: number;
  at: number;
  traded: boolean;
  lasts: boolean;
  /** When the other followed back, or null. */
  backAt: number | null;
  /** How often the first opened a story of the second, before and after the follow, and for how long. */
  readsBefore: number;
  readsAfter: number;
  /** The greatest part of a story's expected time, times coverage, that was given to any. */
  bestCredit: number;
}

export class Looking {
  readonly ties: Tie[];
  readonly community: Community;
  readonly #byPair = new Map<number, Tie>();

  constructor(community: Community) {
    this.community = community;
    const { follows, stories, reads, accounts } = community.events;
    const size = accounts.ids.length;
    this.ties = Array.from(follows.at, (at, row) => {
      const tie = {
        ...{ from: follows.follower[row]!, to: follows.followee[row]!, at, backAt: null },
        ...{ traded: community.truth.traded[row] === 1, readsBefore: 0, readsAfter: 0 },
        ...{ lasts: follows.unfollowedAt[row] === Number.POSITIVE_INFINITY, bestCredit: 0 },
      };
      this.#byPair.set(tie.from * size + tie.to, tie);
      return tie;
    });
    for (const tie of this.ties)
      tie.backAt = this.#byPair.get(tie.to * size + tie.from)?.at ?? null;
    for (let row = 0; row < reads.at.length; row++) {
      const story = reads.story[row]!;
      const tie = this.#byPair.get(reads.reader[row]! * size + stories.author[story]!);
      if (!tie) continue;
      if (reads.at[row]! < tie.at) tie.readsBefore += 1;
      else tie.readsAfter += 1;
      const part = reads.seconds[row]! / stories.expectedSeconds[story]!;
      tie.bestCredit = Math.max(tie.bestCredit, Math.min(1, part) * reads.coverage[row]!);
    }
  }

  groups(kind: AttackKind | GroupKind): number[][] {
    return this.community.truth.groups
      .filter((group) => group.kind === kind)
      .map(({ members }) => members);
  }

  /** Follows among members of one group, all groups of the kind together. */
  within(kind: AttackKind | GroupKind): Tie[] {
    const { group, groups } = this.community.truth;
    return this.ties.filter(
      ({ from, to }) => group[from] === group[to] && groups[group[from]!]?.kind === kind,
    );
  }

  /** The part of ties of which it is so. */
  static part<Thing>(things: readonly Thing[], so: (thing: Thing) => boolean): number {
    return things.filter(so).length / things.length;
  }
}

export const mutual = (tie: Tie): boolean => tie.backAt !== null;
export const read = (tie: Tie): boolean => tie.readsBefore + tie.readsAfter > 0;
/** Read as one reads what one wants to read. */
export const readWell = (tie: Tie): boolean => tie.bestCredit > 0.6;

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
