/**
 * Apportionment: a whole total divided by weights without losing a unit (docs/policy/earnings.md §7).
 *
 * The method is largest remainder, Hamilton's: each part is its exact quota rounded down, and the
 * units left over go one each to the largest remainders, ties to the lower id. So every part is
 * within one of its quota and a weight of zero gets zero. It has the Alabama paradox: a larger total
 * can make one part smaller by one. Source: M. Balinski and H. P. Young, "Fair Representation"
 * (1982), appendix A.
 */
import { assert, present } from "../assert.ts";
import { sum } from "../money.ts";

/** The parts of `total`, in the order of `weights`; `ids` are what ties are broken by. */
export function apportion(
  total: bigint,
  weights: readonly bigint[],
  ids: readonly number[],
): bigint[] {
  assert(total >= 0n, "what is apportioned is not negative");
  assert(weights.length === ids.length, "every weight has an id");
  assert(
    weights.every((weight) => weight >= 0n),
    "no weight is negative",
  );
  const weightSum = sum(weights);
  if (total === 0n) return weights.map(() => 0n);
  assert(weightSum > 0n, "something has a weight");
  return withLargestRemainders(
    weights.map((weight, index) => ({
      index,
      id: present(ids[index], "every weight has an id"),
      floor: (total * weight) / weightSum,
      remainder: (total * weight) % weightSum,
    })),
    total,
  );
}

interface Quota {
  index: number;
  id: number;
  floor: bigint;
  remainder: bigint;
}

function withLargestRemainders(quotas: readonly Quota[], total: bigint): bigint[] {
  const parts = quotas.map(({ floor }) => floor);
  const left = Number(total - sum(parts));
  const byRemainder = [...quotas].sort(
    (a, b) => compare(b.remainder, a.remainder) || compare(a.id, b.id),
  );
  for (const { index, floor } of byRemainder.slice(0, left)) parts[index] = floor + 1n;
  return parts;
}

function compare<Value extends bigint | number>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
