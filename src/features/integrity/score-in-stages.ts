/** Scores events, texts first, and times the stages. */
import { caseDrafts, type Drafts } from "../../core/integrity/cases/drafts.ts";
import type { Events } from "../../core/integrity/events.ts";
import { type Scores, scoreEvents } from "../../core/integrity/score.ts";
import { scoreTexts } from "../../core/integrity/text/score-texts.ts";

export interface Order {
  events: Events;
  texts: readonly string[];
  /** Places of accounts that were confirmed to trade. */
  confirmed: Int32Array;
}

export interface Scored {
  scores: Scores;
  /** The evidence of what a person should look at, drawn while the events are at hand. */
  found: Drafts;
  /** Milliseconds. */
  stages: Record<string, number>;
}

export function scoreInStages({ events, texts, confirmed }: Order): Scored {
  const stages: Record<string, number> = {};
  let began = performance.now();
  let stage = "";
  const onStage = (name: string) => {
    const now = performance.now();
    if (stage) stages[stage] = (stages[stage] ?? 0) + now - began;
    [began, stage] = [now, name];
  };
  onStage("texts");
  const read = { ...events, responses: { ...events.responses, ...scoreTexts(texts) } };
  const scores = scoreEvents(read, { confirmed, onStage });
  onStage("cases");
  const found = caseDrafts(read, scores);
  onStage("");
  return { scores, found, stages };
}
