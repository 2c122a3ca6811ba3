/** Discounts: how much of the attention from one account to another is not counted. */
import type { Bindings } from "./bindings.ts";

/** Attention from one account to another that is not counted, in full when `discount` is 1. */
export interface Pairs {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly discount: Float64Array;
}

/** Below this the pair is left alone. */
const DISCOUNT_FROM = 0.5;
/** Before anything is known of the bond, of all that traders give each other this part is for gain. */
const FOR_GAIN = 0.5;
/** Only what somebody gives who stands out is discounted at all. */
const SURPRISE_FROM = 9;

export function discountsOf(found: Bindings, surprise: Float64Array): Pairs {
  const { relations, bonds, spread } = found;
  const { size, from, to, claps, reads, shown } = relations;
  const kept = new Int32Array(size);
  const discounts = new Float64Array(size);
  let count = 0;
  for (let pair = 0; pair < size; pair += 1) {
    const [one, other] = [from[pair]!, to[pair]!];
    const hasAttention = shown[pair]! > reads[pair]! || claps[pair]! > reads[pair]!;
    if (one === other || !hasAttention || surprise[one]! < SURPRISE_FROM) continue;
    const both = FOR_GAIN * spread.partner[other]!;
    const ratio = Math.exp(bonds[pair]!);
    const part = (both * ratio) / (both * ratio + 1 - both);
    if (part < DISCOUNT_FROM) continue;
    kept[count] = pair;
    discounts[count++] = part;
  }
  return {
    from: kept.subarray(0, count).map((pair) => from[pair]!),
    to: kept.subarray(0, count).map((pair) => to[pair]!),
    discount: discounts.slice(0, count),
  };
}
