/**
 * Flows by decision of the house: grants from the commons, the end of an escrow, and corrections
 * (docs/policy/money.md §7). Money is in micros.
 */
import type { AuthorId, JournalId } from "../ids.ts";
import type { Micros } from "../money.ts";
import { type Account, commons, escrow, payable } from "./chart.ts";
import { type Journal, type Leg, legs } from "./journal.ts";

export interface GrantFacts {
  grantId: number;
  partnerId: AuthorId;
  currency: string;
  micros: Micros;
}

/** The commons give to a partner, by name. It is theirs at once: nobody's reading can be taken back. */
export function grantGiven({ grantId, partnerId, currency, micros }: GrantFacts): Journal {
  return {
    key: `grant:${grantId}`,
    kind: "grant-given",
    currency,
    legs: legs([commons(), payable(partnerId), micros]),
  };
}

export interface EscrowFacts {
  /** Of the decision, so that a case may end in parts. */
  decisionId: number;
  /** Whose shares were set aside. */
  partnerId: AuthorId;
  currency: string;
  micros: Micros;
}

/** What was set aside is the partner's after all, and may be paid out. */
export function escrowReleased(facts: EscrowFacts): Journal {
  return escrowEnds(facts, "released", payable(facts.partnerId));
}

/** What was set aside was not earned. It goes to the commons, so that nobody gains who decides. */
export function escrowForfeited(facts: EscrowFacts): Journal {
  return escrowEnds(facts, "forfeited", commons());
}

function escrowEnds(facts: EscrowFacts, end: string, to: Account): Journal {
  const { decisionId, partnerId, currency, micros } = facts;
  return {
    key: `escrow:${decisionId}:${end}`,
    kind: `escrow-${end}`,
    currency,
    legs: legs([escrow(partnerId), to, micros]),
  };
}

export interface CorrectionFacts {
  /** The journal that is wrong. */
  wrong: JournalId;
  currency: string;
  legs: readonly Leg[];
}

/** A journal was wrong: all of it is taken back. `legs` are its own, as they were posted. */
export function correction({ wrong, currency, legs }: CorrectionFacts): Journal {
  return {
    key: `correction:${wrong}`,
    kind: "correction",
    currency,
    legs: legs.map(({ debit, credit, micros }) => ({ debit: credit, credit: debit, micros })),
    reverses: wrong,
  };
}

/** What should have been posted instead of a journal that was taken back. */
export function corrected({ wrong, currency, legs }: CorrectionFacts): Journal {
  return { key: `corrected:${wrong}`, kind: "corrected", currency, legs };
}
