/**
 * What the house's bank says of the payments of a file, as the operator uploads it: CSV with the head
 * `end_to_end_id,state,reason`, where `state` is `paid` or `returned` (docs/policy/payouts.md §3).
 */
import { allow, type Ruling, refuse } from "../ruling.ts";

export interface BankAnswer {
  endToEndId: string;
  state: "paid" | "returned";
  /** Why it came back; empty when it did not or nobody said. */
  reason: string;
}

export type AnswersRefusal =
  | "no-head"
  | "wrong-columns"
  | "unknown-payment"
  | "unknown-state"
  | "twice";

const REASON_CHARS_MAX = 200;

/** All of it, or the first line that is wrong; then nothing is taken. Lines count from 1. */
export function readAnswers(
  text: string,
  known: ReadonlySet<string>,
): Ruling<BankAnswer[], AnswersRefusal> & { line?: number } {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  if (lines[0]?.trim().toLowerCase() !== "end_to_end_id,state,reason") {
    return { ...refuse("no-head"), line: 1 };
  }
  const answers: BankAnswer[] = [];
  const seen = new Set<string>();
  for (const [index, row] of lines.entries()) {
    if (index === 0 || row.trim() === "") continue;
    const ruling = readAnswer(row, known);
    if (!ruling.ok) return { ...ruling, line: index + 1 };
    if (seen.has(ruling.value.endToEndId)) return { ...refuse("twice"), line: index + 1 };
    seen.add(ruling.value.endToEndId);
    answers.push(ruling.value);
  }
  return allow(answers);
}

function readAnswer(row: string, known: ReadonlySet<string>): Ruling<BankAnswer, AnswersRefusal> {
  const [id = "", state = "", ...rest] = row.split(",").map((field) => field.trim());
  if (rest.length > 1) return refuse("wrong-columns");
  if (!known.has(id)) return refuse("unknown-payment");
  if (state !== "paid" && state !== "returned") return refuse("unknown-state");
  const reason = (rest[0] ?? "").replace(/^"|"$/g, "").slice(0, REASON_CHARS_MAX);
  return allow({ endToEndId: id, state, reason });
}
