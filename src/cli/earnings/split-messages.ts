/** What the threads of `earnest earnings split` tell each other. */
import type { Policy } from "../../core/earnings/policy.ts";
import type { MeasureRule } from "../../core/earnings/presets/era-rules.ts";
import type { Month } from "../../core/time.ts";
import type { EventFile, MemberFile } from "./event-files.ts";
import type { Fault } from "./range-evidence.ts";

export interface Stories {
  ids: Float64Array;
  authors: Float64Array;
  expectedSeconds: Float64Array;
}

/** A rule that goes by nothing but what the files say. */
export type FilesRule = Policy | MeasureRule;

export interface Order {
  month: Month;
  policy: FilesRule;
  stories: Stories;
  files: [MemberFile, EventFile][];
}

export interface Totals {
  /** By the place of the author in the catalogue. */
  authorMicros: Float64Array;
  authorEscrow: Float64Array;
  /** 1 for those that have a line. */
  authorLines: Uint8Array;
  rows: Record<MemberFile, number>;
  members: number;
  lines: number;
  poolMicros: bigint;
  unclaimedMicros: bigint;
}

export type Reply =
  | { is: "range"; number: number; lines: Uint8Array; unclaimed: Uint8Array }
  | { is: "fault"; number: number; fault: Fault }
  | { is: "totals"; totals: Totals };
