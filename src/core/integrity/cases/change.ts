/** What would change the verdict: reckoned by changing the evidence and looking again. */
import { CHANNELS } from "../channels.ts";
import { HALF_LIFE_DAYS, TRADED } from "../ties.ts";
import { type Ground, rounded } from "./ground.ts";
import type { Change, PairEvidence, TieEvidence } from "./snapshot.ts";
import { freshnessToLose, tradedAfterReading } from "./tie-evidence.ts";

export function changeOf(ground: Ground, lead: number, pairs: readonly PairEvidence[]): Change {
  const traded = pairs
    .flatMap(({ forth, back }) => [forth.tie, back.tie])
    .filter((tie): tie is TieEvidence => tie?.class === TRADED);
  return {
    traded: traded.length,
    afterReading: traded.filter((tie) => !tradedAfterReading(tie)).length,
    fadesAt: fadesAt(ground.events.until, traded),
    withoutFirst: withoutFirst(ground, lead),
  };
}

/** The day by which half of the ties have lost enough, each as it fades. */
function fadesAt(until: number, ties: readonly TieEvidence[]): number | null {
  const days = ties.map((tie) => {
    const needed = freshnessToLose(tie);
    if (needed === null) return Number.POSITIVE_INFINITY;
    return tie.fadesFrom + Math.max(0, HALF_LIFE_DAYS * Math.log2(1 / needed));
  });
  const half = days.sort((a, b) => a - b)[Math.floor(days.length / 2)];
  return half === undefined || !Number.isFinite(half) ? null : Math.ceil(Math.max(until, half));
}

function withoutFirst({ scores }: Ground, lead: number): Change["withoutFirst"] {
  const ranked = scores.perChannel
    .map((column, channel) => ({ channel: CHANNELS[channel]!, surprise: rounded(column[lead]!) }))
    .sort((one, two) => two.surprise - one.surprise);
  return ranked[1] ?? null;
}
