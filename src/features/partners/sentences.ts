/** Criteria and reasons of the Partner Program in words. */
import type {
  ApplicationRefusal,
  DecisionRefusal,
  RefusalReason,
} from "../../core/partners/application.ts";
import type { ChecklistItem } from "../../core/partners/checklist.ts";

/** What is asked, for the author's checklist. */
export function criterionSentence({ criterion, asked }: ChecklistItem): string {
  const sentences: Record<ChecklistItem["criterion"], string> = {
    "published-within-days": `A story published within the last ${asked} days`,
    "stories-min": `${plural(asked, "published story", "published stories")} or more`,
    "earned-followers-min": `${plural(asked, "follower", "followers")} who read you, or more`,
    "account-age-days": `An account for ${asked} days`,
    "age-years": `${asked} years of age`,
    "country-in": `A country we can pay to: ${asked}`,
    member: "Membership",
    "profile-complete": "A profile with a bio and a picture",
  };
  return sentences[criterion];
}

/** What there is. */
export function standingSentence({ criterion, has, met }: ChecklistItem): string {
  const sentences: Record<ChecklistItem["criterion"], string> = {
    "published-within-days":
      has === "never"
        ? "You have not published a story yet."
        : `Your last one is ${days(has)} old.`,
    "stories-min": `You have ${has}.`,
    "earned-followers-min": `You have ${has}, as of last night. A follower counts who has read you; a traded follow does not.`,
    "account-age-days": `Yours is ${days(has)} old.`,
    "age-years": met === null ? "You tell us when you apply." : `${has} years.`,
    "country-in": met === null ? "You tell us when you apply." : has,
    member: met ? "You are a member." : "You are not a member.",
    "profile-complete": met ? "Yours is complete." : `Missing: ${has}.`,
  };
  return sentences[criterion];
}

const days = (count: string) => plural(count, "day", "days");
const plural = (count: string, one: string, many: string) =>
  `${count} ${count === "1" ? one : many}`;

export const applicationSentences: Record<ApplicationRefusal, string> = {
  "already-partner": "You are a partner already.",
  waiting: "Your application is waiting for a reviewer. One is enough.",
  "too-early":
    "After a refusal one waits until the date that was given. Your application was not sent.",
  "criteria-unmet":
    "Not every point of the checklist is met yet, so your application was not sent.",
};

export const decisionSentences: Record<DecisionRefusal, string> = {
  "decided-already": "Somebody else has decided meanwhile; their decision stands.",
  "own-application": "Nobody decides their own application.",
  "no-reason": "A refusal names at least one reason. Nothing was decided.",
  "note-too-long": "The note is longer than 2,000 characters. Nothing was decided.",
};

/** What a reviewer ticks, and what the author is told. */
export const reasonSentences: Record<RefusalReason, { label: string; told: string }> = {
  "audience-not-earned": {
    label: "The audience is not earned",
    told: "Most of your followers have never read you. Followers count here when they read; following back does not make readers.",
  },
  "not-own-work": {
    label: "Not the author’s own work",
    told: "Stories on your page appear elsewhere under another name, and we could not tell that they are yours.",
  },
  "little-to-read": {
    label: "Too little to judge",
    told: "There is too little published to judge by. Write some more; nothing else is wrong.",
  },
  conduct: {
    label: "Conduct",
    told: "How you have treated other people here is in the way. The note says what we mean.",
  },
  declaration: {
    label: "What was declared is not right",
    told: "Something declared in the application does not agree with what we see. The note says what.",
  },
};
