/** What the simulation knows of itself: who did what on purpose. Detectors are not shown it. */

export const ATTACKS = [
  "follow-ring",
  "swap-market",
  "clap-pod",
  "reply-swap",
  "read-farm",
  "slow-drip",
  "chain",
  "solicitation",
] as const;
export type AttackKind = (typeof ATTACKS)[number];

export const GROUPS = [
  "writers-circle",
  "class-cohort",
  "publication-staff",
  "superfan",
  "viral-burst",
  "household",
  "topic-team",
  "reformed-trader",
] as const;
export type GroupKind = (typeof GROUPS)[number];

/** What an account is. A bystander answered one offer of a trade and lives an honest life otherwise. */
export const HONEST = 0;
export const ATTACKER = 1;
export const BYSTANDER = 2;

export interface Group {
  kind: AttackKind | GroupKind;
  attack: boolean;
  /** Places among the accounts. */
  members: number[];
}

export interface Truth {
  /** Of each account. */
  label: Uint8Array;
  /** Of each account the place in `groups` of the one it belongs to, or -1. */
  group: Int32Array;
  groups: Group[];
  /** Of each follow, 1 when it was made to be given back and not to read. */
  traded: Uint8Array;
  /** Ordered pairs whose reading, clapping or answering was for gain, each once. */
  collusive: { from: Int32Array; to: Int32Array; group: Int32Array };
}
