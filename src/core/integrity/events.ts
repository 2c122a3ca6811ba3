/**
 * What integrity looks at: who follows, reads, claps and responds, in columns (docs/policy/integrity.md).
 *
 * Accounts and stories are places in their columns, 0 and up; what they are called outside stands in
 * `ids`. Instants are days, as decimals, from any beginning. Each list of events may be in any order.
 */

export interface Accounts {
  /** How each is called outside: any 32-bit integers, each once. */
  readonly ids: Int32Array;
  readonly joined: Float64Array;
  /** 1 for members and authors, 0 for others. */
  readonly member: Uint8Array;
  readonly author: Uint8Array;
}

export interface Stories {
  readonly ids: Int32Array;
  /** The author's place among the accounts. */
  readonly author: Int32Array;
  readonly published: Float64Array;
  readonly expectedSeconds: Float64Array;
}

export interface Follows {
  readonly follower: Int32Array;
  readonly followee: Int32Array;
  readonly at: Float64Array;
  /** Infinity while it lasts. */
  readonly unfollowedAt: Float64Array;
}

export interface Reads {
  readonly reader: Int32Array;
  readonly story: Int32Array;
  readonly at: Float64Array;
  readonly seconds: Float64Array;
  /** The part of the text that was in view, 0 to 1; 1 where nothing is known. */
  readonly coverage: Float64Array;
}

export interface Claps {
  readonly reader: Int32Array;
  readonly story: Int32Array;
  readonly at: Float64Array;
  readonly count: Float64Array;
}

export interface Responses {
  readonly reader: Int32Array;
  readonly story: Int32Array;
  readonly at: Float64Array;
  /** How much the text could stand under any story, 0 to 1. */
  readonly genericness: Float64Array;
  /** Whether it offers a trade: "follow me and I follow you" (`text/solicitation.ts`), 0 to 1. */
  readonly solicits: Float64Array;
}

/** A story put before a reader, whether or not it was opened. */
export interface Shown {
  readonly reader: Int32Array;
  readonly story: Int32Array;
  readonly at: Float64Array;
}

export interface Events {
  readonly accounts: Accounts;
  readonly stories: Stories;
  readonly follows: Follows;
  readonly reads: Reads;
  readonly claps: Claps;
  readonly responses: Responses;
  /** Null where it was not recorded: then it is reckoned from publication and activity. */
  readonly shown: Shown | null;
  /** The instant until which there are events; nothing after it is looked at. */
  readonly until: number;
}
