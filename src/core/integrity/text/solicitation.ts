/**
 * Whether a text offers a trade: "follow me and I follow you". Talking about such offers is none.
 *
 * A linear model over words, runs of letters and the order of an offer's parts, trained when it is first asked
 * on sentences made from the patterns in `phrases/`. A text is read sentence by sentence and in pairs of
 * sentences, and is as much an offer as the one that is most: thoughts put around an offer do not hide it.
 */
import { bitsOf, echoes, featuresOf, hasAny, knownWords, WIDTH, type Word } from "./features.ts";
import { type Example, type LinearModel, probability, trained, weigh } from "./linear-model.ts";
import { normalised } from "./normalise.ts";
import { ENGLISH_OFFERS } from "./phrases/english-offers.ts";
import { ENGLISH_ABOUT, ENGLISH_NEAR, PRAISE, THOUGHTS } from "./phrases/english-talk.ts";
import { expanded } from "./phrases/expanded.ts";
import { OTHER_OFFERS, OTHER_TALK } from "./phrases/other-languages.ts";
import { sentencesOf } from "./words.ts";

const ENGLISH_EACH = 40;
const OTHER_EACH = 12;
const TRAINING = { width: WIDTH, rounds: 6, rate: 0.15, decay: 1e-4 };
const QUOTED = /["“„«]([^"”“»]{3,500}?)["”“»]/gu;
const OFFERED = bitsOf("act", "trade", "fans", "back");
const WEAK = bitsOf("weak");
const ABOUT = bitsOf("about");
/** Log odds of what cannot be an offer. */
const UNSPOKEN = -12;

let model: LinearModel | null = null;

/** 0 to 1; from 0.5 it is an offer. */
export function solicitation(text: string): number {
  return solicitationOf(normalised(text));
}

/** The same of a text that is normalised. */
export function solicitationOf(normal: string): number {
  model ??= trained(examples(), TRAINING);
  let most = UNSPOKEN;
  let before: Word[] = [];
  for (const sentence of sentencesOf(withoutQuotes(normal))) {
    const words = knownWords(sentence);
    most = Math.max(most, oddsOf(model, words));
    if (before.length > 0) most = Math.max(most, oddsOf(model, [...before, ...words]));
    before = words;
  }
  return probability(most);
}

/** Where no word stands for an act that is traded, a trade, a return or followers, nothing is offered. */
function oddsOf(model: LinearModel, words: readonly Word[]): number {
  if (!hasAny(words, OFFERED) && !isEchoed(words)) return UNSPOKEN;
  return weigh(model, featuresOf(words));
}

/** "like for like": not by its words, but by how they come. */
function isEchoed(words: readonly Word[]): boolean {
  return hasAny(words, WEAK) && words.some((_, place) => place >= 2 && echoes(words, place));
}

/** What is quoted is left out when the rest speaks about it. */
function withoutQuotes(normal: string): string {
  if (!/["“„«]/u.test(normal)) return normal;
  const rest = normal.replace(QUOTED, " ");
  return hasAny(knownWords(rest), ABOUT) ? rest : normal;
}

function examples(): Example[] {
  const offers = expanded(ENGLISH_OFFERS, ENGLISH_EACH);
  const thoughts = expanded(THOUGHTS, ENGLISH_EACH);
  const near = [ENGLISH_ABOUT, ENGLISH_NEAR, PRAISE].flatMap((one) => expanded(one, ENGLISH_EACH));
  const after = (thought: number, sentence: string) =>
    `${thoughts[thought % thoughts.length]}, ${sentence}`;
  return [
    ...labelled([...offers, ...expanded(OTHER_OFFERS, OTHER_EACH)], 1),
    ...labelled([...near, ...thoughts, ...expanded(OTHER_TALK, OTHER_EACH)], 0),
    ...labelled(
      everyThird(offers).map((offer, place) => after(place, offer)),
      1,
    ),
    ...labelled(
      everyThird(near).map((sentence, place) => after(place + 7, sentence)),
      0,
    ),
  ];
}

function labelled(sentences: readonly string[], label: number): Example[] {
  return sentences.map((sentence) => ({ ...featuresOf(knownWords(normalised(sentence))), label }));
}

const everyThird = (sentences: readonly string[]) =>
  sentences.filter((_, place) => place % 3 === 0);
