/** A reviewer or the operator decides on a held response, or reverses what was decided; its author is told. */
import type { ReaderId } from "../../../core/ids.ts";
import { type HeldRefusal, ruleHeld, type Verdict } from "../../../core/responses/holding.ts";
import { type Ruling, refuse } from "../../../core/ruling.ts";
import type { Tx } from "../../../store/db.ts";
import { dropPages } from "../../../web/drops.ts";
import { postLetter } from "../../../web/letter.tsx";
import type { Site } from "../../../web/site.ts";
import { accountOf } from "../../accounts/store.ts";
import { countResponses, hideResponse, letThrough, lockTally } from "../store.ts";
import { findHeld, type HeldResponse, insertDecision } from "./held-store.ts";
import { verdictLetter } from "./verdict-letter.ts";

export interface HeldDecision {
  key: string;
  by: ReaderId;
  verdict: Verdict;
  reason: string;
  /** How often it was decided when the page was opened. */
  decisionsSeen: number;
}

type Decided = Ruling<{ verdict: Verdict; reason: string }, HeldRefusal>;

/** Null when no such response was held. */
export function decideHeld(site: Site, decision: HeldDecision): Promise<Decided | null> {
  const at = site.clock();
  return site.db.transaction(async (tx) => {
    const known = await findHeld(tx, decision.key);
    if (!known) return null;
    await lockTally(tx, known.storyId);
    const held = await findHeld(tx, decision.key);
    if (!held) return refuse("withdrawn");
    const ruling = ruleHeld(
      {
        ...held,
        isOwn: held.authorId === decision.by,
        isWithdrawn: held.withdrawnAt !== null,
        decisionsSeen: decision.decisionsSeen,
      },
      decision.verdict,
      decision.reason,
    );
    if (!ruling.ok) return ruling;
    await record(tx, at, held, { ...ruling.value, by: decision.by });
    await tell(tx, site, held, ruling.value);
    return ruling;
  });
}

/** The first time it is kept nothing changes: it was not shown before. */
async function record(
  tx: Tx,
  at: Date,
  { responseId, storyId, decisions }: HeldResponse,
  decided: { verdict: Verdict; reason: string; by: ReaderId },
): Promise<void> {
  await insertDecision(tx, at, { responseId, number: decisions + 1, ...decided });
  if (decided.verdict === "let-through") {
    await letThrough(tx, at, responseId);
    await countResponses(tx, storyId, 1);
  } else if (decisions > 0 && (await hideResponse(tx, at, responseId))) {
    await countResponses(tx, storyId, -1);
  }
  await dropPages(tx, [`story:${storyId}`]);
}

async function tell(
  tx: Tx,
  site: Site,
  held: HeldResponse,
  decided: { verdict: Verdict; reason: string },
): Promise<void> {
  const { email } = await accountOf(tx, held.authorId);
  const letter = verdictLetter(site, { ...held, ...decided });
  await postLetter(tx, `held:${held.key}:${held.decisions + 1}`, email, letter);
}
