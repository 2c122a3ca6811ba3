/** Texts of responses as integrity looks at them: how general each is, and whether it offers a trade. */
import { genericnessOf } from "./genericness.ts";
import { nearDuplicates } from "./near-duplicates.ts";
import { normalised } from "./normalise.ts";
import { solicitationOf } from "./solicitation.ts";

export interface TextScores {
  /** How much each text could stand under any story, 0 to 1. */
  readonly genericness: Float64Array;
  /** Whether it offers a trade, 0 to 1; from 0.5 it does. */
  readonly solicits: Float64Array;
}

/** Copies of one text, with small changes, are judged together when there are so many … */
const COPIES_MIN = 5;
/** … this much alike, and almost all of them are offers. */
const ALIKE = 0.75;
const OFFERS_PART = 0.8;

/** In the order of the texts. What is pasted again and again is as much an offer as its other copies are. */
export function scoreTexts(texts: readonly string[]): TextScores {
  const genericness = new Float64Array(texts.length);
  const solicits = new Float64Array(texts.length);
  const normals: string[] = [];
  const first = new Map<string, number>();
  for (const [place, text] of texts.entries()) {
    const same = first.get(text);
    if (same === undefined) {
      first.set(text, place);
      const normal = normalised(text);
      normals.push(normal);
      genericness[place] = genericnessOf(normal);
      solicits[place] = solicitationOf(normal);
    } else {
      normals.push(normals[same]!);
      genericness[place] = genericness[same]!;
      solicits[place] = solicits[same]!;
    }
  }
  return { genericness, solicits: withCopies(normals, solicits) };
}

function withCopies(normals: readonly string[], solicits: Float64Array): Float64Array {
  const { first, copies } = nearDuplicates(normals, ALIKE);
  const sums = new Float64Array(solicits.length);
  for (const [place, one] of first.entries()) sums[one]! += solicits[place]!;
  return solicits.map((own, place) => {
    const mean = sums[first[place]!]! / copies[place]!;
    return copies[place]! >= COPIES_MIN && mean >= OFFERS_PART ? Math.max(own, mean) : own;
  });
}
