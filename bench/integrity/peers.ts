/**
 * The peers of the integrity engine, from their papers: each sees who follows whom and gives every account
 * a score; who scores higher is more suspect. None sees reading, as none of them was made for it.
 *
 * The papers on density give blocks and no order of accounts. Here an account stands as high as what was
 * peeled away before it and with it: on made-up communities that ranks better than the blocks do, and the graph
 * of follows better than one of follows, claps, responses and reads.
 */
import type { Events } from "../../src/core/integrity/events.ts";
import { withoutBlock } from "../../src/core/integrity/graph/blocks.ts";
import {
  addedBy,
  columnWeights,
  endsBy,
  type Graph,
} from "../../src/core/integrity/graph/graph.ts";
import { LeastFirst } from "../../src/core/integrity/graph/least-first.ts";
import { peel } from "../../src/core/integrity/graph/peel.ts";
import { findPair, type PairIndex, pairIndex } from "../../src/core/integrity/pair-index.ts";

export interface Verdict {
  /** Of each account place; higher is more suspect. */
  readonly surprise: Float64Array;
  /** 1 where the peer's own rule says so. */
  readonly flagged: Uint8Array;
  readonly groups: readonly { readonly accounts: Int32Array }[];
}

const BLOCKS = 16;

/**
 * Hooi et al., FRAUDAR (KDD 2016, https://doi.org/10.1145/2939672.2939747), block after block as the authors'
 * program does: the edges of a block are taken out and what is left is weighed and peeled anew. Flagged is
 * who is in its first block.
 */
export function fraudar(events: Events): Verdict {
  return peeled(followGraph(events), (rest) => rest);
}

/**
 * The same by plain density, edges over nodes: M. Charikar, "Greedy approximation algorithms for finding dense
 * components in a graph" (APPROX 2000, https://doi.org/10.1007/3-540-44436-X_10).
 */
export function plainDensity(events: Events): Verdict {
  return peeled(followGraph(events), unweighted);
}

/** So that 1 / ln(in-degree + 5) is 1. */
const unweighted = (graph: Graph): Graph => ({
  ...graph,
  inDegree: new Float64Array(graph.columns).fill(Math.E - 5),
});

function peeled(whole: Graph, weighed: (graph: Graph) => Graph): Verdict {
  const flagged = new Uint8Array(whole.rows);
  const groups: { accounts: Int32Array }[] = [];
  let rest = whole;
  while (groups.length < BLOCKS) {
    const block = peel(weighed(rest));
    if (block.density === 0) break;
    const accounts = new Set([...block.rows, ...block.columns]);
    if (groups.length === 0) for (const account of accounts) flagged[account] = 1;
    groups.push({ accounts: Int32Array.from(accounts).sort() });
    rest = withoutBlock(rest, block);
  }
  return { surprise: levelsOf(weighed(whole)), flagged, groups };
}

/** Of each account the greatest of what leaving nodes added until it left itself, as either end. */
function levelsOf(graph: Graph): Float64Array {
  const { rows, columns, from, to } = graph;
  const weights = columnWeights(graph);
  const [byRow, byColumn] = [endsBy(from, rows, to, null), endsBy(to, columns, from, null)];
  const waiting = new LeastFirst(addedBy(graph, weights));
  const levels = new Float64Array(Math.max(rows, columns));
  let level = 0;
  while (waiting.size > 0) {
    const node = waiting.takeLeast();
    const account = node < rows ? node : node - rows;
    level = Math.max(level, waiting.takenKey);
    levels[account] = Math.max(levels[account]!, level);
    const { starts, ends } = node < rows ? byRow : byColumn;
    for (let at = starts[account]!; at < starts[account + 1]!; at += 1) {
      const other = ends[at]!;
      if (node < rows) waiting.lower(rows + other, weights[other]!);
      else waiting.lower(other, weights[account]!);
    }
  }
  return levels;
}

const MUTUAL_MIN = 20;
const RETURNED_MIN = 0.8;

/**
 * Who follows back whoever follows: the overlap of followers and followed, over the smaller of the two
 * (N. Dugué and A. Perez, "Social capitalists on Twitter: detection, evolution and behavioral analysis",
 * Social Network Analysis and Mining 4, 2014, https://doi.org/10.1007/s13278-014-0178-4), times the logarithm of how
 * many there are, so that two friends do not lead the list. Flagged is who has at least 20 mutual ties and
 * got back at least 80 % of those given.
 */
export function reciprocity(events: Events): Verdict {
  const accounts = events.accounts.ids.length;
  const { from, to } = followGraph(events);
  const index = pairIndex(accounts, from, to);
  const followers = new Int32Array(accounts);
  for (const account of to) followers[account]! += 1;
  const surprise = new Float64Array(accounts);
  const flagged = new Uint8Array(accounts);
  for (let account = 0; account < accounts; account += 1) {
    const given = index.rows[account + 1]! - index.rows[account]!;
    const mutual = mutualOf(index, account);
    const fewer = Math.min(given, followers[account]!);
    if (mutual > 0) surprise[account] = (mutual / fewer) * Math.log1p(mutual);
    if (mutual >= MUTUAL_MIN && mutual >= RETURNED_MIN * given) flagged[account] = 1;
  }
  return { surprise, flagged, groups: [] };
}

function mutualOf(index: PairIndex, account: number): number {
  let mutual = 0;
  for (let pair = index.rows[account]!; pair < index.rows[account + 1]!; pair += 1) {
    if (findPair(index, index.to[pair]!, account) >= 0) mutual += 1;
  }
  return mutual;
}

/** Who ever followed whom, each pair once and nobody themselves. */
function followGraph({ accounts, follows }: Events): Graph {
  const size = accounts.ids.length;
  const pairs = pairIndex(size, follows.follower, follows.followee);
  const others = pairs.from.map((from, pair) => (from === pairs.to[pair] ? -1 : pair));
  const kept = others.filter((pair) => pair >= 0);
  return {
    ...{ rows: size, columns: size },
    from: kept.map((pair) => pairs.from[pair]!),
    to: kept.map((pair) => pairs.to[pair]!),
  };
}

export const PEERS: Record<string, (events: Events) => Verdict> = {
  FRAUDAR: fraudar,
  reciprocity,
  "plain density": plainDensity,
};
