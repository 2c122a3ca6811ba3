/**
 * Learns spam from the labelled comments of some videos and ranks those of another: the linear model, the words
 * and the near duplicates that integrity has, on a task with a published answer.
 */
import { knownWords } from "./features.ts";
import { hashOf } from "./hashing.ts";
import { type Features, type LinearModel, trained, weigh } from "./linear-model.ts";
import { nearDuplicates } from "./near-duplicates.ts";
import { normalised } from "./normalise.ts";
import { wordsOf } from "./words.ts";
import type { Video } from "./youtube.test-support.ts";

const WIDTH = 1 << 18;
const TRAINING = { width: WIDTH, rounds: 40, rate: 0.2, decay: 1 / (64 * 1200) };
/** Runs of so many letters. */
const RUNS = [3, 4, 5];
const ALIKE = 0.5;
/** A word is of the video's own matter when so many comments have it, so many times as often as elsewhere. */
const TOPIC_PART = 0.012;
const TOPIC_TIMES = 4;

/** Log odds of spam for the comments of `asked`; its labels are not looked at. */
export function rankedComments(known: readonly Video[], asked: Video): number[] {
  const model = trained(
    known.flatMap((video) => {
      const topic = topicOf(video, [...known.filter((one) => one !== video), asked]);
      return video.texts.map((text, place) => ({
        ...featuresOf(text, topic),
        label: video.labels[place]!,
      }));
    }),
    TRAINING,
  );
  return evened(model, asked, topicOf(asked, known));
}

/** Nearly the same comments share the mean of their odds. */
function evened(model: LinearModel, asked: Video, topic: ReadonlySet<string>): number[] {
  const odds = asked.texts.map((text) => weigh(model, featuresOf(text, topic)));
  const { first, copies } = nearDuplicates(asked.texts.map(normalised), ALIKE);
  const sums = new Float64Array(odds.length);
  for (const [place, one] of odds.entries()) sums[first[place]!]! += one;
  return odds.map((_, place) => sums[first[place]!]! / copies[place]!);
}

function topicOf(video: Video, others: readonly Video[]): Set<string> {
  const own = partsOf(video);
  const elsewhere = others.map(partsOf);
  const mean = (word: string) =>
    elsewhere.reduce((sum, parts) => sum + (parts.get(word) ?? 0), 0) / elsewhere.length;
  const words = [...own].filter(
    ([word, part]) => part > TOPIC_PART && part > TOPIC_TIMES * mean(word) && word.length > 2,
  );
  return new Set(words.map(([word]) => word));
}

const partsKnown = new WeakMap<Video, Map<string, number>>();

/** Of each word the part of the comments that have it. */
function partsOf(video: Video): Map<string, number> {
  const known = partsKnown.get(video);
  if (known) return known;
  const parts = new Map<string, number>();
  for (const text of video.texts)
    for (const word of new Set(wordsOf(normalised(text))))
      parts.set(word, (parts.get(word) ?? 0) + 1 / video.texts.length);
  partsKnown.set(video, parts);
  return parts;
}

/** Words and runs of letters weigh as much as one each, whatever the length; every sign of the shape does. */
function featuresOf(text: string, topic: ReadonlySet<string>): Features {
  const normal = normalised(text);
  const words = wordsOf(normal);
  const padded = ` ${words.join(" ")} `;
  const runs = RUNS.flatMap((letters) =>
    Array.from({ length: Math.max(0, padded.length - letters + 1) }, (_, at) =>
      hashOf(padded, letters, at, at + letters),
    ),
  );
  const phrases = words.flatMap((word, at) => [
    hashOf(word, 11),
    hashOf(`${words[at - 1] ?? "^"} ${word}`, 12),
    ...(at > 1 ? [hashOf(`${words[at - 2]} _ ${word}`, 13)] : []),
  ]);
  const shape = [
    ...shapeOf(text, normal, words),
    ...topicSigns(words, topic),
    ...partSigns(normal),
  ].map((sign) => hashOf(sign, 14));
  const [own, letters, signs] = [phrases, runs, shape].map(distinct);
  const places = [...own!, ...letters!, ...signs!];
  const amount = (group: readonly number[]) => group.map(() => 1 / Math.sqrt(group.length));
  const amounts = [...amount(own!), ...amount(letters!), ...signs!.map(() => 1)];
  return { places: Int32Array.from(places), amounts: Float64Array.from(amounts) };
}

const distinct = (hashes: readonly number[]) => [
  ...new Set(hashes.map((hash) => hash & (WIDTH - 1))),
];

function shapeOf(text: string, normal: string, words: readonly string[]): string[] {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0;
  const hosts = text.match(/(?:https?:\/\/|www\.)[^\s/]+/g) ?? [];
  const signs: Record<string, boolean> = {
    url: normal.includes("<url>"),
    name: normal.includes("<name>"),
    number: normal.includes("<n>"),
    bang: normal.includes("!"),
    question: normal.includes("?"),
    wordless: words.length === 0,
    smile: /\p{Extended_Pictographic}|<3|[:;]-?[)D(P]/u.test(text),
    here: hosts.some((host) => host.includes("youtu")),
    elsewhere: hosts.some((host) => !host.includes("youtu")),
    video: /watch\?v=|youtu\.be\//.test(text),
    gap: /\n| {2}/.test(text.trim()),
    repeats: new Set(words).size < words.length * 0.6,
  };
  return [
    ...Object.keys(signs).filter((sign) => signs[sign]),
    `words ${Math.min(6, Math.floor(Math.log2(1 + words.length)))}`,
    `letters ${Math.floor(Math.log2(1 + text.length))}`,
    `capitals ${letters < 4 ? "unknown" : Math.round((3 * capitals) / letters)}`,
    `urls ${Math.min(2, normal.match(/<url>/g)?.length ?? 0)}`,
  ];
}

function topicSigns(words: readonly string[], topic: ReadonlySet<string>): string[] {
  const count = words.filter((word) => topic.has(word)).length;
  return [
    `topic ${Math.min(3, count)}`,
    `topic part ${Math.round((4 * count) / (words.length || 1))}`,
  ];
}

/** The parts of an offer, and which follows which. */
function partSigns(normal: string): string[] {
  const parts = knownWords(normal)
    .map(({ concepts }) => concepts)
    .filter((concepts) => concepts.length > 0);
  return parts.flatMap((now, at) =>
    now.flatMap((part) => [
      `part ${part}`,
      ...(parts[at - 1] ?? []).map((before) => `parts ${before} ${part}`),
    ]),
  );
}
