/** The findings of a run become files: in the cases that are open, and in new ones. */
import type { CaseId, RunId } from "../../core/ids.ts";
import { daysAfter } from "../../core/integrity/cases/decision.ts";
import type { Drafts } from "../../core/integrity/cases/drafts.ts";
import { type Filing, filingOf } from "../../core/integrity/cases/opening.ts";
import type { CaseEvidence } from "../../core/integrity/cases/snapshot.ts";
import { ESCROW_FROM } from "../../core/integrity/score.ts";
import type { Tx } from "../../store/db.ts";
import { postLetter } from "../../web/letter.tsx";
import type { Site } from "../../web/site.ts";
import { standingVerdicts } from "../integrity/verdict-store.ts";
import { openedLetter } from "./letters.ts";
import { moneyOf } from "./money-store.ts";
import {
  insertCase,
  insertFile,
  lastFiledRun,
  lockFiling,
  lockOpenCases,
  peopleOf,
  recordState,
} from "./store.ts";

/** A person is to look at a case within this time, when money waits for it. */
const LOOK_DAYS = 14;

type House = Pick<Site, "db" | "clock" | "origin" | "name">;

export interface Findings extends Drafts {
  runId: RunId;
}

/** Null when a later run was filed already. What the same run files again changes nothing. */
export function fileCases(
  site: House,
  { runId, drafts, others }: Findings,
): Promise<Filing | null> {
  return site.db.transaction(async (tx) => {
    await lockFiling(tx);
    const last = await lastFiledRun(tx);
    if (last !== null && last > runId) return null;
    const at = site.clock();
    const open = await lockOpenCases(tx);
    const verdicts = (await standingVerdicts(tx)).filter(({ otherId }) => otherId === null);
    // What has no file tonight keeps its case open, and opens none.
    const findings = [...drafts, ...others.map((accounts) => ({ accounts, surprise: 0 }))];
    const filing = filingOf(findings, open, verdicts, at);
    for (const { caseId, finding } of filing.goesOn) {
      const here = open.find(({ id }) => id === caseId);
      const evidence = drafts[finding];
      if (here && evidence) await fileIn(tx, at, here.id, { runId, evidence });
    }
    for (const finding of filing.opens) {
      const evidence = drafts[finding];
      if (evidence) await openCase(tx, site, { runId, evidence });
    }
    for (const { id, state } of open)
      if (state === "open" && filing.faded.includes(id)) await recordState(tx, at, id, "faded");
    return filing;
  });
}

interface Found {
  runId: RunId;
  evidence: CaseEvidence;
}

async function openCase(tx: Tx, site: House, found: Found): Promise<void> {
  const at = site.clock();
  const id = await insertCase(tx, at, found.evidence.kind);
  const money = await fileIn(tx, at, id, found);
  if (found.evidence.surprise < ESCROW_FROM || money.stakeMicros === 0n) return;
  const people = await peopleOf(tx, found.evidence.accounts);
  for (const person of people.values()) {
    if (!person.isPartner) continue;
    const letter = openedLetter(site, { name: person.name, by: daysAfter(at, LOOK_DAYS) });
    await postLetter(tx, `case:${id}:opened:${person.id}`, person.email, letter);
  }
}

async function fileIn(tx: Tx, at: Date, caseId: CaseId, { runId, evidence }: Found) {
  const money = await moneyOf(tx, evidence);
  await insertFile(tx, at, { caseId, runId, evidence, money });
  return money;
}
