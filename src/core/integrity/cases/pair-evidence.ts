/** The pair table of a case: what two accounts did towards each other, both ways side by side. */
import { TRADED } from "../ties.ts";
import { between, type Ground, HARDLY, isRead, median, rounded } from "./ground.ts";
import type { Direction, PairEvidence, Summary } from "./snapshot.ts";
import { tieEvidence } from "./tie-evidence.ts";

/** Two places among the accounts. */
export interface Pair {
  readonly a: number;
  readonly b: number;
}

/** Every pair of `members` with `shown` between whom anything happened, the weightiest first. */
export function pairsAmong(
  ground: Ground,
  members: Iterable<number>,
  shown: ReadonlySet<number>,
): Pair[] {
  const found = new Map<string, Pair & { weight: number }>();
  const indexes = [ground.follows, ground.reads, ground.claps, ground.responses];
  const add = (from: number, to: number) => {
    if (from === to || !shown.has(to) || !shown.has(from)) return;
    const [a, b] = from < to ? [from, to] : [to, from];
    const key = `${a} ${b}`;
    if (!found.has(key)) found.set(key, { a, b, weight: weightOf(ground, a, b) });
  };
  for (const member of members)
    for (const index of indexes)
      for (let pair = index.rows[member]!; pair < index.rows[member + 1]!; pair += 1)
        add(member, index.to[pair]!);
  for (const member of members)
    for (const other of shown)
      if (between(ground.follows, other, member).length > 0) add(other, member);
  return [...found.values()]
    .sort((one, two) => two.weight - one.weight || one.a - two.a || one.b - two.b)
    .map(({ a, b }) => ({ a, b }));
}

/** The more probably both follows were traded, and the less is counted, the further up. */
function weightOf(ground: Ground, a: number, b: number): number {
  return one(ground, a, b) + one(ground, b, a);
}

function one({ scores, follows, discounts }: Ground, from: number, to: number): number {
  let weight = 0;
  for (const follow of between(follows, from, to))
    weight = Math.max(weight, scores.ties.q[follow]!);
  for (const pair of between(discounts, from, to)) weight += scores.pairs.discount[pair]!;
  return weight;
}

export function pairEvidence(ground: Ground, { a, b }: Pair): PairEvidence {
  const { ids } = ground.events.accounts;
  const [forth, back] = [directionOf(ground, a, b), directionOf(ground, b, a)];
  return { a: ids[a]!, b: ids[b]!, forth, back };
}

function directionOf(ground: Ground, from: number, to: number): Direction {
  const { events, credits, scores } = ground;
  const opened = new Set<number>();
  let seconds = 0;
  let credit = 0;
  for (const read of between(ground.reads, from, to)) {
    opened.add(events.reads.story[read]!);
    seconds += events.reads.seconds[read]!;
    credit += credits[read]!;
  }
  let expectedSeconds = 0;
  for (const story of opened) expectedSeconds += events.stories.expectedSeconds[story]!;
  let claps = 0;
  for (const clap of between(ground.claps, from, to)) claps += events.claps.count[clap]!;
  const follow = latestFollow(ground, from, to);
  const discount = between(ground.discounts, from, to)[0];
  return {
    tie: follow === undefined ? null : tieEvidence(ground, follow),
    opened: opened.size,
    seconds: Math.round(seconds),
    expectedSeconds: Math.round(expectedSeconds),
    credit: rounded(credit),
    claps,
    responses: between(ground.responses, from, to).length,
    discount: discount === undefined ? 0 : rounded(scores.pairs.discount[discount]!),
  };
}

/** All pairs in figures, those that are not shown too. */
export function summaryOf(ground: Ground, accounts: number, pairs: readonly Pair[]): Summary {
  const ways = pairs.flatMap(({ a, b }) => [directionOf(ground, a, b), directionOf(ground, b, a)]);
  const ties = ways.flatMap(({ tie }) => (tie ? [tie] : []));
  const mutual = pairs.filter(({ a, b }) => isMutual(ground, a, b));
  const sum = (of: (way: Direction) => number) => ways.reduce((total, way) => total + of(way), 0);
  const days = ties.map(({ followedAt }) => followedAt);
  const unread = pairs.flatMap(({ a, b }) => [...unreadFollows(ground, a, b)]);
  return {
    ...{ accounts, pairs: pairs.length, mutual: mutual.length, follows: ties.length },
    unread: unread.length,
    opportunities: ties.reduce((total, tie) => total + tie.opportunities, 0),
    opened: sum((way) => way.opened),
    medianLag: median(mutual.map(({ a, b }) => lagBetween(ground, a, b))),
    firstAt: days.length > 0 ? days.reduce((least, day) => Math.min(least, day)) : null,
    lastAt: days.length > 0 ? days.reduce((most, day) => Math.max(most, day)) : null,
    seconds: sum((way) => way.seconds),
    expectedSeconds: sum((way) => way.expectedSeconds),
    claps: sum((way) => way.claps),
    unreadClaps: sum((way) => (way.credit > HARDLY ? 0 : way.claps)),
    responses: sum((way) => way.responses),
    offered: ties.filter(({ reasons }) => reasons.some(({ kind }) => kind === "solicitation"))
      .length,
  };
}

/** Who followed twice is judged by the last time. */
function latestFollow(ground: Ground, from: number, to: number): number | undefined {
  const { at } = ground.events.follows;
  let latest: number | undefined;
  for (const follow of between(ground.follows, from, to))
    if (latest === undefined || at[follow]! > at[latest]!) latest = follow;
  return latest;
}

const isMutual = ({ follows }: Ground, a: number, b: number): boolean =>
  between(follows, a, b).length > 0 && between(follows, b, a).length > 0;

function lagBetween(ground: Ground, a: number, b: number): number {
  const { scores } = ground;
  return scores.ties.returnLag[latestFollow(ground, a, b)!]!;
}

function* unreadFollows(ground: Ground, a: number, b: number): Generator<number> {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    const follow = latestFollow(ground, from, to);
    if (follow !== undefined && !isRead(ground, follow)) yield follow;
  }
}

/**
 * Who stands beside the accounts of a case: those with whom ties were traded or whose attention is not
 * counted, the weightiest first. `weightMin` is how many such ties it takes, as far as they look so.
 */
export function counterparts(
  ground: Ground,
  members: readonly number[],
  limit: number,
  weightMin = 0,
): number[] {
  const weights = new Map<number, number>();
  const inCase = new Set(members);
  for (const member of members)
    for (const [other, weight] of suspicions(ground, member))
      if (!inCase.has(other)) weights.set(other, (weights.get(other) ?? 0) + weight);
  return [...weights]
    .filter(([, weight]) => weight >= weightMin)
    .sort((one, two) => two[1] - one[1] || one[0] - two[0])
    .slice(0, limit)
    .map(([other]) => other);
}

/** Weights below this are anybody's. */
const SUSPICION_MIN = 0.5;

/** Towards whom something is amiss, and how much, 0 to 1. */
function suspicions(ground: Ground, member: number): Map<number, number> {
  const { events, scores } = ground;
  const { follower, followee } = events.follows;
  const found = new Map<number, number>();
  const add = (other: number, weight: number) => {
    const known = found.get(other) ?? 0;
    if (weight > Math.max(known, SUSPICION_MIN)) found.set(other, Math.min(1, weight));
  };
  for (const follow of followsOf(ground, member)) {
    if (scores.ties.class[follow] !== TRADED) continue;
    add(
      follower[follow] === member ? followee[follow]! : follower[follow]!,
      scores.ties.q[follow]!,
    );
  }
  for (const index of [ground.claps, ground.reads, ground.discounts])
    for (let pair = index.rows[member]!; pair < index.rows[member + 1]!; pair += 1)
      add(index.to[pair]!, one(ground, member, index.to[pair]!));
  return found;
}

function* followsOf({ follows, followers }: Ground, member: number): Generator<number> {
  for (
    let at = follows.starts[follows.rows[member]!]!;
    at < follows.starts[follows.rows[member + 1]!]!;
    at += 1
  )
    yield follows.order[at]!;
  for (let at = followers.starts[member]!; at < followers.starts[member + 1]!; at += 1)
    yield followers.order[at]!;
}
