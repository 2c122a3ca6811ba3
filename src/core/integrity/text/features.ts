/**
 * What the solicitation model sees of a sentence: its words, runs of its letters, and the order in which the
 * parts of an offer come, whatever the language. Places in a table, each once.
 */
import { CONCEPTS, type Concept, conceptsOf } from "./concepts.ts";
import { hashOf, mixed } from "./hashing.ts";
import type { Features } from "./linear-model.ts";
import { wordsOf } from "./words.ts";

/** A power of two: the table of weights. */
export const WIDTH = 1 << 16;
const LETTERS = 4;
/** Parts of an offer this far from each other, counted in parts, still belong together. */
const REACH = 5;
const KINDS = {
  word: 1,
  pair: 2,
  letters: 3,
  part: 4,
  order: 5,
  three: 6,
  echo: 7,
  own: 8,
} as const;
/** Words that may stand between a word and its return: "sub for sub", "like = like". */
const LINK_LETTERS = 4;
/** Words that are no part of an offer: so many or more. */
const OWN_STEPS = [1, 2, 4, 7];
const MEMORY = 50_000;

export interface Word {
  readonly text: string;
  readonly hash: number;
  /** Bit n for concept n. */
  readonly bits: number;
  readonly concepts: readonly number[];
}

const NONE: readonly number[] = [];
const known = new Map<string, Word>();

export function knownWords(normal: string): Word[] {
  return wordsOf(normal).map(wordOf);
}

function wordOf(text: string): Word {
  const found = known.get(text);
  if (found) return found;
  if (known.size >= MEMORY) known.clear();
  const bits = conceptsOf(text);
  const concepts = bits === 0 ? NONE : CONCEPTS.map((_, at) => at).filter((at) => bits & (1 << at));
  const made = { text, hash: hashOf(text, KINDS.word), bits, concepts };
  known.set(text, made);
  return made;
}

/** Bits of concepts, to ask for any of them. */
export function bitsOf(...concepts: readonly Concept[]): number {
  return concepts.reduce((bits, concept) => bits | (1 << CONCEPTS.indexOf(concept)), 0);
}

/** Whether one of the words stands for one of these. */
export function hasAny(words: readonly Word[], bits: number): boolean {
  for (const word of words) if (word.bits & bits) return true;
  return false;
}

export function featuresOf(words: readonly Word[]): Features {
  const found = new Places();
  addWords(words, found);
  addParts(words, found);
  const own = words.filter(({ bits, text }) => bits === 0 && text.length > 3).length;
  for (let step = 0; step < OWN_STEPS.length && own >= OWN_STEPS[step]!; step += 1)
    found.add(mixed(step, KINDS.own));
  const padded = ` ${words.map(({ text }) => text).join(" ")} `;
  for (let at = 0; at + LETTERS <= padded.length; at += 1)
    found.add(hashOf(padded, KINDS.letters, at, at + LETTERS));
  return { places: found.each() };
}

/** Places that were added, each once, without a set for every sentence. */
class Places {
  static readonly #round = new Int32Array(WIDTH);
  static #rounds = 0;
  readonly #now = Places.#next();
  readonly #places: number[] = [];

  static #next(): number {
    Places.#rounds = (Places.#rounds + 1) | 0;
    return Places.#rounds;
  }

  add(hash: number): void {
    const place = hash & (WIDTH - 1);
    if (Places.#round[place] === this.#now) return;
    Places.#round[place] = this.#now;
    this.#places.push(place);
  }

  each(): Int32Array {
    return Int32Array.from(this.#places);
  }
}

function addWords(words: readonly Word[], found: Places): void {
  let before = 0;
  for (const [place, { hash }] of words.entries()) {
    found.add(hash);
    found.add(mixed(mixed(before, hash), KINDS.pair));
    before = hash;
    if (place >= 2 && echoes(words, place)) found.add(mixed(0, KINDS.echo));
  }
}

/** "sub for sub": a word comes again after a short one. */
export function echoes(words: readonly Word[], place: number): boolean {
  const [first, link, last] = [words[place - 2]!.text, words[place - 1]!.text, words[place]!.text];
  return first.length > 2 && link.length <= LINK_LETTERS && first.slice(0, 4) === last.slice(0, 4);
}

/** Which parts there are, which comes after which, and three in a row. */
function addParts(words: readonly Word[], found: Places): void {
  const parts = words.map(({ concepts }) => concepts).filter((part) => part.length > 0);
  for (const [place, now] of parts.entries()) {
    for (const part of now) {
      found.add(mixed(part, KINDS.part));
      for (let back = 1; back <= Math.min(REACH, place); back += 1)
        for (const earlier of parts[place - back]!)
          found.add(mixed(earlier * 16 + part, KINDS.order));
      if (place >= 2) addThrees(parts[place - 2]!, parts[place - 1]!, part, found);
    }
  }
}

function addThrees(
  first: readonly number[],
  second: readonly number[],
  part: number,
  found: Places,
): void {
  for (const one of first)
    for (const two of second) found.add(mixed((one * 16 + two) * 16 + part, KINDS.three));
}
