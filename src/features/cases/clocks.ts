/** The clocks of cases: appeals nobody answered, decisions whose time is over, money nobody appealed for. */
import type { DecisionId } from "../../core/ids.ts";
import { APPEAL_DAYS, daysAfter } from "../../core/integrity/cases/decision.ts";
import { type Month, monthEnd } from "../../core/time.ts";
import { endEscrow } from "../earnings/escrow/end-escrow.ts";
import { appealsOf, findAppeal, overdueAppeals, recordLapsed } from "./appeal-store.ts";
import { letOut, lockDecision, tellAnswer } from "./appeals.ts";
import { dueDecisions, settledDecisions, verdictsOf } from "./decision-store.ts";
import { type House, letGo, takeBack } from "./enforce.ts";
import { findFile } from "./store.ts";

const UNANSWERED = "Nobody answered the appeal in time.";

/** Whatever runs out, runs out in favour of whom it concerns; but for money, once nobody appealed. */
export async function keepClocks(site: House): Promise<void> {
  const at = site.clock();
  for (const { id, decisionId } of await overdueAppeals(site.db, at)) {
    await site.db.transaction(async (tx) => {
      const decision = await lockDecision(tx, decisionId);
      const appeal = await findAppeal(tx, id);
      if (!decision || appeal?.state !== "waiting") return;
      const { accountId } = appeal;
      await recordLapsed(tx, at, id);
      await letOut(tx, site, decision, { account: accountId, by: null });
      await letGo(tx, at, { accountId, by: decision.decidedBy, reason: UNANSWERED });
      await tellAnswer(tx, site, appeal, "lapsed");
    });
  }
  for (const id of await dueDecisions(site.db, at)) {
    await site.db.transaction(async (tx) => {
      const decision = await lockDecision(tx, id);
      if (decision?.state !== "standing") return;
      await takeBack(tx, site, decision, { by: null, reason: "Its time was over." });
    });
  }
  const from = daysAfter(at, -APPEAL_DAYS);
  for (const id of await settledDecisions(site.db, from)) await forfeit(site, id);
}

/**
 * What was set aside for attention between the accounts of the file goes to the commons, month by month,
 * once the time to appeal is over. Nothing does while an appeal waits.
 */
function forfeit(site: House, id: DecisionId): Promise<void> {
  return site.db.transaction(async (tx) => {
    const at = site.clock();
    const decision = await lockDecision(tx, id);
    if (decision?.state !== "standing") return;
    const appeals = await appealsOf(tx, decision.caseId);
    if (appeals.some(({ state, decisionId }) => decisionId === id && state === "waiting")) return;
    const file = await findFile(tx, decision.caseId, decision.fileNumber);
    const shown = file?.evidence.members.map((member) => member.id) ?? [];
    const members = new Set([...shown, ...(file?.evidence.accounts ?? [])]);
    const isOver = (month: Month) => daysAfter(monthEnd(month), APPEAL_DAYS) <= at;
    for (const { accountId } of await verdictsOf(tx, id)) {
      const { decidedBy, reason } = decision;
      await endEscrow(tx, at, {
        ...{ authorId: accountId, how: "forfeited", decidedBy, reason },
        of: ({ memberId, month }) => members.has(memberId) && isOver(month),
      });
    }
  });
}
