/** Appeals: an author asks for a second look, and somebody else answers. */
import type { AppealId, DecisionId, ReaderId } from "../../core/ids.ts";
import {
  type AnswerRefusal,
  type AppealRefusal,
  ruleAnswer,
  ruleAppeal,
} from "../../core/integrity/cases/decision.ts";
import { allow, type Ruling, refuse } from "../../core/ruling.ts";
import type { Tx } from "../../store/db.ts";
import { postLetter } from "../../web/letter.tsx";
import { endVerdict, recordVerdict } from "../integrity/verdict-store.ts";
import { recordPartnerState } from "../partners/store.ts";
import { type Appeal, appealsBy, findAppeal, insertAppeal, recordAnswer } from "./appeal-store.ts";
import {
  type Decided,
  findDecision,
  forgetVerdictOf,
  recordEnd,
  verdictsOf,
} from "./decision-store.ts";
import { type House, letGo } from "./enforce.ts";
import { answerLetter } from "./letters.ts";
import { findFile, lockCase, peopleOf, recordState } from "./store.ts";

export interface AppealWish {
  decisionId: DecisionId;
  by: ReaderId;
  text: string;
}

/** Null where there is no such decision. */
export function appealDecision(
  site: House,
  { decisionId, by, text }: AppealWish,
): Promise<Ruling<Date, AppealRefusal> | null> {
  return site.db.transaction(async (tx) => {
    const decision = await lockDecision(tx, decisionId);
    if (!decision?.standsSince) return decision && refuse("nothing-to-appeal");
    const earlier = (await appealsBy(tx, by)).find((one) => one.decisionId === decisionId);
    const at = site.clock();
    const ruling = ruleAppeal(
      { by, text, at },
      {
        ...{ kind: decision.kind, accounts: decision.concerned, since: decision.standsSince },
        stands: decision.state === "standing",
        earlier: earlier ? (earlier.state === "waiting" ? "waiting" : "answered") : null,
      },
    );
    if (ruling.ok)
      await insertAppeal(tx, at, {
        ...{ decisionId, accountId: by, text: text.trim(), answerBy: ruling.value },
      });
    return ruling;
  });
}

export interface AnswerWish {
  appealId: AppealId;
  by: ReaderId;
  grants: boolean;
  answer: string;
}

/** Granted, the decision stands no more for who appealed, and they are taken to be honest. */
export function answerAppeal(
  site: House,
  { appealId, by, grants, answer }: AnswerWish,
): Promise<Ruling<null, AnswerRefusal> | null> {
  return site.db.transaction(async (tx) => {
    const found = await findAppeal(tx, appealId);
    const decision = found && (await lockDecision(tx, found.decisionId));
    const appeal = await findAppeal(tx, appealId);
    if (!decision || !appeal) return null;
    const file = await findFile(tx, decision.caseId, decision.fileNumber);
    const ruling = ruleAnswer({
      ...{ by, answer, waits: appeal.state === "waiting" },
      deciders: [decision.decidedBy, ...(decision.secondedBy ? [decision.secondedBy] : [])],
      accounts: [...(await peopleOf(tx, file?.evidence.accounts ?? [])).values()].map(
        ({ id }) => id,
      ),
    });
    if (!ruling.ok) return ruling;
    const state = grants ? "granted" : "refused";
    await recordAnswer(tx, site.clock(), appealId, { state, answer: answer.trim(), by });
    if (grants) {
      await letOut(tx, site, decision, { account: appeal.accountId, by });
      const surprise = file?.surprise ?? 0;
      const cleared = {
        accountId: appeal.accountId,
        kind: "cleared",
        reason: answer.trim(),
      } as const;
      await recordVerdict(tx, site.clock(), { ...cleared, surprise, decidedBy: by });
      await letGo(tx, site.clock(), { accountId: appeal.accountId, by, reason: answer.trim() });
    }
    await tellAnswer(tx, site, { ...appeal, answer: answer.trim() }, state);
    return allow(null);
  });
}

/** The decision as it is once nobody else can change it until `tx` ends. */
export async function lockDecision(tx: Tx, id: DecisionId): Promise<Decided | null> {
  const decision = await findDecision(tx, id);
  if (!decision) return null;
  await lockCase(tx, decision.caseId);
  return findDecision(tx, id);
}

/** It stands no more for one account; and for nobody, when that was the last. */
export async function letOut(
  tx: Tx,
  site: House,
  decision: Decided,
  { account, by }: { account: ReaderId; by: ReaderId | null },
): Promise<void> {
  const at = site.clock();
  const standing = await verdictsOf(tx, decision.id);
  const own = standing.find(({ accountId }) => accountId === account);
  if (own) await endVerdict(tx, at, own.verdictId);
  await forgetVerdictOf(tx, decision.id, account);
  if (own && decision.kind === "leave") await recordPartnerState(tx, account, "active");
  if (standing.some(({ accountId }) => accountId !== account)) return;
  const reason = "An appeal has lifted it for everybody it concerned.";
  await recordEnd(tx, at, decision.id, { by, reason });
  if (by === null) await recordState(tx, at, decision.caseId, "open");
}

export async function tellAnswer(
  tx: Tx,
  site: House,
  { id, accountId, answer }: Appeal,
  state: "granted" | "refused" | "lapsed",
): Promise<void> {
  const person = (await peopleOf(tx, [accountId])).get(accountId);
  if (!person) return;
  const letter = answerLetter(site, { name: person.name, state, answer });
  await postLetter(tx, `case-appeal:${id}:answered`, person.email, letter);
}
