/**
 * Closure: whether two who are bound without reading have more such bonds with the same others than chance
 * would give them.
 *
 * Rings, chains and markets close upon themselves; follows that honest people forgot go to whoever is
 * popular. So the common ends of two accounts are held against what their numbers of bonds would give in a
 * graph wired at random (the configuration model; Newman, Networks, 2010, chapter 13). Triangles are
 * listed from the lesser end of each bond, which takes m^1.5 at worst (Chiba and Nishizeki 1985).
 */
import type { Relations } from "./relations.ts";

/** Who is bound to more than so many is popular, and says nothing of who shares them. */
const ENDS_MAX = 250;
/**
 * People with the same interests share ends more often than chance has it. How much more is seen from what they
 * read, which nobody trades; unread ends are taken to be shared up to so many times as often as that, and a few at
 * least.
 */
const KINSHIP_TIMES = 2;
const KINSHIP_MIN = 2;
const SHARED_PRIOR = 0.6;
export const CLOSURE_MOST = 3;

/** Ends shared by reading count this many times against those shared without … */
const READ_AGAINST = 2;
/** … and what was not read because there was no occasion this part of itself. */
const UNREAD_AGAINST = 0.7;
/** Each end shared without reading, over those shared by it, says at most so much. */
const SHARED_MOST = 0.8;

/**
 * Of each pair: what its shared ends say for a trade, 0 up to `CLOSURE_MOST`; 0 where the bond is none.
 * `hollow` is the level of pairs that are bound without reading (`bonds.ts`), and `bound` is 1 for those that
 * are bound at all.
 */
export function closureOf(
  accounts: number,
  relations: Relations,
  bound: Uint8Array,
  hollow: Uint8Array,
): Float64Array {
  const { size, reverse } = relations;
  const result = new Float64Array(size);
  const edges = edgesOf(accounts, relations, bound, hollow);
  const shared = sharedEnds(accounts, edges);
  const chances = chancesOf(accounts, edges, worthOf);
  const kinship = kinshipOf(accounts, edges, shared.reading);
  for (let edge = 0; edge < edges.count; edge += 1) {
    if (!edges.hollow[edge]) continue;
    const [without, read] = [shared.hollow[edge]!, shared.read[edge]!];
    const weight = Math.min(
      excess(without, kinship * chances[edge]! + SHARED_PRIOR),
      SHARED_MOST * Math.max(0, without - READ_AGAINST * read),
    );
    const pair = edges.pair[edge]!;
    for (const way of [pair, reverse[pair]!])
      if (way >= 0 && hollow[way]) result[way] = weight * worthOf(hollow[way]!);
  }
  return result;
}

/** The logarithm of how much likelier so many are than the expected number, for a Poisson count. */
function excess(count: number, expected: number): number {
  if (count <= expected) return 0;
  return Math.min(CLOSURE_MOST, count * Math.log(count / expected) - count + expected);
}

/** How many times as often as chance has it ends are shared that are read all round. */
function kinshipOf(accounts: number, edges: Edges, reading: number): number {
  const chances = chancesOf(accounts, edges, (level) => (level === 0 ? 1 : 0));
  const byChance = chances.reduce((sum, one) => sum + one, 0);
  return Math.max(KINSHIP_MIN, (KINSHIP_TIMES * reading) / Math.max(1, byChance));
}

/**
 * Of each edge the ends that its two would share if bonds were wired at random, of those whose level is worth
 * something; 0 for edges that are worth nothing.
 */
function chancesOf(
  accounts: number,
  { count, from, to, hollow }: Edges,
  worthAt: (level: number) => number,
): Float64Array {
  const degree = new Float64Array(accounts);
  let ends = 0;
  const forWorthy = (visit: (one: number, other: number, edge: number, worth: number) => void) => {
    for (let edge = 0; edge < count; edge += 1) {
      const worth = worthAt(hollow[edge]!);
      if (worth > 0) visit(from[edge]!, to[edge]!, edge, worth);
    }
  };
  forWorthy((one, other, _, worth) => {
    degree[one]! += worth;
    degree[other]! += worth;
    ends += 2 * worth;
  });
  const around = new Float64Array(accounts);
  forWorthy((one, other, _, worth) => {
    around[one]! += worth * degree[other]!;
    around[other]! += worth * degree[one]!;
  });
  const chances = new Float64Array(count);
  forWorthy((one, other, edge) => {
    chances[edge] = Math.max(degree[one]! * around[other]!, degree[other]! * around[one]!) / ends;
  });
  return chances;
}

interface Edges {
  count: number;
  /** The end with fewer bonds, and the other. */
  from: Int32Array;
  to: Int32Array;
  pair: Int32Array;
  hollow: Uint8Array;
}

/** Each two that are bound, once, whichever way; without those who are bound to very many. */
function edgesOf(
  accounts: number,
  { size, from, to, reverse }: Relations,
  bound: Uint8Array,
  hollow: Uint8Array,
): Edges {
  const degree = new Int32Array(accounts);
  const pairs = new Int32Array(size);
  let count = 0;
  for (let pair = 0; pair < size; pair += 1) {
    const [one, other, back] = [from[pair]!, to[pair]!, reverse[pair]!];
    if (one === other || !bound[pair] || (one > other && back >= 0 && bound[back])) continue;
    pairs[count++] = pair;
    degree[one]! += 1;
    degree[other]! += 1;
  }
  const kept = pairs
    .subarray(0, count)
    .filter((pair) => degree[from[pair]!]! <= ENDS_MAX && degree[to[pair]!]! <= ENDS_MAX);
  const isLess = (one: number, other: number) =>
    degree[one]! < degree[other]! || (degree[one]! === degree[other]! && one < other);
  const turned = kept.map((pair) => (isLess(from[pair]!, to[pair]!) ? 0 : 1));
  return {
    count: kept.length,
    from: kept.map((pair, edge) => (turned[edge] ? to[pair]! : from[pair]!)),
    to: kept.map((pair, edge) => (turned[edge] ? from[pair]! : to[pair]!)),
    pair: kept,
    hollow: Uint8Array.from(kept, (pair) => levelOf(hollow, pair, reverse[pair]!)),
  };
}

/** What a bond of a level is worth: read, unread with hardly an occasion, and unread with one (`bonds.ts`). */
const WORTH = Float64Array.of(0, 0.6, 1);
const worthOf = (level: number) => WORTH[level]!;

/** Without reading either way. */
const levelOf = (hollow: Uint8Array, pair: number, back: number) =>
  Math.max(hollow[pair]!, back >= 0 ? hollow[back]! : 0);

interface Shared {
  /** Of each edge the ends that its two share by reading, and those that they share without. */
  read: Float64Array;
  hollow: Float64Array;
  /** Ends shared where all three read, over all edges. */
  reading: number;
}

function sharedEnds(accounts: number, edges: Edges): Shared {
  const { count: size, from, to, hollow } = edges;
  const starts = new Int32Array(accounts + 1);
  for (let edge = 0; edge < size; edge += 1) starts[from[edge]! + 1]! += 1;
  for (let account = 0; account < accounts; account += 1) starts[account + 1]! += starts[account]!;
  const next = starts.slice();
  const out = new Int32Array(size);
  for (let edge = 0; edge < size; edge += 1) out[next[from[edge]!]!++] = edge;
  const shared: Shared = {
    read: new Float64Array(size),
    hollow: new Float64Array(size),
    reading: 0,
  };
  const mark = new Int32Array(accounts).fill(-1);
  const count = (edge: number, one: number, other: number) => {
    const without = worthOf(hollow[one]!) * worthOf(hollow[other]!);
    shared.hollow[edge]! += without;
    shared.read[edge]! += without > 0 ? UNREAD_AGAINST * (1 - without) : 1;
  };
  const add = (one: number, other: number, third: number) => {
    if (hollow[one] === 0 && hollow[other] === 0 && hollow[third] === 0) shared.reading += 3;
    count(one, other, third);
    count(other, one, third);
    count(third, one, other);
  };
  for (let account = 0; account < accounts; account += 1) {
    const own = out.subarray(starts[account], starts[account + 1]);
    for (const edge of own) mark[to[edge]!] = edge;
    for (const edge of own) {
      const middle = to[edge]!;
      for (let beyond = starts[middle]!; beyond < starts[middle + 1]!; beyond += 1) {
        const third = mark[to[out[beyond]!]!]!;
        if (third >= 0) add(edge, out[beyond]!, third);
      }
    }
    for (const edge of own) mark[to[edge]!] = -1;
  }
  return shared;
}
