/** What a rule makes of a month: shares of the pools, what is paid beside them, what nothing claimed. */
import { sum } from "../../money.ts";

export interface Outcome {
  /** One for each member and story that got something out of the pools; in micros. */
  readonly shares: readonly Share[];
  /** Paid beside the pools, by the site. */
  readonly onTop: readonly Extra[];
  readonly unclaimedMicros: bigint;
}

export interface Share {
  /** Whose reading it came by; 0 for what came by nobody's, as for a conversion. */
  readonly member: number;
  readonly author: number;
  readonly story: number;
  readonly micros: bigint;
  /** What of it is held until integrity decides. */
  readonly heldMicros: bigint;
}

export interface Extra {
  readonly author: number;
  readonly what: "referral" | "editor";
  readonly micros: bigint;
}

/** What each author has, of the pools and beside them. */
export function authorMicros({ shares, onTop }: Outcome): Map<number, bigint> {
  const micros = new Map<number, bigint>();
  for (const part of [...shares, ...onTop]) {
    micros.set(part.author, (micros.get(part.author) ?? 0n) + part.micros);
  }
  return micros;
}

export function heldMicros({ shares }: Outcome): bigint {
  return sum(shares.map((share) => share.heldMicros));
}

/**
 * The Gini coefficient of what authors have, in basis points: 0 when all have the same, close to 10 000
 * when one has all. Of ascending amounts x over n authors it is (2·Σ i·x_i)/(n·Σ x_i) − (n+1)/n.
 * Source: C. Gini, "Variabilità e mutabilità" (1912); the form by ranks is that of A. Sen, "On Economic
 * Inequality" (1973), §2.8.
 */
export function giniBps(amounts: readonly bigint[]): number {
  const total = sum(amounts);
  if (total === 0n) return 0;
  const count = BigInt(amounts.length);
  const ascending = [...amounts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const ranked = sum(ascending.map((micros, index) => BigInt(index + 1) * micros));
  return Number((10_000n * (2n * ranked - (count + 1n) * total)) / (count * total));
}
