/**
 * Which cases a run gives rise to: each group that no reading explains, and everybody else who stands out,
 * those together who do so for the same account (docs/policy/integrity.md §9).
 */
import { type CaseSubject, evidenceOn } from "../case-evidence.ts";
import type { Events } from "../events.ts";
import { QUEUE_FROM, type Scores } from "../score.ts";
import { groundOf } from "./ground.ts";
import type { CaseEvidence, CaseKind } from "./snapshot.ts";

/** Attention of which less than this is not counted ties nobody to a case. */
const DISCOUNT_MIN = 0.5;

export function caseSubjects(scores: Scores): CaseSubject[] {
  if (!scores.enoughEvidence) return [];
  const groups = scores.groups
    .filter(({ released, surprise }) => !released && surprise >= QUEUE_FROM)
    .map(({ accounts, surprise, alsoLooksLike }): CaseSubject => {
      return { kind: kindOf(accounts.length), accounts: [...accounts], surprise, alsoLooksLike };
    });
  const grouped = new Set(groups.flatMap(({ accounts }) => accounts));
  const alone: number[] = [];
  for (let account = 0; account < scores.flagged.length; account += 1)
    if (scores.flagged[account] === 1 && !grouped.has(account)) alone.push(account);
  return [...groups, ...together(scores, alone)].sort((one, two) => two.surprise - one.surprise);
}

/**
 * Those who stand out for the same other account are one case, that account too when it stands out: a farm
 * of readers with whom it pays, a chain, a pair. Each goes with the one to whom most of its attention is
 * not counted.
 */
function together(scores: Scores, alone: readonly number[]): CaseSubject[] {
  const root = new Int32Array(scores.flagged.length).map((_, place) => place);
  const rootOf = (place: number): number => {
    while (root[place] !== place) {
      root[place] = root[root[place]!]!;
      place = root[place]!;
    }
    return place;
  };
  for (const [account, other] of mainOthers(scores, new Set(alone)))
    root[rootOf(account)] = rootOf(other);
  const cases = new Map<number, number[]>();
  for (const account of alone) {
    const one = rootOf(account);
    cases.set(one, [...(cases.get(one) ?? []), account]);
  }
  return [...cases.values()].map((accounts) => ({
    kind: kindOf(accounts.length),
    accounts,
    surprise: Math.max(...accounts.map((account) => scores.surprise[account]!)),
    alsoLooksLike: null,
  }));
}

const kindOf = (accounts: number): CaseKind =>
  accounts > 2 ? "group" : accounts === 2 ? "pair" : "account";

/** Of several to whom as much is not counted, the one for whom most others stand out. */
function mainOthers({ pairs }: Scores, accounts: ReadonlySet<number>): Map<number, number> {
  const weighty = [...pairs.from.keys()].filter(
    (pair) => pairs.discount[pair]! >= DISCOUNT_MIN && accounts.has(pairs.from[pair]!),
  );
  const feeders = new Map<number, number>();
  for (const pair of weighty) feeders.set(pairs.to[pair]!, (feeders.get(pairs.to[pair]!) ?? 0) + 1);
  const main = new Map<number, number>();
  const comesFirst = (pair: number, than: number) =>
    pairs.discount[pair]! - pairs.discount[than]! ||
    feeders.get(pairs.to[pair]!)! - feeders.get(pairs.to[than]!)! ||
    pairs.to[than]! - pairs.to[pair]!;
  for (const pair of weighty) {
    const before = main.get(pairs.from[pair]!);
    if (before === undefined || comesFirst(pair, before) > 0) main.set(pairs.from[pair]!, pair);
  }
  return new Map([...main].map(([account, pair]) => [account, pairs.to[pair]!]));
}

export interface Drafts {
  /** The evidence of the most surprising cases, as many as people could look at. */
  readonly drafts: readonly CaseEvidence[];
  /** The accounts of the others by their ids: their cases wait for another night, and fade by none. */
  readonly others: readonly (readonly number[])[];
}

const DRAFTS_MAX = 300;

/** Everything that a run found for people to look at, the most surprising first. */
export function caseDrafts(events: Events, scores: Scores, most = DRAFTS_MAX): Drafts {
  const subjects = caseSubjects(scores);
  if (subjects.length === 0) return { drafts: [], others: [] };
  const ground = groundOf(events, scores);
  const { ids } = events.accounts;
  return {
    drafts: subjects.slice(0, most).map((subject) => evidenceOn(ground, subject)),
    others: subjects.slice(most).map(({ accounts }) => accounts.map((place) => ids[place]!)),
  };
}
