/** A decision comes into force, or ends: the verdicts, the Partner Program, the letters. */
import type { ReaderId } from "../../core/ids.ts";
import { type DecisionKind, daysAfter, ESCROW_DAYS } from "../../core/integrity/cases/decision.ts";
import type { Tx } from "../../store/db.ts";
import { postLetter } from "../../web/letter.tsx";
import type { Site } from "../../web/site.ts";
import { endEscrow } from "../earnings/escrow/end-escrow.ts";
import { endVerdict, recordVerdict, type VerdictKind } from "../integrity/verdict-store.ts";
import { recordPartnerState } from "../partners/store.ts";
import { closeAppeals } from "./appeal-store.ts";
import {
  type Decided,
  recordEnd,
  recordStanding,
  recordVerdictOf,
  type Second,
  verdictsOf,
} from "./decision-store.ts";
import { decisionLetter, reversalLetter } from "./letters.ts";
import { findFile, peopleOf, recordState } from "./store.ts";

export type House = Pick<Site, "db" | "clock" | "origin" | "name">;

const VERDICT: Record<DecisionKind, VerdictKind> = {
  dismiss: "cleared",
  nudge: "nudged",
  "discount-ties": "discounted",
  escrow: "escrowed",
  leave: "left",
};

/** Everything that follows at once, in the decision's own transaction. */
export async function enforce(
  tx: Tx,
  site: House,
  decision: Decided,
  second: Second | null = null,
): Promise<void> {
  const at = site.clock();
  const { id, kind, reason, concerned, caseId } = decision;
  const endsAt = kind === "escrow" ? daysAfter(at, ESCROW_DAYS) : null;
  await recordStanding(tx, at, id, { second, endsAt });
  const surprise = await surpriseOf(tx, decision);
  for (const accountId of concerned) {
    const verdict = { accountId, kind: VERDICT[kind], reason, surprise };
    const verdictId = await recordVerdict(tx, at, { ...verdict, decidedBy: decision.decidedBy });
    await recordVerdictOf(tx, id, accountId, verdictId);
    if (kind === "leave") await recordPartnerState(tx, accountId, "left");
    if (kind === "dismiss") await letGo(tx, at, { accountId, by: decision.decidedBy, reason });
  }
  await recordState(tx, at, caseId, "decided");
  await tell(tx, site, decision);
}

export interface LetGo {
  accountId: ReaderId;
  by: ReaderId;
  reason: string;
}

/** What had been set aside of an author's shares is theirs after all. */
export async function letGo(tx: Tx, at: Date, { accountId, by, reason }: LetGo): Promise<void> {
  await endEscrow(tx, at, { authorId: accountId, how: "released", decidedBy: by, reason });
}

async function surpriseOf(tx: Tx, { caseId, fileNumber }: Decided): Promise<number> {
  const file = await findFile(tx, caseId, fileNumber);
  return file?.surprise ?? 0;
}

/** Of a dismissal only those are told whose money had waited. */
async function tell(tx: Tx, site: House, { id, kind, reason, concerned, stakeMicros }: Decided) {
  if (kind === "dismiss" && stakeMicros === 0n) return;
  const people = await peopleOf(tx, concerned);
  for (const { id: account, name, email, isPartner } of people.values()) {
    if (kind === "dismiss" && !isPartner) continue;
    const letter = decisionLetter(site, { name, kind, reason });
    await postLetter(tx, `case-decision:${id}:${account}`, email, letter);
  }
}

export interface Ending {
  by: ReaderId | null;
  reason: string;
}

/** Nothing follows from it any more, and the case is open again. */
export async function takeBack(
  tx: Tx,
  site: House,
  decision: Decided,
  { by, reason }: Ending,
): Promise<void> {
  const at = site.clock();
  await recordEnd(tx, at, decision.id, { by, reason });
  for (const { accountId, verdictId } of await verdictsOf(tx, decision.id)) {
    await endVerdict(tx, at, verdictId);
    if (decision.kind === "leave") await recordPartnerState(tx, accountId, "active");
  }
  await closeAppeals(tx, at, decision.id, reason);
  await recordState(tx, at, decision.caseId, "open");
  if (decision.kind === "dismiss") return;
  for (const { id, name, email } of (await peopleOf(tx, decision.concerned)).values()) {
    const letter = reversalLetter(site, { name, reason });
    await postLetter(tx, `case-decision:${decision.id}:${id}:ended`, email, letter);
  }
}
