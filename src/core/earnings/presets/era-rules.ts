/**
 * The rules of earlier years as data, beside our own, so that any recorded month can be divided by
 * each (docs/policy/earnings.md §16).
 *
 * What was published of them is kept: which signals counted, in which order, one pool a member or one
 * pool a day, a fifth of the money for reading from outside. The weights of the points were never
 * published; those here are ours, chosen so that a usual read with what goes with it is worth about
 * ten points, the one figure that was ever named.
 */
import type { Entry } from "./recorded-month.ts";

/** A member's own pool by one signal of that member. */
export interface MeasureRule {
  readonly name: string;
  readonly rule: "own-measure";
  readonly measure: "claps" | "seconds";
  /** Reading up to this many days before joining counts too. */
  readonly daysBeforeJoiningMax: number;
  /** An author's part of the net dues of members they brought; paid beside the pools. */
  readonly referralBps: number;
}

/** One pool a day for everybody, by points. Points are in thousandths (`Milli`). */
export interface PointsRule {
  readonly name: string;
  readonly rule: "day-points";
  readonly points: {
    readonly readMilli: number;
    readonly minuteMilli: number;
    readonly clapMilli: number;
    readonly highlightMilli: number;
    readonly responseMilli: number;
    readonly followMilli: number;
  };
  /** Added to the points of a read by a follower, and of a read under Boost, as parts of them. */
  readonly followerBps: number;
  readonly boostBps: number;
  /** The story's read ratio that day over the neutral one, within bounds, multiplies its points. */
  readonly ratio: {
    readonly neutralBps: number;
    readonly leastBps: number;
    readonly mostBps: number;
  };
  /** A member moves at most this part of their own pool in a month; null: whatever the points say. */
  readonly memberCapBps: number | null;
  /** Parts of every day's pool that only reads which came this way divide. */
  readonly setAside: readonly SetAside[];
  /** Paid once for each conversion, before anything else, out of the pool. */
  readonly conversionMicros: number;
  /** The editor's extra, of what the story earns; paid beside the pool. */
  readonly editorBps: number;
}

export interface SetAside {
  readonly what: string;
  readonly poolBps: number;
  readonly entries: readonly Entry[];
}

export type EraRule = MeasureRule | PointsRule;

/** Claps, August 2017 to October 2019: each member's dues by that member's applause. */
export const APPLAUSE_2017: MeasureRule = {
  name: "applause-2017",
  rule: "own-measure",
  measure: "claps",
  daysBeforeJoiningMax: 0,
  referralBps: 0,
};

/**
 * Reading time, October 2019 to July 2023: a tenth of a member's reading is a tenth of that member's
 * share. Reading counts if one joins within 30 days; from 11 August 2021 half of the net dues of
 * a member goes to whoever brought them.
 */
export const READING_2019: MeasureRule = {
  name: "reading-2019",
  rule: "own-measure",
  measure: "seconds",
  daysBeforeJoiningMax: 30,
  referralBps: 5000,
};

/** Points, August 2023: one pool a day, in which everybody's points compete. The weights are ours. */
export const POINTS_2023: PointsRule = {
  name: "points-2023",
  rule: "day-points",
  points: {
    readMilli: 2000,
    minuteMilli: 1000,
    clapMilli: 50,
    highlightMilli: 1000,
    responseMilli: 2000,
    followMilli: 3000,
  },
  followerBps: 5000,
  boostBps: 10_000,
  ratio: { neutralBps: 7000, leastBps: 5000, mostBps: 14_285 },
  memberCapBps: null,
  setAside: [],
  conversionMicros: 0,
  editorBps: 0,
};

/**
 * October 2023, after the drain: time weighs more, Boost less, and a member moves not far more than
 * they pay. How far, was not published; twice their pool is ours.
 */
export const POINTS_2023_CAPPED: PointsRule = {
  ...POINTS_2023,
  name: "points-2023-capped",
  points: { ...POINTS_2023.points, minuteMilli: 1500 },
  boostBps: 7500,
  memberCapBps: 20_000,
};

/**
 * Growth, from October 2025 on: 5 % of the money for reads from outside, 15 % for those found by
 * search, a small amount once for each reader who joined at a story, 25 % on top for an editor. From
 * January 2026 stories without Boost earn more: it adds half of what it did. The amount for a
 * conversion was not published; it is ours.
 */
export const GROWTH_2026: PointsRule = {
  ...POINTS_2023_CAPPED,
  name: "growth-2026",
  boostBps: 3750,
  setAside: [
    { what: "reads from outside", poolBps: 500, entries: ["outside", "search"] },
    { what: "reads found by search", poolBps: 1500, entries: ["search"] },
  ],
  conversionMicros: 1_000_000,
  editorBps: 2500,
};

/** In the order of their years. */
export const ERA_RULES: readonly EraRule[] = [
  APPLAUSE_2017,
  READING_2019,
  POINTS_2023,
  POINTS_2023_CAPPED,
  GROWTH_2026,
];
