/** Texts of responses as integrity looks at them: how general each is, and whether it offers a trade. */
import { genericnessOf } from "./genericness.ts";
import { normalised } from "./normalise.ts";
import { solicitationOf } from "./solicitation.ts";

export interface TextScores {
  /** How much each text could stand under any story, 0 to 1. */
  readonly genericness: Float64Array;
  /** Whether it offers a trade, 0 to 1; from 0.5 it does. */
  readonly solicits: Float64Array;
}

/** In the order of the texts. A text gives the same whatever stands beside it. */
export function scoreTexts(texts: readonly string[]): TextScores {
  const genericness = new Float64Array(texts.length);
  const solicits = new Float64Array(texts.length);
  const first = new Map<string, number>();
  for (const [place, text] of texts.entries()) {
    const same = first.get(text);
    if (same === undefined) {
      first.set(text, place);
      const normal = normalised(text);
      genericness[place] = genericnessOf(normal);
      solicits[place] = solicitationOf(normal);
    } else {
      genericness[place] = genericness[same]!;
      solicits[place] = solicits[same]!;
    }
  }
  return { genericness, solicits };
}
