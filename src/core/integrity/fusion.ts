/**
 * Fusion: the surprise of an account, all channels together: the top one, and a little of the second
 * (docs/policy/integrity.md §8).
 *
 * Who has eight chances to stand out does so more often, so what comes of it is measured once more against
 * the same reference: "1 in N" is true of the whole.
 */
import { CHANNELS, type Channel } from "./channels.ts";
import { OF_THE_WHOLE, type Scale, scalesOf, surpriseOf } from "./surprise.ts";

const SECOND_PART = 0.2;
/** Whoever comes so far is no reference for the others. */
const LEFT_FROM = 6.5;
const ROUNDS = 3;

export interface Fused {
  readonly surprise: Float64Array;
  readonly channel: Uint8Array;
  readonly perChannel: readonly Float64Array[];
  /** By channel and stratum, and of those who were no reference. */
  readonly scales: readonly (readonly Scale[])[];
  readonly left: Uint8Array;
}

/** `left` is 1 for accounts that stand out beforehand; what only calls for a look is not counted. */
export function fuse(
  values: readonly Float64Array[],
  stratum: Uint8Array,
  left: Uint8Array,
  uncounted: ReadonlySet<Channel>,
): Fused {
  let fused = fuseOnce(values, stratum, left, uncounted);
  for (let round = 1; round < ROUNDS; round += 1) {
    const out = left.map((one, account) => (one || fused.surprise[account]! >= LEFT_FROM ? 1 : 0));
    fused = fuseOnce(values, stratum, out, uncounted);
  }
  return fused;
}

function fuseOnce(
  values: readonly Float64Array[],
  stratum: Uint8Array,
  left: Uint8Array,
  uncounted: ReadonlySet<Channel>,
): Fused {
  const scales = values.map((column) => scalesOf(column, stratum, left));
  const perChannel = values.map((column, channel) =>
    column.map((value, account) => surpriseOf(scales[channel]![stratum[account]!]!, value)),
  );
  const counted = CHANNELS.flatMap((name, place) => (uncounted.has(name) ? [] : [place]));
  const channel = new Uint8Array(stratum.length);
  const together = new Float64Array(stratum.length);
  for (let account = 0; account < stratum.length; account += 1) {
    let [top, second] = [0, 0];
    for (const place of counted) {
      const one = perChannel[place]![account]!;
      if (one > top) {
        second = top;
        top = one;
        channel[account] = place;
      } else if (one > second) second = one;
    }
    together[account] = top + SECOND_PART * second;
  }
  const whole = scalesOf(together, new Uint8Array(stratum.length), left, OF_THE_WHOLE)[0]!;
  const surprise = together.map((value) => surpriseOf(whole, value));
  return { surprise, channel, perChannel, scales, left };
}
