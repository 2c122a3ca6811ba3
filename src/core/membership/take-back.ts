/**
 * Taking a charge back: a refund of more than its unused days, or a dispute that is lost, is taken from
 * whoever has the money now, each by what they have of it (docs/policy/money.md §9).
 *
 * What somebody has of a charge is recorded once, from the lines of the closed months, and only ever
 * gets less; a split is never run again. Each time the amount is apportioned over what is left of the
 * stakes, so nobody gives more than they have, and however a charge is taken back, in whatever parts,
 * it ends at exactly zero everywhere. Money is in micros.
 */
import { apportion } from "../earnings/apportion.ts";
import type { AuthorId } from "../ids.ts";
import type { Sources } from "../ledger/dues-flows.ts";
import { type Micros, sum } from "../money.ts";
import type { Month } from "../time.ts";

/**
 * Who has a part of a charge. `deferred`: not earned yet. `fee`: what the provider kept, which the
 * platform bears. `platform`: its part of what was earned. `referral`: what a referrer got of it. `pool`:
 * in the pool of an open month.
 * `carried`: waits for the member's next reading, in a pool that is counted already. `beyond`: more is
 * taken than is left anywhere.
 */
export type Holder =
  | "deferred"
  | "tax"
  | "fee"
  | "platform"
  | "pool"
  | "author"
  | "escrow"
  | "referral"
  | "commons"
  | "carried"
  | "beyond";

export interface Stake {
  holder: Holder;
  /** The month that earned it; null for what no month has earned. */
  month: Month | null;
  /** Of an author, of their escrow, or of a referrer. */
  authorId: AuthorId | null;
  micros: Micros;
  /** Of what waited in escrow: what has become of it since. */
  ended?: EscrowFate | null;
}

/** It is the author's after all, or went to the commons. */
export const ESCROW_FATES = ["released", "forfeited"] as const;
export type EscrowFate = (typeof ESCROW_FATES)[number];

/**
 * What each holder gives of `micros`, those who give nothing left out. What is more than all stakes
 * together is `beyond`: the platform bears it.
 */
export function takenBack(micros: Micros, stakes: readonly Stake[]): Stake[] {
  const all = sum(stakes.map((stake) => stake.micros));
  const taken = micros < all ? micros : all;
  const parts = apportion(
    taken,
    stakes.map((stake) => stake.micros),
    stakes.map((_, index) => index),
  );
  const given = stakes.map((stake, index) => ({ ...stake, micros: parts[index] ?? 0n }));
  const beyond = { holder: "beyond", month: null, authorId: null, micros: micros - taken } as const;
  return [...given, beyond].filter((stake) => stake.micros > 0n);
}

/**
 * What a member's charge put into a pool, divided over those who got that pool: `lines` are what they
 * got, less what is recorded of other charges. In order of the lines; never more than a line.
 */
export function recordedShares<Line extends { micros: Micros }>(
  contributedMicros: Micros,
  lines: readonly Line[],
): Line[] {
  const parts = apportion(
    contributedMicros,
    lines.map((line) => line.micros),
    lines.map((_, index) => index),
  );
  return lines.map((line, index) => ({ ...line, micros: parts[index] ?? 0n }));
}

/** Stakes less `micros` that the platform has given already beyond its own, from the first that have. */
export function lessenedBy(micros: Micros, stakes: readonly Stake[]): Stake[] {
  let left = micros;
  return stakes.map((stake) => {
    const part = left < stake.micros ? left : stake.micros;
    left -= part;
    return { ...stake, micros: stake.micros - part };
  });
}

/** What the books hold of whoever gives. */
export interface Balances {
  payableMicros: (author: AuthorId) => Micros;
  escrowMicros: (author: AuthorId) => Micros;
  /** What waits in hold for the author, less what they owe: what they owe is taken from it at release. */
  inHoldMicros: (author: AuthorId) => Micros;
  commonsMicros: Micros;
}

/** Who makes good what an author was paid already: they owe it, or the platform bears it. */
export type Shortfall = "partner-owes" | "platform-bears";

/**
 * The accounts that stakes are taken from. No account gives more than it holds. What waited in escrow is
 * taken from where it has gone since: nobody gives for what went to the commons.
 */
export function sourcesOf(
  stakes: readonly Stake[],
  balances: Balances,
  shortfall: Shortfall,
): Sources {
  const taken = stakes.map(whereItWent);
  const of = (...holders: Holder[]) =>
    sum(taken.filter(({ holder }) => holders.includes(holder)).map(({ micros }) => micros));
  const given = partnersOf(taken).map((partner) => givenBy(partner, balances));
  const commonsMicros = least(of("commons"), balances.commonsMicros);
  const partners = given.map((partner) => {
    if (shortfall === "partner-owes") return partner;
    const inHold = balances.inHoldMicros(partner.partnerId);
    return { ...partner, owedMicros: least(partner.owedMicros, inHold) };
  });
  const owed = (all: typeof given) => sum(all.map(({ owedMicros }) => owedMicros));
  return {
    deferredMicros: of("deferred"),
    taxMicros: of("tax"),
    platformMicros: of("fee", "platform"),
    pools: taken.flatMap(({ holder, month, micros }) =>
      holder === "pool" && month !== null ? [{ month, micros }] : [],
    ),
    commonsMicros,
    partners,
    lossMicros:
      of("carried", "beyond") + of("commons") - commonsMicros + owed(given) - owed(partners),
  };
}

function whereItWent(stake: Stake): Stake {
  if (stake.holder !== "escrow" || !stake.ended) return stake;
  if (stake.ended === "released") return { ...stake, holder: "author" };
  return { ...stake, holder: "commons", authorId: null };
}

interface Partner {
  partnerId: AuthorId;
  shareMicros: Micros;
  heldMicros: Micros;
}

/** By id: books are locked in one order. */
function partnersOf(taken: readonly Stake[]): Partner[] {
  const byAuthor = Map.groupBy(
    taken.filter(({ holder }) => ["author", "escrow", "referral"].includes(holder)),
    ({ authorId }) => authorId,
  );
  const partners = [...byAuthor].flatMap(([partnerId, parts]) => {
    if (partnerId === null) return [];
    const all = sum(parts.map(({ micros }) => micros));
    const held = parts.filter(({ holder }) => holder === "escrow");
    const heldMicros = sum(held.map(({ micros }) => micros));
    return [{ partnerId, shareMicros: all - heldMicros, heldMicros }];
  });
  return partners.sort((a, b) => a.partnerId - b.partnerId);
}

/** What is held gives first what was held; the rest comes from what may be paid, or is owed. */
function givenBy({ partnerId, shareMicros, heldMicros }: Partner, balances: Balances) {
  const escrowMicros = least(heldMicros, balances.escrowMicros(partnerId));
  const rest = shareMicros + heldMicros - escrowMicros;
  const payableMicros = least(rest, balances.payableMicros(partnerId));
  return { partnerId, escrowMicros, payableMicros, owedMicros: rest - payableMicros };
}

function least(a: Micros, b: Micros): Micros {
  return a < b ? a : b;
}
