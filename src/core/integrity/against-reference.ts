/**
 * Surprise of a few accounts against what was measured of everybody before (docs/policy/integrity.md §7):
 * a neighbourhood of some hundred accounts is no reference for itself.
 *
 * Of the reference only the tails are kept, so below them nothing is surprising. The whole is the top
 * channel and a little of the second, less what many chances to stand out come to: where a run measures
 * that once more against everybody, this is careful.
 */
import { CHANNELS, type Channel } from "./channels.ts";
import type { Reference, Scores } from "./score.ts";

const SECOND_PART = 0.2;
/** What only calls for a look. */
const UNCOUNTED: ReadonlySet<Channel> = new Set(["burst"]);
const CHANCES = Math.log(CHANNELS.length - UNCOUNTED.size);

export interface Surprise {
  surprise: number;
  channel: Channel;
}

/** Of the account at `place`. */
export function surpriseAgainst(
  reference: readonly Reference[],
  { values, stratum }: Pick<Scores, "values" | "stratum">,
  place: number,
): Surprise {
  const found = CHANNELS.filter((channel) => !UNCOUNTED.has(channel)).map((channel) => {
    const tail = reference.find((one) => one.channel === channel && one.stratum === stratum[place]);
    const value = values[CHANNELS.indexOf(channel)]![place]!;
    return { channel, surprise: tail ? inTail(tail, value) : 0 };
  });
  const [top, second] = found.sort((a, b) => b.surprise - a.surprise);
  const together = top!.surprise + SECOND_PART * second!.surprise - CHANCES;
  return { surprise: Math.max(0, together), channel: top!.channel };
}

function inTail({ tailFrom, tailMean, tailPart }: Reference, value: number): number {
  if (value <= tailFrom || tailPart <= 0) return 0;
  return -Math.log(tailPart) + (value - tailFrom) / tailMean;
}
