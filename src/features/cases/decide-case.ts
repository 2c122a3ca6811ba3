/** Somebody decides a case, a second person agrees or does not, somebody takes a decision back. */
import { assert } from "../../core/assert.ts";
import type { CaseId, ReaderId } from "../../core/ids.ts";
import {
  type DecisionKind,
  type DecisionRefusal,
  type ReversalRefusal,
  ruleDecision,
  ruleReversal,
  ruleSecond,
  type SecondRefusal,
} from "../../core/integrity/cases/decision.ts";
import { allow, type Ruling, refuse } from "../../core/ruling.ts";
import type { Tx } from "../../store/db.ts";
import {
  type Decided,
  decisionsOf,
  findDecision,
  insertDecision,
  recordDeclined,
} from "./decision-store.ts";
import { enforce, type House, takeBack } from "./enforce.ts";
import { stakeMicrosOf } from "./money-store.ts";
import { findFile, lockCase, peopleOf, recordState } from "./store.ts";

export interface Wish {
  caseId: CaseId;
  /** The file that was looked at. */
  fileNumber: number;
  kind: DecisionKind;
  by: ReaderId;
  reason: string;
  accounts: readonly ReaderId[];
}

/** Null where there is no such case. A newer file than the one looked at refuses. */
export function decideCase(
  site: House,
  wish: Wish,
): Promise<Ruling<"stands" | "waits", DecisionRefusal | "newer-file"> | null> {
  return site.db.transaction(async (tx) => {
    const here = await lockCase(tx, wish.caseId);
    const file = here && (await findFile(tx, here.id));
    if (!here || !file) return null;
    if (file.number !== wish.fileNumber) return refuse("newer-file");
    const people = await peopleOf(tx, file.evidence.accounts);
    const known = [...people.values()];
    const stakeMicros = await stakeMicrosOf(tx, wish.accounts);
    const ruling = ruleDecision(wish, {
      ...{ state: here.state, accounts: known.map(({ id }) => id), stakeMicros },
      partners: known.filter(({ isPartner }) => isPartner).map(({ id }) => id),
    });
    if (!ruling.ok) return ruling;
    const reason = wish.reason.trim();
    const id = await insertDecision(tx, site.clock(), {
      ...{ ...wish, reason, stakeMicros, decidedBy: wish.by },
    });
    if (ruling.value === "waits") await recordState(tx, site.clock(), here.id, "proposed");
    else {
      const decision = await findDecision(tx, id);
      assert(decision !== null, "a decision that was written is there");
      await enforce(tx, site, decision);
    }
    return ruling;
  });
}

/** A second person agrees, and it is in force; or does not, and the case is open again. */
export function secondDecision(
  site: House,
  { caseId, by, agrees }: { caseId: CaseId; by: ReaderId; agrees: boolean },
): Promise<Ruling<null, SecondRefusal> | null> {
  return site.db.transaction(async (tx) => {
    const here = await lockCase(tx, caseId);
    if (!here) return null;
    const decision = await currentDecision(tx, caseId, "waiting");
    if (!decision) return refuse("not-waiting");
    const accounts = await accountsOf(tx, caseId);
    const ruling = ruleSecond({ by, proposedBy: decision.decidedBy, accounts }, here.state);
    if (!ruling.ok) return ruling;
    const second = { by, at: site.clock() };
    if (agrees) await enforce(tx, site, decision, second);
    else {
      await recordDeclined(tx, decision.id, second);
      await recordState(tx, second.at, caseId, "open");
    }
    return allow(null);
  });
}

export function reverseDecision(
  site: House,
  { caseId, by, reason }: { caseId: CaseId; by: ReaderId; reason: string },
): Promise<Ruling<null, ReversalRefusal> | null> {
  return site.db.transaction(async (tx) => {
    const here = await lockCase(tx, caseId);
    if (!here) return null;
    const accounts = await accountsOf(tx, caseId);
    const ruling = ruleReversal({ by, reason, accounts }, here.state);
    if (!ruling.ok) return ruling;
    const decision = await currentDecision(tx, caseId, "standing");
    if (!decision) return refuse("not-decided");
    await takeBack(tx, site, decision, { by, reason: reason.trim() });
    return allow(null);
  });
}

async function currentDecision(
  tx: Tx,
  id: CaseId,
  state: Decided["state"],
): Promise<Decided | null> {
  return (await decisionsOf(tx, id)).find((decision) => decision.state === state) ?? null;
}

async function accountsOf(tx: Tx, id: CaseId): Promise<ReaderId[]> {
  const file = await findFile(tx, id);
  const people = await peopleOf(tx, file?.evidence.accounts ?? []);
  return [...people.keys()].map((account) => people.get(account)!.id);
}
