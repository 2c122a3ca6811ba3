/** The evidence about one tie as rows that add up to its odds again. */
import {
  binOf,
  type EvidenceKind,
  FADING,
  KINDS,
  PRIOR,
  probability,
  weightOf,
} from "../tie-weights.ts";
import { evidenceOf, FRESH_DAYS, type TieClass, TRADED_FROM } from "../ties.ts";
import { type Ground, rounded } from "./ground.ts";
import type { Reason, TieEvidence } from "./snapshot.ts";

/** What the ties around it add is kept among the reasons under this name. */
const AROUND = "around";

/** A story that is read stands for so many opportunities taken; as `tie-weights.ts` has it. */
const OPPORTUNITIES_A_STORY = 6;

/** Odds beyond this are certainty, and not told apart. */
const ODDS_MAX = 30;

export function tieEvidence(ground: Ground, follow: number): TieEvidence {
  const { events, scores } = ground;
  const { follows, until } = events;
  const ended = follows.unfollowedAt[follow]!;
  const lag = scores.ties.returnLag[follow]!;
  const fadesFrom = rounded(latestTrade(ground, follow) + FRESH_DAYS);
  const freshness = scores.ties.freshness[follow]!;
  const reasons = reasonsOf(ground, follow, freshness);
  return {
    followedAt: rounded(follows.at[follow]!),
    endedAt: ended <= until ? rounded(ended) : null,
    lag: Number.isFinite(lag) ? rounded(lag) : null,
    opportunities: scores.ties.opportunities[follow]!,
    q: rounded(scores.ties.q[follow]!),
    class: classIn(scores.ties.class[follow]!),
    ...{ fadesFrom, freshness: rounded(freshness) },
    reasons: [...reasons, ...around(ground, follow, oddsBy(reasons))],
  };
}

function classIn(value: number): TieClass {
  return value === 0 ? 0 : value === 1 ? 1 : 2;
}

/** The follow, or the follower's latest trade if that was later, as `ties.ts` has it. */
function latestTrade({ events, scores, follows: index }: Ground, follow: number): number {
  const { follows } = events;
  const follower = follows.follower[follow]!;
  let last = follows.at[follow]!;
  const [from, to] = [index.rows[follower]!, index.rows[follower + 1]!];
  for (let at = index.starts[from]!; at < index.starts[to]!; at += 1) {
    const other = index.order[at]!;
    const traded = probability(weightOf(scores.ties, other, follower, 1)) >= TRADED_FROM;
    if (traded && follows.at[other]! > last) last = follows.at[other]!;
  }
  return last;
}

/** Of whom reading is not recorded, what speaks of reading counts for less. */
const OF_READING: readonly string[] = ["readBefore", "readAfter", "letPass"];

/** Only what weighs something: a row of no weight says nothing. */
function reasonsOf({ events, scores }: Ground, follow: number, freshness: number): Reason[] {
  const { ties } = scores;
  const isBlind = ties.blind[events.follows.follower[follow]!] === 1;
  const evidence = evidenceOf(ties, follow);
  return Object.keys(KINDS)
    .map((name) => {
      const kind = name as EvidenceKind;
      const { weight, says } = binOf(kind, evidence[kind]);
      const seen = isBlind && OF_READING.includes(kind) ? ties.blindPart : 1;
      const fresh = FADING.has(kind) ? freshness : 1;
      const value = evidence[kind];
      return {
        ...{ kind, value: Number.isFinite(value) ? rounded(value) : null, weight, says },
        worth: rounded(weight > 0 ? weight * fresh * seen : weight),
      };
    })
    .filter(({ weight }) => weight !== 0);
}

/** What the group around the tie made of its odds, beyond its own evidence. */
function around({ scores }: Ground, follow: number, own: number): Reason[] {
  const weight = rounded(oddsOf(scores.ties.q[follow]!) - own);
  if (Math.abs(weight) < 0.01) return [];
  const says =
    weight > 0
      ? "The ties around it speak for a trade."
      : "The ties around it speak against a trade.";
  return [{ kind: AROUND, value: weight, weight, worth: weight, says }];
}

const oddsOf = (q: number): number =>
  Math.min(ODDS_MAX, Math.max(-ODDS_MAX, Math.log(q / (1 - q))));

/** Reckons the probability again from what is kept. */
export function probabilityAgain({ reasons }: Pick<TieEvidence, "reasons">): number {
  return probability(oddsBy(reasons));
}

const oddsBy = (reasons: readonly Reason[]): number =>
  reasons.reduce((sum, { worth }) => sum + worth, PRIOR);

/**
 * The freshness at which the tie would be traded no more; null when it never is. What the ties around it
 * add does not fade by itself.
 */
export function freshnessToLose(tie: Pick<TieEvidence, "reasons" | "freshness">): number | null {
  let fading = 0;
  let lasting = PRIOR;
  for (const { kind, worth } of tie.reasons) {
    if (worth > 0 && kind !== AROUND && FADING.has(kind)) fading += worth / tie.freshness;
    else lasting += worth;
  }
  const needed = oddsOf(TRADED_FROM) - lasting;
  if (fading === 0 || needed <= 0) return null;
  return needed / fading;
}

/** Whether it would still be traded, had one story been read to its end after the follow. */
export function tradedAfterReading(tie: TieEvidence): boolean {
  const now = tie.reasons.find(({ kind }) => kind === "letPass");
  const before = now?.value ?? 0;
  const kept = tie.reasons.filter(({ kind }) => kind !== "readAfter" && kind !== "letPass");
  const read = binOf("readAfter", 1).weight;
  const passed = binOf("letPass", before - OPPORTUNITIES_A_STORY).weight;
  const seen = now && now.weight > 0 ? now.worth / now.weight : 1;
  const odds = oddsBy(kept) + read + (passed > 0 ? passed * seen : passed);
  return probability(odds) >= TRADED_FROM;
}
