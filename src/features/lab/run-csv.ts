/** A run as CSV: one row an author, amounts with all six decimals. */
import type { Comparison } from "../../core/earnings/presets/comparison.ts";
import { formatExact, type Micros } from "../../core/money.ts";
import type { LabAuthor, Run } from "./store.ts";

/** "1239.999999": no grouping. */
const decimal = (micros: Micros) => formatExact(micros).replaceAll(",", "").replace("−", "-");

/** Handles and rules are plain words, so nothing needs quotes. */
export function runCsv(
  run: Run,
  { authors }: Comparison,
  byId: ReadonlyMap<number, LabAuthor>,
): string {
  const head =
    "month,author,handle,rule,other_rule,amount,other_amount,difference,reason,part_bps,before_bps";
  const rows = authors.map(({ author, leftMicros, rightMicros, reason }) =>
    [
      ...[run.month, author, byId.get(author)?.handle ?? "", run.leftRule, run.rightRule],
      ...[decimal(leftMicros), decimal(rightMicros), decimal(rightMicros - leftMicros)],
      ...[reason?.signal ?? "", reason?.partBps ?? "", reason?.beforeBps ?? ""],
    ].join(","),
  );
  return [head, ...rows, ""].join("\r\n");
}
