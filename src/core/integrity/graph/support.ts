/**
 * The support test: whether a group's inner ties carry more suspicion than chance would give to any group
 * of its size (docs/policy/integrity.md). Densest blocks always exist; this says which of them mean anything.
 */
import { assert } from "../../assert.ts";

export interface Held {
  /** How many ties there are inside, suspicious or not. */
  readonly ties: number;
  /** The suspicion of all of them together; each has between 0 and 1. */
  readonly weight: number;
}

/**
 * At least -ln of the chance that independent ties, each of which carries `baseRate` on average, carry so
 * much together; 0 when they carry no more than is usual.
 *
 * W. Hoeffding, "Probability inequalities for sums of bounded random variables", Journal of the American
 * Statistical Association 58, 1963, theorem 1, https://doi.org/10.1080/01621459.1963.10500830.
 */
export function supportOf({ ties, weight }: Held, baseRate: number): number {
  assert(weight <= ties * (1 + 1e-9), "a tie carries at most 1");
  const part = ties > 0 ? Math.min(1, weight / ties) : 0;
  if (part <= baseRate) return 0;
  const rest = part < 1 ? (1 - part) * Math.log((1 - part) / (1 - baseRate)) : 0;
  return ties * (part * Math.log(part / baseRate) + rest);
}

/**
 * At least ln of the number of connected groups of `size` among `accounts` whose members have `ends` ends of
 * ties in all: what a group must surpass, because it was chosen from among so many (Bonferroni).
 *
 * Walk through a group from its first member along all ends of ties of those met: the first member, and
 * which size - 1 of the ends led to somebody new, tell the group.
 */
export function lnGroups(accounts: number, size: number, ends: number): number {
  assert(size - 1 <= ends, "a connected group has a tie to each but its first member");
  let ln = Math.log(accounts);
  for (let member = 1; member < size; member += 1) {
    ln += Math.log((ends - size + 1 + member) / member);
  }
  return ln;
}
