/**
 * Mechanical reading: stories opened just long enough to be counted, whatever their length, again and again
 * for one payee. The weight of a payee's reads is added up, so a few quick reads say nothing.
 */
import type { Engagement } from "../engagement.ts";
import type { Relations } from "../relations.ts";

/** A payee is told by those who read mechanically for them and for few others; each says so much at most. */
const PUPPET_MOST = 3;
/** Below this a reader says nothing of the author. */
const PUPPET_FROM = 1.5;
const DEVOTED_FROM = 0.5;
/** What others did for the same payee says this part of itself for a reader of the same kind, up to so much … */
const FELLOWS_PART = 0.25;
const FELLOWS_MOST = 6;
/** … and in full when half of those who read the payee as often are of that kind. */
const STEADY_READS = 3;

/** Of each account: the most it did for one payee, with what others did for them; or what was done for it. */
export function mechanicalReading(
  accounts: number,
  { size, from, to, reads, claps }: Relations,
  { mechanical }: Engagement,
): Float64Array {
  const given = new Float64Array(accounts);
  const all = new Float64Array(accounts);
  const received = new Float64Array(accounts);
  for (let pair = 0; pair < size; pair += 1) all[from[pair]!]! += mechanical[pair]!;
  const puppet = (pair: number) =>
    mechanical[pair]! >= Math.max(PUPPET_FROM, DEVOTED_FROM * all[from[pair]!]!)
      ? Math.min(PUPPET_MOST, mechanical[pair]! - PUPPET_FROM)
      : 0;
  const steady = new Float64Array(accounts);
  const authors = new Int32Array(accounts);
  const puppets = new Float64Array(accounts);
  for (let pair = 0; pair < size; pair += 1) {
    if (claps[pair]! - reads[pair]! >= STEADY_READS) {
      steady[to[pair]!]! += 1;
      authors[from[pair]!]! += 1;
    }
    if (puppet(pair) === 0) continue;
    received[to[pair]!]! += puppet(pair);
    puppets[to[pair]!]! += 1;
  }
  const share = (payee: number) => Math.min(1, (2 * puppets[payee]!) / Math.max(1, steady[payee]!));
  for (let pair = 0; pair < size; pair += 1) {
    const own = puppet(pair);
    const payee = to[pair]!;
    const fellows = own > 0 ? FELLOWS_PART * (received[payee]! - own) * share(payee) : 0;
    // Who often reads many has as many chances that one of them looks so.
    const chances = Math.log(Math.max(1, authors[from[pair]!]!));
    const weight = Math.max(0, mechanical[pair]! - chances) + Math.min(FELLOWS_MOST, fellows);
    given[from[pair]!] = Math.max(given[from[pair]!]!, weight);
  }
  return given.map((one, account) => Math.max(one, received[account]! * share(account)));
}
