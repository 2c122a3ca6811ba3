/**
 * Scoring the whole community: every night, and before a month closes by it. Safe to stop anywhere and to
 * run again: what is found is written at the end and at once.
 */
import type { RunId } from "../../core/ids.ts";
import type { Drafts } from "../../core/integrity/cases/drafts.ts";
import type { Scores } from "../../core/integrity/score.ts";
import { enqueue } from "../../jobs/queue.ts";
import type { Database, Tx } from "../../store/db.ts";
import { recordBrakes } from "./brake-store.ts";
import { type Gathered, gatherEvents } from "./events-store.ts";
import {
  forgetOldRuns,
  insertAccounts,
  insertGroups,
  insertPairs,
  insertRun,
  lockRuns,
  recordRunEnd,
} from "./run-store.ts";
import { scoreBeside } from "./score-thread.ts";
import { latestRun } from "./store.ts";
import { recordTies } from "./tie-store.ts";
import { standingVerdicts } from "./verdict-store.ts";

/** Looks at everything that happened before `until`, and makes it what stands. Resolves to its run. */
export async function scoreCommunity(db: Database, at: Date, until: Date = at): Promise<RunId> {
  const run = await insertRun(db, at, until);
  const began = performance.now();
  const gathered = await db.transaction((tx) => gatherEvents(tx, until));
  const gather = performance.now() - began;
  const confirmed = await confirmedPlaces(db, gathered);
  const { events, texts } = gathered;
  const { scores, found: cases, stages } = await scoreBeside({ events, texts, confirmed });
  const found = { gathered, scores, cases, stages: { gather, ...stages }, until };
  await db.transaction((tx) => recordRun(tx, at, run, found));
  return run;
}

/** The run that a month's close goes by: the latest, or a new one where that knows only a part of it. */
export async function ensureScored(db: Database, at: Date, monthEnd: Date): Promise<void> {
  const run = await latestRun(db);
  if (!run || run.untilAt < monthEnd) await scoreCommunity(db, at);
}

const CONFIRMING: readonly string[] = ["discounted", "escrowed", "left"];

async function confirmedPlaces(db: Database, { events }: Gathered): Promise<Int32Array> {
  const verdicts = await standingVerdicts(db);
  const ids = new Set(
    verdicts
      .filter(({ kind, otherId }) => otherId === null && CONFIRMING.includes(kind))
      .map(({ accountId }): number => accountId),
  );
  const all = events.accounts.ids;
  return Int32Array.from([...all.keys()].filter((place) => ids.has(all[place]!)));
}

interface FoundRun {
  gathered: Gathered;
  scores: Scores;
  cases: Drafts;
  stages: Record<string, number>;
  until: Date;
}

/** A run that another overtook, which knows more than it, is left without an end. */
async function recordRun(tx: Tx, at: Date, run: RunId, found: FoundRun): Promise<void> {
  const { gathered, scores, cases, stages, until } = found;
  const { events, followIds, counts } = gathered;
  await lockRuns(tx);
  const latest = await latestRun(tx);
  if (latest && latest.untilAt > until) return;
  await insertAccounts(tx, run, events.accounts, scores);
  await insertGroups(tx, run, events.accounts, scores.groups);
  await insertPairs(tx, run, events.accounts, scores.pairs);
  await recordRunEnd(tx, at, run, { counts, scores, stages });
  await recordTies(tx, run, { events, followIds, ties: scores.ties });
  await forgetOldRuns(tx, run);
  await recordBrakes(tx, at, run);
  await enqueue(tx, "end-faded-escrow", { run }, { key: "end-faded-escrow" });
  await enqueue(tx, "open-cases", { run, ...cases }, { key: "open-cases" });
}
