/** A follow-for-follow ring: within days everybody follows everybody, and hardly anybody reads. */
import { nextVisit, type Plot } from "../plot.ts";

/** `density` is the part of all pairs that trade. */
export function followRing(plot: Plot): void {
  const members = plot.recruits(plot.knobs.size, { author: 0.85, paying: plot.paying });
  tradeAmong(plot, members);
}

/** Pairs trade at visits of the two: one begins, the other mostly returns at a later visit. */
export function tradeAmong(plot: Plot, members: readonly number[]): void {
  const { chance, knobs, world } = plot;
  const visits = new Map(members.map((member) => [member, plot.visitsOf(member)]));
  for (const [index, one] of members.entries())
    for (const other of members.slice(index + 1)) {
      if (!chance.is(knobs.density)) continue;
      const [first, second] = chance.is(0.5) ? [one, other] : [other, one];
      const begun = nextVisit(visits.get(first)!, chance.pick(visits.get(first)!), chance);
      world.plan(begun, (at) => plot.tradeFollow(first, second, at));
      if (chance.is(0.08 + 0.12 * knobs.care)) continue;
      const returned = nextVisit(visits.get(second)!, begun + plot.patience(), chance);
      world.plan(returned, (at) => plot.tradeFollow(second, first, at));
    }
}
