/** Dividing a pool by weights where some may have no more than so much: the rest fills the others. */
import { sum } from "../../money.ts";
import { apportion } from "../apportion.ts";

export interface Claimant {
  readonly id: number;
  readonly weight: bigint;
  /** At most this, in micros; null for as much as the weight gives. */
  readonly most: bigint | null;
}

/**
 * The parts in the order of the claimants. Who would have more than their most has their most, and what
 * they leave is divided over the others, until nobody is above. What nobody may have is not divided, so
 * the parts can be less than `pool` together.
 */
export function capped(pool: bigint, claimants: readonly Claimant[]): bigint[] {
  const parts = new Map<number, bigint>();
  let open = claimants.filter(({ weight }) => weight > 0n);
  let left = pool;
  while (open.length > 0) {
    const shares = apportion(
      left,
      open.map(({ weight }) => weight),
      open.map(({ id }) => id),
    );
    const above = open.filter(({ most }, at) => most !== null && (shares[at] ?? 0n) > most);
    if (above.length === 0) {
      for (const [at, { id }] of open.entries()) parts.set(id, shares[at] ?? 0n);
      break;
    }
    for (const { id, most } of above) parts.set(id, most ?? 0n);
    left -= sum(above.map(({ most }) => most ?? 0n));
    const full = new Set(above);
    open = open.filter((claimant) => !full.has(claimant));
  }
  return claimants.map(({ id }) => parts.get(id) ?? 0n);
}
