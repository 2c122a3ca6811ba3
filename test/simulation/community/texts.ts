/** What people write under stories: about the story, in general, offering a trade, or talking of such offers. */
import type { Chance } from "./chance.ts";

const SUBJECTS = [
  "soil",
  "sourdough",
  "type systems",
  "grief",
  "trains",
  "chess",
  "vaccines",
  "jazz",
];
const MORE = ["rivers", "debt", "teaching", "glaciers", "compilers", "poetry", "housing", "bees"];
const TOPICS = [...SUBJECTS, ...MORE];
const OPENERS = ["I read this twice.", "This stayed with me.", "Not sure I agree.", "Thank you."];
const MIDDLES = [
  "The part about * is what I had been missing",
  "My grandmother used to say the same of *",
  "I worked with * for nine years and it was never that simple",
  "What you write about * in the third section made me look again",
  "Have you seen how they treat * in Portugal",
  "Your example with * does not hold in winter, I think",
  "We tried this with * last spring and it failed for another reason",
];
const CLOSERS = ["Where can I read more?", "I would like to hear your view.", "", "", "Curious."];
const GENERIC = [
  "Great post!",
  "Nice one",
  "Loved this, thanks for sharing",
  "So true",
  "Awesome read",
  "Very helpful, thank you",
  "Well written!",
  "Amazing article, keep it up",
  "Interesting",
  "Good stuff 👏",
];
const OFFERS = [
  "Follow me and I follow you back",
  "I followed you, please follow me back",
  "Follow for follow? I always return",
  "Let's support each other, follow me and I will follow you within the hour",
  "New here, f4f anyone? I follow everyone back",
  "Drop your profile below, I follow back all of you",
  "Clapped 50 and followed, return the favour please",
  "Who wants 100 followers? Follow everybody in this thread, they follow back",
  "follow 4 follow, claps for claps",
];
const ABOUT_OFFERS = [
  "I am tired of people who write follow for follow under every story",
  "Does follow for follow ever work? I doubt that those followers read",
  "You can follow me if you like the essays; please do not if you only want a follow back",
  "The rules say that follows given for follows do not count, and I am glad",
];
const LETTERS: Record<string, string> = { o: "о", a: "а", e: "е", c: "с", i: "і" };

export function thoughtfulText(chance: Chance): string {
  const parts = [chance.is(0.5) ? chance.pick(OPENERS) : ""];
  const count = 1 + chance.geometric(0.6);
  for (let n = 0; n < count; n++)
    parts.push(`${chance.pick(MIDDLES).replace("*", chance.pick(TOPICS))}.`);
  parts.push(chance.pick(CLOSERS));
  return parts.filter((part) => part !== "").join(" ");
}

export function genericText(chance: Chance): string {
  const text = chance.pick(GENERIC);
  return chance.is(0.2) ? `${text} ${chance.pick(GENERIC)}` : text;
}

/** What an honest person writes; one in a thousand talks about offers of trades. */
export function honestText(chance: Chance): string {
  if (chance.is(0.001)) return chance.pick(ABOUT_OFFERS);
  return chance.is(0.18) ? genericText(chance) : thoughtfulText(chance);
}

/** An offer; `care`, 0 to 1, is how much is done so that no two look alike to a machine. */
export function offerText(chance: Chance, care: number): string {
  let text = chance.pick(OFFERS);
  if (chance.is(0.3)) text += ` @${name(chance)}`;
  if (chance.is(0.2)) text += ` https://example.org/${name(chance)}`;
  if (chance.is(care)) text = `${chance.pick(MIDDLES).replace("*", chance.pick(TOPICS))}. ${text}`;
  if (!chance.is(care)) return text;
  const disguise = chance.below(3);
  if (disguise === 0) return swapLetters(text, chance);
  if (disguise === 1) return [...text].join(chance.is(0.5) ? "\u200b" : "\u200d");
  return text.toUpperCase();
}

/** What is written to be answered in kind: general, and with care something like a thought. */
export function swappedText(chance: Chance, care: number): string {
  return chance.is(care * 0.5) ? thoughtfulText(chance) : genericText(chance);
}

function swapLetters(text: string, chance: Chance): string {
  return [...text]
    .map((letter) => (chance.is(0.5) ? (LETTERS[letter] ?? letter) : letter))
    .join("");
}

function name(chance: Chance): string {
  return `w${chance.below(1e6).toString(36)}`;
}
