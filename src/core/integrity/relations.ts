/**
 * Relations: everything that one account did with another, by ordered pair, in the order of the first and
 * then the second: follows, reads, claps, responses, what was shown.
 *
 * One index over all events, by counting sorts; the time is linear in events and accounts.
 */
import type { Events } from "./events.ts";
import { type PairIndex, pairIndex, sortedBy } from "./pair-index.ts";

const EMPTY = new Int32Array();

export interface Relations extends PairIndex {
  /** Of each pair its reverse, or -1. */
  readonly reverse: Int32Array;
  /** Of each follow, in their order, its pair. */
  readonly ofFollow: Int32Array;
  /**
   * The events of pair `p` at `starts[p]`, and on: its follows until `reads[p]`, its reads until `claps[p]`, its claps
   * until `responses[p]`, its responses until `shown[p]`, then what was shown. Each is a place in `order`,
   * which holds rows of the list that it belongs to.
   */
  readonly reads: Int32Array;
  readonly claps: Int32Array;
  readonly responses: Int32Array;
  readonly shown: Int32Array;
}

export function relationsOf(events: Events): Relations {
  const { accounts, follows, reads, claps, responses, shown, stories } = events;
  const lists = [reads, claps, responses, ...(shown ? [shown] : [])];
  const firsts = [0, follows.at.length];
  for (const { at } of lists) firsts.push(firsts.at(-1)! + at.length);
  const from = new Int32Array(firsts.at(-1)!);
  const to = new Int32Array(from.length);
  from.set(follows.follower);
  to.set(follows.followee);
  for (const [list, { reader, story }] of lists.entries()) {
    const first = firsts[list + 1]!;
    from.set(reader, first);
    for (let row = 0; row < story.length; row += 1) to[first + row] = stories.author[story[row]!]!;
  }
  const index = pairIndex(accounts.ids.length, from, to);
  while (firsts.length < 6) firsts.push(from.length);
  const ofFollow = new Int32Array(follows.at.length);
  const sections = sectionsOf(index, firsts, ofFollow);
  return { ...index, ...sections, ofFollow, reverse: reversed(index, accounts.ids.length) };
}

/** Where each list begins within each pair; `order` is made to hold rows of the lists. */
function sectionsOf(
  { size, starts, order }: PairIndex,
  firsts: readonly number[],
  ofFollow: Int32Array,
): Pick<Relations, "reads" | "claps" | "responses" | "shown"> {
  const ends = [0, 1, 2, 3].map(() => new Int32Array(size));
  for (let pair = 0; pair < size; pair += 1) {
    let list = 0;
    const to = starts[pair + 1]!;
    for (let at = starts[pair]!; at < to; at += 1) {
      const event = order[at]!;
      while (event >= firsts[list + 1]!) ends[list++]![pair] = at;
      order[at] = event - firsts[list]!;
      if (list === 0) ofFollow[event] = pair;
    }
    while (list < 4) ends[list++]![pair] = to;
  }
  const [reads = EMPTY, claps = EMPTY, responses = EMPTY, shown = EMPTY] = ends;
  return { reads, claps, responses, shown };
}

/** By walking the pairs in their order beside the same pairs in the order of the second and then the first. */
function reversed({ size, from, to }: PairIndex, accounts: number): Int32Array {
  const reverse = new Int32Array(size).fill(-1);
  const turned = sortedBy(to, accounts);
  let at = 0;
  for (let pair = 0; pair < size; pair += 1) {
    const [one, other] = [from[pair]!, to[pair]!];
    while (at < size && isBefore(to[turned[at]!]!, from[turned[at]!]!, one, other)) at += 1;
    if (at >= size) break;
    const facing = turned[at]!;
    if (to[facing] === one && from[facing] === other) reverse[pair] = facing;
  }
  return reverse;
}

const isBefore = (a: number, b: number, one: number, other: number) =>
  a < one || (a === one && b < other);
