/**
 * Groups: accounts that trade with each other, and with hardly anybody else (docs/policy/integrity.md §8).
 *
 * Who trades with whom makes a graph; its communities are found by passing labels along it until each
 * account has the one that most of its bonds have (Raghavan, Albert and Kumara, 2007). In a fixed order, so
 * that the same events give the same groups. A group whose members do read each other is released.
 */
import type { Bindings } from "./bindings.ts";
import { WORKS_FROM } from "./bonds.ts";
import type { Events } from "./events.ts";
import { lnGroups } from "./graph/support.ts";
import { likenessOf, PAID_FROM } from "./likeness.ts";

export interface Group {
  /** Places among the accounts, ascending. */
  readonly accounts: Int32Array;
  readonly surprise: number;
  /** Its ties are read: then it is nobody's case. */
  readonly released: boolean;
  /** What honest group it resembles: "a class", "a publication", "a circle of readers"; or nothing. */
  readonly alsoLooksLike: string | null;
}

const TRADER_FROM = 0.5;
const BOND_FROM = 0.7;
/** Shared ends from which a bond goes round. */
const ROUND_FROM = 1;
const SIZE_MIN = 3;
/** Half of the members of a group come at least so far. */
const SURPRISE_FROM = 6.5;
const ROUNDS = 12;
/** When this part of the bonds within is read, the group is released. */
const READ_PART = 0.4;

/** The greatest surprise first. */
export function groupsOf(events: Events, found: Bindings, surprise: Float64Array): Group[] {
  const accounts = events.accounts.ids.length;
  const traded = tradedPairs(found, surprise);
  const trades = tradesOf(accounts, found, traded);
  const supported = supportTest(accounts, found, traded);
  const labels = merged(labelled(accounts, trades), trades);
  const members = new Map<number, number[]>();
  for (let account = 0; account < accounts; account += 1) {
    const label = labels[account]!;
    if (label < 0) continue;
    const others = members.get(label);
    if (others) others.push(account);
    else members.set(label, [account]);
  }
  return [...members.values()]
    .filter((group) => group.length >= SIZE_MIN && supported(group))
    .map((group) => {
      const { readPart, looksLike } = likenessOf(events, found, group);
      return {
        accounts: Int32Array.from(group),
        surprise: middle(group.map((account) => surprise[account]!)),
        released: readPart >= READ_PART,
        alsoLooksLike: looksLike,
      };
    })
    .filter((group) => group.surprise >= SURPRISE_FROM)
    .sort((a, b) => b.surprise - a.surprise);
}

interface Trades {
  /** The trades of account `a` are `starts[a]` up to `starts[a + 1]`. */
  starts: Int32Array;
  other: Int32Array;
  weight: Float64Array;
}

/** Of each pair, 1 when it trades. */
function tradedPairs(found: Bindings, surprise: Float64Array): Uint8Array {
  const traded = new Uint8Array(found.relations.size);
  for (let pair = 0; pair < traded.length; pair += 1)
    if (isTrade(found, pair) || isPaid(found, surprise, pair)) traded[pair] = 1;
  return traded;
}

/** Each trade at both its ends. */
function tradesOf(accounts: number, found: Bindings, traded: Uint8Array): Trades {
  const { size, from, to } = found.relations;
  const kept = new Int32Array(size);
  const starts = new Int32Array(accounts + 1);
  let count = 0;
  for (let pair = 0; pair < size; pair += 1) {
    if (!traded[pair]) continue;
    kept[count++] = pair;
    starts[from[pair]! + 1]! += 1;
    starts[to[pair]! + 1]! += 1;
  }
  for (let account = 0; account < accounts; account += 1) starts[account + 1]! += starts[account]!;
  const next = starts.slice();
  const other = new Int32Array(2 * count);
  const weight = new Float64Array(2 * count);
  for (const pair of kept.subarray(0, count))
    for (const [one, far] of [
      [from[pair]!, to[pair]!],
      [to[pair]!, from[pair]!],
    ] as const) {
      other[next[one]!] = far;
      weight[next[one]!++] = found.bonds[pair]! + found.closure[pair]!;
    }
  return { starts, other, weight };
}

/** Whether both trade, and with each other: what is given is given back, comes round, or is paid for. */
function isTrade(
  { relations, engagement, bonds, closure, spread }: Bindings,
  pair: number,
): boolean {
  const [one, other, back] = [relations.from[pair]!, relations.to[pair]!, relations.reverse[pair]!];
  if (bonds[pair]! < BOND_FROM || one === other) return false;
  if (spread.trader[one]! < TRADER_FROM || spread.partner[other]! < TRADER_FROM) return false;
  const givenBack = back >= 0 && bonds[back]! >= BOND_FROM;
  return givenBack || closure[pair]! >= ROUND_FROM || engagement.mechanical[pair]! >= PAID_FROM;
}

/** Whether the first works for the second, both of whom stand out. */
const isPaid = ({ relations, engagement }: Bindings, surprise: Float64Array, pair: number) =>
  engagement.mechanical[pair]! >= WORKS_FROM &&
  surprise[relations.from[pair]!]! >= SURPRISE_FROM &&
  surprise[relations.to[pair]!]! >= SURPRISE_FROM;

/**
 * Whether what speaks for the trades within a group outweighs that it was chosen from among all groups of its size:
 * there is always one that trades most (`graph/support.ts`).
 */
function supportTest(
  accounts: number,
  { relations, engagement, bonds, bound }: Bindings,
  traded: Uint8Array,
): (group: readonly number[]) => boolean {
  const { size, from, to, rows } = relations;
  const ends = new Int32Array(accounts);
  for (let pair = 0; pair < size; pair += 1) {
    if (!bound[pair] && !traded[pair]) continue;
    ends[from[pair]!]! += 1;
    ends[to[pair]!]! += 1;
  }
  return (group) => {
    const within = new Set(group);
    let weight = 0;
    for (const account of group)
      for (let pair = rows[account]!; pair < rows[account + 1]!; pair += 1)
        if (traded[pair] && within.has(to[pair]!))
          weight += Math.max(bonds[pair]!, engagement.mechanical[pair]!);
    const own = group.reduce((sum, account) => sum + ends[account]!, 0);
    return weight > lnGroups(accounts, group.length, own);
  };
}

/** Of each account the label of its community, or -1 for those that do not trade. */
function labelled(accounts: number, { starts, other, weight }: Trades): Int32Array {
  const labels = Int32Array.from({ length: accounts }, (_, account) =>
    starts[account] === starts[account + 1] ? -1 : account,
  );
  const sums = new Float64Array(accounts);
  for (let round = 0; round < ROUNDS; round += 1) {
    let changes = 0;
    for (let account = 0; account < accounts; account += 1) {
      if (labels[account]! < 0) continue;
      const [first, last] = [starts[account]!, starts[account + 1]!];
      for (let at = first; at < last; at += 1) sums[labels[other[at]!]!]! += weight[at]!;
      let best = labels[account]!;
      for (let at = first; at < last; at += 1) {
        const label = labels[other[at]!]!;
        if (sums[label]! > sums[best]! + 1e-9) best = label;
      }
      if (best !== labels[account]) changes += 1;
      for (let at = first; at < last; at += 1) sums[labels[other[at]!]!] = 0;
      labels[account] = best;
    }
    if (changes === 0) break;
  }
  return labels;
}

/** Of the trades of the smaller of two communities this part is with the other, when they are one. */
const ONE_PART = 0.05;

/**
 * Joins communities that trade much with each other: labels may settle on pieces of one ring. The smallest
 * first, each with the one it trades with most, until none is left that ought to be joined; so who trades
 * with two rings does not make one of them.
 */
function merged(labels: Int32Array, trades: Trades): Int32Array {
  let now = labels;
  for (;;) {
    const { total, crossing } = tradesBetween(now, trades);
    const into = new Map<number, number>();
    const joined = new Set<number>();
    for (const label of [...total.keys()].sort((a, b) => total.get(a)! - total.get(b)! || a - b)) {
      let [best, most] = [-1, 0];
      for (const [other, weight] of crossing.get(label) ?? [])
        if (weight > most) [best, most] = [other, weight];
      // Whom it would join must stay as it is in this round.
      if (best < 0 || into.has(best) || joined.has(label)) continue;
      if (most < ONE_PART * Math.min(total.get(label)!, total.get(best)!)) continue;
      into.set(label, best);
      joined.add(best);
    }
    if (into.size === 0) return now;
    now = now.map((label) => into.get(label) ?? label);
  }
}

/** Of each community what all its trades weigh, and those with each other one. */
function tradesBetween(labels: Int32Array, { starts, other, weight }: Trades) {
  const total = new Map<number, number>();
  const crossing = new Map<number, Map<number, number>>();
  for (let account = 0; account < labels.length; account += 1)
    for (let at = starts[account]!; at < starts[account + 1]!; at += 1) {
      const [own, far] = [labels[account]!, labels[other[at]!]!];
      total.set(own, (total.get(own) ?? 0) + weight[at]!);
      if (own === far) continue;
      const others = crossing.get(own) ?? new Map<number, number>();
      crossing.set(own, others.set(far, (others.get(far) ?? 0) + weight[at]!));
    }
  return { total, crossing };
}

function middle(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}
