/** The letter that tells an author what was decided, why, and when to try again. */
import type { RefusalReason } from "../../core/partners/application.ts";
import type { Day } from "../../core/time.ts";
import { type Letter, type Line, letterOf } from "../../web/letter.tsx";
import { reasonSentences } from "./sentences.ts";

export interface Decided {
  name: string;
  accept: boolean;
  reasons: readonly RefusalReason[];
  note: string;
  nextTryOn: Day | null;
}

export function decisionLetter(site: { origin: string; name: string }, decided: Decided): Letter {
  const lines = decided.accept ? accepted(site.origin) : refused(site.origin, decided);
  if (decided.note) lines.push(`The reviewer adds: ${decided.note}`);
  const subject = `${site.name}: your application to the Partner Program`;
  return letterOf(subject, [`Dear ${decided.name},`, ...lines]);
}

function accepted(origin: string): Line[] {
  return [
    "You are a partner now. From today on your members-only stories earn from the members who read them.",
    { label: "Tell us where payouts should go", href: `${origin}/partner` },
  ];
}

function refused(origin: string, { reasons, nextTryOn }: Decided): Line[] {
  return [
    "Your application was not accepted this time. The reasons:",
    ...reasons.map((reason) => `– ${reasonSentences[reason].told}`),
    { label: `You can apply again from ${nextTryOn} on`, href: `${origin}/partner` },
  ];
}
