/**
 * Attention credit: what one read shows of somebody's interest, 0 to 1 (docs/policy/integrity.md §2).
 *
 * The time given, against the time the story takes at the reader's own pace, times the part of the text
 * that was in view. So a token read of half a minute shows little on a long story, and a quick reader's
 * reads show as much as a slow one's.
 */
import type { Events } from "./events.ts";
import { sortedBy } from "./pair-index.ts";
import { mechanicalWeights } from "./read-lengths.ts";

/** Nobody is taken to read faster or slower than this, as parts of the expected time. */
const PACE_MIN = 0.6;
const PACE_MAX = 2;
/** As many reads at the expected pace everybody is given to begin with. */
const PACE_PRIOR = 3;
/** So much of a read is a glance, which anybody gives anything. */
const GLANCE = 0.2;
/** A read whose length was most likely chosen to be counted is worth half when it weighs so much. */
const DOUBT = 0;
/** Of a reader's reads this part is quicker than their pace: most who leave early do so at once. */
const PACE_QUANTILE = 0.75;

/** Of each account: how long it takes over a story, as a part of what is expected. */
export function paces({ accounts, stories, reads }: Events): Float64Array {
  const count = accounts.ids.length;
  const order = sortedBy(reads.reader, count);
  const result = new Float64Array(count).fill(1);
  for (let from = 0; from < order.length; ) {
    const reader = reads.reader[order[from]!]!;
    let to = from;
    while (to < order.length && reads.reader[order[to]!] === reader) to += 1;
    const ratios = new Float64Array(to - from);
    for (let at = from; at < to; at += 1) {
      const read = order[at]!;
      ratios[at - from] =
        reads.seconds[read]! / expected(stories.expectedSeconds[reads.story[read]!]!);
    }
    result[reader] = paceOf(ratios.sort());
    from = to;
  }
  return result;
}

/** `ratios` ascending. */
function paceOf(ratios: Float64Array): number {
  const usual = ratios[Math.floor(PACE_QUANTILE * (ratios.length - 1))]!;
  const shrunk = (usual * ratios.length + PACE_PRIOR) / (ratios.length + PACE_PRIOR);
  return Math.min(PACE_MAX, Math.max(PACE_MIN, shrunk));
}

/** Of each read, in their order. `pace` is that of `paces`. */
export function attentionCredits(events: Events, pace = paces(events)): Float64Array {
  const { stories, reads } = events;
  const weights = mechanicalWeights(events, pace);
  return reads.seconds.map((seconds, read) => {
    const full =
      expected(stories.expectedSeconds[reads.story[read]!]!) * pace[reads.reader[read]!]!;
    const part = Math.min(1, seconds / full) * Math.min(1, Math.max(0, reads.coverage[read]!));
    const credit = Math.max(0, (part - GLANCE) / (1 - GLANCE));
    return credit / (1 + Math.exp(weights[read]! - DOUBT));
  });
}

/** A story of no length takes a moment. */
const expected = (seconds: number) => Math.max(1, seconds);
