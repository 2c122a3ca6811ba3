/**
 * The file of a case as it was on one day: plain values that go to JSON and back unchanged, so that what
 * a person decided on can be looked at again later, word for word (docs/policy/integrity.md §9).
 *
 * Accounts are called by their ids outside. Instants are days, as the events have them; lengths of
 * time are days unless a name says seconds. Weights and odds are natural logarithms.
 */
import type { Channel } from "../channels.ts";
import type { EvidenceKind } from "../tie-weights.ts";
import type { TieClass } from "../ties.ts";

export const CASE_KINDS = ["account", "pair", "group"] as const;
export type CaseKind = (typeof CASE_KINDS)[number];

/** One row of the evidence about a tie, with its sentence as it was then. */
export interface Reason {
  /** Beside the kinds of evidence, what the ties around this one add to its odds. */
  readonly kind: EvidenceKind | "around";
  /** Null stands for what never came: a follow that was not returned. */
  readonly value: number | null;
  /** As it is while it is fresh and everything is seen; and what it counts for now. */
  readonly weight: number;
  readonly worth: number;
  readonly says: string;
}

export interface TieEvidence {
  readonly followedAt: number;
  /** Null while it lasts. */
  readonly endedAt: number | null;
  /** To the follow the other way; null when there is none. */
  readonly lag: number | null;
  readonly opportunities: number;
  /** The probability that it was traded, and the class it has now. */
  readonly q: number;
  readonly class: TieClass;
  /** From then on what speaks for a trade loses half of its weight in every 90 days. */
  readonly fadesFrom: number;
  /** What speaks for a trade counts for this part of itself, 0 to 1. */
  readonly freshness: number;
  readonly reasons: readonly Reason[];
}

/** What one account did towards another. */
export interface Direction {
  readonly tie: TieEvidence | null;
  /** Different stories opened. */
  readonly opened: number;
  readonly seconds: number;
  /** What the opened stories take. */
  readonly expectedSeconds: number;
  /** Whole stories' worth of attention. */
  readonly credit: number;
  readonly claps: number;
  readonly responses: number;
  /** The part of this attention that is not counted. */
  readonly discount: number;
}

export interface PairEvidence {
  readonly a: number;
  readonly b: number;
  /** Of `a` towards `b`, and the other way. */
  readonly forth: Direction;
  readonly back: Direction;
}

export interface TieCounts {
  readonly earned: number;
  readonly unproven: number;
  readonly traded: number;
}

/** What an account did on one day. Days without anything are left out. */
export interface LaneDay {
  readonly day: number;
  /** Follows within the case, read and never read. */
  readonly readFollows: number;
  readonly unreadFollows: number;
  /** Attention given to the case's accounts, and to everybody else, in whole stories. */
  readonly creditInside: number;
  readonly creditOutside: number;
  readonly claps: number;
  readonly responses: number;
  readonly stories: number;
}

export interface MemberEvidence {
  readonly id: number;
  /** False for those beside the case, whose ties with it are shown. */
  readonly inCase: boolean;
  readonly joined: number;
  readonly pays: boolean;
  readonly writes: boolean;
  readonly surprise: number;
  readonly channel: Channel;
  /** In the order of `CHANNELS`. */
  readonly surprises: readonly number[];
  readonly values: readonly number[];
  /** Of the follows this account made, and of those it has. */
  readonly follows: TieCounts;
  readonly followers: TieCounts;
  readonly days: readonly LaneDay[];
}

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** One way of being out of the ordinary: the accounts compared with, and where those of the case stand. */
export interface ChannelEvidence {
  readonly channel: Channel;
  /** Of the account that stands out most. */
  readonly surprise: number;
  readonly value: number;
  /** How many accounts it was compared with. */
  readonly compared: number;
  /** Whether all of those are of its age, activity and role: otherwise there were too few. */
  readonly isAlike: boolean;
  readonly bins: readonly Bin[];
  readonly marks: readonly { readonly id: number; readonly value: number }[];
  /** The value from which a person looks; null where the reference has no tail. */
  readonly lookedAtFrom: number | null;
}

/** What happened between the accounts shown, in figures. */
export interface Summary {
  readonly accounts: number;
  readonly pairs: number;
  readonly mutual: number;
  readonly follows: number;
  /** Follows of which hardly anything was read. */
  readonly unread: number;
  readonly opportunities: number;
  readonly opened: number;
  /** Half of the mutual pairs were mutual within this. */
  readonly medianLag: number | null;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  readonly seconds: number;
  readonly expectedSeconds: number;
  readonly claps: number;
  /** Claps by accounts that never read the one they clapped for. */
  readonly unreadClaps: number;
  readonly responses: number;
  /** Follows after an offer to trade. */
  readonly offered: number;
}

export interface Part {
  readonly part: number;
  readonly of: number;
}

/** What speaks for the accounts of the case. */
export interface Favour {
  /** Of all they follow, those they read; of all who follow them, those who read them. */
  readonly followsRead: Part;
  readonly followersRead: Part;
  /** Within the case: ties that are read. */
  readonly insideRead: Part;
  /** Different people outside the case who read them. */
  readonly outsideReaders: number;
  /** Whole stories' worth of attention they gave outside the case. */
  readonly outsideCredit: number;
  readonly oldestDays: number;
  readonly medianDays: number;
  readonly paying: Part;
  readonly stories: number;
  readonly offers: number;
  readonly alsoLooksLike: string | null;
}

/** What would change the verdict, reckoned from the evidence itself. */
export interface Change {
  readonly traded: number;
  /** Of the traded ties, those that would not be, once one story were read to its end. */
  readonly afterReading: number;
  /** When half of the traded ties are so no more if nothing is added; null when that never comes. */
  readonly fadesAt: number | null;
  /** The surprise by the next channel alone, were the first one left out. */
  readonly withoutFirst: { readonly channel: Channel; readonly surprise: number } | null;
}

export interface CaseEvidence {
  readonly version: 1;
  readonly kind: CaseKind;
  /** The instant until which events were looked at. */
  readonly until: number;
  readonly surprise: number;
  readonly channel: Channel;
  /** All accounts of the case; `members` shows the first of them, and some beside the case. */
  readonly accounts: readonly number[];
  readonly members: readonly MemberEvidence[];
  readonly pairs: readonly PairEvidence[];
  readonly pairsLeftOut: number;
  readonly channels: readonly ChannelEvidence[];
  readonly summary: Summary;
  readonly favour: Favour;
  readonly change: Change;
}
