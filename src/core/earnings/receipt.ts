/**
 * Receipts: every number between one member's month and its lines, so that anyone can follow the sum
 * (docs/policy/earnings.md §12).
 *
 * A receipt is read off the columns that the split itself used. Money is in micros, bonuses and
 * weights of a second in basis points.
 */
import { assert, present } from "../assert.ts";
import { type Micros, sum } from "../money.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Evidence } from "./evidence.ts";
import { Lines } from "./lines.ts";
import type { Policy } from "./policy.ts";
import { exactWeights, Splitter } from "./split.ts";
import { DEED, deedsBps, type Weighing } from "./weighing.ts";

export interface Receipt {
  memberId: number;
  poolMicros: Micros;
  /** The whole pool if nothing was read that earns, else zero. */
  unclaimedMicros: Micros;
  /** Of all authors together. */
  weightSum: bigint;
  /** In ascending order of id, as are their stories. */
  authors: AuthorReceipt[];
  /** What the member read of their own, which earns nothing: seconds of days that would count. */
  ownStories: { storyId: number; seconds: number }[];
}

export interface AuthorReceipt {
  authorId: number;
  /** S. */
  countedSeconds: number;
  boostedSeconds: number;
  firstReadAt: Date;
  /** Days of the month with a read, in order. */
  readDays: number[];
  /** Q: each story's counted seconds times their weight. */
  reading: bigint;
  /** As far as the policy lets one member clap for one story. */
  claps: number;
  bonuses: Record<Bonus, number>;
  /** What of the bonuses counts. */
  bonusBps: number;
  /** W. */
  weight: bigint;
  share: Share;
  heldBps: number;
  escrowMicros: Micros;
  stories: StoryReceipt[];
}

export type Bonus =
  | "claps"
  | "highlight"
  | "response"
  | "firstFollow"
  | "follower"
  | "repeat"
  | "boost";

export interface StoryReceipt {
  storyId: number;
  /** Of the days that count, before the cap. */
  seconds: number;
  capSeconds: number;
  countedSeconds: number;
  readDays: number[];
  viewDays: number[];
  /** q: the weight of a counted second. */
  secondBps: number;
  weight: bigint;
  share: Share;
  escrowMicros: Micros;
}

/** A part by largest remainder: the exact quota is `floorMicros + remainder / weightSum`. */
export interface Share {
  micros: Micros;
  floorMicros: Micros;
  remainder: bigint;
  /** Over what the remainders were compared: all authors' weights, or all stories' of the author. */
  weightSum: bigint;
  /** 1 if this remainder was among the largest, else 0. */
  roundingMicros: Micros;
}

/** The receipt of the one member in the evidence. */
export function receiptOf(policy: Policy, catalogue: Catalogue, evidence: Evidence): Receipt {
  const { pools } = evidence;
  assert(pools.count === 1, "a receipt is for one member");
  const poolMicros = present(pools.micros[0], "the member has a pool");
  const splitter = new Splitter(policy, catalogue);
  const lines = new Lines();
  splitter.split(evidence, lines);
  const weights = exactWeights(splitter.attention, splitter.weighing);
  const split = { policy, catalogue, splitter, lines, weights };
  return {
    memberId: present(pools.member[0], "the member has an id"),
    poolMicros,
    unclaimedMicros: lines.count > 0 ? 0n : poolMicros,
    weightSum: sum(weights.authors),
    authors: authorReceipts(split, poolMicros),
    ownStories: ownStories(split, evidence),
  };
}

/** A split of one member's month, with the columns it left. */
interface Split {
  policy: Policy;
  catalogue: Catalogue;
  splitter: Splitter;
  lines: Lines;
  weights: { stories: bigint[]; authors: bigint[] };
}

function authorReceipts(split: Split, poolMicros: Micros): AuthorReceipt[] {
  const { lines, weights } = split;
  const { weighing } = split.splitter;
  if (lines.count === 0) return [];
  return weights.authors.map((weight, author) => {
    const rows = range(weighing.firstRow[author]!, weighing.firstRow[author + 1]!);
    const reading = sum(rows.map((row) => weights.stories[row]!));
    const micros = sum(rows.map((row) => lines.amounts.micros[row]!));
    const ofPool = { micros, total: poolMicros, weight, weightSum: sum(weights.authors) };
    const ofAuthor = { total: micros, weightSum: reading };
    return {
      ...evidenceOf(split, author),
      reading,
      weight,
      share: shareOf(ofPool),
      escrowMicros: sum(rows.map((row) => lines.escrows.micros[row]!)),
      stories: rows.map((row) => storyReceipt(split, row, ofAuthor)),
    };
  });
}

/** What the columns of the weighing say of an author. */
function evidenceOf({ policy, catalogue, splitter }: Split, author: number) {
  const { weighing } = splitter;
  return {
    authorId: catalogue.authorIds[weighing.place[author]!]!,
    countedSeconds: weighing.countedSeconds[author]!,
    boostedSeconds: weighing.boostedSeconds[author]!,
    firstReadAt: new Date(weighing.firstAt[author]!),
    readDays: dayNumbers(weighing.readDays[author]!),
    claps: weighing.claps[author]!,
    bonuses: bonusesOf(policy, weighing, author),
    bonusBps: weighing.bonusBps[author]!,
    heldBps: weighing.heldBps[author]!,
  };
}

function bonusesOf({ bonus }: Policy, weighing: Weighing, author: number): Record<Bonus, number> {
  const deed = (one: number) => deedsBps(bonus, weighing.deeds[author]! & one);
  return {
    claps: weighing.clapsBps(author),
    highlight: deed(DEED.highlight),
    response: deed(DEED.response),
    firstFollow: deed(DEED.firstFollow),
    follower: deed(DEED.follower),
    repeat: deed(DEED.repeat),
    boost: weighing.boostBps(author),
  };
}

function storyReceipt(
  { catalogue, splitter, lines, weights }: Split,
  row: number,
  ofAuthor: { total: Micros; weightSum: bigint },
): StoryReceipt {
  const { attention } = splitter;
  const { days } = attention;
  const place = attention.place[row]!;
  const dayRow = attention.dayRow[row]!;
  const weight = weights.stories[row]!;
  return {
    storyId: catalogue.storyIds[place]!,
    seconds: days.seconds[dayRow]!,
    capSeconds: attention.capSeconds(place),
    countedSeconds: attention.countedSeconds[row]!,
    readDays: dayNumbers(days.readDays[dayRow]!),
    viewDays: dayNumbers(days.viewDays[dayRow]!),
    secondBps: attention.secondBps[row]!,
    weight,
    share: shareOf({ ...ofAuthor, micros: lines.amounts.micros[row]!, weight }),
    escrowMicros: lines.escrows.micros[row]!,
  };
}

/** Takes a part that was given back to its quota and what rounding added. */
function shareOf(part: {
  micros: Micros;
  total: Micros;
  weight: bigint;
  weightSum: bigint;
}): Share {
  const { micros, weightSum } = part;
  if (part.total === 0n) {
    return { micros, floorMicros: 0n, remainder: 0n, weightSum, roundingMicros: 0n };
  }
  const floorMicros = (part.total * part.weight) / weightSum;
  const remainder = (part.total * part.weight) % weightSum;
  return { micros, floorMicros, remainder, weightSum, roundingMicros: micros - floorMicros };
}

function ownStories({ policy, catalogue }: Split, { readings, pools }: Evidence) {
  const own = catalogue.authorPlace(pools.member[0]!);
  const seconds = new Map<number, number>();
  for (let row = 0; row < readings.count; row++) {
    const place = readings.place[row]!;
    if (catalogue.authorPlaces[place] !== own) continue;
    if (readings.seconds[row]! < policy.reading.daySecondsMin) continue;
    seconds.set(place, (seconds.get(place) ?? 0) + readings.seconds[row]!);
  }
  return [...seconds]
    .sort(([a], [b]) => a - b)
    .map(([place, total]) => ({ storyId: catalogue.storyIds[place]!, seconds: total }));
}

/** The days of the month that are set, 1 to 31. */
function dayNumbers(bits: number): number[] {
  return range(1, 32).filter((day) => bits & (1 << (day - 1)));
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
