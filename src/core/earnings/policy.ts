/**
 * The earnings policy as data: every number of docs/policy/earnings.md, in immutable versions.
 *
 * A version is named by the SHA-256 of its canonical JSON, which the caller takes. Parts of a whole
 * are in basis points (`Bps`, 10 000 is all of it), money in micros, both as whole numbers.
 */

export type Tier = "member" | "friend";

export type Policy = {
  readonly name: string;
  /** How pools are divided: each member's own, over what that member read. */
  readonly rule: "own-pool";
  /** A version is published at least this long before it takes effect. */
  readonly noticeDays: number;
  readonly dues: {
    readonly tiers: { readonly [tier in Tier]: TierTerms };
    /** What the platform keeps of net dues at the least. */
    readonly marginBps: number;
    /** How many months a pool that no reading claimed waits for the same member. */
    readonly carryMonths: number;
    /** What is paid because of a member besides the pool. */
    readonly onTop: readonly OnTop[];
  };
  readonly reading: {
    /** A day on a story below this is not a read and counts for nothing. */
    readonly daySecondsMin: number;
    /** A story counts up to this part of the time it is expected to take … */
    readonly storyCapBps: number;
    /** … and always up to this. */
    readonly storyCapSecondsMin: number;
    /** The weight of a counted second is `baseBps`, and `ratioBps` by the member's own read ratio. */
    readonly baseBps: number;
    readonly ratioBps: number;
  };
  /** What is added to the weight of an author, as parts of it; together at most `bonusBpsMax`. */
  readonly bonus: {
    readonly bonusBpsMax: number;
    readonly clapsBps: number;
    /** As many claps to one author as earn the whole of `clapsBps`. */
    readonly clapsFull: number;
    /** As many claps as one member can give one story. */
    readonly storyClapsMax: number;
    readonly highlightBps: number;
    readonly responseBps: number;
    readonly firstFollowBps: number;
    readonly followerBps: number;
    readonly repeatBps: number;
    /** On as many days has a repeat reader read the author in the month. */
    readonly repeatDays: number;
    readonly boostBps: number;
  };
  readonly partners: {
    readonly eligibility: readonly Criterion[];
    /** After a refusal, the days until the next application. */
    readonly retryDays: number;
    /** A balance below this rolls over. */
    readonly payoutMicrosMin: number;
  };
};

export type TierTerms = {
  /** α: the part of accrued net dues that is the member's pool. */
  readonly poolBps: number;
  /** The least net dues of a month this version is made for; `policyFaults` reckons with it. */
  readonly netMicrosMin: number;
};

/** Paid once a month because of one member: a part of net dues, a fixed amount, or both. */
export type OnTop = { readonly what: string; readonly bps: number; readonly micros: number };

/** What an author must meet to be a partner. */
export type Criterion =
  | { readonly criterion: "published-within-days"; readonly days: number }
  | { readonly criterion: "stories-min"; readonly stories: number }
  | { readonly criterion: "earned-followers-min"; readonly followers: number }
  | { readonly criterion: "account-age-days"; readonly days: number }
  | { readonly criterion: "age-years"; readonly years: number }
  | { readonly criterion: "country-in"; readonly countries: readonly string[] }
  | { readonly criterion: "member" }
  | { readonly criterion: "profile-complete" };

export const EARNEST_1: Policy = {
  name: "earnest-1",
  rule: "own-pool",
  noticeDays: 30,
  dues: {
    tiers: {
      member: { poolBps: 6000, netMicrosMin: 4_000_000 },
      friend: { poolBps: 8000, netMicrosMin: 12_000_000 },
    },
    marginBps: 1000,
    carryMonths: 3,
    onTop: [],
  },
  reading: {
    daySecondsMin: 30,
    storyCapBps: 15_000,
    storyCapSecondsMin: 30,
    baseBps: 7000,
    ratioBps: 3000,
  },
  bonus: {
    bonusBpsMax: 15_000,
    clapsBps: 3000,
    clapsFull: 10,
    storyClapsMax: 50,
    highlightBps: 2000,
    responseBps: 2000,
    firstFollowBps: 2000,
    followerBps: 2500,
    repeatBps: 1500,
    repeatDays: 3,
    boostBps: 5000,
  },
  partners: {
    eligibility: [
      { criterion: "published-within-days", days: 183 },
      { criterion: "age-years", years: 18 },
      { criterion: "profile-complete" },
    ],
    retryDays: 30,
    payoutMicrosMin: 10_000_000,
  },
};
