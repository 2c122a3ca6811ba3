/**
 * Flows of payouts: how a partner's balance leaves the house, and comes back
 * (docs/policy/money.md §7, docs/policy/payouts.md). Money is in micros.
 */
import type { AuthorId, JournalId, PayoutId } from "../ids.ts";
import type { Micros } from "../money.ts";
import {
  type Account,
  custody,
  dormant,
  inTransit,
  payable,
  payoutFees,
  provider,
  receivable,
  withholding,
} from "./chart.ts";
import { type Journal, type Leg, legs } from "./journal.ts";

export interface PayoutFacts {
  payoutId: PayoutId;
  partnerId: AuthorId;
  currency: string;
  /** What is sent. */
  micros: Micros;
  /** Tax kept back from it, and for which authority. */
  withheldMicros?: Micros;
  authority?: string | null;
  /** What it settles of the partner's debt to us. */
  nettedMicros?: Micros;
}

/** Frozen, before the bank is asked. */
export function payoutAsked(facts: PayoutFacts): Journal {
  return { ...payoutStep(facts, "asked"), legs: askedLegs(facts) };
}

function askedLegs({ partnerId, authority, micros, ...facts }: PayoutFacts): Leg[] {
  const { withheldMicros = 0n, nettedMicros = 0n } = facts;
  const from = payable(partnerId);
  return legs(
    [from, inTransit(partnerId), micros],
    [from, withholding(authority ?? ""), withheldMicros],
    [from, receivable(partnerId), nettedMicros],
  );
}

/** The provider moved it to the partner's account there, and took `feeMicros` of ours for it. */
export function payoutTransferred(facts: PayoutFacts, feeMicros: Micros = 0n): Journal {
  const journal = payoutStep(facts, "transferred", [custody(facts.partnerId), provider()]);
  const fee = legs([payoutFees(), provider(), feeMicros]);
  return { ...journal, legs: [...journal.legs, ...fee] };
}

/** It reached the partner's bank, as far as is known: `failed` may follow. `ref` names the arrival. */
export function payoutPaid(facts: PayoutFacts, ref: string): Journal {
  const arrival = [inTransit(facts.partnerId), custody(facts.partnerId)] as const;
  return payoutStep(facts, "paid", arrival, ref);
}

/** It had been paid, and the partner's bank sent it back to the provider. */
export function payoutFailed(facts: PayoutFacts, ref: string): Journal {
  const back = [custody(facts.partnerId), inTransit(facts.partnerId)] as const;
  return payoutStep(facts, "failed", back, ref);
}

/**
 * It came back all the way to us: the partner may be paid it again, and the tax that was kept back
 * from it is theirs again too. A debt it settled stays settled.
 */
export function payoutReturned(facts: PayoutFacts): Journal {
  const { partnerId, micros, withheldMicros = 0n, authority } = facts;
  const journal = payoutStep(facts, "returned", [provider(), custody(partnerId)]);
  const theirs = legs(
    [inTransit(partnerId), payable(partnerId), micros],
    [withholding(authority ?? ""), payable(partnerId), withheldMicros],
  );
  return { ...journal, legs: [...journal.legs, ...theirs] };
}

/** The provider says it did not and will not. `asked` is the journal that this takes back. */
export function payoutRefused(facts: PayoutFacts, asked: JournalId): Journal {
  const turned = askedLegs(facts).map(({ debit, credit, micros }) => ({
    debit: credit,
    credit: debit,
    micros,
  }));
  return { ...payoutStep(facts, "refused"), legs: turned, reverses: asked };
}

function payoutStep(
  { payoutId, currency, micros }: PayoutFacts,
  step: string,
  move: readonly [Account, Account] | null = null,
  ref = "",
): Journal {
  return {
    key: ["payout", payoutId, step, ref].filter((part) => part !== "").join(":"),
    kind: `payout-${step}`,
    currency,
    legs: move ? legs([move[0], move[1], micros]) : [],
  };
}

export interface DormancyFacts {
  dormancyId: number;
  partnerId: AuthorId;
  currency: string;
  micros: Micros;
}

/** A partner has not been heard of for long: their balance is set aside under their name. */
export function balanceSlept({ dormancyId, partnerId, currency, micros }: DormancyFacts): Journal {
  return {
    key: `dormancy:${dormancyId}`,
    kind: "balance-slept",
    currency,
    legs: legs([payable(partnerId), dormant(partnerId), micros]),
  };
}

/** They are back, and so is their balance, whole. `slept` is the journal that this takes back. */
export function balanceWoke(facts: DormancyFacts, slept: JournalId): Journal {
  const { dormancyId, partnerId, currency, micros } = facts;
  return {
    key: `dormancy:${dormancyId}:woke`,
    kind: "balance-woke",
    currency,
    legs: legs([dormant(partnerId), payable(partnerId), micros]),
    reverses: slept,
  };
}
