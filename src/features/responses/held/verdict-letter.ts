/** The letter that tells an author what was decided about their held response. */
import type { Verdict } from "../../../core/responses/holding.ts";
import { type Letter, letterOf } from "../../../web/letter.tsx";

export interface Told {
  key: string;
  authorName: string;
  storyTitle: string;
  verdict: Verdict;
  reason: string;
}

export function verdictLetter(site: { origin: string; name: string }, told: Told): Letter {
  const { authorName, storyTitle, verdict, reason, key } = told;
  const isShown = verdict === "let-through";
  const subject = isShown
    ? `${site.name}: your response is shown now`
    : `${site.name}: your response is not shown`;
  const found = isShown
    ? `Your response to “${storyTitle}” was held because it reads like an offer to trade follows. A person has looked at it and let it through.`
    : `Your response to “${storyTitle}” was held because it reads like an offer to trade follows. A person has looked at it and agrees, so it is not shown. Follows given for follows do not count for anybody.`;
  return letterOf(subject, [
    `Dear ${authorName},`,
    found,
    ...(reason ? [`They add: ${reason}`] : []),
    { label: "Your response", href: `${site.origin}/responses/${key}` },
  ]);
}
