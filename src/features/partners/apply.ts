/** An author applies to the Partner Program; a reviewer decides. */
import type { ApplicationId, ReaderId } from "../../core/ids.ts";
import {
  type ApplicationRefusal,
  type Decision,
  type DecisionRefusal,
  ruleApplication,
  ruleDecision,
} from "../../core/partners/application.ts";
import { checklist, type Declared } from "../../core/partners/checklist.ts";
import type { Ruling } from "../../core/ruling.ts";
import { monthOf } from "../../core/time.ts";
import type { Db } from "../../store/db.ts";
import { postLetter } from "../../web/letter.tsx";
import type { Site } from "../../web/site.ts";
import { accountOf } from "../accounts/store.ts";
import { policyOf } from "../policies/store.ts";
import { decisionLetter } from "./decision-letter.ts";
import {
  findApplication,
  findPartner,
  insertApplication,
  insertPartner,
  lastApplication,
  lockApplicant,
  recordDecision,
  standingOf,
} from "./store.ts";

/** Where an author stands: the checklist of today's policy, and what came of earlier tries. */
export async function applicantOf(
  db: Db,
  at: Date,
  reader: ReaderId,
  declared: Declared | null = null,
) {
  const { policy } = await policyOf(db, monthOf(at));
  const standing = await standingOf(db, reader, at);
  const last = await lastApplication(db, reader);
  const partner = await findPartner(db, reader);
  return {
    isPartner: partner?.state === "active",
    isWaiting: last?.state === "waiting",
    nextTryOn: last?.nextTryOn ?? null,
    checklist: checklist(policy.partners.eligibility, standing, declared, at),
    last,
    partner,
    policy,
  };
}

export interface Applying extends Declared {
  readerId: ReaderId;
  statement: string;
}

export function apply(
  { db, clock }: Pick<Site, "db" | "clock">,
  { readerId, statement, ...declared }: Applying,
): Promise<Ruling<"apply", ApplicationRefusal>> {
  return db.transaction(async (tx) => {
    await lockApplicant(tx, readerId);
    const applicant = await applicantOf(tx, clock(), readerId, declared);
    const ruling = ruleApplication(applicant, clock());
    const { checklist } = applicant;
    if (ruling.ok) {
      await insertApplication(tx, clock(), { readerId, statement, checklist, ...declared });
    }
    return ruling;
  });
}

export interface Deciding extends Decision {
  applicationId: ApplicationId;
  by: ReaderId;
}

/** Of two reviewers at once, the first decides. Null when there is no such application. */
export function decide(
  site: Pick<Site, "db" | "clock" | "origin" | "name">,
  { applicationId, by, ...decision }: Deciding,
): Promise<Ruling<unknown, DecisionRefusal> | null> {
  const at = site.clock();
  return site.db.transaction(async (tx) => {
    const known = await findApplication(tx, applicationId);
    if (!known) return null;
    await lockApplicant(tx, known.readerId);
    const application = (await findApplication(tx, applicationId))!;
    const { policy } = await policyOf(tx, monthOf(at));
    const { state, readerId } = application;
    const isOwn = readerId === by;
    const ruling = ruleDecision({ state, isOwn }, decision, policy.partners.retryDays, at);
    if (!ruling.ok) return ruling;
    const reasons = decision.accept ? [] : decision.reasons;
    const decided = { ...decision, reasons, by, nextTryOn: ruling.value };
    await recordDecision(tx, at, applicationId, decided);
    if (decision.accept) await insertPartner(tx, at, application);
    const { email } = await accountOf(tx, readerId);
    const letter = decisionLetter(site, { ...decided, name: application.name });
    await postLetter(tx, `application:${applicationId}`, email, letter);
    return ruling;
  });
}
