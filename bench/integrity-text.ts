/**
 * What the text channel of integrity tells apart: spam under a video never seen, offers to trade follows among
 * a made-up community's responses and among honest prose, texts copied with small changes. Beside it naive
 * Bayes over words, and the rule that looks for the words of an offer. Rows without their data are left out.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { areaUnderCurve } from "../src/core/integrity/text/area-under-curve.test-support.ts";
import { rankedComments } from "../src/core/integrity/text/comment-learner.test-support.ts";
import { nearDuplicates } from "../src/core/integrity/text/near-duplicates.ts";
import { normalised } from "../src/core/integrity/text/normalise.ts";
import { scoreTexts } from "../src/core/integrity/text/score-texts.ts";
import {
  hasVideos,
  readVideos,
  type Video,
} from "../src/core/integrity/text/youtube.test-support.ts";
import { Chance } from "../test/simulation/community/chance.ts";
import { honestText, offerText } from "../test/simulation/community/texts.ts";
import { type Measured, type Row, rounded } from "./measured.ts";

const ESSAYS = "../shared/data/essays";
const SEED = 1_001;
const HONEST = 100_000;
const OFFERS = 5_000;
/** What somebody would write first: an act and its return, or one of the short forms. */
const BY_WORDS = /\b(?:follow|sub|clap)\w*\b.*\b(?:back|return|follow|sub)\b|\b(?:f4f|sub4sub)\b/i;

export async function run(): Promise<Measured> {
  const rows = [...videoRows(), ...offerRows(), ...proseRows(), ...copyRows(), speedRow()];
  return { name: "integrity-text", rows };
}

type Rank = (known: readonly Video[], asked: Video) => number[];

function videoRows(): Row[] {
  if (!hasVideos()) return [];
  const videos = readVideos();
  const each = videos.map((asked) => {
    const { right, area } = judged(rankedComments, videos, asked);
    const what = `spam under ${asked.name.replace(/^Youtube\d+-/, "")}, learnt elsewhere`;
    return { what: `${what}: area under the curve`, value: area, unit: "", right };
  });
  const means = (rank: Rank) => {
    const all = videos.map((asked) => judged(rank, videos, asked));
    const comments = videos.flatMap(({ labels }) => labels).length;
    const right = all.reduce((sum, one) => sum + one.right, 0) / comments;
    return { right, area: all.reduce((sum, one) => sum + one.area, 0) / all.length };
  };
  const [ours, bayes] = [means(rankedComments), means(naiveBayes)];
  return [
    { what: "spam, one video left out: right", value: digits(ours.right), unit: "", bar: "≥ 0.96" },
    { what: "  area under the curve", value: digits(ours.area), unit: "", bar: "≥ 0.99" },
    { what: "  naive Bayes over words: right", value: digits(bayes.right), unit: "" },
    { what: "  naive Bayes: area under the curve", value: digits(bayes.area), unit: "" },
    ...each.map(({ what, value, unit }) => ({ what, value: digits(value), unit })),
  ];
}

function judged(rank: Rank, videos: readonly Video[], asked: Video) {
  const odds = rank(
    videos.filter((video) => video !== asked),
    asked,
  );
  const right = odds.filter((one, place) => Number(one > 0) === asked.labels[place]).length;
  return { right, area: areaUnderCurve(odds, asked.labels) };
}

/** Multinomial, with add-one smoothing (Manning, Raghavan, Schütze, Introduction to Information Retrieval, §13.2). */
function naiveBayes(known: readonly Video[], asked: Video): number[] {
  const counts = [new Map<string, number>(), new Map<string, number>()];
  const words = [0, 0];
  const texts = [0, 0];
  for (const { texts: all, labels } of known)
    for (const [place, text] of all.entries()) {
      const label = labels[place]!;
      texts[label]! += 1;
      for (const word of text.toLowerCase().match(/\w+/g) ?? []) {
        words[label]! += 1;
        counts[label]!.set(word, (counts[label]!.get(word) ?? 0) + 1);
      }
    }
  const different = new Set(counts.flatMap((one) => [...one.keys()])).size;
  const odds = (word: string, label: number) =>
    Math.log(((counts[label]!.get(word) ?? 0) + 1) / (words[label]! + different));
  return asked.texts.map((text) =>
    (text.toLowerCase().match(/\w+/g) ?? []).reduce(
      (sum, word) => sum + odds(word, 1) - odds(word, 0),
      Math.log(texts[1]! / texts[0]!),
    ),
  );
}

function offerRows(): Row[] {
  const chance = new Chance(SEED);
  const honest = Array.from({ length: HONEST }, () => honestText(chance));
  const wrong = 1_000_000 / HONEST;
  return [
    ...[0, 0.5, 1].flatMap((care) => {
      const offers = Array.from({ length: OFFERS }, () => offerText(chance, care));
      return [
        {
          what: `offers found, care ${care}`,
          value: digits(held(offers) / OFFERS),
          unit: "",
        },
        {
          what: "  by the words of an offer",
          value: digits(offers.filter((text) => BY_WORDS.test(text)).length / OFFERS),
          unit: "",
        },
      ];
    }),
    {
      what: "honest responses taken for offers",
      value: held(honest) * wrong,
      unit: "in a million",
    },
    {
      what: "  by the words of an offer",
      value: honest.filter((text) => BY_WORDS.test(text)).length * wrong,
      unit: "in a million",
    },
  ];
}

function proseRows(): Row[] {
  if (!existsSync(ESSAYS)) return [];
  const files = readdirSync(ESSAYS, { recursive: true, encoding: "utf8" });
  const sentences = files
    .filter((file) => file.endsWith("html"))
    .flatMap(
      (file) => readFileSync(`${ESSAYS}/${file}`, "utf8").match(/<p[^>]*>[\s\S]*?<\/p>/g) ?? [],
    )
    .flatMap((paragraph) => paragraph.replace(/<[^>]+>/g, "").split(/(?<=[.!?;])\s+/))
    .filter((sentence) => sentence.length > 10);
  return [
    {
      what: `of ${sentences.length} sentences of essays, taken for offers`,
      value: held(sentences),
      unit: "",
    },
    {
      what: "  by the words of an offer",
      value: sentences.filter((text) => BY_WORDS.test(text)).length,
      unit: "",
    },
  ];
}

/** A thousand texts, each copied with one word put in, among a hundred thousand others. */
function copyRows(): Row[] {
  const chance = new Chance(SEED);
  const others = Array.from({ length: HONEST }, (_, place) =>
    normalised(`${honestText(chance)} ${chance.below(1e9).toString(36)} ${place.toString(36)}`),
  );
  const made = Array.from({ length: 1_000 }, () =>
    Array.from({ length: 14 }, () => chance.below(1e9).toString(36)).join(" "),
  );
  const copies = made.map((text) => {
    const words = text.split(" ");
    return words.toSpliced(chance.below(words.length), 0, "dear").join(" ");
  });
  const began = performance.now();
  const { first } = nearDuplicates([...made, ...others, ...copies]);
  const seconds = (performance.now() - began) / 1000;
  const start = made.length + others.length;
  const found = made.filter((_, place) => first[start + place] === place).length;
  return [
    { what: "copies with a word put in, found", value: digits(found / made.length), unit: "" },
    {
      what: "texts looked through for copies",
      value: rounded((start + copies.length) / seconds),
      unit: "/s",
    },
  ];
}

function speedRow(): Row {
  const chance = new Chance(SEED);
  const texts = Array.from(
    { length: HONEST },
    (_, place) => `${honestText(chance)} ${place.toString(36)}`,
  );
  const began = performance.now();
  scoreTexts(texts);
  const seconds = (performance.now() - began) / 1000;
  return {
    what: "responses judged, no two the same",
    value: rounded(HONEST / seconds),
    unit: "/s",
  };
}

const held = (texts: readonly string[]) =>
  scoreTexts(texts).solicits.reduce((sum, offer) => sum + Number(offer >= 0.5), 0);

const digits = (value: number) => Number(value.toFixed(4));
