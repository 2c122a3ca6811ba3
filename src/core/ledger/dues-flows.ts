/**
 * Flows of dues that go back: refunds of what is earned already, and disputes (docs/policy/money.md
 * §7, §9). Money is in micros.
 */
import type { AuthorId, ChargeId, JournalId } from "../ids.ts";
import type { Micros } from "../money.ts";
import type { Month } from "../time.ts";
import {
  type Account,
  clawbackLoss,
  commons,
  deferred,
  disputeFees,
  disputeHold,
  escrow,
  memberPool,
  payable,
  platform,
  provider,
  receivable,
  refundPayable,
  tax,
} from "./chart.ts";
import type { RefundFacts } from "./flows.ts";
import { type Journal, type Leg, legs } from "./journal.ts";

/** From whom a part of a charge is taken, account by account. */
export interface Sources {
  deferredMicros: Micros;
  taxMicros: Micros;
  /** Of the provider's fee and of what was earned: the platform's own. */
  platformMicros: Micros;
  pools: readonly { month: Month; micros: Micros }[];
  commonsMicros: Micros;
  partners: readonly {
    partnerId: AuthorId;
    payableMicros: Micros;
    escrowMicros: Micros;
    /** What they have been paid already: they owe it, and later shares make it good. */
    owedMicros: Micros;
  }[];
  /** Nobody has it any more: the platform bears it. */
  lossMicros: Micros;
}

export interface TakenFacts extends Sources {
  chargeId: ChargeId;
  currency: string;
  jurisdiction: string;
}

/** A refund of a charge is owed: fixed before the bank is asked. */
export function partsRefundAsked(facts: TakenFacts & { refundId: number }): Journal {
  const { refundId, currency, chargeId } = facts;
  return {
    key: `refund:${refundId}:asked`,
    kind: "refund-asked",
    currency,
    legs: taken(facts, refundPayable(chargeId)),
  };
}

export interface GivenBack {
  refundId: number;
  currency: string;
  /** What was booked when the refund was asked for. */
  asked: { journalId: JournalId; legs: readonly Leg[] };
  /** The month whose pool takes what a pool gave: that one may be divided by now. */
  openMonth: Month;
  /** What each partner owes still, by id; what they have made good since is theirs again. */
  owedMicros: ReadonlyMap<string, Micros>;
  /** Of what each partner's escrow gave, by id: what would have left it since, and where it would be. */
  escrowLeft: ReadonlyMap<string, EscrowLeft>;
}

export interface EscrowLeft {
  releasedMicros: Micros;
  forfeitedMicros: Micros;
}

/** The bank will not: everyone gets back what was taken from them. */
export function partsRefundRefused({ refundId, currency, asked, ...now }: GivenBack): Journal {
  return {
    key: `refund:${refundId}:refused`,
    kind: "refund-refused",
    currency,
    legs: asked.legs.flatMap((leg) => turned(leg, now)),
    reverses: asked.journalId,
  };
}

function turned(
  { debit, credit, micros }: Leg,
  { openMonth, owedMicros, escrowLeft }: Omit<GivenBack, "refundId" | "currency" | "asked">,
): Leg[] {
  if (debit.kind === "memberPool") return legs([credit, memberPool(openMonth), micros]);
  const left = debit.kind === "escrow" ? escrowLeft.get(debit.subject) : undefined;
  if (left) {
    const { releasedMicros, forfeitedMicros } = left;
    return legs(
      [credit, debit, micros - releasedMicros - forfeitedMicros],
      [credit, { kind: "payable", subject: debit.subject }, releasedMicros],
      [credit, commons(), forfeitedMicros],
    );
  }
  if (debit.kind !== "receivable") return legs([credit, debit, micros]);
  const owed = owedMicros.get(debit.subject) ?? 0n;
  const forgiven = owed < micros ? owed : micros;
  const again = { kind: "payable", subject: debit.subject } as const;
  return legs([credit, debit, forgiven], [credit, again, micros - forgiven]);
}

/** The card's bank sent it back: the member is owed it still, and has nothing else for it. */
export function refundReturned({ refundId, currency, chargeId, ...facts }: RefundFacts): Journal {
  const { deferredMicros, taxMicros, borneMicros, sharesMicros = 0n } = facts;
  const micros = deferredMicros + taxMicros + borneMicros + sharesMicros;
  return {
    key: `refund:${refundId}:returned`,
    kind: "refund-returned",
    currency,
    legs: legs([provider(), refundPayable(chargeId), micros]),
  };
}

export interface DisputeFacts {
  disputeId: number;
  currency: string;
  micros: Micros;
  feeMicros: Micros;
}

/** A cardholder's bank takes a charge back for now, and a fee for asking. */
export function disputeOpened({ disputeId, currency, micros, feeMicros }: DisputeFacts): Journal {
  return {
    key: `dispute:${disputeId}:opened`,
    kind: "dispute-opened",
    currency,
    legs: legs([disputeHold(), provider(), micros], [disputeFees(), provider(), feeMicros]),
  };
}

/** We were right: the money is ours again, and the fee if the bank says so: `feeMicros` is its last word. */
export function disputeWon(facts: DisputeFacts, feeMicros: Micros): Journal {
  const { disputeId, currency, micros } = facts;
  return {
    key: `dispute:${disputeId}:won`,
    kind: "dispute-won",
    currency,
    legs: [...legs([provider(), disputeHold(), micros]), ...feeChange(facts.feeMicros, feeMicros)],
  };
}

/** It is gone for good: whoever has a part of the charge gives it back. */
export function disputeLost(
  facts: DisputeFacts & TakenFacts,
  feeMicros: Micros = facts.feeMicros,
): Journal {
  const { disputeId, currency } = facts;
  return {
    key: `dispute:${disputeId}:lost`,
    kind: "dispute-lost",
    currency,
    legs: [...taken(facts, disputeHold()), ...feeChange(facts.feeMicros, feeMicros)],
  };
}

function feeChange(before: Micros, now: Micros): Leg[] {
  const more = now > before ? now - before : 0n;
  const less = before > now ? before - now : 0n;
  return legs([disputeFees(), provider(), more], [provider(), disputeFees(), less]);
}

function taken(facts: TakenFacts, to: Account): Leg[] {
  const { chargeId, jurisdiction } = facts;
  return [
    ...legs(
      [deferred(chargeId), to, facts.deferredMicros],
      [tax(jurisdiction), to, facts.taxMicros],
      [platform(), to, facts.platformMicros],
    ),
    ...facts.pools.flatMap(({ month, micros }) => legs([memberPool(month), to, micros])),
    ...facts.partners.flatMap(({ partnerId, payableMicros, escrowMicros, owedMicros }) =>
      legs(
        [payable(partnerId), to, payableMicros],
        [escrow(partnerId), to, escrowMicros],
        [receivable(partnerId), to, owedMicros],
      ),
    ),
    ...legs([commons(), to, facts.commonsMicros], [clawbackLoss(), to, facts.lossMicros]),
  ];
}
