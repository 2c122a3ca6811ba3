/** When follows were made: how soon one was returned, and how many were made at once. */
import type { Events } from "./events.ts";
import { sortedBy } from "./pair-index.ts";
import type { Relations } from "./relations.ts";

const TOGETHER_DAYS = 0.5;

/** Of each follow: the shortest time to a follow the other way, in days; infinite when there is none. */
export function returnLags(
  { follows }: Events,
  { ofFollow, starts, reads, order, reverse }: Relations,
): Float64Array {
  return follows.at.map((at, follow) => {
    const back = reverse[ofFollow[follow]!]!;
    let lag = Number.POSITIVE_INFINITY;
    if (back < 0) return lag;
    for (let place = starts[back]!; place < reads[back]!; place += 1)
      lag = Math.min(lag, Math.abs(follows.at[order[place]!]! - at));
    return lag;
  });
}

/** Of each follow: the others of the same account within twelve hours before or after. */
export function followsTogether({ accounts, follows }: Events): Int32Array {
  const together = new Int32Array(follows.at.length);
  const order = sortedBy(follows.follower, accounts.ids.length);
  for (let from = 0; from < order.length; ) {
    const follower = follows.follower[order[from]!]!;
    let to = from + 1;
    while (to < order.length && follows.follower[order[to]!] === follower) to += 1;
    if (to - from > 1) countTogether(order.subarray(from, to), follows.at, together);
    from = to;
  }
  return together;
}

function countTogether(own: Int32Array, at: Float64Array, together: Int32Array): void {
  own.sort((a, b) => at[a]! - at[b]!);
  let first = 0;
  let last = 0;
  for (let place = 0; place < own.length; place += 1) {
    const now = at[own[place]!]!;
    while (at[own[first]!]! < now - TOGETHER_DAYS) first += 1;
    last = Math.max(last, place);
    while (last + 1 < own.length && at[own[last + 1]!]! <= now + TOGETHER_DAYS) last += 1;
    together[own[place]!] = last - first;
  }
}
