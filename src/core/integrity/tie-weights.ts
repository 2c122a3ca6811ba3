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
    { upTo: 0.1, weight: 1.3, says: "Each followed the other within two hours." },
    { upTo: 1, weight: 1, says: "Each followed the other within a day." },
    { upTo: 4, weight: 0.6, says: "Each followed the other within four days." },
    { upTo: 30, weight: 0.2, says: "Each followed the other within a month." },
    { upTo: ANY, weight: -1, says: "The follow was not returned within a month." },
  ],
  /** Attention credit before the follow. */
  readBefore: [
    { upTo: 0, weight: 0.6, says: "Nothing of the author was read before the follow." },
    { upTo: 0.3, weight: 0, says: "The author was glanced at before the follow." },
    { upTo: 1, weight: -1.2, says: "The author was read before the follow." },
    { upTo: ANY, weight: -2, says: "More than one story was read before the follow." },
  ],
  /** Attention credit after the follow. */
  readAfter: [
    { upTo: 0.3, weight: 0, says: "The author was hardly read after the follow." },
    { upTo: 1, weight: -1.8, says: "The author was read after the follow." },
    { upTo: ANY, weight: -3.5, says: "More than one story was read after the follow." },
  ],
  /** Opportunities that were let pass: those after the follow, less six for each whole credit. */
  letPass: [
    { upTo: 1, weight: 0, says: "There was little occasion to read the author." },
    { upTo: 3, weight: 0.6, says: "Two or three occasions to read the author were let pass." },
    { upTo: 7, weight: 1.2, says: "Four occasions or more to read the author were let pass." },
    { upTo: ANY, weight: 1.8, says: "Eight occasions or more to read the author were let pass." },
  ],
  /** Follows by the same account within twelve hours, this one left out. */
  together: [
    { upTo: 2, weight: -0.3, says: "The follow was made by itself." },
    { upTo: 7, weight: 0.3, says: "It was one of several follows within twelve hours." },
    { upTo: 19, weight: 0.9, says: "It was one of many follows within twelve hours." },
    { upTo: ANY, weight: 1.6, says: "It was one of more than twenty follows within twelve hours." },
  ],
  /** Attention credit that the followed account gave back. */
  attentionBack: [
    { upTo: 0, weight: 0.3, says: "The author has not read the follower either." },
    { upTo: 1, weight: -0.5, says: "The author has read the follower." },
    { upTo: ANY, weight: -1.2, says: "The author has read more than one story of the follower." },
  ],
  /** 0: nothing; 1: both answered where a trade was offered; 2: one offered it to the other. */
  solicitation: [
    { upTo: 0, weight: 0, says: "No trade was offered." },
    { upTo: 1, weight: 2, says: "Both answered under a story where trading follows was offered." },
    { upTo: ANY, weight: 2.8, says: "One offered the other to trade follows." },
  ],
  /** 1 when the follow was taken back although, or because, it was not returned. */
  takenBack: [
    { upTo: 0, weight: 0, says: "The follow lasts." },
    { upTo: ANY, weight: 1, says: "The follow was taken back when it was not returned." },
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

/** Log odds that the tie was traded. What speaks for a trade is worth `freshness` of itself, 0 to 1. */
export function logOdds(evidence: Evidence, freshness = 1): number {
  let sum = PRIOR;
  for (const kind in KINDS) {
    const { weight } = binOf(kind as EvidenceKind, evidence[kind as EvidenceKind]);
    sum += weight > 0 ? weight * freshness : weight;
  }
  return sum;
}

export const probability = (odds: number): number => 1 / (1 + Math.exp(-odds));
