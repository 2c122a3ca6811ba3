/** Letters about cases: to those they concern, in words that name nobody else. */
import {
  ANSWER_DAYS,
  APPEAL_DAYS,
  type DecisionKind,
  ESCROW_DAYS,
} from "../../core/integrity/cases/decision.ts";
import { type Letter, type Line, letterOf } from "../../web/letter.tsx";
import { FOLLOWERS } from "./places.ts";

interface House {
  origin: string;
  name: string;
}

const DAY = new Intl.DateTimeFormat("en-GB", {
  ...({ day: "numeric", month: "long", year: "numeric", timeZone: "UTC" } as const),
});
const dayName = (at: Date) => DAY.format(at);

const RECOVER =
  "It can mend: every story that is read speaks for a tie, and what was done to trade weighs half as much every 90 days once no more is traded.";

export function openedLetter(house: House, { name, by }: { name: string; by: Date }): Letter {
  return letterOf(`${house.name}: a part of your share waits for a person`, [
    `Dear ${name},`,
    "Our evidence says that some of the attention on your account may be traded for attention given. A part of your share waits until a person has looked at it; nothing is taken away.",
    `Somebody looks at it by ${dayName(by)}. Until then you need do nothing.`,
    { label: "What counts of your followers, and what does not", href: house.origin + FOLLOWERS },
  ]);
}

const FORFEIT = `What had been set aside of your share for that attention goes to the commons after ${APPEAL_DAYS} days, unless an appeal lifts the decision.`;

const TOLD: Record<DecisionKind, readonly Line[]> = {
  dismiss: [
    "We looked at the attention on your account and found nothing wrong. What had been set aside of your share is yours.",
  ],
  nudge: [
    "Some follows, claps or reads between your account and others look traded rather than earned: hardly anything is read on either side. Nothing follows from this letter.",
    "Attention that was traded does not count here for followers, bonuses or rank, so there is nothing to win by it.",
    RECOVER,
  ],
  "discount-ties": [
    "A person has looked at the attention between your account and some others, and found that it was traded rather than earned. From now on it is not counted: not as followers, not in bonuses, not in your share. Everything else you have counts as before.",
    FORFEIT,
    RECOVER,
  ],
  escrow: [
    `A person has looked at the attention on your account and found that it needs a closer look. Your shares wait for at most ${ESCROW_DAYS} days. They are set aside and not taken.`,
  ],
  leave: [
    "Two people have looked at the attention on your account and decided that it leaves the Partner Program. Your stories stay, and what you had earned by readers is yours.",
    FORFEIT,
  ],
};

export interface Told {
  name: string;
  kind: DecisionKind;
  reason: string;
}

export function decisionLetter(house: House, { name, kind, reason }: Told): Letter {
  const subject =
    kind === "dismiss" ? "nothing was wrong with your account" : "a decision about your account";
  const appeal: Line[] =
    kind === "dismiss"
      ? []
      : [
          {
            label: `If you see it otherwise, appeal within ${APPEAL_DAYS} days; somebody else answers within ${ANSWER_DAYS}`,
            href: `${house.origin}${FOLLOWERS}`,
          },
        ];
  const lines = [`Dear ${name},`, ...TOLD[kind], `The reason: ${reason}`, ...appeal];
  return letterOf(`${house.name}: ${subject}`, lines);
}

export function reversalLetter(
  house: House,
  { name, reason }: { name: string; reason: string },
): Letter {
  return letterOf(`${house.name}: the decision about your account is taken back`, [
    `Dear ${name},`,
    "The decision about your account stands no more, and nothing follows from it from now on.",
    `The reason: ${reason}`,
    { label: "Your followers", href: house.origin + FOLLOWERS },
  ]);
}

export interface Answered {
  name: string;
  state: "granted" | "refused" | "lapsed";
  answer: string;
}

export function answerLetter(house: House, { name, state, answer }: Answered): Letter {
  const said: Record<Answered["state"], string> = {
    granted: "Your appeal is granted: the decision stands no more for your account.",
    refused: "Your appeal was read by somebody who had no part in the decision. It stands.",
    lapsed:
      "We did not answer your appeal in time, so the decision stands no more for your account.",
  };
  return letterOf(`${house.name}: your appeal`, [
    `Dear ${name},`,
    said[state],
    ...(answer ? [`The answer: ${answer}`] : []),
    { label: "Your followers", href: house.origin + FOLLOWERS },
  ]);
}
