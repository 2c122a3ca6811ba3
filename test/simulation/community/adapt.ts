/**
 * An attacker who learns: tries an attack against a frozen detector again and again, changes the knobs
 * a little each time and keeps what pays better.
 *
 * A lasting follow between the plotters is worth 1, a clap, answer or read of a traded pair 0.02; what
 * the detector discounts is worth less, what it flags nothing. Accounts, their age, ordinary reading
 * and token reads cost, so hiding is not free.
 */
import type { Events } from "../../../src/core/integrity/events.ts";
import { ATTACK } from "./attacks/all.ts";
import { Chance, seedOf } from "./chance.ts";
import { COVERS, type Knobs } from "./plot.ts";
import { type Community, type Options, simulate } from "./simulate.ts";
import { ATTACKER, type AttackKind } from "./truth.ts";

export interface Verdict {
  /** Of each account: whether a person will look at it. */
  flagged: ArrayLike<number | boolean>;
  /** How much of what passes from one account to another is not counted, 0 to 1; by their places. */
  discount: (from: number, to: number) => number;
}

export type Detector = (events: Events, texts: readonly string[]) => Verdict;

export interface Adapted {
  knobs: Knobs;
  profit: number;
  /** The profit of each try, the first without any cover. */
  profits: number[];
}

const FOLLOW_WORTH = 1;
const DEED_WORTH = 0.02;
const ACCOUNT_COST = 0.5;
const AGE_COST = 1;
const LIFE_COST = 1.5;
const TOKEN_COST = 0.03;

export interface Learning {
  kind: AttackKind;
  detector: Detector;
  tries: number;
  /** The community in which it is tried; its own attacks are left out. */
  community: Options;
}

export function adapt({ kind, detector, tries, community }: Learning): Adapted {
  const chance = new Chance(seedOf(community.seed, `adapting ${kind}`));
  const days = community.days ?? 120;
  const usual = ATTACK[kind].shape(chance);
  const begin = { ...usual, days: Math.min(usual.days, days * 0.5), cover: COVERS.none, care: 0 };
  const profit = (knobs: Knobs) => {
    const plots = [{ kind, start: days * 0.35, knobs }];
    const lived = simulate({ ...community, days, attacks: [], plots });
    return profitOf(lived, detector(lived.events, lived.texts), knobs);
  };
  const best: Adapted = { knobs: begin, profit: profit(begin), profits: [] };
  best.profits.push(best.profit);
  for (let n = 1; n < tries; n++) {
    const knobs = changed(best.knobs, chance, days);
    const gained = profit(knobs);
    best.profits.push(gained);
    if (gained > best.profit) Object.assign(best, { knobs, profit: gained });
  }
  return best;
}

export function profitOf({ events, truth }: Community, verdict: Verdict, knobs: Knobs): number {
  const { follows, stories, reads, claps, responses, accounts } = events;
  const size = accounts.ids.length;
  const { from, to } = truth.collusive;
  const pairs = new Set(Array.from(from, (one, row) => one * size + to[row]!));
  const worth = (one: number, other: number, value: number) =>
    !pairs.has(one * size + other) || verdict.flagged[one] || verdict.flagged[other]
      ? 0
      : value * (1 - verdict.discount(one, other));
  let profit = 0;
  for (let row = 0; row < follows.at.length; row++)
    if (truth.traded[row] && follows.unfollowedAt[row] === Number.POSITIVE_INFINITY)
      profit += worth(follows.follower[row]!, follows.followee[row]!, FOLLOW_WORTH);
  for (const deeds of [reads, claps, responses])
    for (let row = 0; row < deeds.at.length; row++)
      profit += worth(deeds.reader[row]!, stories.author[deeds.story[row]!]!, DEED_WORTH);
  const plotters = truth.label.filter((label) => label === ATTACKER).length;
  const { established, living, tokens } = knobs.cover;
  const each = ACCOUNT_COST + established * AGE_COST + living * LIFE_COST;
  return profit - plotters * each - from.length * tokens * TOKEN_COST;
}

/** One or two knobs turned. */
function changed(knobs: Knobs, chance: Chance, days: number): Knobs {
  const next: Knobs = { ...knobs, cover: { ...knobs.cover } };
  const part = (value: number) => Math.min(1, Math.max(0, value + 0.35 * chance.normal()));
  const turns = [
    () => {
      next.cover.living = part(next.cover.living);
    },
    () => {
      next.cover.tokens = part(next.cover.tokens);
    },
    () => {
      next.cover.established = part(next.cover.established);
    },
    () => {
      next.care = part(next.care);
    },
    () => {
      next.density = Math.min(1, Math.max(0.02, next.density * chance.logNormal(1, 0.4)));
    },
    () => {
      next.days = Math.min(days * 0.6, Math.max(1, next.days * chance.logNormal(1, 0.7)));
    },
    () => {
      next.size = Math.min(300, Math.max(4, Math.round(next.size * chance.logNormal(1, 0.4))));
    },
  ];
  const count = chance.whole(1, 2);
  for (let n = 0; n < count; n++) chance.pick(turns)();
  return next;
}
