/** Distance from confirmed cases: bonds with accounts that a person has confirmed to trade, and with those bound to them. */
import type { Relations } from "../relations.ts";

/** Whoever is bound to a confirmed account is taken to trade with at most this probability. */
const NEXT_MOST = 0.3;

export function confirmedDistance(
  accounts: number,
  relations: Relations,
  bonds: Float64Array,
  confirmed: Int32Array,
): Float64Array {
  const result = new Float64Array(accounts);
  if (confirmed.length === 0) return result;
  const first = new Float64Array(accounts);
  for (const account of confirmed) first[account] = 1;
  const near = boundTo(relations, bonds, first);
  const second = near.map((weight, account) =>
    first[account] ? 1 : NEXT_MOST * (1 - Math.exp(-Math.max(0, weight))),
  );
  const far = boundTo(relations, bonds, second);
  return far.map((weight) => Math.max(0, weight));
}

function boundTo(
  { size, from, to }: Relations,
  bonds: Float64Array,
  trader: Float64Array,
): Float64Array {
  const result = new Float64Array(trader.length);
  for (let pair = 0; pair < size; pair += 1)
    if (trader[to[pair]!]! > 0 && from[pair] !== to[pair])
      result[from[pair]!]! += Math.log(1 + trader[to[pair]!]! * Math.expm1(bonds[pair]!));
  return result;
}
