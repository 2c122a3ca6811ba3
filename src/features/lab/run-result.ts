/** What came of a run, as it is kept: the comparison, amounts as digits. */
import { z } from "zod";
import { type Comparison, SIGNALS } from "../../core/earnings/presets/comparison.ts";
import { micros } from "../../store/columns.ts";

const Side = z.object({
  rule: z.string(),
  sharedMicros: micros,
  onTopMicros: micros,
  heldMicros: micros,
  unclaimedMicros: micros,
  giniBps: z.int(),
  topTenBps: z.int(),
});

const Mover = z.object({
  author: z.int(),
  leftMicros: micros,
  rightMicros: micros,
  reason: z.object({ signal: z.enum(SIGNALS), partBps: z.int(), beforeBps: z.int() }).nullable(),
});

export const RunResult: z.ZodType<Comparison> = z.object({
  left: Side,
  right: Side,
  authors: z.array(Mover),
});

export function resultJson(comparison: Comparison): string {
  return JSON.stringify(comparison, (_, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
}
