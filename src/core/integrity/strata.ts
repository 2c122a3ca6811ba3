/** Strata: who is compared with whom. Accounts of the same role, of like activity and age. */
import type { Events } from "./events.ts";
import type { Relations } from "./relations.ts";

/** Bound to so many others, by follows, claps or responses: few, some, many. */
const SOME_FROM = 4;
const MANY_FROM = 16;
const ESTABLISHED_DAYS = 60;
export const STRATA = 12;

/** Of each account its stratum, below `STRATA`. */
export function strataOf(
  { accounts, until }: Events,
  { size, from }: Relations,
  bound: Uint8Array,
): Uint8Array {
  const count = accounts.ids.length;
  const others = new Int32Array(count);
  for (let pair = 0; pair < size; pair += 1) if (bound[pair]) others[from[pair]!]! += 1;
  return Uint8Array.from(others, (many, account) => {
    const activity = many < SOME_FROM ? 0 : many < MANY_FROM ? 1 : 2;
    const age = until - accounts.joined[account]! < ESTABLISHED_DAYS ? 0 : 1;
    return activity * 4 + (accounts.author[account] ? 2 : 0) + age;
  });
}
