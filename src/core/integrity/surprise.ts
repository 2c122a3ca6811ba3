/**
 * Surprise: -ln of the part of honest accounts that come as far (docs/policy/integrity.md §7).
 *
 * Honest accounts are not known by name, so the reference is everybody but those who stand out; what is
 * left is counted, and beyond its last thirtieth continued as an exponential tail. Channels are
 * logarithms of likelihood ratios, and an honest account passes such a ratio of x at most once in e^x
 * (Markov's inequality), so a tail with a mean excess of 1 is what is known beforehand.
 */
import { STRATA } from "./strata.ts";

/** With fewer accounts than this a stratum is looked at together with others. */
const STRATUM_MIN = 400;
/** How a tail is made: where this part of the reference is left it begins; what is known beforehand weighs so many accounts. */
export interface Shape {
  readonly part: number;
  readonly prior: number;
  /** The end of the tail is cut off with those who stand out, so it is longer than it looks. */
  readonly cutOff: number;
  /** No tail is taken to have a smaller mean excess than this. */
  readonly meanMin: number;
}
export const OF_CHANNELS: Shape = { part: 0.03, prior: 8, cutOff: 1.15, meanMin: 0.7 };
/** Surprises add up to a surprise, so of the whole more is known beforehand. */
export const OF_THE_WHOLE: Shape = { part: 0.015, prior: 60, cutOff: 1.1, meanMin: 1 };
/** However few were seen to, this part comes beyond the rest: who did was taken out as standing out. */
const PART_MIN = 1 / 400;
/** The tail has so many accounts at least. */
const TAIL_MIN = 25;
/** No tail is taken to be longer: such a one is made of those who should stand out. */
const TAIL_MEAN_MAX = 1.6;

export interface Scale {
  readonly stratum: number;
  /** The strata it is compared with: its own, and others where that is small. */
  readonly together: readonly number[];
  /** Ascending. */
  readonly reference: Float64Array;
  readonly size: number;
  /** How many of them stand out, and are no reference. */
  readonly trimmed: number;
  readonly tailFrom: number;
  readonly tailMean: number;
  readonly tailPart: number;
}

/** By stratum. `left` is 1 for accounts that stand out, and are no reference. */
export function scalesOf(
  values: Float64Array,
  stratum: Uint8Array,
  left: Uint8Array,
  shape: Shape = OF_CHANNELS,
): Scale[] {
  const kept = new Int32Array(STRATA);
  const sizes = new Int32Array(STRATA);
  for (const [account, one] of stratum.entries()) {
    sizes[one]! += 1;
    if (!left[account]) kept[one]! += 1;
  }
  const total = kept.reduce((sum, one) => sum + one, 0);
  return Array.from({ length: STRATA }, (_, one) => {
    const like = companionsOf(one, kept, total);
    const reference = values.filter((_, account) => !left[account] && like[stratum[account]!]);
    return {
      stratum: one,
      together: like.flatMap((is, other) => (is ? [other] : [])),
      size: sizes[one]!,
      trimmed: sizes[one]! - kept[one]!,
      ...tailOf(reference.sort(), shape),
    };
  });
}

/** Which strata are looked at together with this one: the other age, then all of its activity, then all. */
function companionsOf(stratum: number, kept: Int32Array, total: number): boolean[] {
  const need = Math.min(STRATUM_MIN, total);
  for (const width of [1, 2, 4]) {
    const first = stratum - (stratum % width);
    let count = 0;
    for (let one = first; one < first + width; one += 1) count += kept[one]!;
    if (count >= need) return Array.from(kept, (_, one) => one >= first && one < first + width);
  }
  return Array.from(kept, () => true);
}

function tailOf(
  reference: Float64Array,
  { part, prior, cutOff, meanMin }: Shape,
): Omit<Scale, "stratum" | "together" | "size" | "trimmed"> {
  const count = reference.length;
  const tail = Math.max(Math.min(count, TAIL_MIN), Math.ceil(part * count));
  const tailFrom = reference[count - tail] ?? 0;
  let beyond = 0;
  let excess = 0;
  for (let place = count - tail; place < count; place += 1) {
    if (reference[place]! <= tailFrom) continue;
    beyond += 1;
    excess += reference[place]! - tailFrom;
  }
  const tailMean = Math.min(
    TAIL_MEAN_MAX,
    Math.max(meanMin, (cutOff * excess + prior) / (beyond + prior)),
  );
  const tailPart = Math.max(PART_MIN, (beyond + 1) / (count + 1));
  return { reference, tailFrom, tailMean, tailPart };
}

/** The surprise of a value. */
export function surpriseOf(
  { reference, tailFrom, tailMean, tailPart }: Scale,
  value: number,
): number {
  if (value > tailFrom) return -Math.log(tailPart) + (value - tailFrom) / tailMean;
  const count = reference.length;
  return Math.log((count + 1) / (count - firstFrom(reference, value) + 1));
}

/** The place of the first that is at least `value`. */
function firstFrom(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
