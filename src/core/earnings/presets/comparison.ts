/**
 * One month under two rules, side by side: what each author would have, how unequal it is, and for each
 * author what most explains the difference.
 *
 * The explanation is read off the evidence: of what the second rule counts, that of which the author's
 * part is farthest from their part of the money under the first; or that more or less of the pools is
 * claimed at all.
 */
import { sum } from "../../money.ts";
import { type AnyRule, outcomeSteps } from "./divide.ts";
import { READING_2019 } from "./era-rules.ts";
import { authorMicros, giniBps, heldMicros, type Outcome } from "./outcome.ts";
import { ownMeasureSteps } from "./own-measure.ts";
import { READ_SECONDS_MIN, type RecordedDay, type RecordedMonth } from "./recorded-month.ts";
import { finish, type Steps, within } from "./steps.ts";

/**
 * What a rule counts: the time of all, each reader's own time or claps, and what goes with a read. And
 * "claimed": how much of the pools reaches anybody.
 */
export const SIGNALS = [
  "all-seconds",
  "own-seconds",
  "own-claps",
  "claps",
  "marks",
  "boosted",
  "search",
  "claimed",
] as const;
export type Signal = (typeof SIGNALS)[number];

export interface Comparison {
  readonly left: Side;
  readonly right: Side;
  /** The largest move first, ties by id. */
  readonly authors: readonly Mover[];
}

export interface Side {
  readonly rule: string;
  readonly sharedMicros: bigint;
  /** Paid beside the pools. */
  readonly onTopMicros: bigint;
  readonly heldMicros: bigint;
  readonly unclaimedMicros: bigint;
  readonly giniBps: number;
  /** The part of the ten who have most. */
  readonly topTenBps: number;
}

export interface Mover {
  readonly author: number;
  readonly leftMicros: bigint;
  readonly rightMicros: bigint;
  /** Null where nothing that is counted goes the author's way. */
  readonly reason: Reason | null;
}

/**
 * The author's part of all of a signal, beside their part of the money under the first rule. Of
 * "claimed" it is the money that reaches authors, under the second rule and under the first, in parts
 * of the pools.
 */
export interface Reason {
  readonly signal: Signal;
  readonly partBps: number;
  readonly beforeBps: number;
}

export function compare(month: RecordedMonth, left: AnyRule, right: AnyRule): Comparison {
  return finish(compareSteps(month, left, right));
}

/** The same in steps, for months that take seconds. */
export function* compareSteps(
  month: RecordedMonth,
  left: AnyRule,
  right: AnyRule,
): Steps<Comparison> {
  const before = yield* within(0, 0.35, outcomeSteps(left, month));
  const after = yield* within(0.35, 0.7, outcomeSteps(right, month));
  const [leftMicros, rightMicros] = [authorMicros(before), authorMicros(after)];
  const parts = yield* within(0.7, 1, signalSteps(month));
  const total = sum(leftMicros.values());
  const claimed = claimedReason(month, total, sum(rightMicros.values()));
  const authors = [...new Set(month.stories.map(({ author }) => author))].map((author) => {
    const [from, to] = [leftMicros.get(author) ?? 0n, rightMicros.get(author) ?? 0n];
    const beforeBps = partBps(from, total);
    const signals = countedBy(right);
    const reason = reasonOf(parts, { author, beforeBps, signals, claimed, grows: to > from });
    return { author, leftMicros: from, rightMicros: to, reason: to === from ? null : reason };
  });
  return {
    left: sideOf(left, before, authors.length),
    right: sideOf(right, after, authors.length),
    authors: authors.sort((a, b) => moved(b) - moved(a) || a.author - b.author),
  };
}

function claimedReason({ members }: RecordedMonth, before: bigint, after: bigint): Reason {
  const pools = sum(members.map(({ poolMicros }) => poolMicros));
  const [beforeBps, afterBps] = [partBps(before, pools), partBps(after, pools)];
  return { signal: "claimed", partBps: afterBps, beforeBps };
}

function moved({ leftMicros, rightMicros }: Mover): number {
  return Math.abs(Number(rightMicros - leftMicros));
}

function sideOf({ name }: AnyRule, outcome: Outcome, authors: number): Side {
  const amounts = [...authorMicros(outcome).values()].sort((a, b) => Number(b - a));
  const ofAll = [...amounts, ...Array.from({ length: authors - amounts.length }, () => 0n)];
  return {
    rule: name,
    sharedMicros: sum(outcome.shares.map(({ micros }) => micros)),
    onTopMicros: sum(outcome.onTop.map(({ micros }) => micros)),
    heldMicros: heldMicros(outcome),
    unclaimedMicros: outcome.unclaimedMicros,
    giniBps: giniBps(ofAll),
    topTenBps: partBps(sum(amounts.slice(0, 10)), sum(amounts)),
  };
}

/** What the rule counts, the plainest first. */
function countedBy(rule: AnyRule): (keyof Parts)[] {
  if (rule.rule === "own-measure")
    return rule.measure === "claps" ? ["own-claps"] : ["own-seconds"];
  const marks: (keyof Parts)[] = ["claps", "marks", "boosted"];
  if (rule.rule === "own-pool") return ["own-seconds", ...marks];
  return ["all-seconds", ...marks, ...(rule.setAside.length > 0 ? (["search"] as const) : [])];
}

interface Question {
  author: number;
  beforeBps: number;
  signals: readonly (keyof Parts)[];
  claimed: Reason;
  grows: boolean;
}

/**
 * What an author has is a part of what is claimed. So a move is what the change of the part makes of
 * the money that is claimed now, and what the change of that money makes of the part there was; the
 * larger of them in the direction of the move is the reason.
 */
function reasonOf(parts: Parts, question: Question): Reason | null {
  const { author, beforeBps, signals, claimed, grows } = question;
  const bySignal = signals
    .filter((signal) => parts[signal].total > 0n)
    .map((signal) => {
      const { total, byAuthor } = parts[signal];
      const reason = { signal, partBps: partBps(byAuthor.get(author) ?? 0n, total), beforeBps };
      return { reason, makes: (reason.partBps - beforeBps) * claimed.partBps };
    });
  const byClaim = {
    reason: claimed,
    makes: (claimed.partBps - claimed.beforeBps) * beforeBps,
  };
  const found = [...bySignal, byClaim]
    .map(({ reason, makes }) => ({ reason, makes: grows ? makes : -makes }))
    .filter(({ makes }) => makes > 0)
    .sort((one, other) => other.makes - one.makes);
  return found[0]?.reason ?? null;
}

type Parts = Record<Exclude<Signal, "claimed">, { total: bigint; byAuthor: Map<number, bigint> }>;

function* signalSteps(month: RecordedMonth): Steps<Parts> {
  const authors = new Map(month.stories.map(({ story, author }) => [story, author]));
  const counted = (amount: (row: RecordedDay) => number) => {
    const byAuthor = new Map<number, bigint>();
    for (const row of month.days) {
      const author = authors.get(row.story) ?? 0;
      if (author === row.member || row.daysBeforeJoining > 0) continue;
      byAuthor.set(author, (byAuthor.get(author) ?? 0n) + BigInt(amount(row)));
    }
    return { total: sum(byAuthor.values()), byAuthor };
  };
  const read = (row: RecordedDay) => (row.seconds >= READ_SECONDS_MIN ? row.seconds : 0);
  const ownSeconds = yield* within(0, 0.3, ownSteps(month, "seconds"));
  const ownClaps = yield* within(0.3, 0.6, ownSteps(month, "claps"));
  const allSeconds = counted(read);
  yield 0.7;
  const claps = counted((row) => row.claps);
  yield 0.8;
  const marks = counted(({ highlights, responses }) => highlights + responses);
  yield 0.9;
  const boosted = counted(({ boostedSeconds }) => boostedSeconds);
  const search = counted((row) => (row.entry === "search" ? read(row) : 0));
  const own = { "own-seconds": ownSeconds, "own-claps": ownClaps };
  return { ...own, "all-seconds": allSeconds, claps, marks, boosted, search };
}

/** Every pool divided by its member's own time or claps alone. */
function* ownSteps(month: RecordedMonth, measure: "seconds" | "claps") {
  const rule = { ...READING_2019, measure, referralBps: 0 };
  const byAuthor = authorMicros(yield* ownMeasureSteps(rule, month));
  return { total: sum(byAuthor.values()), byAuthor };
}

function partBps(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((10_000n * part) / whole);
}
