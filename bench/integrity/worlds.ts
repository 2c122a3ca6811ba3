/** Made-up communities with the scores of their texts, and what the engine says of them. */
import { type Channel, scoreEvents } from "../../src/core/integrity/score.ts";
import { scoreTexts } from "../../src/core/integrity/text/score-texts.ts";
import {
  type Community,
  type Options,
  simulate,
} from "../../test/simulation/community/simulate.ts";
import { type WorldFigures, worldFigures } from "./world-figures.ts";

export function withTexts(options: Options): Community {
  const community = simulate(options);
  const responses = { ...community.events.responses, ...scoreTexts(community.texts) };
  return { ...community, events: { ...community.events, responses } };
}

export function figuresOf(
  community: Community,
  without: ReadonlySet<Channel> = new Set(),
): WorldFigures {
  const scores = scoreEvents(community.events, { without });
  const groups = scores.groups.filter(({ released }) => !released);
  return worldFigures(community, { ...scores, tie: scores.ties.q, groups });
}
