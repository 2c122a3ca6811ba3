/** Why something about a case was not done, in a sentence each. */
import type {
  AnswerRefusal,
  AppealRefusal,
  DecisionRefusal,
  ReversalRefusal,
  SecondRefusal,
} from "../../core/integrity/cases/decision.ts";

export const decisionSentences: Record<DecisionRefusal | "newer-file", string> = {
  "newer-file":
    "There is newer evidence than what you looked at. It is shown now; nothing was decided.",
  "not-open": "Somebody else has decided meanwhile; their decision stands.",
  "own-case": "Nobody decides a case about themselves.",
  "nobody-ticked": "Tick at least one account. Nothing was decided.",
  "not-in-case": "An account that was ticked is no longer in the case. Nothing was decided.",
  "reason-too-short": "Give the reason in a sentence or two. Nothing was decided.",
  "reason-too-long": "The reason is longer than 2,000 characters. Nothing was decided.",
  "no-partner": "Nobody of those ticked is in the Partner Program. Nothing was decided.",
};

export const secondSentences: Record<SecondRefusal, string> = {
  "not-waiting": "Nothing waits for a second person any more.",
  "same-person": "Who proposed it cannot agree to it as well.",
  "own-case": "Nobody decides a case about themselves.",
};

export const reversalSentences: Record<ReversalRefusal, string> = {
  "not-decided": "There is no decision that stands.",
  "own-case": "Nobody decides a case about themselves.",
  "reason-too-short": "Say why, in a sentence or two. The decision stands.",
  "reason-too-long": "The reason is longer than 2,000 characters. The decision stands.",
};

export const answerSentences: Record<AnswerRefusal, string> = {
  answered: "Somebody else has answered meanwhile.",
  "decided-it": "Who had a part in the decision cannot answer its appeal.",
  "own-case": "Nobody decides a case about themselves.",
  "reason-too-short": "Give the answer in a sentence or two. Nothing was sent.",
  "reason-too-long": "The answer is longer than 2,000 characters. Nothing was sent.",
};

export const appealSentences: Record<AppealRefusal, string> = {
  "not-yours": "This decision is not about your account.",
  "nothing-to-appeal": "The decision stands no more, so there is nothing to appeal.",
  "too-late": "The thirty days for an appeal are over.",
  waiting: "Your appeal is with us already.",
  answered: "Your appeal was answered. One is heard for each decision.",
  "text-too-short": "Tell us in a sentence or two what we got wrong. Nothing was sent.",
  "text-too-long": "Your appeal is longer than 5,000 characters. Nothing was sent.",
};
