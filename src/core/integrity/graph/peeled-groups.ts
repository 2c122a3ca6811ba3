/**
 * Groups that peeling finds among suspicious ties: blocks, split into the parts that hold together, put
 * together again where a group was cut by the order of the blocks, without hangers-on, and only those whose
 * inner ties are more suspicious than chance explains. Whether their ties are read after all is not asked
 * here: what is read has no weight.
 */
import { BLOCKS_MAX, blocks } from "./blocks.ts";
import { componentsOf } from "./components.ts";
import type { Graph } from "./graph.ts";
import { lnGroups, supportOf } from "./support.ts";

/** From account to account; weights between 0 and 1 say how suspicious a tie is, 0 that it is read. */
export type TieGraph = Graph & { readonly weight: Float64Array };

export interface PeeledGroup {
  /** Ascending. */
  readonly accounts: Int32Array;
  /** Ties from member to member, suspicious or not, and their suspicion together. */
  readonly ties: number;
  readonly weight: number;
  /** -ln of the chance that any group of this size would carry so much, at most (`support.ts`); above 0. */
  readonly surprise: number;
}

export interface Looking {
  readonly blocks?: number;
  /** Ties hold a group together from this suspicion on. */
  readonly tieMin?: number;
  /** A member has such ties, to or from, with at least so many others. */
  readonly partnersMin?: number;
}

const TIE_MIN = 0.5;
const PARTNERS_MIN = 3;
/** Two finds are one group when the smaller shares at least this part of its members with the larger. */
const SAME_PART = 0.5;

/** The most surprising first. */
export function peeledGroups(graph: TieGraph, looking: Looking = {}): PeeledGroup[] {
  const { tieMin = TIE_MIN, partnersMin = PARTNERS_MIN } = looking;
  const found = blocks(graph, looking.blocks ?? BLOCKS_MAX).flatMap((block) =>
    componentsOf(graph, block, tieMin),
  );
  const baseRate = graph.weight.reduce((sum, weight) => sum + weight, 0) / graph.weight.length;
  const ends = endsOf(graph);
  return together(found.filter((group) => group.length > partnersMin))
    .map((group) => withPartners(graph, group, { tieMin, partnersMin }))
    .filter((group) => group.length > partnersMin)
    .map((accounts) => {
      const held = heldBy(graph, accounts);
      const own = accounts.reduce((sum, account) => sum + ends[account]!, 0);
      const chosen = lnGroups(ends.length, accounts.length, own);
      return { accounts, ...held, surprise: supportOf(held, baseRate) - chosen };
    })
    .filter(({ surprise }) => surprise > 0)
    .sort((a, b) => b.surprise - a.surprise);
}

/** Of each account how many ties go from it and to it. */
function endsOf({ rows, columns, from, to }: TieGraph): Int32Array {
  const ends = new Int32Array(Math.max(rows, columns));
  for (let edge = 0; edge < from.length; edge += 1) {
    ends[from[edge]!]! += 1;
    ends[to[edge]!]! += 1;
  }
  return ends;
}

/** Finds that are one group, as one; each ascending. */
function together(found: readonly Int32Array[]): Int32Array[] {
  const groups: Set<number>[] = [];
  for (const accounts of [...found].sort((a, b) => b.length - a.length)) {
    const least = SAME_PART * accounts.length;
    const same = groups.find(
      (group) => accounts.reduce((both, one) => both + (group.has(one) ? 1 : 0), 0) >= least,
    );
    if (same) for (const account of accounts) same.add(account);
    else groups.push(new Set(accounts));
  }
  return groups.map((group) => Int32Array.from(group).sort());
}

/** Those of `group` who have partners enough among those of whom the same is true. */
export function withPartners(
  graph: TieGraph,
  group: Int32Array,
  { tieMin, partnersMin }: { tieMin: number; partnersMin: number },
): Int32Array {
  const partners = new Map(Array.from(group, (account) => [account, new Set<number>()]));
  for (let edge = 0; edge < graph.from.length; edge += 1) {
    const [one, other] = [graph.from[edge]!, graph.to[edge]!];
    const [ofOne, ofOther] = [partners.get(one), partners.get(other)];
    if (!ofOne || !ofOther || one === other || graph.weight[edge]! < tieMin) continue;
    ofOne.add(other);
    ofOther.add(one);
  }
  const leaving = [...partners.keys()].filter((one) => partners.get(one)!.size < partnersMin);
  for (const one of leaving) {
    for (const other of partners.get(one)!) {
      const left = partners.get(other)!;
      left.delete(one);
      if (left.size === partnersMin - 1) leaving.push(other);
    }
    partners.get(one)!.clear();
  }
  const gone = new Set(leaving);
  return group.filter((account) => !gone.has(account));
}

function heldBy(graph: TieGraph, group: Int32Array): { ties: number; weight: number } {
  const members = new Set(group);
  let [ties, weight] = [0, 0];
  for (let edge = 0; edge < graph.from.length; edge += 1) {
    const [one, other] = [graph.from[edge]!, graph.to[edge]!];
    if (one === other || !members.has(one) || !members.has(other)) continue;
    ties += 1;
    weight += graph.weight[edge]!;
  }
  return { ties, weight };
}
