/**
 * The lengths of reads: whether somebody stayed for the story or for the count.
 *
 * Two ways to read are compared, read by read. Who reads takes as long as what was in view takes at their own
 * pace, give or take; who opens a story to be counted stays a little over the line of thirty seconds.
 */
import type { Events } from "./events.ts";

/** A read is counted from 30 seconds; who works for the count stays about so long, in natural logarithms. */
const LINE = Math.log(43);
const LINE_SPREAD = 0.26;
/** People stray so far from their own pace. */
const PACE_SPREAD = 0.45;
/** What is neither: everything is possible, so no read says more than a little. */
const STRAY = 0.06;
/** Attention below the line is not counted, so nobody is paid for it. */
const COUNTED_SECONDS = 29;
/** A story that takes no longer than that tells nothing; one that takes twice as long, all it can. */
const TELLING = Math.log(2);

/** Of each read: the logarithm of how much likelier it is from who works for the count. */
export function mechanicalWeights(
  { stories, reads }: Pick<Events, "stories" | "reads">,
  pace: Float64Array,
): Float64Array {
  return reads.seconds.map((seconds, read) => {
    if (seconds < COUNTED_SECONDS) return 0;
    const whole =
      Math.max(20, stories.expectedSeconds[reads.story[read]!]!) * pace[reads.reader[read]!]!;
    const inView = Math.max(0.05, Math.min(1, reads.coverage[read]!));
    const telling = Math.min(1, Math.max(0, (Math.log(whole) - LINE) / TELLING));
    const at = Math.log(seconds);
    const forCount = density(at, LINE, LINE_SPREAD) + STRAY;
    const forItself = density(at, Math.log(whole * inView), PACE_SPREAD) + STRAY;
    return telling * Math.log(forCount / forItself);
  });
}

function density(at: number, middle: number, spread: number): number {
  const away = (at - middle) / spread;
  return Math.exp(-0.5 * away * away) / (spread * 2.5066);
}
