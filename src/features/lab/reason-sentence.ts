/** Why an author moved, in words. */
import type { Mover, Reason, Signal } from "../../core/earnings/presets/comparison.ts";

const counted: Record<Exclude<Signal, "claimed">, string> = {
  "all-seconds": "of all reading time",
  "own-seconds": "of the pools by each reader’s own time",
  "own-claps": "of the pools by each reader’s own claps",
  claps: "of all claps",
  marks: "of all highlights and responses",
  boosted: "of all reading under Boost",
  search: "of all reading found by search",
};

export function reasonSentence({ reason, leftMicros, rightMicros }: Mover): string {
  if (leftMicros === rightMicros) return "The same.";
  if (reason === null) return "No single signal: many small differences.";
  const { signal, partBps, beforeBps } = reason;
  if (signal === "claimed") {
    return `Of the pools ${percent(partBps)} reach anybody, and ${percent(beforeBps)} did.`;
  }
  return `Has ${percent(partBps)} ${counted[signal]}, and had ${percent(beforeBps)} of the money.`;
}

/** "4.2 %". */
export function percent(bps: Reason["partBps"]): string {
  return `${(bps / 100).toFixed(1)} %`;
}
