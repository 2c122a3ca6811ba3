/**
 * Spreading: how far an account's bonds are with those who trade.
 *
 * An account trades or it does not; a bond counts against somebody only as far as the other end trades too
 * (belief propagation in its mean-field form, Pearl 1988; for accounts: Pandit et al., NetProbe, WWW 2007).
 * So reading popular authors neither hides a trader nor convicts an honest reader, a group whose ties are
 * read clears itself, and whoever is merely followed by traders is not drawn in: only what one did oneself
 * counts against one; what was done to one makes the others' bonds more telling, and no more.
 */
import type { Relations } from "./relations.ts";

/**
 * Before anything is known: the logarithm of the odds that an account trades, round by round. It begins
 * open-minded and tightens, so that what holds together in itself is found, and only that stays
 * (deterministic annealing; Rose 1998).
 */
const PRIORS = [-1.5, -1.5, -2, -2.5, -3, -3.5, -4, -4, -4, -4];
/** What others did may make an account a likely partner this far, in either direction. */
const RECEIVED_MOST = 5;
const RECEIVED_LEAST = -3;
const BOND_TELLING = 0.15;
/** Of somebody with more exchanges than this each says less: among many some are forgotten. */
const EXCHANGES_MANY = 40;

export interface Spread {
  /** Of each account: the weight of its bonds with those who trade. */
  readonly weight: Float64Array;
  /** The probability that it trades, by this and by what was known of it by itself. */
  readonly trader: Float64Array;
  /** The probability that it is a partner of traders: the same, with what others did. */
  readonly partner: Float64Array;
  /** Of each account: the weight of the bonds that those who trade have with it. */
  readonly received: Float64Array;
}

/** `own` is the weight of what is known of each account by itself, in natural logarithms. */
export function spread(relations: Relations, bonds: Float64Array, own: Float64Array): Spread {
  const accounts = own.length;
  const trader = own.map((weight) => probability(PRIORS[0]! + weight));
  const partner = Float64Array.from(trader);
  const given = new Float64Array(accounts);
  const received = new Float64Array(accounts);
  const { from, to, edges, ratio } = telling(relations, bonds);
  const part = dilution(accounts, relations);
  for (const prior of PRIORS) {
    given.fill(0);
    received.fill(0);
    for (let edge = 0; edge < edges; edge += 1) {
      const [one, other] = [from[edge]!, to[edge]!];
      given[one]! += Math.log(1 + partner[other]! * ratio[edge]!);
      received[other]! += Math.log(1 + trader[one]! * ratio[edge]!);
    }
    for (let account = 0; account < accounts; account += 1) {
      given[account]! *= part[account]!;
      const weight = prior + own[account]! + given[account]!;
      const done = Math.min(RECEIVED_MOST, Math.max(RECEIVED_LEAST, received[account]!));
      trader[account] = probability(weight);
      partner[account] = probability(weight + done);
    }
  }
  return { weight: given, trader, partner, received };
}

/** Of each account what its bonds say of what they would say if there were few. */
function dilution(accounts: number, { size, from, reverse }: Relations): Float64Array {
  const exchanges = new Int32Array(accounts);
  for (let pair = 0; pair < size; pair += 1) if (reverse[pair]! >= 0) exchanges[from[pair]!]! += 1;
  return Float64Array.from(exchanges, (many) => Math.min(1, EXCHANGES_MANY / Math.max(1, many)));
}

/** The pairs whose bond says something, with e to it, less one. */
function telling({ size, from, to }: Relations, bonds: Float64Array) {
  const column = { from: new Int32Array(size), to: new Int32Array(size) };
  const ratio = new Float64Array(size);
  let edges = 0;
  for (let pair = 0; pair < size; pair += 1) {
    if (Math.abs(bonds[pair]!) < BOND_TELLING || from[pair] === to[pair]) continue;
    column.from[edges] = from[pair]!;
    column.to[edges] = to[pair]!;
    ratio[edges++] = Math.expm1(bonds[pair]!);
  }
  return { ...column, ratio, edges };
}

const probability = (odds: number) => 1 / (1 + Math.exp(-odds));
