/** All that is measured of one detector on one community whose truth is known. */
import type { Events } from "../../src/core/integrity/events.ts";
import type { Scores } from "../../src/core/integrity/score.ts";
import type { Community } from "../../test/simulation/community/simulate.ts";
import { ATTACKER, HONEST } from "../../test/simulation/community/truth.ts";
import { areaUnderCurve, jaccard, partAbove, thresholdAt } from "./figures.ts";

/** What a detector has to say of each account, and what it may say besides. */
export interface Verdicts {
  readonly surprise: ArrayLike<number>;
  readonly flagged?: ArrayLike<number>;
  readonly tie?: ArrayLike<number>;
  readonly groups?: readonly { readonly accounts: ArrayLike<number> }[];
}

export interface AttackFigure {
  readonly accounts: number;
  readonly auc: number;
  readonly recall: number;
  readonly flagged: number;
  readonly groups: number;
  readonly found: number;
}

export interface WorldFigures {
  readonly auc: number;
  readonly recall: number;
  readonly flaggedRecall: number;
  readonly honestFlagged: number;
  readonly tieAuc: number;
  readonly ringsFound: number;
  readonly honestGroupsNamed: number;
  readonly attacks: Record<string, AttackFigure>;
  /** Part of the accounts flagged, and how many there are. */
  readonly groups: Record<string, { accounts: number; flagged: number; most: number }>;
}

const FALSE_POSITIVES = 0.001;
const JACCARD_MIN = 0.5;

export function worldFigures({ truth }: Community, verdicts: Verdicts): WorldFigures {
  const { surprise, flagged = new Uint8Array(surprise.length) } = verdicts;
  const places = Array.from(truth.label.keys());
  const attackers = places.filter((place) => truth.label[place] === ATTACKER);
  const honest = places.filter((place) => truth.label[place] === HONEST);
  const scores = (of: readonly number[]) => of.map((place) => surprise[place]!);
  const flaggedPart = (of: readonly number[]) =>
    of.filter((place) => flagged[place]).length / Math.max(1, of.length);
  const threshold = thresholdAt(scores(honest), FALSE_POSITIVES);
  const named = (verdicts.groups ?? []).map(({ accounts }) => Array.from(accounts));
  const attacks: Record<string, AttackFigure> = {};
  for (const kind of new Set(truth.groups.filter(({ attack }) => attack).map((one) => one.kind))) {
    const groups = truth.groups.filter((one) => one.kind === kind && one.members.length > 0);
    const members = groups.flatMap((one) => one.members);
    attacks[kind] = {
      accounts: members.length,
      auc: areaUnderCurve(scores(members), scores(honest)),
      recall: partAbove(scores(members), threshold),
      flagged: flaggedPart(members),
      groups: groups.length,
      found: groups.filter((one) =>
        named.some((accounts) => jaccard(accounts, one.members) >= JACCARD_MIN),
      ).length,
    };
  }
  return {
    auc: areaUnderCurve(scores(attackers), scores(honest)),
    recall: partAbove(scores(attackers), threshold),
    flaggedRecall: flaggedPart(attackers),
    honestFlagged: flaggedPart(honest),
    tieAuc: verdicts.tie ? tieFigure(truth.traded, verdicts.tie) : Number.NaN,
    ringsFound: ringsFound(attacks),
    honestGroupsNamed: named.filter(
      (accounts) =>
        accounts.filter((place) => truth.label[place] === HONEST).length * 2 > accounts.length,
    ).length,
    attacks,
    groups: honestGroups(truth, flaggedPart),
  };
}

/** Who solicits does so alone, under many stories: no ring. */
function ringsFound(attacks: Record<string, AttackFigure>): number {
  const rings = Object.entries(attacks).filter(([kind]) => kind !== "solicitation");
  const sum = (of: (figure: AttackFigure) => number) =>
    rings.reduce((total, [, figure]) => total + of(figure), 0);
  return sum((one) => one.found) / sum((one) => one.groups);
}

function tieFigure(traded: Uint8Array, q: ArrayLike<number>): number {
  const rows = Array.from(traded.keys());
  const of = (is: number) => rows.filter((row) => traded[row] === is).map((row) => q[row]!);
  return areaUnderCurve(of(1), of(0));
}

function honestGroups(
  { groups, label }: Community["truth"],
  flaggedPart: (of: readonly number[]) => number,
): WorldFigures["groups"] {
  const result: WorldFigures["groups"] = {};
  for (const { kind, attack, members } of groups) {
    if (attack) continue;
    const own = members.filter((place) => label[place] === HONEST);
    const before = result[kind] ?? { accounts: 0, flagged: 0, most: 0 };
    const part = flaggedPart(own);
    result[kind] = {
      accounts: before.accounts + own.length,
      flagged: before.flagged + part * own.length,
      most: Math.max(before.most, part),
    };
  }
  return result;
}

/** Of honest accounts: how often "1 in N" came true, times N; 1 is exact. By N. */
export function calibration(
  worlds: readonly { surprise: ArrayLike<number>; label: Uint8Array }[],
  odds: readonly number[],
): number[] {
  return odds.map((one) => {
    let count = 0;
    let accounts = 0;
    for (const { surprise, label } of worlds)
      for (let place = 0; place < label.length; place += 1) {
        if (label[place] !== HONEST) continue;
        accounts += 1;
        if (surprise[place]! >= Math.log(one)) count += 1;
      }
    return (count * one) / accounts;
  });
}

export interface Money {
  readonly collusiveHeld: number;
  readonly honestHeld: number;
}

/** Each member's dues go to whom they gave time; held is what is discounted or waits for a person. */
export function moneyHeld({ events, truth }: Community, scores: Scores, escrowFrom: number): Money {
  const { accounts, stories, reads } = events;
  const size = accounts.ids.length;
  const pairOf = (from: number, to: number) => from * size + to;
  const collusive = new Set(
    Array.from(truth.collusive.from, (from, row) => pairOf(from, truth.collusive.to[row]!)),
  );
  const discount = new Map(
    Array.from(scores.pairs.from, (from, row) => [
      pairOf(from, scores.pairs.to[row]!),
      scores.pairs.discount[row]!,
    ]),
  );
  const months = monthsOf(events);
  const totals = { collusive: 0, collusiveHeld: 0, honest: 0, honestHeld: 0 };
  for (let read = 0; read < reads.at.length; read += 1) {
    const from = reads.reader[read]!;
    if (!accounts.member[from]) continue;
    const to = stories.author[reads.story[read]!]!;
    const money = reads.seconds[read]! / months(from, reads.at[read]!);
    const pair = pairOf(from, to);
    const escrow = scores.flagged[to] && scores.surprise[to]! >= escrowFrom ? 1 : 0;
    const held = money * Math.max(escrow, discount.get(pair) ?? 0);
    if (collusive.has(pair)) {
      totals.collusive += money;
      totals.collusiveHeld += held;
    } else if (truth.label[to] === HONEST) {
      totals.honest += money;
      totals.honestHeld += held;
    }
  }
  return {
    collusiveHeld: totals.collusiveHeld / totals.collusive,
    honestHeld: totals.honestHeld / totals.honest,
  };
}

/** The seconds a reader gave in the month of an instant. */
function monthsOf({ reads }: Events): (reader: number, at: number) => number {
  const key = (reader: number, at: number) => reader * 1000 + Math.floor(at / 30);
  const seconds = new Map<number, number>();
  for (let read = 0; read < reads.at.length; read += 1) {
    const month = key(reads.reader[read]!, reads.at[read]!);
    seconds.set(month, (seconds.get(month) ?? 0) + reads.seconds[read]!);
  }
  return (reader, at) => seconds.get(key(reader, at)) ?? 1;
}
