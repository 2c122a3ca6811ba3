/** A clap pod: who publishes tells the others, and they clap all they have without reading. */
import type { Plot } from "../plot.ts";

/** `density` is the part of the others who do as they are asked each time. */
export function clapPod(plot: Plot): void {
  const { world, chance, knobs, start, end } = plot;
  const members = plot.recruits(knobs.size, { author: 1, paying: plot.paying });
  for (const member of members) {
    world.people.storiesPerDay[member] = chance.between(0.04, 0.15);
    world.whenPublished(member, (story, at) => {
      if (at < start || at > end) return;
      for (const other of members) {
        if (other === member || !chance.is(knobs.density)) continue;
        const clapAt = at + 0.4 + chance.exponential(0.15 + 1.2 * knobs.care);
        world.plan(clapAt, (then) => give(plot, { from: other, to: member, story }, then));
      }
    });
  }
  befriend(plot, members, 0.35);
}

function give(plot: Plot, deed: { from: number; to: number; story: number }, at: number): void {
  const { world, chance, knobs } = plot;
  if (world.people.joined[deed.from]! > at) return;
  if (chance.is(knobs.cover.tokens)) plot.tokenRead(deed.from, deed.to, at - 0.0008);
  world.clap(deed.from, deed.story, at, chance.is(knobs.care) ? chance.whole(15, 50) : 50);
  world.collude(deed.from, deed.to, plot.group);
}

/** So many of the ordered pairs also follow each other, some time during the plot. */
export function befriend(plot: Plot, members: readonly number[], part: number): void {
  const { world, chance, start, knobs } = plot;
  for (const from of members)
    for (const to of members) {
      if (from === to || !chance.is(part)) continue;
      world.plan(start + knobs.days * chance.next(), (at) => plot.tradeFollow(from, to, at));
    }
}
