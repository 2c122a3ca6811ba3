/** A directed chain: each follows the next few in a circle, so that nobody is seen to return a follow. */
import type { Plot } from "../plot.ts";

/** `density` times ten is how many of the next ones each follows. */
export function chain(plot: Plot): void {
  const { world, chance, knobs, start } = plot;
  const members = plot.recruits(knobs.size, { author: 0.9, paying: plot.paying });
  const reach = Math.max(1, Math.min(Math.round(knobs.density * 10), (knobs.size - 1) >> 1));
  for (const [place, from] of members.entries())
    for (let step = 1; step <= reach; step++) {
      const to = members[(place + step) % members.length]!;
      if (chance.is(0.05 + 0.1 * knobs.care)) continue;
      const at = start + knobs.days * chance.next();
      world.plan(Math.max(at, world.people.joined[from]! + 0.1), (then) =>
        plot.tradeFollow(from, to, then),
      );
    }
}
