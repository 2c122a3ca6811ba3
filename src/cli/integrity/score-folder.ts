/** Scores a folder of events and writes what comes of it: `earnest integrity score`. */
import { existsSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ScoreOptions, type Scores, scoreEvents } from "../../core/integrity/score.ts";
import { TRADED, UNPROVEN } from "../../core/integrity/ties.ts";
import { CommandError } from "../command.ts";
import { writeResults } from "../csv/result-folder.ts";
import { calibrationOf, type Step } from "./calibration.ts";
import type { FileName } from "./folder-files.ts";
import { type Folder, readFolder } from "./read-folder.ts";
import { RESULTS, writeScores } from "./write-results.ts";

export interface ScoreFolderOptions {
  events: string;
  out: string;
  /** Told what is being done. */
  onStage?: (name: string) => void;
  score?: typeof scoreEvents;
}

export interface ScoreReport {
  counts: Counts;
  /** False without any attention: then nobody is flagged. */
  enoughEvidence: boolean;
  /** What the numbers do not say, in sentences. */
  notes: string[];
  /** The last instant there is, in days: what happened before it is judged as of then. */
  until: number;
  /** Of each stage, in the order in which they were; they add up to `total`. */
  milliseconds: Record<string, number>;
  calibration: Record<string, Step[]>;
  reference: Scores["reference"];
}

export interface Counts {
  rows: Readonly<Record<FileName, number>>;
  selfFollows: number;
  ownReads: number;
  ownClaps: number;
  ownShown: number;
  flagged: number;
  ties: { earned: number; unproven: number; traded: number };
  groups: { found: number; released: number };
  pairs: number;
}

/** Nothing stands in `out` unless all of it does. */
export async function scoreFolder(options: ScoreFolderOptions): Promise<ScoreReport> {
  const { events, out, onStage = () => {}, score = scoreEvents } = options;
  mustDiffer(events, out);
  return writeResults(out, RESULTS, async (path) => {
    const stages = new Stages(onStage);
    stages.begin("read");
    const folder = readFolder(events);
    const scores = score(folder.events, optionsOf(folder, stages));
    stages.begin("write");
    writeScores(path, folder, scores);
    const report = reportOf(folder, scores, stages.end());
    writeFileSync(join(path, "report.json"), `${JSON.stringify(report, null, 2)}\n`);
    return report;
  });
}

/** Both folders have an `accounts.csv`. */
function mustDiffer(events: string, out: string): void {
  if (!existsSync(events) || !existsSync(out)) return;
  if (realpathSync(events) === realpathSync(out))
    throw new CommandError("--out is the folder of the events. Nothing was written.");
}

function optionsOf({ texts }: Folder, stages: Stages): ScoreOptions {
  const onStage = (name: string) => stages.begin(name);
  return texts ? { texts, onStage } : { onStage };
}

/** How long each stage takes. A stage that comes again goes on. */
class Stages {
  readonly #onStage: (name: string) => void;
  readonly #milliseconds = new Map<string, number>();
  #name: string | null = null;
  #since = performance.now();

  constructor(onStage: (name: string) => void) {
    this.#onStage = onStage;
  }

  begin(name: string): void {
    this.#add();
    this.#name = name;
    this.#onStage(name);
  }

  /** Of each, and the total. */
  end(): Record<string, number> {
    this.#add();
    const each = [...this.#milliseconds].map(([name, ms]) => [name, Math.round(ms)] as const);
    const total = each.reduce((sum, [, milliseconds]) => sum + milliseconds, 0);
    return { ...Object.fromEntries(each), total };
  }

  #add(): void {
    const now = performance.now();
    const name = this.#name;
    if (name !== null)
      this.#milliseconds.set(name, (this.#milliseconds.get(name) ?? 0) + now - this.#since);
    this.#since = now;
  }
}

function reportOf(
  folder: Folder,
  scores: Scores,
  milliseconds: Record<string, number>,
): ScoreReport {
  const { enoughEvidence, reference } = scores;
  return {
    counts: countsOf(folder, scores),
    enoughEvidence,
    notes: notesOf(folder, scores),
    until: folder.events.until,
    milliseconds,
    calibration: calibrationOf(scores),
    reference,
  };
}

function countsOf({ rows, self, own }: Folder, scores: Scores): Counts {
  const { ties, groups, pairs, flagged } = scores;
  const of = (kind: number) => ties.class.reduce((sum, one) => sum + (one === kind ? 1 : 0), 0);
  const [unproven, traded] = [of(UNPROVEN), of(TRADED)];
  const released = groups.filter((group) => group.released).length;
  return {
    ...{ rows, selfFollows: self.rows.length },
    ...{ ownReads: own.reads, ownClaps: own.claps, ownShown: own.shown },
    flagged: flagged.reduce((sum, one) => sum + one, 0),
    ties: { earned: ties.class.length - unproven - traded, unproven, traded },
    groups: { found: groups.length - released, released },
    pairs: pairs.discount.reduce((sum, discount) => sum + (discount > 0 ? 1 : 0), 0),
  };
}

function notesOf({ missing, unread }: Folder, { enoughEvidence }: Scores): string[] {
  const absent = missing.filter((name) => name !== "shown").map((name) => `${name}.csv`);
  return [
    ...(enoughEvidence
      ? []
      : ["Not enough evidence: nothing is known of what was read, so nobody is flagged."]),
    ...(absent.length > 0 ? [`Not there, and taken to be empty: ${absent.join(", ")}.`] : []),
    ...(unread.length > 0 ? [`Columns that are not read: ${unread.join(", ")}.`] : []),
  ];
}
