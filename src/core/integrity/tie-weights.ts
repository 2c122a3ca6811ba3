/**
 * The weight of evidence for a traded tie (docs/policy/integrity.md §4): what each observation makes of
 * the odds, as natural logarithms. They are added up, so that every one can be shown with its sentence;
 * each kind is monotone, so more attention never makes a tie look worse.
 */

/** Before anything is known: about one tie in twenty is traded. */
export const PRIOR = -3;

/** A step of a kind of evidence: up to and including `upTo` it weighs `weight`. */
export interface Bin {
  readonly upTo: number;
  readonly weight: number;
  readonly says: string;
}

const ANY = Number.POSITIVE_INFINITY;

export const KINDS = {
  /** Days between this follow and the one that answers it; infinite when none does. */
  returnLag: [
    { upTo: -1, weight: 0, says: "Each followed the other, and there was nothing to read yet." },
    { upTo: 0.1, weight: 1.5, says: "Each followed the other within two hours." },
    { upTo: 1, weight: 1.4, says: "Each followed the other within a day." },
    { upTo: 4, weight: 1.2, says: "Each followed the other within four days." },
    { upTo: 30, weight: 0.4, says: "Each followed the other within a month." },
    { upTo: ANY, weight: -1, says: "The follow was not returned within a month." },
  ],
  /** Attention credit before the follow. */
  readBefore: [
    { upTo: -1, weight: 0, says: "There was nothing to read when the follow was made." },
    { upTo: 0, weight: 0.7, says: "Nothing of the author was read before the follow." },
    { upTo: 0.3, weight: 0.3, says: "The author was glanced at before the follow." },
    { upTo: 1, weight: -1.8, says: "The author was read before the follow." },
    { upTo: ANY, weight: -2.6, says: "More than one story was read before the follow." },
  ],
  /** Attention credit after the follow. */
  readAfter: [
    { upTo: 0.3, weight: 0, says: "The author was hardly read after the follow." },
    { upTo: 1, weight: -2.2, says: "The author was read after the follow." },
    { upTo: ANY, weight: -4, says: "More than one story was read after the follow." },
  ],
  /** Opportunities that were let pass: those after the follow, less six for each whole credit. */
  letPass: [
    { upTo: 1, weight: 0, says: "There was little occasion to read the author." },
    { upTo: 3, weight: 0.6, says: "Two or three occasions to read the author were let pass." },
    { upTo: 7, weight: 1.1, says: "Four occasions or more to read the author were let pass." },
    { upTo: ANY, weight: 1.5, says: "Eight occasions or more to read the author were let pass." },
  ],
  /** Follows by the same account within twelve hours, this one left out. */
  together: [
    { upTo: -1, weight: 0, says: "There was nothing to read yet, whenever the follow was made." },
    { upTo: 2, weight: -0.2, says: "The follow was made by itself." },
    { upTo: 7, weight: 0, says: "It was one of several follows within twelve hours." },
    { upTo: 19, weight: 0.6, says: "It was one of many follows within twelve hours." },
    { upTo: ANY, weight: 2, says: "It was one of more than twenty follows within twelve hours." },
  ],
  /** Attention credit that the followed account gave back. */
  attentionBack: [
    { upTo: 0, weight: 0.1, says: "The author has not read the follower either." },
    { upTo: 1, weight: 0, says: "The author has read the follower." },
    { upTo: ANY, weight: -1.2, says: "The author has read more than one story of the follower." },
  ],
  /** 0: nothing; 1: both answered where a trade was offered; 2: one offered it to the other. */
  solicitation: [
    { upTo: 0, weight: 0, says: "No trade was offered." },
    { upTo: 1, weight: 2, says: "Both answered under a story where trading follows was offered." },
    { upTo: ANY, weight: 2.8, says: "One offered the other to trade follows." },
  ],
  /** 1 when the follow was taken back although, or because, it was not returned; 2 when it was, and never read. */
  takenBack: [
    { upTo: 0, weight: 0, says: "The follow lasts." },
    { upTo: 1, weight: 1, says: "The follow was taken back when it was not returned." },
    { upTo: ANY, weight: 2, says: "The follow was returned, and taken back without reading." },
  ],
  /** How much likelier its reads are from somebody who stays only to be counted. */
  mechanical: [
    { upTo: 0.2, weight: 0, says: "The reads were not of a length that looks chosen." },
    { upTo: 1.5, weight: 1.2, says: "A read was just long enough to be counted." },
    { upTo: 3, weight: 2.4, says: "Reads were just long enough to be counted." },
    { upTo: ANY, weight: 3.6, says: "Read after read was just long enough to be counted." },
  ],
  /** The part of the author's other followers that has read the author. */
  company: [
    { upTo: 0.2, weight: 1.2, says: "Hardly any of the author's other followers reads them." },
    { upTo: 0.4, weight: 0.7, says: "Few of the author's other followers read them." },
    { upTo: 0.65, weight: 0, says: "Some of the author's other followers read them." },
    { upTo: ANY, weight: -0.8, says: "Most of the author's other followers read them." },
  ],
  /** How likely both trade by all their other ties, 0 to 1: what the spreading of suspicion gives. */
  partners: [
    { upTo: 0.02, weight: -1.2, says: "By its other ties the follower does not trade." },
    { upTo: 0.2, weight: 0, says: "Little is known of the follower's other ties." },
    { upTo: 0.6, weight: 1.5, says: "The follower's other ties look traded." },
    { upTo: ANY, weight: 3, says: "The other ties of both look traded." },
  ],
} as const satisfies Record<string, readonly Bin[]>;

export type EvidenceKind = keyof typeof KINDS;

/** The step of `kind` that `value` stands on. */
export function binOf(kind: EvidenceKind, value: number): Bin {
  const bins: readonly Bin[] = KINDS[kind];
  for (const bin of bins) if (value <= bin.upTo) return bin;
  return bins[bins.length - 1]!;
}

export type Evidence = { readonly [kind in EvidenceKind]: number };

/** What is known of each follow, in columns, and of each account whether its reading is not recorded. */
export interface Seen {
  readonly returnLag: Float64Array;
  readonly creditBefore: Float64Array;
  readonly creditAfter: Float64Array;
  readonly opportunities: Uint8Array;
  readonly together: Int32Array;
  readonly creditBack: Float64Array;
  readonly solicitation: Uint8Array;
  readonly takenBack: Uint8Array;
  readonly company: Float64Array;
  /** Stories of the author that were out when the follow was made. */
  readonly backlog: Int32Array;
  readonly mechanical: Float64Array;
  readonly partners: Float64Array;
  readonly blind: Uint8Array;
  readonly blindPart: number;
  /** What an occasion that was let pass says in this community, 0 to 1. */
  readonly occasionWorth: number;
}

/** Before anything is known of how likely both ends trade. */
export const PARTNERS_UNKNOWN = 0.1;
/** A whole credit stands for this many opportunities taken. */
const OPPORTUNITIES_A_CREDIT = 6;

/** What is known of one tie, as the weights take it. */
export function evidenceOf(seen: Rows, follow: number): Evidence {
  const after = seen.creditAfter[follow]!;
  return {
    returnLag: returnLag(seen, follow),
    readBefore: readBefore(seen, follow),
    readAfter: after,
    letPass: letPass(seen, follow),
    together: together(seen, follow),
    attentionBack: seen.creditBack[follow]!,
    solicitation: seen.solicitation[follow]!,
    takenBack: seen.takenBack[follow]!,
    mechanical: seen.mechanical[follow]!,
    company: seen.company[follow]!,
    partners: seen.partners[follow]!,
  };
}

type Rows = Omit<Seen, "blind" | "blindPart">;

/** From here on there was occasion to read. */
export const OCCASION_FROM = 0.75;

const hadOccasion = ({ opportunities, occasionWorth }: Rows, follow: number) =>
  opportunities[follow]! * occasionWorth >= OCCASION_FROM;

/** Occasions less those that reading took, each for what it says here. */
const letPass = ({ opportunities, occasionWorth, creditAfter }: Rows, follow: number) =>
  opportunities[follow]! * occasionWorth - OPPORTUNITIES_A_CREDIT * creditAfter[follow]!;

/** -1 when it was returned and there was no occasion to read: then speed says nothing. */
function returnLag(seen: Rows, follow: number): number {
  const lag = seen.returnLag[follow]!;
  return hadOccasion(seen, follow) || lag === Number.POSITIVE_INFINITY ? lag : -1;
}

/** -1 when there was no occasion to read. */
const together = (seen: Rows, follow: number) =>
  hadOccasion(seen, follow) ? seen.together[follow]! : -1;

/** -1 when there was nothing to read. */
function readBefore({ creditBefore, backlog }: Rows, follow: number) {
  return creditBefore[follow]! === 0 && backlog[follow] === 0 ? -1 : creditBefore[follow]!;
}

/** What people did to trade, which fades; that a follow is not read does not. */
export const FADING: ReadonlySet<EvidenceKind> = new Set([
  "returnLag",
  "together",
  "solicitation",
  "takenBack",
  "mechanical",
]);

/** Log odds that the tie was traded. What was done to trade is worth `freshness` of itself, 0 to 1. */
export function logOdds(evidence: Evidence, freshness = 1): number {
  let sum = PRIOR;
  for (const kind in KINDS) {
    const { weight } = binOf(kind as EvidenceKind, evidence[kind as EvidenceKind]);
    sum += weight > 0 && FADING.has(kind as EvidenceKind) ? weight * freshness : weight;
  }
  return sum;
}

/** The same for a row of columns, without making anything. */
export function weightOf(seen: Seen, follow: number, follower: number, freshness: number): number {
  const unread = seen.blind[follower] ? seen.blindPart : 1;
  const after = seen.creditAfter[follow]!;
  return (
    PRIOR +
    worth(KINDS.returnLag, returnLag(seen, follow), freshness) +
    worth(KINDS.readBefore, readBefore(seen, follow), unread) +
    worth(KINDS.readAfter, after, unread) +
    worth(KINDS.letPass, letPass(seen, follow), unread) +
    worth(KINDS.together, together(seen, follow), freshness) +
    worth(KINDS.attentionBack, seen.creditBack[follow]!, 1) +
    worth(KINDS.solicitation, seen.solicitation[follow]!, freshness) +
    worth(KINDS.takenBack, seen.takenBack[follow]!, freshness) +
    worth(KINDS.mechanical, seen.mechanical[follow]!, freshness) +
    worth(KINDS.company, seen.company[follow]!, 1) +
    worth(KINDS.partners, seen.partners[follow]!, 1)
  );
}

function worth(bins: readonly Bin[], value: number, freshness: number): number {
  let place = 0;
  while (value > bins[place]!.upTo) place += 1;
  const { weight } = bins[place]!;
  return weight > 0 ? weight * freshness : weight;
}

export const probability = (odds: number): number => 1 / (1 + Math.exp(-odds));
